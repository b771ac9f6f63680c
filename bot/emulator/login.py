"""The login: signing keys, tokens, managed identity."""

import base64
import hashlib
import secrets
import time
from collections.abc import Collection
from typing import Any, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.emulator.tenant import Person, TenantSpec

BOT_FRAMEWORK = "https://api.botframework.com"
GRAPH = "https://graph.microsoft.com"
KEY_VAULT = "https://vault.azure.net"
ENTRA = "https://login.microsoftonline.com"
TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"  # the client that asks for a tab's token
_OF_PLACES = (".Group", ".Chat", ".User")  # consented to with the app, and in no token
TOKEN_EXCHANGE = "api://AzureADTokenExchange"  # noqa: S105 (an audience, not a secret)


class Grant(NamedTuple):
    """What an issued token is good for, and until when (seconds since 1970)."""

    audience: str
    expires: float


def _number(value: int) -> str:
    octets = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


class SigningKey:
    """An RSA key of the login, under the id by which receivers find it."""

    def __init__(self, private: RSAPrivateKey | None = None) -> None:
        self.private = private or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = self.private.public_key().public_numbers()
        self.id = hashlib.sha256(_number(numbers.n).encode()).hexdigest()[:32]
        self.public: dict[str, Any] = {
            "kty": "RSA",
            "use": "sig",
            "kid": self.id,
            "x5t": self.id,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
            "endorsements": ["msteams"],
        }


class Login:
    """Issues tokens to the bot, and signs what Teams sends to it. Real time throughout."""

    def __init__(self, spec: TenantSpec, granted: Collection[str] = ()) -> None:
        self._spec = spec
        self._granted = granted
        self.client_secret = secrets.token_urlsafe(24)
        self.identity_header = secrets.token_urlsafe(24)
        self.lifetime = 86_400.0  # seconds; managed identities get a day
        self.certificates: list[RSAPublicKey] = []
        self._keys: list[SigningKey] = []
        self._issued: dict[str, Grant] = {}
        self._ready: tuple[str, str, float] | None = None

    @property
    def keys(self) -> list[SigningKey]:
        """The published keys, the signing one first; the first is made when first asked for."""
        if not self._keys:
            self._keys.append(SigningKey())
        return self._keys

    def rotate(self, *, keep_old: bool = False) -> None:
        """Sign with a new key from now on."""
        old = self.keys if keep_old else []
        self._keys = [SigningKey(), *old]
        self._ready = None

    def sign(
        self,
        claims: dict[str, Any],
        *,
        key: SigningKey | RSAPrivateKey | None = None,
        headers: dict[str, Any] | None = None,
    ) -> str:
        """An RS256 token with exactly these claims."""
        ours = key if isinstance(key, SigningKey) else SigningKey(key) if key else self.keys[0]
        named = {"kid": ours.id, "x5t": ours.id}
        return jwt.encode(
            claims, ours.private, algorithm="RS256", headers={**named, **(headers or {})}
        )

    def claims_for_bot(self, service_url: str) -> dict[str, Any]:
        """The claims with which Teams presents itself to the bot."""
        now = int(time.time())
        return {
            "serviceurl": service_url,
            "nbf": now - 300,
            "exp": now + 3600,
            "iss": BOT_FRAMEWORK,
            "aud": self._spec.app_id,
        }

    def token_for_bot(self, service_url: str) -> str:
        """A token as Teams puts on an activity; used for half an hour, as signing is dear."""
        now = time.monotonic()
        if self._ready is None or self._ready[0] != service_url or now > self._ready[2]:
            token = self.sign(self.claims_for_bot(service_url))
            self._ready = (service_url, token, now + 1800)
        return self._ready[1]

    def issue(self, audience: str, *, lifetime: float | None = None) -> tuple[str, int]:
        """A token for the bot to call us with, and when it expires."""
        now = int(time.time())
        expires = now + int(self.lifetime if lifetime is None else lifetime)
        claims = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{self._spec.tenant_id}/",
            "iat": now,
            "nbf": now,
            "exp": expires,
            "appid": self._spec.app_id,
            "tid": self._spec.tenant_id,
            "uti": secrets.token_urlsafe(16),
        }
        if audience == GRAPH:
            claims["roles"] = sorted(one for one in self._granted if not one.endswith(_OF_PLACES))
        token = self.sign(claims)
        self._issued[token] = Grant(audience, expires)
        return token, expires

    def claims_for_tab(self, person: Person) -> dict[str, Any]:
        """The claims that Entra writes for somebody whose tab asks who they are (version 2.0)."""
        now, tenant = int(time.time()), self._spec.tenant_id
        return {
            "aud": self._spec.app_id,
            "iss": f"{ENTRA}/{tenant}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "azp": TEAMS_WEB,
            "name": person.name,
            "oid": person.aad_object_id,
            "preferred_username": person.mail,
            "scp": "access_as_user",
            "sub": hashlib.sha256(person.aad_object_id.encode()).hexdigest()[:43],
            "tid": tenant,
            "uti": secrets.token_urlsafe(16),
            "ver": "2.0",
        }

    def token_for_tab(self, person: Person) -> str:
        """A token as Teams hands it to a tab."""
        return self.sign(self.claims_for_tab(person))

    def accept(self, token: str, *, audience: str) -> None:
        """Let a fixed token pass too (the bot's `static` credential)."""
        self._issued[token] = Grant(audience, float("inf"))

    def revoke_all(self) -> None:
        """No token issued so far is good any more."""
        self._issued.clear()

    def fault_of(self, authorization: str | None, audience: str) -> str | None:
        """Why a request with that header is refused; None when it is good."""
        if authorization is None or not authorization.startswith("Bearer "):
            return "Access token is empty."
        grant = self._issued.get(authorization[7:])
        if grant is None:
            return "The token was not issued by this login."
        if grant.audience != audience:
            return "Access token validation failure. Invalid audience."
        if grant.expires <= time.time():
            return "Lifetime validation failed, the token is expired."
        return None

    def seconds_left(self, authorization: str) -> float:
        """How long a good token is good for."""
        return self._issued[authorization[7:]].expires - time.time()

    def proves(self, form: dict[str, str]) -> bool:
        """Whether a token request shows the secret, the certificate or the federated identity."""
        if "client_secret" in form:
            return secrets.compare_digest(form["client_secret"], self.client_secret)
        assertion = form.get("client_assertion", "")
        if self.fault_of(f"Bearer {assertion}", TOKEN_EXCHANGE) is None:
            return True
        return any(_signed_by(key, assertion, self._spec.app_id) for key in self.certificates)


def _signed_by(key: RSAPublicKey, assertion: str, app_id: str) -> bool:
    options: Any = {"verify_aud": False}
    try:
        claims = jwt.decode(assertion, key, algorithms=["RS256", "PS256"], options=options)
    except jwt.InvalidTokenError:
        return False
    return bool(claims.get("iss") == app_id == claims.get("sub"))

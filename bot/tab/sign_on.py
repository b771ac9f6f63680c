"""Who looks: the token that Teams has got from Entra for this app, checked at each request."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.settings import Settings
from bot.turns.door import signed
from bot.turns.door.keys import Keys
from bot.turns.door.refusals import TurnedAway

SCOPE = "access_as_user"  # what the registration exposes, and Teams' clients are allowed to ask for
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OLD_ISSUER = "https://sts.windows.net/{tenant}/"  # of tokens in version 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whom a token names: an account of a tenant that is served, by its directory id."""

    tenant: str
    aad_object_id: str


class SignOn:
    """Checks tokens as Microsoft asks of an API that a tab calls.

    https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview
    One key set signs for all tenants of a cloud; it is fetched where LOGIN_URL has our home's. A
    key that says whose tokens it signs, such as those of private accounts, signs no others.
    """

    def __init__(
        self, settings: Settings, keys: Keys, *, now: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._now = now
        self._home = settings.home.lower()  # as the login writes it in its issuer
        self._served = {tenant.lower(): tenant for tenant in settings.served}
        self._audiences = audiences(settings)

    async def check(self, authorization: str) -> Caller:
        """Whom the header's token names.

        Raises TurnedAway: 403 for a good token of a tenant that isn't served, 401 for any other.
        """
        token = signed.bearer(authorization)
        key = await self._keys.find(token.key_id)
        if key is None:
            raise TurnedAway(401, "unknown_key")
        claims = signed.verified(token, key.public)
        signed.check_dates(claims, self._now())
        caller = self._named(claims)
        if key.issuer and self._of(key.issuer, caller.tenant) != self._named_by(caller.tenant):
            raise TurnedAway(401, "key_issuer")
        if caller.tenant.lower() not in self._served:
            raise TurnedAway(403, "tenant")
        return Caller(
            tenant=self._served[caller.tenant.lower()], aad_object_id=caller.aad_object_id
        )

    def _named(self, claims: Mapping[str, Any]) -> Caller:
        tenant, person = _id(claims, "tid"), _id(claims, "oid")
        if claims.get("iss") not in self._issuers(tenant):
            raise TurnedAway(401, "issuer")
        # One audience in one string: a list is not what Microsoft sends.
        audience = claims.get("aud")
        if not isinstance(audience, str) or audience.lower() not in self._audiences:
            raise TurnedAway(401, "audience")
        # A token that an app got for itself has roles and no scope.
        scopes = claims.get("scp")
        if not isinstance(scopes, str) or SCOPE not in scopes.split():
            raise TurnedAway(401, "scope")
        return Caller(tenant=tenant, aad_object_id=person)

    def _issuers(self, tenant: str) -> tuple[str, ...]:
        named = self._named_by(tenant)
        return (named, _OLD_ISSUER.format(tenant=tenant)) if named else ()

    def _named_by(self, tenant: str) -> str:
        """As the metadata names it, with the token's own tenant in the place of ours."""
        return self._of(self._keys.issuer, tenant)

    def _of(self, issuer: str, tenant: str) -> str:
        return issuer.lower().replace("{tenantid}", tenant).replace(self._home, tenant)


def audiences(settings: Settings) -> frozenset[str]:
    """What a token for this app may be made out to, in lower case.

    The id alone in version 2.0, the registration's address in version 1.0; for a bot's tab both
    spellings of that address are in use.
    """
    app, url = settings.app_id.lower(), urlsplit(settings.public_url)
    if not app:
        return frozenset()
    hosts = {url.netloc.lower(), url.hostname or ""}
    at_hosts = (f"api://{host}/{name}" for host in hosts for name in (app, f"botid-{app}"))
    return frozenset((app, f"api://{app}", *at_hosts))


def open_login_keys(settings: Settings, session: aiohttp.ClientSession) -> Keys:
    """The key set of LOGIN_URL; nothing is fetched before the first one signs on."""
    login = settings.login_url.rstrip("/")
    return Keys(f"{login}/{settings.home}/v2.0/.well-known/openid-configuration", session)


def _id(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value.lower()):
        raise TurnedAway(401, name)
    return value.lower()

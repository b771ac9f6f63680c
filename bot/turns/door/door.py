"""/api/messages: who comes in, in which order that is checked, and what they are told."""

import secrets
import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse
from botbuilder.schema import Activity

from bot import trail
from bot.delivery.addresses import Addresses
from bot.delivery.connector import Connector
from bot.errors import Unavailable
from bot.settings import Settings, is_loopback
from bot.turns.crowding import Crowded
from bot.turns.door import body
from bot.turns.door.activities import incoming, tenants_in
from bot.turns.door.adapter import Adapter, AtOnce, Pace
from bot.turns.door.handler import Handler, Hear
from bot.turns.door.keys import Keys
from bot.turns.door.passport import CHANNEL, Passport, Passports
from bot.turns.door.refusals import TurnedAway, response

# For web.AppRunner: a token of any length reaches the door, nothing is unpacked before it, and
# whoever is connected without a whole request within the time is hung up on. It is longer than the
# proxies before us keep a line open, else one would send into a line that closes.
SERVER_OPTIONS: Mapping[str, Any] = {
    "max_field_size": 64 * 1024,
    "max_headers": 64,
    "auto_decompress": False,
    "keepalive_timeout": 75.0,
    "lingering_time": 5.0,
}
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")

log = structlog.get_logger()


class Door:
    """Everything that comes from Teams passes here, in this order: size, token, body, tenant.

    A token at fault is 401, a tenant that isn't served 403, a bad body 400 (413 too large, 415
    not plain JSON), too much at once 429, our own trouble 503 or 500. Nothing that a client sends
    makes a 500. `pace` is asked before an answer goes out.
    """

    def __init__(
        self,
        settings: Settings,
        keys: Keys,
        connector: Connector,
        hear: Hear,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._addresses = Addresses(settings)
        self._passports = Passports(settings, keys, self._addresses)
        self._adapter = Adapter(connector, Handler(hear), pace or AtOnce())
        self._served = {tenant.lower(): tenant for tenant in settings.served}
        self._home = settings.home
        self._without_tokens = settings.unauthenticated_loopback

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            return _as_response(await self._enter(request))
        except TurnedAway as refusal:
            log.info("turned_away", status=refusal.status, reason=refusal.reason)
            return response(refusal.status)
        except Crowded:
            return response(429)
        except Unavailable as error:
            log.warning("turn_unavailable", neighbour=error.neighbour)
            return response(503)
        except Exception as error:  # noqa: BLE001 - the outermost place: log it and answer
            # Neither the text of the error nor its arguments: they may hold what people wrote.
            log.error("turn_failed", error=type(error).__name__, where=_where(error))
            return response(500)

    async def _enter(self, request: web.Request) -> InvokeResponse | None:
        if request.method != "POST":
            raise TurnedAway(405, "method")
        body.check_size(request)
        passport = await self._passport(request)
        activity = incoming(await body.read(request))
        if passport is not None:
            self._passports.check_for(passport, activity.channel_id, activity.service_url)
        elif activity.channel_id != CHANNEL or not self._addresses.tokenless(activity.service_url):
            raise TurnedAway(401, "not_on_loopback")
        claims = passport.claims if passport is not None else {}
        tenant = self._tenant(activity)
        with trail.followed(_trail(request, tenant, activity)):
            return await self._adapter.run(activity, tenant, claims)

    async def _passport(self, request: web.Request) -> Passport | None:
        """The checked token; None where it may be missing and is."""
        given = request.headers.getall("Authorization", [])
        if not given and self._without_tokens and _from_this_machine(request):
            return None
        if len(given) != 1:
            raise TurnedAway(401, "no_bearer_token")
        return await self._passports.check(given[0])

    def _tenant(self, activity: Activity) -> str:
        """The served tenant that the activity is of. Raises TurnedAway(403)."""
        if self._without_tokens and not self._served:
            return self._home
        named = tenants_in(activity)
        if len(named) != 1 or named[0] not in self._served:
            raise TurnedAway(403, "tenant")
        return self._served[named[0]]


def _trail(request: web.Request, tenant: str, activity: Activity) -> str:
    """The caller's own, else the activity's, which is the same where Teams sends it again."""
    named = trail.given(request.headers.get("traceparent", ""))
    return named or trail.of(tenant, activity.conversation.id, activity.id or secrets.token_hex(16))


def _from_this_machine(request: web.Request) -> bool:
    """Whether the caller itself is on loopback, and not merely a proxy that speaks for others."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if not isinstance(peer, tuple) or not is_loopback(_bracketed(str(peer[0]))):
        return False
    return is_loopback(request.host) and not any(name in request.headers for name in _FORWARDED)


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _as_response(answer: InvokeResponse | None) -> web.Response:
    if answer is None:
        return web.Response(status=200)
    if answer.body is None:
        return web.Response(status=answer.status)
    return web.Response(
        status=answer.status, body=orjson.dumps(answer.body), content_type="application/json"
    )


def _where(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return [f"{frame.filename}:{frame.lineno}" for frame in frames]

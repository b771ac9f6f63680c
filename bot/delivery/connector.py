"""The Bot Connector: posts, edits and deletes in Teams, over one pooled session."""

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from bot import metrics
from bot.clock import real_now
from bot.delivery import verdicts
from bot.delivery.addresses import Addresses
from bot.delivery.outcomes import Later, Never, Outcome, Place, Sent, Unknown
from bot.delivery.tokens import Tokens
from bot.errors import Unavailable
from bot.settings import Settings

PATIENCE = aiohttp.ClientTimeout(total=5, sock_connect=4)
POOL = 200  # connections to Teams at once
PAGE = 500  # members a page, the most that Teams gives
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Created:
    """The 1:1 conversation with one person; Teams gives the same one however often asked."""

    conversation: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a conversation, as Teams vouches for them; `role`: user, guest or empty."""

    teams_id: str
    aad_object_id: str
    role: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


def open_session() -> aiohttp.ClientSession:
    """The one pool of connections to Teams; opened inside the loop that uses it.

    Cookies are dropped. A proxy that the operator's environment names is used.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=POOL),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=PATIENCE,
        trust_env=bool(urllib.request.getproxies()),
    )


class Connector:
    """What the bot may ask of Teams. Every method ends in a value, none raises for the network.

    An activity is a mapping, or JSON in bytes that goes out untouched.
    """

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens, settings: Settings) -> None:
        self._session = session
        self._tokens = tokens
        self._addresses = Addresses(settings)
        self._app_id = settings.app_id

    async def post(
        self, place: Place, activity: Mapping[str, Any] | bytes, reply_to: str = ""
    ) -> Outcome:
        """Put a new message into a conversation; `reply_to` names the activity it answers."""
        url = _activities(place) + (f"/{_part(reply_to)}" if reply_to else "")
        return await self._change("POST", place.service_url, url, _json(activity))

    async def edit(
        self, place: Place, activity_id: str, activity: Mapping[str, Any] | bytes
    ) -> Outcome:
        """Replace a message that the bot posted."""
        url = f"{_activities(place)}/{_part(activity_id)}"
        outcome = await self._change("PUT", place.service_url, url, _json(activity))
        return Sent(activity_id) if isinstance(outcome, Sent) else outcome

    async def delete(self, place: Place, activity_id: str) -> Outcome:
        """Remove a message that the bot posted; one that is already gone counts as removed."""
        url = f"{_activities(place)}/{_part(activity_id)}"
        outcome = await self._change("DELETE", place.service_url, url, None)
        gone = isinstance(outcome, Never) and outcome.reason == verdicts.GONE
        return Sent() if gone or isinstance(outcome, Sent) else outcome

    async def create(
        self, service_url: str, tenant: str, member_teams_id: str
    ) -> Created | Outcome:
        """Open the 1:1 conversation with one person, by Teams id or directory id."""
        wish = {
            "isGroup": False,
            "bot": {"id": f"28:{self._app_id}"},
            "members": [{"id": member_teams_id}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        reply = await self._ask("POST", service_url, "/v3/conversations", orjson.dumps(wish))
        if not isinstance(reply, _Reply):
            return reply
        outcome = _verdict(reply)
        if not isinstance(outcome, Sent):
            return outcome
        return Created(outcome.activity_id, service_url) if outcome.activity_id else _NONSENSE

    async def members(self, place: Place) -> tuple[Member, ...] | Outcome:
        """All members of a conversation, every page of them, or why they can't be read."""
        path = f"/v3/conversations/{_part(place.conversation)}/pagedmembers?pageSize={PAGE}"
        found: list[Member] = []
        token, seen = "", {""}
        while True:
            more = f"&continuationToken={_part(token)}" if token else ""
            reply = await self._ask("GET", place.service_url, path + more, None)
            if not isinstance(reply, _Reply):
                return reply
            if not isinstance(outcome := _verdict(reply), Sent):
                return outcome
            if (page := _page(reply.body)) is None:
                return _NONSENSE
            members, token = page
            found.extend(members)
            if not token:
                return tuple(found)
            if token in seen:
                return _NONSENSE
            seen.add(token)

    async def _change(
        self, method: str, service_url: str, path: str, body: bytes | None
    ) -> Outcome:
        reply = await self._ask(method, service_url, path, body)
        return _verdict(reply) if isinstance(reply, _Reply) else reply

    async def _ask(
        self, method: str, service_url: str, path: str, body: bytes | None
    ) -> _Reply | Later | Never | Unknown:
        """One request; after a 401 one more with a new token."""
        try:
            token = await self._token_for(service_url)
            if token is None:
                return Never("service_url")
            url = URL(service_url.rstrip("/") + path, encoded=True)
            reply = await self._send(method, url, body, token)
            if reply.status == 401 and token:
                reply = await self._send(method, url, body, await self._tokens.renewed(token))
            return reply
        except Unavailable:
            return Later()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return verdicts.of_error(error)

    async def _token_for(self, service_url: str) -> str | None:
        """The header to show there: empty where none is needed, None where nothing may be sent."""
        if self._addresses.tokenless(service_url):
            return ""
        return await self._tokens.header() if self._addresses.trusted(service_url) else None

    async def _send(self, method: str, url: URL, body: bytes | None, token: str) -> _Reply:
        headers = {"Authorization": token} if token else {}
        if body is not None:
            headers["Content-Type"] = _JSON
        async with self._session.request(
            method, url, data=body, headers=headers, timeout=PATIENCE, allow_redirects=False
        ) as response:
            if response.status == 429:
                metrics.throttled("teams")
            return _Reply(response.status, response.headers, await response.read())


_NONSENSE = Unknown("unreadable_answer")


def _verdict(reply: _Reply) -> Outcome:
    return verdicts.of_answer(reply.status, reply.headers, reply.body, now=real_now())


def _json(activity: Mapping[str, Any] | bytes) -> bytes:
    return activity if isinstance(activity, bytes) else orjson.dumps(activity)


def _activities(place: Place) -> str:
    return f"/v3/conversations/{_part(place.conversation)}/activities"


@lru_cache(maxsize=4096)
def _part(text: str) -> str:
    """`text` as one part of a path: no character of it can leave its place."""
    return quote(text, safe="")


def _page(body: bytes) -> tuple[list[Member], str] | None:
    try:
        page = orjson.loads(body)
        members = [_member(one) for one in page["members"]]
        token = page.get("continuationToken") or ""
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None
    return (members, token) if isinstance(token, str) else None


def _member(account: dict[str, Any]) -> Member:
    return Member(
        teams_id=str(account["id"]),
        aad_object_id=str(account.get("aadObjectId") or account.get("objectId") or ""),
        role=str(account.get("userRole") or ""),
        mail=str(account.get("email") or account.get("userPrincipalName") or ""),
    )

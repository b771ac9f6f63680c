"""Microsoft Graph's door: token, faults, limits, errors in Graph's shape, batches."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
from aiohttp import web

from bot.emulator.breaking import cut
from bot.emulator.faults import Faults
from bot.emulator.graph_answers import Asked, Body, GraphError, Part, Told, unknown_segment
from bot.emulator.graph_query import Unsupported
from bot.emulator.graph_telling import faulty, good, json_answer, refused, shape
from bot.emulator.limits import Gate, retry_after
from bot.emulator.login import GRAPH, Login
from bot.emulator.record import TO_MICROSOFT, Call

PREFIX = "/graph/v1.0/"
_CHANGES = f"{PREFIX}users/delta"


class GraphDoor:
    """Every request below /graph/; the first word of its path chooses the part that answers.

    Below /users/{id}/ what follows does, or the next word, where `of_people` has a part for it.
    """

    def __init__(
        self,
        parts: Mapping[str, Part],
        *,
        of_people: Mapping[str, Part],
        gate: Gate,
        login: Login,
        faults: Faults,
        now: Callable[[], datetime],
        heard: Callable[[Call], None],
        url: Callable[[], str],
    ) -> None:
        self._parts = parts
        self._of_people = of_people
        self._gate = gate
        self._login = login
        self._faults = faults
        self._now = now
        self._heard = heard
        self._url = url

    async def handle(self, request: web.Request) -> web.Response:
        """Answer, and enter it in the record."""
        raw = await request.read()
        moment = time.monotonic()
        fault = self._faults.strike(request.method, request.path_qs)
        happens = fault is None or fault.applied
        response = await self._in_turn(request, raw) if happens else web.Response(status=502)
        applied = happens and response.status < 400
        if fault is not None:
            response = faulty(fault, request)
        status = None if fault is not None and fault.status is None else response.status
        self._enter(moment, request, raw, status, applied=applied)
        if fault is not None and fault.hang:
            await asyncio.sleep(fault.hang)
        if status is None:
            cut(request)
        return response

    async def _in_turn(self, request: web.Request, raw: bytes) -> web.Response:
        """Answer; a mailbox takes a moment for it, and not many requests at once; so do changes."""
        limits, mailbox = self._gate.limits, _mailbox(request.path)
        if limits.enabled and request.path.startswith(_CHANGES):
            await asyncio.sleep(limits.changes_seconds)
        if mailbox is None or not limits.enabled:
            return self._answer(request, raw)
        wait = self._gate.enter_mailbox(mailbox, at=time.monotonic())
        if wait > 0:
            message = "Application is over its MailboxConcurrency limit."
            throttled = GraphError(
                429, "ApplicationThrottled", message, retry_after=retry_after(wait)
            )
            return refused(throttled, request)
        try:
            await asyncio.sleep(self._gate.limits.mailbox_seconds)
            return self._answer(request, raw)
        finally:
            self._gate.leave_mailbox(mailbox)

    def _answer(self, request: web.Request, raw: bytes) -> web.Response:
        header = request.headers.get("Authorization")
        wrong = self._login.fault_of(header, GRAPH)
        if header is None or wrong is not None:
            return refused(GraphError(401, "InvalidAuthenticationToken", wrong or ""), request)
        seconds = self._login.seconds_left(header)
        try:
            if request.method == "POST" and request.path == PREFIX + "$batch":
                return json_answer(200, {"responses": self._batch(raw, seconds)})
            path = request.path.removeprefix(PREFIX)
            prefer = ", ".join(request.headers.getall("Prefer", ()))
            asked = self._asked(request.method, path, request.query, _parsed(raw), seconds, prefer)
            return good(self._ask(asked, request.headers))
        except GraphError as error:
            return refused(error, request)

    def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: Any,
        seconds: float,
        prefer: str,
    ) -> Asked:
        return Asked(
            method=method,
            path=path.strip("/").split("/"),
            query=query,
            body=body,
            base=f"{self._url()}/graph/v1.0",
            token_seconds=seconds,
            prefer=prefer,
        )

    def _ask(self, asked: Asked, headers: Mapping[str, str]) -> Told:
        # The SDK writes $ as %24 in templates; aiohttp has decoded it by now.
        eventual = headers.get("ConsistencyLevel", "").lower() == "eventual"
        if asked.path[-1] == "$count" and not eventual:
            message = "$count is not currently supported without ConsistencyLevel: eventual."
            raise GraphError(400, "Request_BadRequest", message)
        kept = {k: v for k, v in asked.query.items() if k != "$count" or eventual}
        self._admit(asked)
        try:
            return self._part_of(asked).answer(replace(asked, query=kept))
        except Unsupported as wrong:
            raise GraphError(400, "Request_UnsupportedQuery", str(wrong)) from wrong

    def _part_of(self, asked: Asked) -> Part:
        match asked.path:
            case ["users", _, *words] if "/".join(words) in self._of_people:
                return self._of_people["/".join(words)]
            case ["users", _, word, *_] if word in self._of_people:
                return self._of_people[word]
        part = self._parts.get(asked.path[0])
        if part is None:
            raise unknown_segment()
        return part

    def _admit(self, asked: Asked) -> None:
        wait = self._gate.admit_graph(_limited(asked), at=time.monotonic())
        if wait > 0:
            seconds = retry_after(wait)
            raise GraphError(429, "TooManyRequests", "Too many requests.", retry_after=seconds)

    def _batch(self, raw: bytes, seconds: float) -> list[Body]:
        requests = (_parsed(raw) or {}).get("requests") or []
        if len(requests) > 20:
            raise GraphError(400, "BadRequest", "Number of batch requests exceeds the limit of 20.")
        return [self._one_of_batch(part, seconds) for part in requests]

    def _one_of_batch(self, part: Body, seconds: float) -> Body:
        address = urlsplit(str(part.get("url", "")))
        query, headers = dict(parse_qsl(address.query)), part.get("headers") or {}
        method, path = str(part.get("method", "GET")), unquote(address.path)
        asked = self._asked(
            method, path, query, part.get("body"), seconds, str(headers.get("Prefer", ""))
        )
        answer: Body = {"id": part.get("id"), "headers": {}}
        try:
            told = self._ask(asked, headers)
        except GraphError as error:
            return answer | {"status": error.status, "body": {"error": shape(error)}}
        return answer | {"status": told.status, "body": told.body}

    def _enter(
        self, moment: float, request: web.Request, raw: bytes, status: int | None, *, applied: bool
    ) -> None:
        call = Call(
            at=self._now(),
            monotonic=moment,
            direction=TO_MICROSOFT,
            method=request.method,
            path=request.path_qs,
            raw=raw,
            status=status,
            applied=applied,
        )
        self._heard(call)


def _mailbox(path: str) -> str | None:
    """Whose mailbox a request of the web is about, if it is about one."""
    match path.removeprefix(PREFIX).split("/"):
        case ["users", name, "calendar" | "events", *_]:
            return name
    return None


def _is_about_apps(asked: Asked) -> bool:
    match asked.path:
        case ["appCatalogs", *_] | ["users", _, "teamwork", *_]:
            return True
    return False


def _limited(asked: Asked) -> str | None:
    """Which of the small limits holds this request back."""
    if asked.path[0] == "teamwork" or asked.path[-1] == "sendActivityNotification":
        return "feed"
    if not _is_about_apps(asked):
        return None
    return "looking" if asked.method == "GET" else "installing"


def _parsed(raw: bytes) -> Any:
    """The JSON of a request, or None where there is none."""
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError as error:
        message = "Unable to read JSON request payload."
        raise GraphError(400, "BadRequest", message) from error

"""The Bot Connector: what the bot may ask of Teams."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import NoReturn
from urllib.parse import unquote

from aiohttp import web

from bot.emulator.answers import Answer, Refusal, error
from bot.emulator.breaking import cut
from bot.emulator.faults import Fault, Faults
from bot.emulator.limits import Gate, retry_after
from bot.emulator.login import BOT_FRAMEWORK, Login
from bot.emulator.operations import Operations
from bot.emulator.record import TO_MICROSOFT, Call

PREFIX = "/connector/v3/"
_READING = "GET"


class Connector:
    """One request after another: token, faults on order, limits, then the operation."""

    def __init__(
        self,
        operations: Operations,
        *,
        login: Login,
        gate: Gate,
        faults: Faults,
        now: Callable[[], datetime],
        heard: Callable[[Call], None],
        keeps_bodies: bool = True,
    ) -> None:
        self._operations = operations
        self._login = login
        self._gate = gate
        self._faults = faults
        self._now = now
        self._heard = heard
        self._keeps_bodies = keeps_bodies
        self.tells_when = True  # whether 429 carries Retry-After

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request of the bot, and enter it in the record."""
        moment = time.monotonic()
        raw = await request.read() if request.can_read_body else b""
        method, path = request.method, request.rel_url.raw_path
        fault = self._faults.strike(method, path)
        if fault is None:
            answer = self._answer(request, raw)
            self._enter(moment, method, path, raw, answer, answer.status)
            return answer.response()
        return await self._misbehave(fault, request, raw, moment)

    def _answer(self, request: web.Request, raw: bytes) -> Answer:
        try:
            wrong = self._login.fault_of(request.headers.get("Authorization"), BOT_FRAMEWORK)
            if wrong is not None:
                raise Refusal(
                    401, "Unauthorized", "Authorization has been denied for this request."
                )
            method, parts = request.method, _parts(request.rel_url.raw_path)
            self._admit(method, parts)
            return self._operations.answer(method, parts, request.rel_url.query, raw)
        except Refusal as refusal:
            return refusal.answer()

    def _admit(self, method: str, parts: list[str]) -> None:
        thread = parts[1].partition(";")[0] if len(parts) > 1 else None
        wait = self._gate.admit(thread, reading=method == _READING, at=time.monotonic())
        if wait > 0:
            _throttle(retry_after(wait) if self.tells_when else None)

    async def _misbehave(
        self, fault: Fault, request: web.Request, raw: bytes, moment: float
    ) -> web.Response:
        """Do what the fault says; the operation happens or not as it was ordered."""
        real = self._answer(request, raw) if fault.applied else Answer(0, applied=False)
        method, path = request.method, request.rel_url.raw_path
        self._enter(moment, method, path, raw, real, fault.status)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.status is None:
            cut(request)
            return web.Response(status=502)
        body = error(fault.error_code, f"{fault.error_code} (ordered fault)")
        return Answer(fault.status, body, retry_after=fault.retry_after).response()

    def _enter(
        self, moment: float, method: str, path: str, raw: bytes, answer: Answer, status: int | None
    ) -> None:
        call = Call(
            at=self._now(),
            monotonic=moment,
            direction=TO_MICROSOFT,
            method=method,
            path=path,
            raw=raw if self._keeps_bodies else b"",
            status=status,
            applied=answer.applied,
            conversation=answer.conversation,
            activity_id=answer.activity_id,
        )
        self._heard(call)


def _parts(raw_path: str) -> list[str]:
    """The path below v3, decoded. Raises Refusal for anything that isn't below it."""
    if not raw_path.startswith(PREFIX):
        raise Refusal(404, "NotFound", "No HTTP resource was found that matches the request URI.")
    return [unquote(part) for part in raw_path[len(PREFIX) :].rstrip("/").split("/")]


def _throttle(seconds: float | None) -> NoReturn:
    raise Refusal(429, "Throttled", "Too many requests.", retry_after=seconds)

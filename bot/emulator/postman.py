"""Carries activities to the bot, signed as Microsoft signs them."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
import orjson

from bot.emulator.login import Login
from bot.emulator.record import TO_BOT, Call

Reply = dict[str, Any]  # {"status": int, "body": …, "error": str | None}


class Postman:
    """One pooled session to the bot's endpoint."""

    def __init__(
        self, login: Login, *, now: Callable[[], datetime], sent: Callable[[Call], None]
    ) -> None:
        self._login = login
        self._now = now
        self._sent = sent
        self._session: aiohttp.ClientSession | None = None
        self.endpoint: str | None = None
        self.patience = 15.0  # seconds until Teams gives up on an answer

    async def open(self) -> None:
        """Must run inside the loop that will carry."""
        connections = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connections)

    async def close(self) -> None:
        """End the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def carry(self, activity: dict[str, Any], *, token: str | None = None) -> Reply:
        """Deliver; what isn't answered in time is delivered once more, except an invoke."""
        signed = token or self._login.token_for_bot(activity["serviceUrl"])
        raw = orjson.dumps(activity)
        reply = await self._post(activity, raw, signed)
        if reply["status"] == 504 and activity["type"] != "invoke":
            reply = await self._post(activity, raw, signed)
        return reply

    async def _post(self, activity: dict[str, Any], raw: bytes, token: str) -> Reply:
        if self._session is None or self.endpoint is None:
            return _no_answer(502, "no bot is connected")
        moment = time.monotonic()
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json; charset=utf-8",
        }
        try:
            async with self._session.post(
                self.endpoint,
                data=raw,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=self.patience),
            ) as response:
                reply = {
                    "status": response.status,
                    "body": _body(await response.read()),
                    "error": None,
                }
        except TimeoutError:
            reply = _no_answer(504, "the bot did not answer in time")
        except aiohttp.ClientError as error:
            reply = _no_answer(502, f"the bot could not be reached ({type(error).__name__})")
        self._enter(moment, activity, raw, reply)
        return reply

    def _enter(self, moment: float, activity: dict[str, Any], raw: bytes, reply: Reply) -> None:
        call = Call(
            at=self._now(),
            monotonic=moment,
            direction=TO_BOT,
            method="POST",
            path="/api/messages",
            raw=raw,
            status=reply["status"] if reply["error"] is None else None,
            applied=reply["error"] is None,
            conversation=activity["conversation"]["id"],
            activity_id=activity["id"],
        )
        self._sent(call)


def _no_answer(status: int, why: str) -> Reply:
    return {"status": status, "body": None, "error": why}


def _body(raw: bytes) -> Any:
    """JSON where it is JSON, else the text."""
    if not raw:
        return None
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw.decode(errors="replace")

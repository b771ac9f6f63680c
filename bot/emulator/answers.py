"""Answers in the shapes that Teams uses."""

from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(slots=True)
class Answer:
    """What a request is answered with, and what it did."""

    status: int
    body: bytes = b""
    applied: bool = True
    conversation: str | None = None
    activity_id: str | None = None
    retry_after: float | None = None

    def response(self) -> web.Response:
        """As HTTP."""
        headers: dict[str, str] = JSON_HEADERS if self.body else {}
        if self.retry_after is not None:
            headers = {**headers, "Retry-After": f"{self.retry_after:g}"}
        return web.Response(status=self.status, body=self.body, headers=headers)


class Refusal(Exception):
    """The connector says no."""

    def __init__(
        self, status: int, code: str, message: str, *, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.retry_after = retry_after

    def answer(self) -> Answer:
        """The refusal as an answer that did nothing."""
        body = error(self.code, self.message)
        return Answer(self.status, body, applied=False, retry_after=self.retry_after)


def error(code: str, message: str, **more: Any) -> bytes:
    """The connector's error body."""
    return orjson.dumps({"error": {"code": code, "message": message, **more}})

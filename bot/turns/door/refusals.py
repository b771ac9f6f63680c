"""Why a request is turned away, as the caller and the log may know it."""

import orjson
from aiohttp import web

_WORDS = {
    400: "the body is not an activity that this bot can read",
    401: "the token is missing or not valid for this request",
    403: "this tenant is not served",
    405: "only POST is answered here",
    413: "the body is too large",
    415: "the body must be application/json without an encoding",
    429: "too much at once; send it again in some seconds",
    503: "not available now; send it again later",
}


class TurnedAway(Exception):
    """A request that goes no further; `reason` is one fixed word for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def malformed(field: str) -> TurnedAway:
    """The body can't be read at `field`."""
    return TurnedAway(400, field)


def response(status: int) -> web.Response:
    """A short JSON answer; it says nothing that helps to guess."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if status == 405:
        headers["Allow"] = "POST"
    if status == 429:
        headers["Retry-After"] = "5"
    body = orjson.dumps({"error": _WORDS.get(status, "something went wrong")})
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")

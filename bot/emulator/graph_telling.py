"""How Graph's answers look on the wire, errors and ordered faults among them."""

import time
from uuid import uuid4

import orjson
from aiohttp import web

from bot.emulator.faults import Fault
from bot.emulator.graph_answers import Body, GraphError, Told

_CODES = {429: "TooManyRequests", 503: "serviceNotAvailable", 504: "gatewayTimeout"}


def faulty(fault: Fault, request: web.Request) -> web.Response:
    """The trouble that was ordered."""
    status = fault.status or 502
    code = _CODES.get(status, fault.error_code or "generalException")
    response = refused(GraphError(status, code, "Ordered fault."), request)
    if fault.retry_after is not None:
        response.headers["Retry-After"] = f"{fault.retry_after:g}"
    return response


def refused(error: GraphError, request: web.Request) -> web.Response:
    """The error in Graph's shape, naming the request as the caller named it."""
    ours = str(uuid4())
    theirs = request.headers.get("client-request-id", ours)
    inner = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()),
        "request-id": ours,
        "client-request-id": theirs,
    }
    if error.inner:
        inner = {"code": error.inner, "message": error.message, **inner}
    response = json_answer(error.status, {"error": {**shape(error), "innerError": inner}})
    response.headers.update({"request-id": ours, "client-request-id": theirs})
    if error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def shape(error: GraphError) -> Body:
    """The error alone, as it stands in a batch."""
    return {"code": error.code, "message": error.message}


def good(told: Told) -> web.Response:
    """A good answer: JSON, a number as text, or nothing."""
    if isinstance(told.body, int):
        return web.Response(status=told.status, text=str(told.body))
    return json_answer(told.status, told.body) if told.body else web.Response(status=told.status)


def json_answer(status: int, body: Body) -> web.Response:
    """JSON under Graph's name for it."""
    kind = "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"
    return web.Response(status=status, body=orjson.dumps(body), headers={"Content-Type": kind})

"""Microsoft Graph's door: token, faults, errors in Graph's shape, batches."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import uuid4

import orjson
from aiohttp import web

from bot.emulator.breaking import cut
from bot.emulator.directory import Directory, GraphError
from bot.emulator.faults import Fault, Faults
from bot.emulator.login import GRAPH, Login
from bot.emulator.record import TO_MICROSOFT, Call

PREFIX = "/graph/v1.0/"
_CODES = {429: "TooManyRequests", 503: "serviceNotAvailable", 504: "gatewayTimeout"}


class GraphDoor:
    """Every request below /graph/."""

    def __init__(
        self,
        directory: Directory,
        *,
        login: Login,
        faults: Faults,
        now: Callable[[], datetime],
        heard: Callable[[Call], None],
        url: Callable[[], str],
    ) -> None:
        self._directory = directory
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
        response = self._answer(request, raw) if fault is None else _faulty(fault, request)
        status = None if fault is not None and fault.status is None else response.status
        self._enter(moment, request, raw, status, applied=fault is None)
        if fault is not None and fault.hang:
            await asyncio.sleep(fault.hang)
        if status is None:
            cut(request)
        return response

    def _answer(self, request: web.Request, raw: bytes) -> web.Response:
        wrong = self._login.fault_of(request.headers.get("Authorization"), GRAPH)
        if wrong is not None:
            return _refused(GraphError(401, "InvalidAuthenticationToken", wrong), request)
        try:
            if request.method == "POST" and request.path == PREFIX + "$batch":
                return _json(200, {"responses": self._batch(raw)})
            if request.method != "GET":
                raise GraphError(405, "BadRequest", "The method is not supported here.")
            return self._read(request)
        except GraphError as error:
            return _refused(error, request)

    def _read(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        body = self._ask(path, request.query, request.headers)
        if isinstance(body, int):
            return web.Response(text=str(body))
        return _json(200, body)

    def _ask(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> dict[str, Any] | int:
        # The SDK writes $ as %24 in templates; aiohttp has decoded it by now.
        eventual = headers.get("ConsistencyLevel", "").lower() == "eventual"
        if path.endswith("$count") and not eventual:
            message = "$count is not currently supported without ConsistencyLevel: eventual."
            raise GraphError(400, "Request_BadRequest", message)
        kept = {k: v for k, v in query.items() if k != "$count" or eventual}
        base = f"{self._url()}/graph/v1.0"
        return self._directory.answer(path.strip("/").split("/"), kept, base)

    def _batch(self, raw: bytes) -> list[dict[str, Any]]:
        requests = orjson.loads(raw or b"{}").get("requests") or []
        if len(requests) > 20:
            raise GraphError(400, "BadRequest", "Number of batch requests exceeds the limit of 20.")
        return [self._part(part) for part in requests]

    def _part(self, part: dict[str, Any]) -> dict[str, Any]:
        address = urlsplit(str(part.get("url", "")))
        query, headers = dict(parse_qsl(address.query)), part.get("headers") or {}
        answer: dict[str, Any] = {"id": part.get("id"), "headers": {}}
        try:
            body = self._ask(unquote(address.path), query, headers)
            return answer | {"status": 200, "body": body}
        except GraphError as error:
            shape = {"error": {"code": error.code, "message": error.message}}
            return answer | {"status": error.status, "body": shape}

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
            applied=applied and status is not None and status < 400,
        )
        self._heard(call)


def _faulty(fault: Fault, request: web.Request) -> web.Response:
    status = fault.status or 502
    code = _CODES.get(status, fault.error_code or "generalException")
    response = _refused(GraphError(status, code, "Ordered fault."), request)
    if fault.retry_after is not None:
        response.headers["Retry-After"] = f"{fault.retry_after:g}"
    return response


def _refused(error: GraphError, request: web.Request) -> web.Response:
    """The error in Graph's shape, naming the request as the caller named it."""
    ours = str(uuid4())
    theirs = request.headers.get("client-request-id", ours)
    inner = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()),
        "request-id": ours,
        "client-request-id": theirs,
    }
    body = {"error": {"code": error.code, "message": error.message, "innerError": inner}}
    response = _json(error.status, body)
    response.headers.update({"request-id": ours, "client-request-id": theirs})
    return response


def _json(status: int, body: dict[str, Any]) -> web.Response:
    kind = "application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8"
    return web.Response(status=status, body=orjson.dumps(body), headers={"Content-Type": kind})

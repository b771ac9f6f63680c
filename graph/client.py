"""One client for Graph: msgraph-sdk's request builders and sign-in, raw answers, plain errors."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import orjson

from graph.errors import Broken, Missing, NotConsented, Throttled

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from httpx import Request, Response
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_TIMEOUT_SECONDS = 20.0
_WAIT_SECONDS = 10.0  # where Graph throttles without saying how long


class Builder(Protocol):
    """What every GET request builder of msgraph-sdk can do."""

    def to_get_request_information(
        self, request_configuration: Any = None
    ) -> "RequestInformation": ...


class Client:
    """Asks Graph and answers with plain JSON; the SDK's models stay unimported.

    Their first use costs seconds of imports on the event loop. Retries are not made here: every
    caller is a durable errand, and a coroutine that sleeps would outlive its lease.
    """

    def __init__(
        self,
        credential: "AsyncTokenCredential",
        *,
        base_url: str,
        hosts: tuple[str, ...],
        log: str = "",
    ) -> None:
        self._credential = credential
        self._base_url = base_url
        self._hosts = hosts
        self._log = Path(log) if log else None
        self._opened: GraphServiceClient | None = None
        self._opening = asyncio.Lock()

    async def builders(self) -> "GraphServiceClient":
        """The SDK's request builders; the first call imports them in a thread."""
        async with self._opening:
            if self._opened is None:
                self._opened = await asyncio.to_thread(self._open)
            return self._opened

    async def get(
        self, builder: Builder, permission: str, query: Any = None, headers: Any = None
    ) -> Mapping[str, Any]:
        """GET what `builder` names; `permission` is what this call needs.

        Raises Throttled, NotConsented, Missing or Broken.
        """
        from kiota_abstractions.base_request_configuration import RequestConfiguration
        from kiota_abstractions.headers_collection import HeadersCollection

        collection = HeadersCollection()
        for name, value in (headers or {}).items():
            collection.add(name, value)
        wanted: RequestConfiguration[Any] = RequestConfiguration(
            query_parameters=query, headers=collection
        )
        return await self.send(builder.to_get_request_information(wanted), permission)

    async def send(self, request: "RequestInformation", permission: str) -> Mapping[str, Any]:
        """Send a request of the SDK's making and read the answer; raises as `get` does."""
        import httpx
        from azure.core.exceptions import AzureError

        adapter: Any = (await self.builders()).request_adapter
        request.headers.try_add("Accept", "application/json")
        try:
            response = await adapter.get_http_response_message(request, _no_span())
        except (httpx.HTTPError, AzureError, OSError) as error:
            raise Broken from error
        return _answer(response, permission)

    async def close(self) -> None:
        """Close the connections; the credential is the caller's."""
        if self._opened is not None:
            adapter: Any = self._opened.request_adapter
            await adapter._http_client.aclose()

    def _open(self) -> "GraphServiceClient":
        import httpx
        from kiota_authentication_azure.azure_identity_authentication_provider import (
            AzureIdentityAuthenticationProvider,
        )
        from kiota_http.middleware.options import RetryHandlerOption
        from msgraph.graph_request_adapter import GraphRequestAdapter
        from msgraph.graph_service_client import GraphServiceClient
        from msgraph_core import GraphClientFactory

        # The bearer token goes to allowed hosts alone, wherever a next link may point.
        sign_in = AzureIdentityAuthenticationProvider(
            self._credential,
            scopes=["https://graph.microsoft.com/.default"],
            allowed_hosts=[urlsplit(f"//{host}").hostname or host for host in self._hosts],
            is_cae_enabled=False,
        )
        hooks = {"request": [self._record]} if self._log else {}
        options: Any = {
            RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False)
        }
        http = GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(
                base_url=self._base_url, timeout=_TIMEOUT_SECONDS, event_hooks=hooks
            ),
            options=options,
        )
        adapter = GraphRequestAdapter(sign_in, client=http)
        adapter.base_url = self._base_url
        return GraphServiceClient(request_adapter=adapter)

    async def _record(self, request: "Request") -> None:
        """One line of RENKEI_GRAPH_LOG, without the token."""
        assert self._log is not None  # noqa: S101 - hooked in only with a log
        url = urlsplit(str(request.url))
        line = {
            "method": request.method,
            "path": url.path,
            "query": dict(parse_qsl(url.query, keep_blank_values=True)),
            "headers": _shown(request.headers),
            "body": orjson.loads(request.content) if request.content else None,
        }
        await asyncio.to_thread(_append, self._log, orjson.dumps(line) + b"\n")


def _shown(headers: Mapping[str, str]) -> dict[str, str]:
    hidden = "Bearer …"
    return {name: hidden if name == "authorization" else text for name, text in headers.items()}


def _append(file: Path, line: bytes) -> None:
    with file.open("ab") as out:
        out.write(line)


def _no_span() -> Any:
    from opentelemetry import trace

    return trace.INVALID_SPAN


def _answer(response: "Response", permission: str) -> Mapping[str, Any]:
    status = response.status_code
    if status in (429, 503):
        raise Throttled(_seconds(response.headers.get("Retry-After")))
    if status in (401, 403):
        raise NotConsented(permission)
    if status in (404, 410):
        raise Missing
    if status >= 400:
        raise Broken(status)
    if not response.content:
        return {}
    try:
        found = orjson.loads(response.content)
    except orjson.JSONDecodeError as error:
        raise Broken(status) from error
    if not isinstance(found, dict):
        raise Broken(status)
    return found


def _seconds(header: str | None) -> float:
    try:
        return max(0.0, float(header)) if header else _WAIT_SECONDS
    except ValueError:
        return _WAIT_SECONDS

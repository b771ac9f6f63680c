"""One client for Graph: msgraph-sdk's request builders and sign-in, raw answers, plain errors."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import orjson

from graph import answers, builders, request_log
from graph.errors import Broken
from graph.watched import Watch, name_of, unwatched

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential
    from httpx import AsyncBaseTransport, Request
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_TIMEOUT_SECONDS = 20.0


class Builder(Protocol):
    """What every GET request builder of msgraph-sdk can do."""

    url_template: str

    def to_get_request_information(
        self, request_configuration: Any = None
    ) -> "RequestInformation": ...


class Listing(Builder, Protocol):
    """What a request builder of a list can do besides: go on at an address that Graph gave."""

    def with_url(self, raw_url: str) -> Builder: ...


class Writing(Protocol):
    """What every request builder has from which a POST can be made without the SDK's models."""

    url_template: str
    path_parameters: Any


class Client:
    """Asks Graph and answers with plain JSON; the SDK's models stay unimported.

    Their first use costs seconds of imports on the event loop. Retries are not made here: every
    caller is a durable errand, and a coroutine that sleeps would outlive its lease. `watch` is
    told of each request by its name.
    """

    def __init__(
        self,
        credential: "AsyncTokenCredential",
        *,
        base_url: str,
        hosts: tuple[str, ...],
        log: str = "",
        watch: Watch = unwatched,
    ) -> None:
        self._credential = credential
        self.base_url = base_url
        self._hosts = tuple(urlsplit(f"//{host}").hostname or host for host in hosts)
        self._log = Path(log) if log else None
        self._watch = watch
        self._opened: GraphServiceClient | None = None
        self._transports: list[AsyncBaseTransport] = []
        self._opening = asyncio.Lock()

    async def builders(self) -> "GraphServiceClient":
        """The SDK's request builders; the first call imports them in a thread."""
        async with self._opening:
            if self._opened is None:
                self._opened = await asyncio.to_thread(self._open)
            return self._opened

    async def get(
        self,
        builder: Builder,
        permission: str,
        query: Any = None,
        headers: Any = None,
        *,
        name: str = "",
    ) -> Mapping[str, Any]:
        """GET what `builder` names; `permission` is what this call needs.

        `name`: how the request is told, where the builder's own address doesn't say it. Raises
        Throttled, NotConsented, Missing, Refused or Broken.
        """
        from kiota_abstractions.base_request_configuration import RequestConfiguration
        from kiota_abstractions.headers_collection import HeadersCollection

        collection = HeadersCollection()
        for name, value in (headers or {}).items():
            collection.add(name, value)
        wanted: RequestConfiguration[Any] = RequestConfiguration(
            query_parameters=query, headers=collection
        )
        request = builder.to_get_request_information(wanted)
        return await self.send(request, permission, name or name_of("GET", builder.url_template))

    async def page(
        self,
        builder: Listing,
        permission: str,
        query: Any = None,
        *,
        link: str = "",
        headers: Any = None,
    ) -> tuple[Sequence[Mapping[str, Any]], str]:
        """GET one page of a list, and the link to the next, "" after the last; raises as `get`.

        `link`: go on there. A link to a host that isn't allowed is not followed: raises Broken.
        """
        page = await self._one_page(builder, permission, query, link, headers)
        return _rows(page), str(page.get("@odata.nextLink") or "")

    async def changes(
        self, builder: Listing, permission: str, query: Any = None, *, link: str = ""
    ) -> tuple[Sequence[Mapping[str, Any]], str, str]:
        """GET one page of a delta: its rows, the link to the next page, or to what changes later.

        One of the two links is "". Raises as `page` does, and Expired.
        """
        page = await self._one_page(builder, permission, query, link, None)
        following, later = (str(page.get(f"@odata.{name}Link") or "") for name in ("next", "delta"))
        if bool(following) == bool(later):
            raise Broken(200)
        return _rows(page), following, later

    async def _one_page(
        self, builder: Listing, permission: str, query: Any, link: str, headers: Any
    ) -> Mapping[str, Any]:
        if link:
            trusted = builder.with_url(self._trusted(link))
            name = name_of("GET", builder.url_template)
            return await self.get(trusted, permission, headers=headers, name=name)
        return await self.get(builder, permission, query, headers)

    async def pages(
        self, builder: Listing, permission: str, query: Any = None, *, headers: Any = None
    ) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """GET a list page by page, as far as Graph's next links go; raises as `page` does.

        A link that was followed before has no end: raises Broken.
        """
        seen: set[str] = set()
        link = ""
        while link not in seen:
            seen.add(link)
            rows, link = await self.page(builder, permission, query, link=link, headers=headers)
            yield rows
            if not link:
                return
        raise Broken

    async def post(
        self, builder: Writing, permission: str, body: Mapping[str, Any], headers: Any = None
    ) -> Mapping[str, Any]:
        """POST plain JSON to what `builder` names.

        Raises Throttled, NotConsented, Missing, Exists, Refused or Broken.
        """
        return await self._write("POST", builder, permission, body, headers)

    async def patch(
        self, builder: Writing, permission: str, body: Mapping[str, Any], headers: Any = None
    ) -> Mapping[str, Any]:
        """PATCH what `builder` names with plain JSON; raises as `post` does."""
        return await self._write("PATCH", builder, permission, body, headers)

    async def delete(self, builder: Writing, permission: str) -> None:
        """DELETE what `builder` names; raises as `post` does."""
        await self._write("DELETE", builder, permission)

    async def _write(
        self,
        method: str,
        builder: Writing,
        permission: str,
        body: Mapping[str, Any] | None = None,
        headers: Any = None,
    ) -> Mapping[str, Any]:
        from kiota_abstractions.method import Method
        from kiota_abstractions.request_information import RequestInformation

        request = RequestInformation(Method[method], builder.url_template, builder.path_parameters)
        if body is not None:
            request.set_stream_content(orjson.dumps(body), "application/json")
        for name, value in (headers or {}).items():
            request.headers.add(name, value)
        return await self.send(request, permission, name_of(method, builder.url_template))

    async def send(
        self, request: "RequestInformation", permission: str, name: str
    ) -> Mapping[str, Any]:
        """Send a request of the SDK's making and read the answer; raises as `get` does."""
        with self._watch(name):
            return await self._answer(request, permission)

    async def _answer(self, request: "RequestInformation", permission: str) -> Mapping[str, Any]:
        import httpx
        from azure.core.exceptions import AzureError

        adapter: Any = (await self.builders()).request_adapter
        request.headers.try_add("Accept", "application/json")
        try:
            response = await adapter.get_http_response_message(request, _no_span())
        except (httpx.HTTPError, AzureError, OSError) as error:
            raise Broken from error
        return answers.read(response, permission)

    async def close(self) -> None:
        """Close the connections; the credential is the caller's."""
        if self._opened is not None:
            adapter: Any = self._opened.request_adapter
            await adapter._http_client.aclose()
        for transport in self._transports:
            await transport.aclose()

    def _trusted(self, link: str) -> str:
        url, ours = urlsplit(link), urlsplit(self.base_url)
        if url.scheme != ours.scheme or url.hostname not in self._hosts:
            raise Broken
        return link

    def _open(self) -> "GraphServiceClient":
        builders.import_all()
        import httpx
        from kiota_authentication_azure.azure_identity_authentication_provider import (
            AzureIdentityAuthenticationProvider,
        )
        from kiota_http.middleware.options import RedirectHandlerOption, RetryHandlerOption
        from msgraph.graph_request_adapter import GraphRequestAdapter
        from msgraph.graph_service_client import GraphServiceClient
        from msgraph_core import GraphClientFactory

        # The bearer token goes to allowed hosts alone, wherever a next link may point.
        sign_in = AzureIdentityAuthenticationProvider(
            self._credential,
            scopes=["https://graph.microsoft.com/.default"],
            allowed_hosts=list(self._hosts),
            is_cae_enabled=False,
        )
        hooks = {"request": [self._record]} if self._log else {}
        options: Any = {
            RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=False),
            RedirectHandlerOption.get_key(): RedirectHandlerOption(should_redirect=False),
        }
        bare = httpx.AsyncClient(
            base_url=self.base_url, timeout=_TIMEOUT_SECONDS, event_hooks=hooks
        )
        # The SDK puts transports of its own around these, and those don't know how to close.
        self._transports = [one for one in (bare._transport, *bare._mounts.values()) if one]
        http = GraphClientFactory.create_with_default_middleware(client=bare, options=options)
        adapter = GraphRequestAdapter(sign_in, client=http)
        adapter.base_url = self.base_url
        return GraphServiceClient(request_adapter=adapter)

    async def _record(self, request: "Request") -> None:
        assert self._log is not None  # noqa: S101 - hooked in only with a log
        await request_log.write(self._log, request, self.base_url)


def _rows(page: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Broken(200)
    return rows


def _no_span() -> Any:
    from opentelemetry import trace

    return trace.INVALID_SPAN

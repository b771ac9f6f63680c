"""Carries requests to this machine's loopback without TLS; they go nowhere else."""

from typing import Any
from urllib.parse import urlsplit

from azure.core.exceptions import ServiceRequestError
from azure.core.pipeline.transport import RequestsTransport

from bot.settings import is_loopback


class LoopbackTransport(RequestsTransport):  # type: ignore[misc]  # it tells no types
    """For a vault that is played on this machine."""

    def send(self, request: Any, **options: Any) -> Any:
        parts = urlsplit(request.url)
        if not is_loopback(parts.netloc):
            raise ServiceRequestError("this transport serves loopback alone")
        asked = request.url
        request.url = parts._replace(scheme="http").geturl()
        try:
            return super().send(request, **options)
        finally:
            request.url = asked  # what signs the request in looks at it again

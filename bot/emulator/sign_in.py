"""The login's addresses: metadata, keys, tokens, managed identity."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.emulator.breaking import cut
from bot.emulator.faults import Fault, Faults
from bot.emulator.login import BOT_FRAMEWORK, ENTRA, GRAPH, KEY_VAULT, TOKEN_EXCHANGE, Login
from bot.emulator.record import TO_MICROSOFT, Call
from bot.emulator.tenant import TenantSpec

AUDIENCES = (BOT_FRAMEWORK, GRAPH, KEY_VAULT, TOKEN_EXCHANGE)
_TENANT = "/login/{tenant}"


class SignIn:
    """Answers what a bot asks of login.botframework.com, Entra and App Service."""

    def __init__(
        self,
        login: Login,
        spec: TenantSpec,
        *,
        url: Callable[[], str],
        faults: Faults,
        now: Callable[[], datetime],
        heard: Callable[[Call], None],
    ) -> None:
        self._login = login
        self._spec = spec
        self._url = url
        self._faults = faults
        self._now = now
        self._heard = heard

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/login/botframework/openidconfiguration", self._recorded(self.bot_metadata)),
            web.get("/login/botframework/keys", self._recorded(self.keys)),
            web.get(
                f"{_TENANT}/v2.0/.well-known/openid-configuration", self._recorded(self.metadata)
            ),
            web.get(f"{_TENANT}/discovery/v2.0/keys", self._recorded(self.keys)),
            web.post(f"{_TENANT}/oauth2/v2.0/token", self._recorded(self.token)),
            web.get("/msi/token", self._recorded(self.managed_identity)),
        ]

    def _recorded(self, handler: Handler) -> Handler:
        """Enter each request in the record, without its body: that holds the secret."""

        async def answer(request: web.Request) -> web.StreamResponse:
            moment = time.monotonic()
            fault = self._faults.strike(request.method, request.path)
            if fault is not None:
                return await self._misbehave(fault, request, moment)
            response = await handler(request)
            self._enter(request, moment, response.status)
            return response

        return answer

    async def _misbehave(self, fault: Fault, request: web.Request, moment: float) -> web.Response:
        self._enter(request, moment, fault.status)
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.status is None:
            cut(request)
        return web.Response(status=fault.status or 502)

    def _enter(self, request: web.Request, moment: float, status: int | None) -> None:
        self._heard(
            Call(
                at=self._now(),
                monotonic=moment,
                direction=TO_MICROSOFT,
                method=request.method,
                path=request.path_qs,
                raw=b"",
                status=status,
                applied=status is not None and status < 400,
            )
        )

    async def bot_metadata(self, _request: web.Request) -> web.Response:
        """Whose keys sign what comes in from Teams."""
        return web.json_response(
            {
                "issuer": BOT_FRAMEWORK,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self._url()}/login/botframework/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def keys(self, _request: web.Request) -> web.Response:
        """The key set."""
        return web.json_response({"keys": [key.public for key in self._login.keys]})

    async def metadata(self, request: web.Request) -> web.Response:
        """Entra's metadata of a tenant."""
        tenant = request.match_info["tenant"]
        base = f"{self._url()}/login/{tenant}"
        return web.json_response(
            {
                "issuer": f"{ENTRA}/{tenant}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "response_types_supported": ["code", "id_token"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "tenant_region_scope": "AS",
            }
        )

    async def token(self, request: web.Request) -> web.Response:
        """Client credentials: secret, certificate or federated identity."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        refused = self._refused(request.match_info["tenant"], form)
        if refused is not None:
            return refused
        resource = form["scope"].removesuffix("/.default")
        token, expires = self._login.issue(resource, lifetime=min(self._login.lifetime, 3599))
        left = expires - int(time.time())
        return web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": left,
                "ext_expires_in": left,
                "access_token": token,
            }
        )

    def _refused(self, tenant: str, form: dict[str, str]) -> web.Response | None:
        if tenant not in (self._spec.tenant_id, "botframework.com"):
            return _entra_error(400, "invalid_request", 90002, "Tenant not found.")
        if form.get("grant_type") != "client_credentials":
            return _entra_error(400, "unsupported_grant_type", 70003, "Unsupported grant type.")
        if form.get("client_id") != self._spec.app_id:
            return _entra_error(400, "unauthorized_client", 700016, "Application not found.")
        if form.get("scope", "").removesuffix("/.default") not in AUDIENCES:
            return _entra_error(400, "invalid_scope", 70011, "The scope is not valid.")
        if not self._login.proves(form):
            return _entra_error(401, "invalid_client", 7000215, "Invalid client credential.")
        return None

    async def managed_identity(self, request: web.Request) -> web.Response:
        """App Service's endpoint (IDENTITY_ENDPOINT, IDENTITY_HEADER)."""
        query = request.query
        if request.headers.get("X-IDENTITY-HEADER") != self._login.identity_header:
            return _identity_error(401, "Unauthorized", "The identity header is wrong.")
        if query.get("api-version") != "2019-08-01":
            return _identity_error(400, "BadRequest", "The api-version is not supported.")
        if query.get("resource") not in AUDIENCES:
            return _identity_error(400, "invalid_resource", "The resource was not found.")
        token, expires = self._login.issue(query["resource"])
        return web.json_response(
            {
                "access_token": token,
                "expires_on": str(expires),
                "resource": query["resource"],
                "token_type": "Bearer",
                "client_id": query.get("client_id", self._spec.app_id),
            }
        )


def _identity_error(status: int, code: str, message: str) -> web.Response:
    return web.json_response(
        {"statusCode": status, "error": code, "message": message}, status=status
    )


def _entra_error(status: int, error: str, number: int, text: str) -> web.Response:
    body: dict[str, Any] = {
        "error": error,
        "error_description": f"AADSTS{number}: {text}",
        "error_codes": [number],
        "timestamp": time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime()),
        "trace_id": str(uuid4()),
        "correlation_id": str(uuid4()),
    }
    return web.json_response(body, status=status)

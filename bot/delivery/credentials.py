"""How the bot proves to Microsoft who it is: one azure-identity credential for each setting."""

import os
from types import TracebackType
from typing import Any, Self

from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.identity.aio import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from bot.errors import Misconfigured
from bot.settings import Settings

TOKEN_EXCHANGE = "api://AzureADTokenExchange/.default"  # noqa: S105 - an audience, not a secret
ENDLESS = 2**31 - 1  # a fixed token is never renewed


def open_credential(settings: Settings, *, tenant: str = "") -> AsyncTokenCredential:
    """A fresh credential by CREDENTIAL, for `tenant` (else the home tenant).

    Fetches nothing yet. Raises Misconfigured when what it needs is missing or can't be read.
    """
    makers = {
        "managed-identity": _managed_identity,
        "federated": _federated,
        "workload-identity": _workload_identity,
        "certificate": _certificate,
        "secret": _secret,
        "static": _static,
    }
    return makers[settings.credential](settings, tenant or settings.tenant_id)


def _managed_identity(settings: Settings, _tenant: str) -> AsyncTokenCredential:
    return ManagedIdentityCredential(client_id=settings.app_id or None)


def _federated(settings: Settings, tenant: str) -> AsyncTokenCredential:
    # The managed identity is another one than the registration: Azure names it to the process.
    identity = ManagedIdentityCredential(client_id=os.environ.get("AZURE_CLIENT_ID"))
    return Federated(identity, tenant, settings.app_id, authority=settings.login_url)


def _workload_identity(settings: Settings, tenant: str) -> AsyncTokenCredential:
    if not os.environ.get("AZURE_FEDERATED_TOKEN_FILE"):
        raise Misconfigured(
            "AZURE_FEDERATED_TOKEN_FILE: not set; run with workload identity switched on, "
            "or choose another RENKEI_CREDENTIAL"
        )
    return WorkloadIdentityCredential(
        tenant_id=tenant, client_id=settings.app_id, authority=settings.login_url
    )


def _certificate(settings: Settings, tenant: str) -> AsyncTokenCredential:
    try:
        return CertificateCredential(
            tenant, settings.app_id, settings.certificate_file, authority=settings.login_url
        )
    except (OSError, ValueError):
        raise Misconfigured(
            "RENKEI_CERTIFICATE_FILE: no certificate with its private key can be read there; "
            "name a .pem or .pfx file"
        ) from None


def _secret(settings: Settings, tenant: str) -> AsyncTokenCredential:
    if not settings.secret:
        raise Misconfigured("RENKEI_SECRET: not set; write the registration's client secret")
    return ClientSecretCredential(
        tenant, settings.app_id, settings.secret, authority=settings.login_url
    )


def _static(settings: Settings, _tenant: str) -> AsyncTokenCredential:
    if not settings.static_token:
        raise Misconfigured("RENKEI_STATIC_TOKEN: not set; write the fixed token")
    return Static(settings.static_token)


class _Closing:
    """`async with` for a credential that knows how to close."""

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None = None,
        _error: BaseException | None = None,
        _trace: TracebackType | None = None,
    ) -> None:
        await self.close()


class Static(_Closing):
    """A fixed token, for a machine that talks to itself only."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        """The fixed token, whatever it is asked for."""
        return AccessToken(self._token, ENDLESS)


class Federated(_Closing):
    """A registration that trusts a managed identity: the identity's token is its assertion."""

    def __init__(
        self, identity: AsyncTokenCredential, tenant: str, app_id: str, *, authority: str
    ) -> None:
        self._identity = identity
        self._assertion = ""
        self._application = ClientAssertionCredential(
            tenant, app_id, lambda: self._assertion, authority=authority
        )

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        """A token for `scopes`; both steps are cached by azure-identity."""
        self._assertion = (await self._identity.get_token(TOKEN_EXCHANGE)).token
        return await self._application.get_token(*scopes, **options)

    async def close(self) -> None:
        """End the connections of both."""
        await self._application.close()
        await self._identity.close()

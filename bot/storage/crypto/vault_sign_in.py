"""How a process proves to Key Vault who it is: azure-identity's credential of the settings."""

import os
from collections.abc import Callable
from typing import Any

from azure.core.credentials import AccessToken, TokenCredential
from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from bot.errors import Misconfigured
from bot.settings import Settings

_EXCHANGE = "api://AzureADTokenExchange/.default"
_ENDLESS = 2**31 - 1


def open_credential(settings: Settings) -> TokenCredential:
    """A credential by CREDENTIAL that waits for its answers; it fetches nothing yet.

    Raises Misconfigured when what it needs is missing or can't be read.
    """
    makers: dict[str, Callable[[Settings], TokenCredential]] = {
        "managed-identity": lambda own: ManagedIdentityCredential(client_id=own.app_id or None),
        "federated": _federated,
        "workload-identity": _workload_identity,
        "certificate": _certificate,
        "secret": lambda own: ClientSecretCredential(
            own.tenant_id, own.app_id, own.secret, authority=own.login_url
        ),
        "static": lambda own: _Static(own.static_token),
    }
    try:
        return makers[settings.credential](settings)
    except (OSError, ValueError):
        line = f"what {settings.credential} needs is missing or can't be read"
        raise Misconfigured(f"RENKEI_CREDENTIAL: {line}; see docs/reference/settings.md") from None


def _federated(settings: Settings) -> TokenCredential:
    # The managed identity is another one than the registration: Azure names it to the process.
    identity = ManagedIdentityCredential(client_id=os.environ.get("AZURE_CLIENT_ID"))
    return ClientAssertionCredential(
        settings.tenant_id,
        settings.app_id,
        lambda: identity.get_token(_EXCHANGE).token,
        authority=settings.login_url,
    )


def _workload_identity(settings: Settings) -> TokenCredential:
    return WorkloadIdentityCredential(
        tenant_id=settings.tenant_id, client_id=settings.app_id, authority=settings.login_url
    )


def _certificate(settings: Settings) -> TokenCredential:
    return CertificateCredential(
        settings.tenant_id,
        settings.app_id,
        settings.certificate_file,
        authority=settings.login_url,
    )


class _Static:
    """A fixed token, for a machine that talks to itself only."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(self._token, _ENDLESS)

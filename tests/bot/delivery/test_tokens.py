"""The bot's own token: fetched once for all, early, and never in the way."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError

from bot.delivery.credentials import Federated, Static, open_credential
from bot.delivery.tokens import EARLY, PAUSE, Tokens, open_tokens
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from bot.errors import Misconfigured, Unavailable
from bot.settings import Settings

APP = "33333333-3333-4333-8333-333333333333"
TENANT = "11111111-1111-4111-8111-111111111111"


class Login:
    """Gives numbered tokens that live an hour; may fail, or wait to be let go."""

    def __init__(self) -> None:
        self.at = 1_000_000.0
        self.given = 0
        self.opened = 0
        self.closed = 0
        self.fails = False
        self.gate = asyncio.Event()
        self.gate.set()

    def open(self) -> Any:
        self.opened += 1
        return self

    async def get_token(self, *_scopes: str) -> Any:
        await self.gate.wait()
        if self.fails:
            raise ClientAuthenticationError("no")
        self.given += 1
        return SimpleNamespace(token=f"t{self.given}", expires_on=int(self.at) + 3600)

    async def close(self) -> None:
        self.closed += 1


@pytest.fixture
def login() -> Login:
    return Login()


@pytest.fixture
def tokens(login: Login) -> Tokens:
    return Tokens(login.open, now=lambda: login.at)


async def test_many_at_once_share_one_fetch(login: Login, tokens: Tokens) -> None:
    assert set(await asyncio.gather(*(tokens.header() for _ in range(50)))) == {"Bearer t1"}
    assert login.given == 1


async def test_valid_token_is_shown_while_a_new_one_is_fetched(
    login: Login, tokens: Tokens
) -> None:
    await tokens.header()
    login.at += 3600 - EARLY + 1
    login.gate.clear()
    assert await tokens.header() == "Bearer t1"
    login.gate.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await tokens.header() == "Bearer t2"


async def test_failed_early_renewal_keeps_the_old_token_and_pauses(
    login: Login, tokens: Tokens
) -> None:
    await tokens.header()
    login.at += 3600 - EARLY + 1
    login.fails = True
    for _ in range(5):
        assert await tokens.header() == "Bearer t1"
        await asyncio.sleep(0.01)
    login.fails = False
    assert await tokens.header() == "Bearer t1"
    login.at += PAUSE
    await tokens.header()
    await asyncio.sleep(0.01)
    assert await tokens.header() == "Bearer t2"


async def test_expired_token_is_not_shown(login: Login, tokens: Tokens) -> None:
    await tokens.header()
    login.at += 3600
    assert await tokens.header() == "Bearer t2"


async def test_login_that_is_away_is_unavailable(login: Login, tokens: Tokens) -> None:
    login.fails = True
    with pytest.raises(Unavailable):
        await tokens.header()
    login.fails = False
    assert await tokens.header() == "Bearer t1"


async def test_refused_token_is_replaced_by_a_fresh_credential(
    login: Login, tokens: Tokens
) -> None:
    first = await tokens.header()
    assert await tokens.renewed(first) == "Bearer t2"
    assert (login.opened, login.closed) == (2, 1)
    assert await tokens.renewed(first) == "Bearer t2"  # somebody else was faster
    assert login.given == 2


async def test_caller_who_gives_up_does_not_end_the_fetch_of_others(
    login: Login, tokens: Tokens
) -> None:
    login.gate.clear()
    first, second = asyncio.create_task(tokens.header()), asyncio.create_task(tokens.header())
    await asyncio.sleep(0)
    first.cancel()
    login.gate.set()
    assert await second == "Bearer t1"


async def test_closing_ends_what_is_under_way(login: Login, tokens: Tokens) -> None:
    login.gate.clear()
    waiting = asyncio.create_task(tokens.header())
    await asyncio.sleep(0.01)
    await tokens.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert login.closed == 1


async def test_fixed_token_needs_no_login() -> None:
    settings = Settings(credential="static", static_token="fixed", service_hosts=(), graph_hosts=())
    tokens = open_tokens(settings)
    assert await tokens.header() == "Bearer fixed"
    await tokens.close()


async def test_managed_identity_is_asked_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(TenantSpec(tenant_id=TENANT, name="あかつき市", app_id=APP))
    await emulator.start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", emulator.identity_header)
    tokens = open_tokens(Settings(app_id=APP, tenant_id=TENANT))
    first = await tokens.header()
    assert first.startswith("Bearer ey")
    assert await tokens.renewed(first) != first
    await tokens.close()
    await emulator.stop()


@pytest.mark.parametrize(
    ("credential", "named"),
    [
        ("secret", "RENKEI_SECRET"),
        ("certificate", "RENKEI_CERTIFICATE_FILE"),
        ("static", "RENKEI_STATIC_TOKEN"),
        ("workload-identity", "AZURE_FEDERATED_TOKEN_FILE"),
    ],
)
def test_what_a_credential_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, credential: str, named: str
) -> None:
    monkeypatch.delenv("AZURE_FEDERATED_TOKEN_FILE", raising=False)
    with pytest.raises(Misconfigured, match=named):
        open_credential(Settings(credential=credential, app_id=APP, tenant_id=TENANT))


async def test_every_credential_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path_factory.mktemp("t") / "token"))
    for credential in ("managed-identity", "federated", "workload-identity", "secret"):
        settings = Settings(credential=credential, app_id=APP, tenant_id=TENANT, secret="s")
        opened = open_credential(settings)
        await opened.close()


async def test_federated_credential_shows_the_identitys_token_as_its_assertion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    federated = Federated(Static("assertion"), TENANT, APP, authority="https://login.example")
    shown = []

    async def get_token(*_scopes: str, **_options: Any) -> Any:
        shown.append(federated._application._func())
        return SimpleNamespace(token="t", expires_on=2**31)

    monkeypatch.setattr(federated._application, "get_token", get_token)
    async with federated:
        assert (await federated.get_token("scope")).token == "t"
    assert shown == ["assertion"]

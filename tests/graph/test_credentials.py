"""Tokens that last."""

import pytest

from bot.emulator.server import Emulator
from graph import credentials
from graph.credentials import Lasting
from tests.graph.conftest import Issued


@pytest.fixture
def opened(emulator: Emulator) -> list[Issued]:
    return []


def lasting(emulator: Emulator, opened: list[Issued], seconds: float = 3600) -> Lasting:
    def open_() -> Issued:
        opened.append(Issued(emulator, seconds))
        return opened[-1]

    return Lasting(open_)  # type: ignore[arg-type]


def let_minutes_pass(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    now = credentials.time.time() + minutes * 60
    monkeypatch.setattr(credentials.time, "time", lambda: now)


async def test_a_token_serves_while_three_quarters_of_an_hour_are_left(
    emulator: Emulator, opened: list[Issued]
) -> None:
    credential = lasting(emulator, opened)
    first = await credential.get_token("scope")
    assert await credential.get_token("scope") == first
    assert len(opened) == 1


async def test_a_fresh_credential_is_opened_when_the_token_gets_old(
    emulator: Emulator, opened: list[Issued], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lasting(emulator, opened) as credential:
        first = await credential.get_token("scope")
        let_minutes_pass(monkeypatch, 15)
        assert (await credential.get_token("scope")).token != first.token
        assert [one.closed for one in opened] == [True, False]
    assert opened[-1].closed


async def test_a_sign_in_that_gives_short_tokens_is_not_asked_at_each_call(
    emulator: Emulator, opened: list[Issued], monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = lasting(emulator, opened, seconds=1200)
    for _ in range(5):
        await credential.get_token("scope")
    assert len(opened) == 1
    let_minutes_pass(monkeypatch, 2)
    await credential.get_token("scope")
    assert len(opened) == 2


async def test_the_old_credential_serves_on_where_no_fresh_one_can_be_had(
    emulator: Emulator, opened: list[Issued], monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = lasting(emulator, opened)
    await credential.get_token("scope")
    let_minutes_pass(monkeypatch, 15)

    async def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Issued, "get_token", away)
    monkeypatch.setattr(opened[0], "get_token", Issued.get_token.__get__(opened[0]))
    with pytest.raises(OSError):
        await credential._renew("scope")
    assert [one.closed for one in opened] == [False, True]
    await credential.close()
    assert opened[0].closed

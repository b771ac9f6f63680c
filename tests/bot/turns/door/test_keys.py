"""The key set: rotated without a restart, and not at the beck of strangers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.delivery.connector import open_session
from bot.emulator.login import SigningKey
from bot.emulator.server import Emulator
from bot.errors import Unavailable
from bot.settings import Settings
from bot.turns.door.keys import BURST, EVERY, STALE, Keys, open_keys, read_keys
from tests.doorway import Build, House


class Ticking:
    """Real time that only the test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Counted(Keys):
    """Counts what is fetched."""

    fetches = 0

    async def _get(self, url: str) -> dict[str, Any]:
        self.fetches += url == self._url
        return await super()._get(url)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
async def keys(
    emulator: Emulator, session: aiohttp.ClientSession, clock: Ticking
) -> AsyncIterator[Counted]:
    made = Counted(emulator.openid_url, session, real=clock)
    yield made
    await made.close()


async def test_key_rotated_in_after_the_start_is_accepted(house: House) -> None:
    assert (await house.knock()).status == 200
    old = house.token()
    house.emulator.rotate_key()
    assert (await house.knock()).status == 200
    assert (await house.knock(token=old)).status == 401


async def test_key_that_is_published_no_more_is_forgotten(
    keys: Counted, emulator: Emulator, clock: Ticking
) -> None:
    old = emulator.login.keys[0].id
    assert await keys.find(old) is not None
    emulator.rotate_key()
    assert await keys.find(old) is not None
    clock.at += STALE + 1
    await keys.find(old)  # begins the fetch, and isn't kept waiting by it
    await _until(lambda: keys.fetches == 2 and keys._fetching is None)
    assert await keys.find(old) is None


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not done():  # noqa: ASYNC110 - nobody tells when a fetch in the background is over
            await asyncio.sleep(0.01)


async def test_unknown_keys_cause_five_fetches_and_then_one_a_minute(
    keys: Counted, clock: Ticking
) -> None:
    for number in range(20):
        assert await keys.find(f"unknown-{number}") is None
    assert keys.fetches == BURST
    clock.at += EVERY + 0.1
    for number in range(20):
        assert await keys.find(f"unknown-{number}") is None
    assert keys.fetches == BURST + 1


async def test_many_at_once_share_one_fetch(keys: Counted, emulator: Emulator) -> None:
    name = emulator.login.keys[0].id
    found = await asyncio.gather(*(keys.find(name) for _ in range(50)))
    assert all(found)
    assert keys.fetches == 1


async def test_old_keys_are_kept_when_the_set_cannot_be_fetched(
    keys: Counted, emulator: Emulator
) -> None:
    old = emulator.login.keys[0].id
    assert await keys.find(old) is not None
    await emulator.stop()
    assert await keys.find("another") is None
    assert await keys.find(old) is not None


async def test_no_key_set_at_all_is_our_trouble_not_the_callers(
    session: aiohttp.ClientSession,
) -> None:
    keys = open_keys(Settings(openid_url="http://127.0.0.1:9/none"), session)
    await keys.warm()
    with pytest.raises(Unavailable):
        await keys.find("any")
    await keys.close()


async def test_turn_without_any_key_set_is_told_to_come_again(build: Build) -> None:
    house = await build(openid_url="http://127.0.0.1:9/none")
    assert (await house.knock()).status == 503


async def test_warming_fetches_once(keys: Counted, emulator: Emulator) -> None:
    await keys.warm()
    await keys.warm()
    await keys.find(emulator.login.keys[0].id)
    assert keys.fetches == 1


@pytest.mark.parametrize("address", [None, 7, "http://evil.example/keys", "file:///etc/passwd", ""])
async def test_key_set_at_an_unsafe_address_is_not_fetched(
    keys: Counted, monkeypatch: pytest.MonkeyPatch, address: Any
) -> None:
    async def metadata(_self: Keys, _url: str) -> dict[str, Any]:
        return {"jwks_uri": address}

    monkeypatch.setattr(Keys, "_get", metadata)
    with pytest.raises(Unavailable):
        await keys.find("any")


def _entry(**changes: Any) -> dict[str, Any]:
    return {**_GOOD.public, **changes}


_GOOD = SigningKey()
_WEAK = SigningKey(rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505
_LOW = SigningKey(rsa.generate_private_key(public_exponent=3, key_size=2048))


@pytest.mark.parametrize(
    "entry",
    [
        _entry(kty="oct", k="c2VjcmV0"),
        _entry(kty="EC"),
        _entry(use="enc"),
        _entry(alg="HS256"),
        _entry(alg="RS512"),
        _entry(kid=""),
        _entry(kid=7),
        _entry(kid=None),
        _entry(n=""),
        _entry(n="!!!"),
        _entry(n=7),
        _entry(n=None),
        _entry(e=""),
        _entry(e="AA"),
        _entry(e="AQ"),
        _entry(endorsements="msteams"),
        _WEAK.public,
        _LOW.public,
        "a string",
        None,
        [],
    ],
)
def test_key_that_is_weak_or_of_another_kind_is_left_out(entry: Any) -> None:
    assert list(read_keys({"keys": [entry, {**_GOOD.public, "kid": "good"}]})) == ["good"]


def test_key_id_that_stands_twice_names_no_key() -> None:
    twice = {**_LOW.public, "kid": _GOOD.id, "e": "AQAB"}
    assert read_keys({"keys": [_GOOD.public, twice]}) == {}
    assert read_keys({"keys": [_GOOD.public, _GOOD.public]}) == {}


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": {}}, {"keys": "x"}])
def test_document_without_a_list_of_keys_is_no_key_set(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="keys"):
        read_keys(document)

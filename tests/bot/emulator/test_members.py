"""Long lists of members come in pages."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from tests.bot.emulator.conftest import APP, TENANT, Caller, person


@pytest.fixture
async def crowd(session: aiohttp.ClientSession) -> AsyncIterator[tuple[Caller, str]]:
    """A channel of 620 people."""
    people = tuple(person(number) for number in range(620))
    spec = TenantSpec(tenant_id=TENANT, name="練習市", app_id=APP, people=people)
    practice = Emulator(spec, limits=Limits.none())
    await practice.start()
    channel = await practice.install_in_team(people[0], "全庁", "お知らせ", people)
    yield Caller(session, practice, practice.login.issue(BOT_FRAMEWORK)[0]), channel.id
    await practice.stop()


@pytest.mark.parametrize(
    ("asked", "pages"), [("50", 13), ("10", 13), ("200", 4), ("500", 2), ("900", 2), (None, 4)]
)
async def test_pages_hold_from_50_to_500(
    crowd: tuple[Caller, str], asked: str | None, pages: int
) -> None:
    caller, channel = crowd
    path = f"/connector/v3/conversations/{channel}/pagedmembers"
    query = {} if asked is None else {"pageSize": asked}
    seen: list[str] = []
    for number in range(1, pages + 1):
        _, body, _ = await caller.ask("GET", path, params=query)
        seen += [member["id"] for member in body["members"]]
        assert ("continuationToken" in body) == (number < pages)
        query["continuationToken"] = body.get("continuationToken", "")
    assert len(seen) == len(set(seen)) == 620

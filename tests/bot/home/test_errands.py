"""The nightly reading of the directory by errands, beside a practice tenant."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from azure.core.credentials import AccessToken
from sqlalchemy import select

from bot import policy, slices
from bot.clock import PracticeClock
from bot.emulator.limits import Limits
from bot.emulator.login import GRAPH
from bot.emulator.server import Emulator
from bot.emulator.tenant import Group, Person, TenantSpec
from bot.errands.loop import Errands
from bot.errands.model import Asks
from bot.home import errands as nightly
from bot.ledger.record import ENTRY
from bot.people import store, sync_state
from bot.people.model import Role
from graph import Graph
from graph.client import Client

TOKYO = ZoneInfo("Asia/Tokyo")
NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=TOKYO)
TENANT, DESK = "t", "00000000-0000-4000-8000-0000000000d1"


def person(number):
    return Person(
        aad_object_id=f"a0000000-0000-4000-8000-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"p{number}@akatsuki.example",
    )


class Issued:
    def __init__(self, emulator):
        self._emulator = emulator

    async def get_token(self, *_scopes, **_options):
        return AccessToken(*self._emulator.login.issue(GRAPH))

    async def close(self):
        return


@dataclass
class Site:
    emulator: Emulator
    storage: object
    clock: PracticeClock
    errands: Errands

    async def night(self, days=0):
        """The clock strikes one, and all that follows from it."""
        self.clock.jump(NIGHT + timedelta(days=days))
        await self.storage.write(TENANT, lambda tx: slices.tick(tx, self.clock.now(), TOKYO))
        await self.errands.settle()

    def read(self, work):
        return self.storage.read_now(TENANT, work)

    def asked(self):
        """Requests to Graph since the last look, by the last part of their path."""
        calls = [c.path for c in self.emulator.history if c.path.startswith("/graph/")]
        self.emulator.history.clear()
        return [path.partition("?")[0].rpartition("/")[2] for path in calls]


@pytest.fixture
async def site(sqlite_storage) -> AsyncIterator[Site]:
    group = Group(id=DESK, name="協定担当", members=(person(2).aad_object_id,))
    people = tuple(person(number) for number in range(1, 6))
    spec = TenantSpec(tenant_id=TENANT, name="試験", app_id="app", people=people, groups=(group,))
    emulator = Emulator(spec, limits=Limits.none())
    await emulator.start()
    emulator.directory.changes.page = 2
    host = emulator.url.removeprefix("http://")
    graph = Graph(Client(Issued(emulator), base_url=emulator.graph_url, hosts=(host,)))
    clock = PracticeClock(NIGHT - timedelta(hours=1))
    errands = Errands(
        sqlite_storage,
        {Asks.GRAPH: lambda tenant: graph},
        nightly.errands,
        clock,
        tenants=lambda: (TENANT,),
        tick=lambda tx, now: slices.after_errand(tx, now, TOKYO),
    )
    yield Site(emulator, sqlite_storage, clock, errands)
    await graph.close()
    await emulator.stop()


async def test_each_night_the_directory_is_read_a_page_at_a_time(site):
    site.storage.write_now(
        TENANT, lambda tx: policy.change(tx, {"role_groups": [["agreement_desk", DESK]]})
    )
    await site.night()
    assert site.asked() == ["delta()", "delta", "delta", "transitiveMembers"]
    (desk,) = site.read(lambda tx: store.with_role(tx, Role.AGREEMENT_DESK, NIGHT.date()))
    assert desk.name == "試験 2郎"
    site.emulator.tenant.put(replace(person(3), account_enabled=False))
    await site.night(1)
    assert site.asked() == ["delta", "transitiveMembers"]
    found = site.read(
        lambda tx: store.find_by_aad(tx, person(3).aad_object_id, NIGHT.date() + timedelta(days=1))
    )
    assert found.left_on == NIGHT.date() + timedelta(days=1)
    acts = site.read(lambda tx: [row.act for row in tx.all(select(ENTRY))])
    assert acts == ["people.sync", "people.sync"]


async def test_once_a_night_is_enough(site):
    await site.night()
    site.asked()
    await site.storage.write(TENANT, lambda tx: slices.tick(tx, site.clock.now(), TOKYO))
    await site.errands.settle()
    assert site.asked() == []


async def test_without_consent_the_next_night_tries_again(site):
    granted = set(site.emulator.granted)
    site.emulator.granted.clear()
    await site.night()
    assert site.read(sync_state.heard).ended_at is None
    site.emulator.granted.update(granted)
    await site.night(1)
    assert site.read(sync_state.heard).ended_at is not None
    assert (
        site.read(lambda tx: store.find_by_aad(tx, person(5).aad_object_id, NIGHT.date()))
        is not None
    )

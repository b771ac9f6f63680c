"""From nobody's chat to a pressed and read card: the whole house beside a practice tenant."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.clock import PracticeClock, real_now
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person as Member
from bot.emulator.tenant import TenantSpec
from bot.main import House, build, listen
from bot.notices import confirmations, contact, reach
from bot.people import references
from bot.settings import Settings
from tests.bot.notices.conftest import NOW, SAID, City

APP = "33333333-3333-4333-8333-333333333333"
NEW, HAD = (
    Member(
        aad_object_id=f"s{n:05d}", name=f"職員 {n}", mail=f"s{n}@akatsuki.example", has_app=n > 0
    )
    for n in range(2)
)


@dataclass
class Live(City):
    """The city with its bot at work."""

    emulator: Emulator = field(init=False)
    house: House = field(init=False)

    async def contacted(self) -> None:
        self.write(lambda tx: contact.step(self.tick(tx), real_now()))
        await self.house.errands.settle()

    def wait(self) -> None:
        """Teams has had its half minute."""

        def work(tx):
            for row in tx.all(reach.CONTACT.select()):
                reach.keep(tx, row.person, row.state, at=row.at - timedelta(seconds=60))

        self.write(work)

    def chat(self, member):
        found = self.read(lambda tx: references.find(tx, self.person(member.aad_object_id).id))
        return found.conversation if found else None


@pytest.fixture
async def live(sqlite_storage, tenant, tmp_path, monkeypatch) -> AsyncIterator[Live]:
    spec = TenantSpec(tenant_id=tenant, name="試験", app_id=APP, people=(NEW, HAD))
    clock = PracticeClock(NOW)
    emulator = Emulator(spec, now=clock.now)
    await emulator.start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", emulator.identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", emulator.identity_header)
    found = Live(sqlite_storage, tenant)
    found.emulator = emulator
    found.load(tmp_path, 2, chats=0)
    host = emulator.url.removeprefix("http://")
    settings = Settings(
        app_id=APP,
        tenant_id=tenant,
        openid_url=emulator.openid_url,
        service_hosts=(host,),
        graph_url=emulator.graph_url,
        graph_hosts=(host,),
    )
    found.write(lambda tx: _move(tx, emulator.service_url))
    found.house = await build(settings, sqlite_storage, clock)
    await found.house.engine.start()
    runner, port = await listen(found.house.application(), "127.0.0.1", 0)
    await emulator.connect_bot(f"http://127.0.0.1:{port}/api/messages")
    yield found
    await found.house.engine.stop()
    await runner.cleanup()
    await found.house.stop()
    await emulator.stop()


def _move(tx, service_url):
    """The desk's chats are Teams' as well."""
    for number in range(1, 6):
        known = references.find_by_aad(tx, f"d{number}")
        references.keep(tx, replace(known, service_url=service_url), at=NOW)


async def _sent(live):
    draft = live.ready("department:学校教育課", content=replace(SAID, confirm=True))
    live.act("start", draft)
    live.pulse()
    return draft


async def _arrived(live):
    live.pulse(3, seconds=400)
    await live.house.engine.settle(patience=10)


@pytest.mark.parametrize("tells", [True, False])
async def test_a_first_contact_ends_in_a_card_that_is_pressed_and_read(live, tells):
    live.emulator.installs_tell = tells
    draft = await _sent(live)
    await live.contacted()
    await live.contacted()
    live.wait()
    await live.contacted()
    await _arrived(live)
    spec = live.emulator.spec
    for member in (NEW, HAD):
        assert live.chat(member) == spec.personal_chat(member)
        await _press_and_read(live, draft, member)
    numbers = live.standing(draft)
    assert (numbers.numbers["confirmed"], numbers.read) == (2, 2)


async def _press_and_read(live, draft, member):
    (card,) = live.emulator.inbox(member)  # who gets the app for a notice gets no greeting besides
    assert SAID.ja.title in str(card.card)
    assert (await live.emulator.refresh(member, card.id))["status"] == 200
    (button,) = [one for one in _actions(card.card) if one.get("verb") == "notices.confirm"]
    reply = await live.emulator.press(member, card.id, button)
    assert reply["status"] == 200
    await live.emulator.open_chat(member)
    person = live.person(member.aad_object_id).id
    assert live.read(
        lambda tx: confirmations.at(tx, draft.notice, person, edition=live.get(draft).edition)
    )


def _actions(part):
    if isinstance(part, list):
        return [one for item in part for one in _actions(item)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == "Action.Execute" else []
    return own + [one for value in part.values() for one in _actions(value)]

"""A city whose meetings stand in true calendars: over the wire to the practice tenant."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import slices
from bot.clock import PracticeClock
from bot.emulator.calendars import Meeting as Standing
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Engagement, Person, Room, TenantSpec
from bot.errands.loop import Errands
from bot.errands.model import Asks
from bot.meetings import asked
from bot.meetings.errands import errands
from bot.meetings.model import Meeting, Series, Slot, Stage, Trouble
from cards.meetings import verbs as view
from graph import Graph
from graph.client import Client
from tests.bot.meetings.turns.conftest import FIRST, NOW, TOKYO, City, load, sheet
from tests.graph.conftest import Issued
from tests.peopled import Peopled

APP = "33333333-3333-4333-8333-333333333333"
ROOM = Room(aad_object_id="66666666-0001", name="第1会議室", mail="room-a@akatsuki.example")


def member(number: int, name: str, **more: Any) -> Person:
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=name,
        mail=f"shokuin{number}@akatsuki.example",
        **more,
    )


OWNER, HEAD, GUEST, NEXT = (
    member(1, "青木 係長"),
    member(2, "上田 課長"),
    member(4, "大野 主査"),
    member(9, "後任 係長"),
)
PLACES = {
    OWNER: ("企画課", "係長", "課長"),
    HEAD: ("企画課", "課長", ""),
    GUEST: ("防災課", "主査", ""),
}
BUSY = Engagement(
    owner=GUEST.aad_object_id,
    subject="議会",
    start=datetime(2026, 11, 18, 9, tzinfo=TOKYO),
    end=datetime(2026, 11, 30, 17, tzinfo=TOKYO),
)


def row_of(who: Person, until: str = "") -> tuple[str, ...]:
    return (who.aad_object_id, who.name, who.mail, *PLACES[who], "staff", until)


class Rig(City):
    """The city, and its meetings' errands against the practice tenant."""

    emulator: Emulator
    errands: Errands
    clock: PracticeClock

    async def settle(self) -> None:
        self.clock.jump(self.now)
        await self.errands.settle()

    def press_as(self, who: Person, verb: Any) -> Any:
        return self.press(who.aad_object_id, verb)

    def promise(self, **more: Any) -> Series:
        return self.series(**{"room": ROOM.mail, **more})

    async def book(self, slot: Slot = FIRST, **more: Any) -> Meeting:
        """A meeting whose first slot was pressed, with what came of it."""
        meeting = self.meeting(self.promise(**more), slots=(slot,))
        self.press_as(OWNER, view.Book(meeting_id=meeting.id, version=1, slot=0))
        await self.settle()
        return self.get(meeting)

    async def booked(self, **more: Any) -> Meeting:  # type: ignore[override]
        meeting = await self.book(**more)
        assert meeting.stage is Stage.BOOKED
        return meeting

    async def check(self, meeting: Meeting) -> Meeting:
        """The look of a working morning."""
        self.write(lambda tx: asked.ask_check(tx, meeting, self.now))
        await self.settle()
        return self.get(meeting)

    def succeeded(self, tmp_path: Path) -> None:
        """The owner has left, and another holds the post."""
        follows = (NEXT.aad_object_id, NEXT.name, NEXT.mail, *PLACES[OWNER], "staff", "")
        rows = [row_of(OWNER, "2026-11-15"), row_of(HEAD), row_of(GUEST), follows]
        load(self.storage, tmp_path, rows, on=self.today)

    def standing(self, who: Person | Room = OWNER) -> list[Standing]:
        """What stands in a calendar, but for what the tenant began with."""
        return [one for one in self.emulator.calendars.of(who) if not one.from_start]

    def engage(self, who: Person | Room, slot: Slot) -> Standing:
        """Somebody puts something else into a calendar."""
        now = datetime.now(UTC)
        one = Standing(
            id=f"own-{slot.start}-{who.name}",
            owner=who.aad_object_id,
            subject="予定",
            start=slot.start,
            end=slot.end,
            created=now,
            changed=now,
        )
        return self.emulator.calendars.add(one)


@pytest.fixture
def spec() -> TenantSpec:
    return TenantSpec(
        tenant_id="city",
        name="試験",
        app_id=APP,
        people=(OWNER, HEAD, GUEST, NEXT),
        rooms=(ROOM,),
        engagements=(BUSY,),
    )


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.errands.attempts._pause_after", lambda attempt: 0.0)


@pytest.fixture
async def rig(peopled: Peopled, spec: TenantSpec) -> AsyncIterator[Rig]:
    storage = peopled("city", sheet(map(row_of, PLACES)))
    emulator = Emulator(spec, limits=Limits.none())
    await emulator.start()
    client = Client(
        Issued(emulator),  # type: ignore[arg-type]
        base_url=emulator.graph_url,
        hosts=("127.0.0.1",),
    )
    graph = Graph(client, app_id=APP)
    found = Rig(storage)
    found.emulator = emulator
    found.clock = PracticeClock(NOW)
    found.errands = Errands(
        storage,
        {Asks.GRAPH: lambda _: graph},
        errands,
        found.clock,
        tenants=lambda: ("city",),
        tick=lambda tx, now: slices.after_errand(tx, now, TOKYO),
    )
    yield found
    await found.errands.close()
    await graph.close()
    await emulator.stop()


def troubles(meeting: Meeting) -> list[Trouble]:
    return [one.trouble for one in meeting.doubts]


async def looked(rig: Rig, meeting: Meeting | None = None) -> Meeting:
    """Slots looked for anew."""
    found = meeting or rig.meeting(rig.promise())
    rig.press_as(OWNER, view.ProposeAgain(meeting_id=found.id, version=found.version))
    await rig.settle()
    return rig.get(found)


async def cancel(rig: Rig, meeting: Meeting) -> Meeting:
    rig.press_as(
        OWNER, view.Cancel(meeting_id=meeting.id, version=meeting.version, reason="先方の都合")
    )
    await rig.settle()
    return rig.get(meeting)

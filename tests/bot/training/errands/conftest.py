"""A city whose bookings stand in true calendars: over the wire to the practice tenant."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import slices
from bot.clock import PracticeClock
from bot.emulator.calendars import Meeting as Standing
from bot.emulator.graph_attendance import Presence
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.errands.loop import Errands
from bot.errands.model import Asks
from bot.training.errands import errands
from bot.training.model import Course, Entry, Session
from graph import Graph
from graph.client import Client
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import HEADINGS, NOW, STARTS, TOKYO
from tests.graph.conftest import Issued
from tests.peopled import Peopled

APP = "33333333-3333-4333-8333-333333333333"


def member(number: int, name: str, *, mailbox: bool = True) -> Person:
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=name,
        mail=f"shokuin{number}@akatsuki.example.jp",
        has_mailbox=mailbox,
    )


ONE, TWO, BARE, TEACHER = (
    member(1, "青木 一"),
    member(2, "上田 二"),
    member(3, "江口 三", mailbox=False),
    member(4, "大野 四"),
)


class Rig(Clock):
    """The city, and its trainings' errands against the practice tenant."""

    emulator: Emulator
    errand_loop: Errands
    clock: PracticeClock

    async def settle(self) -> None:
        self.clock.jump(self.now)
        self.asks_calendars()
        await self.errand_loop.settle()

    def standing(self, who: Person) -> list[Standing]:
        return [one for one in self.emulator.calendars.of(who) if not one.from_start]

    def entry(self, of: Course, who: Person) -> Entry:
        return self.mine(of, who.aad_object_id).entry

    def online(self, of: Course, **more: Any) -> Session:
        """A session in an online meeting that the teacher has made."""
        made = Standing(
            id="lesson" * 8,
            owner=TEACHER.aad_object_id,
            subject=of.title,
            start=STARTS,
            end=STARTS + timedelta(minutes=90),
            join_url="https://teams.example/l/meetup-join/lesson",
            created=NOW,
            changed=NOW,
        )
        self.emulator.calendars.add(made)
        return self.session(of, link=made.join_url, organizer=TEACHER.mail, **more)

    def held(self, session: Session, minutes: dict[Person, int]) -> None:
        """People were there from the beginning, for so long."""
        present = [
            Presence(
                name=who.name,
                aad_object_id=who.aad_object_id,
                mail=who.mail,
                joins=((session.starts_at, session.starts_at + timedelta(minutes=stayed)),),
            )
            for who, stayed in minutes.items()
        ]
        self.emulator.attendance.held(session.link, present)

    async def until(self, at: datetime) -> None:
        """The clock moves on, and what it asks is answered."""
        while self.now < at:
            own = self.read(lambda tx: slices.instants(tx, self.now, at))
            self.now = min([at, *(one.astimezone(TOKYO) for one in own)])
            self.tick()
            await self.settle()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.errands.attempts._pause_after", lambda attempt: 0.0)


@pytest.fixture
async def rig(peopled: Peopled) -> AsyncIterator[Rig]:
    storage = peopled("city", (HEADINGS, *map(_row, (ONE, TWO, BARE, TEACHER))))
    spec = TenantSpec(tenant_id="city", name="試験", app_id=APP, people=(ONE, TWO, BARE, TEACHER))
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
    found.errand_loop = Errands(
        storage,
        {Asks.GRAPH: lambda _: graph},
        errands,
        found.clock,
        tenants=lambda: ("city",),
        tick=lambda tx, now: slices.after_errand(tx, now, TOKYO),
    )
    yield found
    await found.errand_loop.close()
    await graph.close()
    await emulator.stop()


def _row(one: Person) -> tuple[str, ...]:
    return (one.aad_object_id, one.name, one.mail, "企画課", "", "", "あかつき市", "staff")

"""Handlers at work at once on PostgreSQL: nobody waits in a circle, no answer of Graph is lost."""

import asyncio
import csv
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from bot import slices
from bot.cli.opening import House
from bot.clock import PracticeClock
from bot.errands.rows import ERRAND
from bot.ledger.model import Actor
from bot.people import imports
from bot.settings import Settings
from bot.sheets import Sheet, write_book
from bot.slice import Tick
from bot.storage.postgresql import PostgresqlEngine, _BrokenOff
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import keeping, managing, outcomes, seats
from bot.training.managing import Deed
from bot.training.model import Course, Enrolment, Entry, Head, Session, State
from bot.training.questions import ENTRY_GONE, Put
from bot.training.sheets import book, entering
from bot.training.sheets.columns import COLUMNS
from bot.training.sheets.completions import Known
from bot.training.store import enrolments, sessions
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from cards import common
from cards.training import verbs as view
from cards.verbs import Verb
from tests.bot.training.turns.conftest import HEADINGS, NOW, PEOPLE, STARTS, TOKYO, City

FALLBACKS = Fallbacks(
    welcome=lambda turn: common.answer(turn.lang, ""),
    unheard=lambda turn: common.answer(turn.lang, ""),
)
PLACE = Conversation(id="a:1", kind="personal", service_url="http://127.0.0.1:1/")
SOON = 0.5  # seconds: time for another to come to the same lock
LONG = 20
LATER = STARTS + timedelta(days=1)


class Town(City):
    """The city on PostgreSQL, whose people come in by the door and whose desk types commands."""

    folder: Path

    def command(self, work: Callable[[Tx, Deed], object]) -> None:
        """What `renkei` runs at the machine."""
        house = House(
            settings=Settings(),
            storage=self.storage,
            clock=PracticeClock(self.now),
            tenant=self.tenant,
            zone=TOKYO,
        )
        deed = Deed(by=self.person("t5").id, actor=Actor.command("operator"), now=self.now)
        house.write(lambda tx: work(tx, deed))

    def comes(self, aad: str, verb: Verb) -> None:
        """A press, through all that follows the door."""
        hearing = Hearing(
            self.storage,
            slices.router(),
            FALLBACKS,
            clock=PracticeClock(self.now),
            settings=Settings(tenants=(self.tenant,)),
        )
        heard = Heard(
            event=Event.PRESS,
            tenant=self.tenant,
            activity_id=f"{aad}:{verb.name}",
            conversation=PLACE,
            aad_object_id=aad,
            verb=verb.name,
            data=verb.data(),
        )
        asyncio.run(hearing.hear(heard))


@pytest.fixture
def town(_postgresql: Storage, tenant: str, tmp_path: Path) -> Town:
    file = tmp_path / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((HEADINGS, *PEOPLE))
    imports.load(_postgresql, tenant, file, today=date(2026, 4, 1), finally_=lambda tx, done: None)
    found = Town(_postgresql, tenant)
    found.folder = tmp_path
    return found


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as found:
        yield found


# whoever changes sessions, while somebody presses

Change = Callable[[Town, Session, Session], None]


def by_card(town: Town, first: Session, second: Session) -> None:
    moved = view.MoveSession(session_id=first.id, version=1, day=LATER.date(), at="13:30")
    town.comes("t5", moved)


def by_command(town: Town, first: Session, second: Session) -> None:
    town.command(lambda tx, deed: managing.move_session(tx, first.id, deed, starts_at=LATER))


def by_file(town: Town, first: Session, second: Session) -> None:
    rows: list[dict[str, str | int | None]] = [
        {
            "code": "teams",
            "number": session.number,
            "day": LATER.date().isoformat(),
            "starts": "10:00",
            "ends": "11:00",
            "seats": 2,
            "place": "研修室",
        }
        for session in (second, first)
    ]
    keys = [column for column in COLUMNS["開催回"] if column.key in rows[0]]
    lines = [[row[column.key] for column in keys] for row in rows]
    sheet = Sheet(name="開催回", headings=[column.headings[0] for column in keys], rows=lines)
    write_book(town.folder / "moved.xlsx", [sheet])
    found = book.read(town.folder / "moved.xlsx", TOKYO)
    town.command(lambda tx, deed: entering.put(tx, found, Known(), deed))


def by_erasure(town: Town, first: Session, second: Session) -> None:
    other = town.person("t4").id
    town.command(lambda tx, deed: keeping.erase(tx, other, deed.now))


@pytest.mark.parametrize("change", [by_card, by_command, by_file, by_erasure])
def test_whoever_changes_a_session_and_whoever_presses_wait_in_one_order(
    town: Town, pool: ThreadPoolExecutor, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, first, second = booked(town)
    broken, locked = _broken_off(monkeypatch), _slow_lock(monkeypatch)
    changed = pool.submit(change, town, first, second)
    assert locked.wait(LONG)
    withdraw = view.Withdraw(course_id=course.id, version=town.mine(course, "t1").version)
    pressed = pool.submit(town.comes, "t1", withdraw)
    changed.result(LONG)
    pressed.result(LONG)
    assert town.state(course, "t1") is State.CANCELLED
    assert broken == []


def booked(town: Town) -> tuple[Course, Session, Session]:
    """Two have applied for the first of two sessions, and their heads have a card that asks."""
    course = town.course(head=Head.APPROVE)
    first, second = town.session(course), town.session(course, number=2)
    for aad in ("t1", "t4"):
        town.comes(aad, view.Enrol(session_id=first.id))
    town.now += timedelta(minutes=5)
    return course, first, second


def _slow_lock(monkeypatch: pytest.MonkeyPatch) -> Signal:
    """Whoever locks a session first does nothing for a while; the signal says that they have."""
    reached, lock = Signal(), sessions.locked

    def locked(tx: Tx, session: int) -> Any:
        found = lock(tx, session)
        if not reached.is_set():
            reached.set()
            Signal().wait(SOON)
        return found

    monkeypatch.setattr(sessions, "locked", locked)
    return reached


def _broken_off(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The transactions that the server broke off, since they waited in a circle."""
    found: list[str] = []
    own = PostgresqlEngine._try

    def watched(self: PostgresqlEngine, tenant: str, *given: Any) -> Any:
        try:
            return own(self, tenant, *given)
        except _BrokenOff:
            found.append(tenant)
            raise

    monkeypatch.setattr(PostgresqlEngine, "_try", watched)
    return found


# an answer of Graph, while somebody presses


def answered(town: Town, one: Enrolment) -> None:
    """Graph has written the event."""
    job = Put(
        enrolment=one.id,
        account="t1",
        booking=one.transaction_id,
        transaction_id="at-graph",
        subject="",
        text="",
        start=STARTS,
        end=STARTS + timedelta(hours=1),
    )

    def follow(tx: Tx) -> None:
        tick = Tick(now=NOW, today=NOW.date(), actor=Actor.job("errands"), tx=tx)
        outcomes.written(tick, job, "event")

    town.write(follow)


def withdrawn(town: Town, one: Enrolment) -> None:
    town.write(lambda tx: seats.withdraw(tx, one.person, one.course, NOW, one.version))


Step = Callable[[Town, Enrolment], None]


@pytest.mark.parametrize(
    ("earlier", "later", "slow"),
    [(answered, withdrawn, "mark_entry"), (withdrawn, answered, "save")],
)
def test_the_event_of_a_booking_that_is_taken_back_meanwhile_is_taken_away(
    town: Town,
    pool: ThreadPoolExecutor,
    earlier: Step,
    later: Step,
    slow: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = town.course()
    one = town.enrolled(town.session(course), "t1")
    reached = _slow_write(monkeypatch, slow)
    steps = [pool.submit(earlier, town, one)]
    assert reached.wait(LONG)
    steps.append(pool.submit(later, town, one))
    for step in steps:
        step.result(LONG)
    mine = town.mine(course, "t1")
    assert mine.state is State.CANCELLED
    wants_it_gone = mine.entry is Entry.UNWANTED and mine.event_id == "event"
    assert wants_it_gone or town.read(_gone)


def _slow_write(monkeypatch: pytest.MonkeyPatch, name: str) -> Signal:
    """Whoever has read an enrolment and would write it does so after a while."""
    reached, own = Signal(), getattr(enrolments, name)

    def write(*given: Any, **more: Any) -> Any:
        reached.set()
        Signal().wait(SOON)
        return own(*given, **more)

    monkeypatch.setattr(enrolments, name, write)
    return reached


def _gone(tx: Tx) -> bool:
    """Whether the removal of an event is asked for."""
    return any(row.kind == ENTRY_GONE for row in tx.all(ERRAND.select()))

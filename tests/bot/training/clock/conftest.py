"""A city that trains its staff, and whose clock moves while nobody presses anything."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.delivery import outbox, payload
from bot.delivery.outbox import Lane
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errands.rows import ERRAND
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.tables import LISTING
from bot.slice import Planned, Tick
from bot.storage.tx import Tx
from bot.training import calendars, notices, seats
from bot.training.model import Course, Enrolment, Session
from bot.training.plan import item
from bot.training.seats import Outcome
from bot.training.slice import SLICE
from bot.training.store import announcements, enrolments
from bot.training.store.announcements import Announcement
from bot.workdays import ONE_DAY
from tests.bot.training.turns.conftest import HEADINGS, PEOPLE, TOKYO, City, said
from tests.peopled import Peopled

MORNING = time(8, 31)
Told = tuple[date, str, str, frozenset[int]]


class Clock(City):
    """The city, whose civil time the test moves on."""

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, day: date, clock: time = MORNING) -> "Clock":
        self.now = datetime.combine(day, clock, TOKYO)
        return self

    def tick(self) -> None:
        """Every job and pulse of the slice, as the minute's round runs them."""
        self.write(self._run)

    def _run(self, tx: Tx) -> None:
        runs = [(one.name, one.run) for one in SLICE.jobs]
        for name, run in runs:
            run(self._tick_of(tx, name))
        for one in SLICE.pulses:
            while one.waits(tx) and one.run(self._tick_of(tx, one.name)):
                pass  # as it needn't wait for the next second

    def _tick_of(self, tx: Tx, name: str) -> Tick:
        return Tick(now=self.now, today=self.today, actor=Actor.job(name), tx=tx)

    def asks_calendars(self) -> None:
        """What people have booked is asked for, as each second does it."""
        at = {"now": self.now, "today": self.today, "actor": Actor.job("training.calendars")}
        self.write(lambda tx: calendars.ask(Tick(tx=tx, **at)))

    def run(self, until: date) -> None:
        """Every morning, and every instant that the slice asks for, up to and on a day."""
        while self.today <= until:
            self.tick()
            self.now = self._next(datetime.combine(self.today + ONE_DAY, MORNING, TOKYO))

    def _next(self, tomorrow: datetime) -> datetime:
        own = self.read(lambda tx: SLICE.instants(tx, self.now, tomorrow))
        return min([tomorrow, *(at.astimezone(TOKYO) for at in own)])

    def planned(self, since: date, until: date) -> tuple[Planned, ...]:
        return self.read(lambda tx: SLICE.planned(tx, since, until))

    def announced(self, course: Course, *aads: str, wave: int = 0) -> int:
        """The enrolment card was let go, to these people."""
        people = [self.person(aad).id for aad in aads]
        key = f"enrol:{course.id}:{wave}:1"

        def announce(tx: Tx) -> int:
            notice = outbox.post(
                tx,
                kind=item.ENROL,
                source_key=key,
                lane=Lane.BROADCAST,
                due_at=self.now,
                expires_at=self.now + timedelta(days=400),
                cards={"ja": {}},
                summaries={},
                to=people,
            )
            made = Announcement(
                course=course.id,
                wave=wave,
                source_key=key,
                author=0,
                asked_at=self.now,
                notice=notice,
            )
            announcements.add(tx, made)
            return notice

        return self.write(announce)

    def follow(self, flow: Callable[[Tx], Outcome]) -> Outcome:
        """A change of seats with all that follows, as a press would bring it."""

        def work(tx: Tx) -> Outcome:
            outcome = flow(tx)
            notices.tell(tx, outcome, self.now)
            return outcome

        return self.write(work)

    def enrols(self, session: Session, aad: str, *, wait: bool = False) -> Enrolment:
        person = self.person(aad)
        outcome = self.follow(lambda tx: seats.enrol(tx, person, session.id, self.now, wait))
        assert outcome.enrolment is not None
        return outcome.enrolment

    def withdraws(self, session: Session, aad: str) -> None:
        person = self.person(aad).id

        def flow(tx: Tx) -> Outcome:
            own = enrolments.of(tx, session.course, person)
            assert own is not None
            return seats.withdraw(tx, person, session.course, self.now, own.version)

        self.follow(flow)

    def mine_of(self, session: Session, aad: str) -> Enrolment:
        found = self.read(lambda tx: enrolments.of(tx, session.course, self.person(aad).id))
        assert found is not None
        return found

    def post(self, name: str) -> int:
        return self.read(lambda tx: people.posts_named(tx, name, self.today))[0].id

    def leaves(self, aad: str) -> None:
        """Somebody is no longer here from today on."""
        who, gone = self.person(aad).id, LISTING.update().values(left_on=self.today)
        self.write(lambda tx: tx.run(gone.where(LISTING.c.person == who)))

    def notices(self, kind: str = "") -> list[Any]:
        rows = self.read(lambda tx: tx.all(NOTICE.select().order_by(NOTICE.c.id)))
        return [row for row in rows if not kind or row.kind == kind]

    def shows(self, kind: str) -> list[str]:
        """What every notice of a kind says at last, in Japanese."""

        def words(tx: Tx, row: Any) -> str:
            key = payload.sealing_key(row.kind, row.source_key)
            return said(payload.cards(tx, key=key, sealed=row.payload)["ja"]).strip()

        return self.read(lambda tx: [words(tx, row) for row in self.notices(kind)])

    def recipients(self, notice: int) -> frozenset[int]:
        rows = self.read(lambda tx: tx.all(DELIVERY.select()))
        return frozenset(row.recipient for row in rows if row.notice_id == notice)

    def told(self, since: int = 0) -> set[Told]:
        """Every notice after the one `since`, as a plan would show it."""
        return {
            (row.due_at.astimezone(TOKYO).date(), row.kind, row.source_key, self.recipients(row.id))
            for row in self.notices()
            if row.id > since
        }

    def who(self, kind: str) -> list[set[str]]:
        """Who got the notices of a kind, each notice in its turn."""
        names = {
            self.person(aad).id: aad for aad in ("t1", "t2", "t3", "t4", "t5", "t6", "t8", "t9")
        }
        return [{names[one] for one in self.recipients(row.id)} for row in self.notices(kind)]

    def errands(self, kind: str = "") -> list[Any]:
        rows = self.read(lambda tx: tx.all(ERRAND.select().order_by(ERRAND.c.id)))
        return [row for row in rows if not kind or row.kind == kind]


def as_told(plan: tuple[Planned, ...]) -> set[Told]:
    return {(one.on, one.kind, one.key, frozenset(one.to)) for one in plan}


@pytest.fixture
def city(peopled: Peopled) -> Clock:
    return Clock(peopled("city", (HEADINGS, *PEOPLE)))

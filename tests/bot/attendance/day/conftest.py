"""A school whose clock moves: rolls, searches, closures, long absences."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update

from bot.attendance import seen
from bot.attendance.model import Case, DayKind, Guardian, LinkState, Roll, SchoolDay
from bot.attendance.rules import rolls as of_rolls
from bot.attendance.slice import ROUTER, SLICE
from bot.attendance.store import cases, days, guardians, pupils, rhythms, rolls
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger.model import Actor
from bot.people.tables import LISTING
from bot.settings import Settings
from bot.slice import Due, Planned, Tick
from bot.storage.columns import Instant
from bot.storage.store import open_storage
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards.attendance.verbs import day as verbs
from cards.verbs import Verb
from tests.bot.attendance.staff.conftest import TOKYO, City, _taught, said

__all__ = ["_taught", "said"]

Told = tuple[date, str, str, frozenset[int]]
DAWN = time(5, 0)
# The pump is quick: what is due has arrived.
_ARRIVE = (
    update(DELIVERY)
    .where(DELIVERY.c.state == "pending", DELIVERY.c.not_before <= bindparam("at", type_=Instant))
    .values(state="sent")
)


class Day(City):
    """The schools, whose civil time the test moves on."""

    def tick(self) -> None:
        """Every job of the slice once, then its pulses until none has more to do."""
        self.write(self._jobs)
        while self.write(self._pulse):
            pass
        self.write(lambda tx: tx.run(_ARRIVE, at=self.now))

    def _jobs(self, tx: Tx) -> None:
        for job in SLICE.jobs:
            job.run(self._tick(tx, job.name))

    def _pulse(self, tx: Tx) -> bool:
        found = [one.run(self._tick(tx, one.name)) for one in SLICE.pulses if one.waits(tx)]
        return any(found)

    def _tick(self, tx: Tx, name: str) -> Tick:
        return Tick(now=self.now, today=self.today, actor=Actor.job(name), tx=tx)

    def run_to(self, hour: int, minute: int = 0, day: date | None = None) -> None:
        """Every instant that the slice asks for, up to and at a time."""
        until = datetime.combine(day or self.today, time(hour, minute), TOKYO)
        self.tick()
        while self.now < until:
            own = self.read(lambda tx: SLICE.instants(tx, self.now, until))
            self.now = min([until, *(at.astimezone(TOKYO) for at in own)])
            self.tick()

    def over(self, last: date) -> None:
        """Every instant until the end of a day."""
        self.run_to(23, 0, last)

    def planned(self, since: date, until: date) -> tuple[Planned, ...]:
        return self.read(lambda tx: SLICE.planned(tx, since, until))

    def due(self, aad: str) -> tuple[Due, ...]:
        who = self.person(aad)
        return self.read(lambda tx: SLICE.due_for(tx, who, self.today))

    # what is pressed

    def press(self, aad: str, verb: Verb, **more: Any) -> Any:
        def work(tx: Tx) -> Any:
            return ROUTER.press(self.turn(tx, aad, **more), verb.name, verb.data())

        return self.write(work)

    def say(self, aad: str, words: str) -> Any:
        return self.write(lambda tx: ROUTER.say(self.turn(tx, aad), words))

    def set_day(self, aad: str = "vice", **more: Any) -> Any:
        """A day is declared, as the second press does it."""
        given = {"school_id": self.school().id, "kind": "closed", "day": self.today}
        return self.press(aad, verbs.SetDay(**{**given, **more}))

    def line(self, day: date, kind: DayKind, **more: Any) -> SchoolDay:
        """A line of the calendar file."""
        new = SchoolDay(id=0, school=more.pop("school", 0), day=day, kind=kind, **more)
        return self.write(lambda tx: days.put(tx, new))

    def missing(self, *keys: str, aad: str = "homeroom") -> list[Case]:
        """未着あり: these children of 3年2組 are looked for."""
        roll = self.roll()
        ids = ",".join(str(self.pupil(key).id) for key in keys)
        self.press(aad, verbs.Missing(roll_id=roll.id, version=roll.version, pupils=ids))
        return [self.case(key) for key in keys]

    # what there is

    def roll(self, grade: int = 3, name: str = "2") -> Roll:
        class_ = self.class_(grade, name)
        found = self.read(lambda tx: rolls.of(tx, class_.id, self.today))
        assert found is not None
        return found

    def case(self, key: str = "P1") -> Case:
        pupil = self.pupil(key)
        found = self.read(lambda tx: cases.of_pupil(tx, pupil.id, self.today))
        assert found is not None
        return found

    def watch(self, key: str = "P1") -> rhythms.Watch | None:
        pupil = self.pupil(key)
        return self.read(lambda tx: rhythms.of(tx, pupil.id))

    def link(self, key: str, aad: str, **more: Any) -> Guardian:
        """A guardian link, confirmed and to be notified unless the test says else."""
        given: dict[str, Any] = {
            "state": LinkState.CONFIRMED,
            "may_be_notified": True,
            "person": self.person(aad).id,
        }
        new = Guardian(id=0, pupil=self.pupil(key).id, **{**given, **more})
        return self.write(lambda tx: guardians.add(tx, new, key=f"{key}:{aad}"))

    def protect(self, key: str) -> None:
        pupil = self.pupil(key)
        self.write(lambda tx: pupils.protect(tx, pupil, protected=True))

    def who(self, posted: Any) -> set[str]:
        """The directory ids of those whom a notice goes to."""

        def work(tx: Tx) -> set[str]:
            rows = tx.all(select(LISTING.c.person, LISTING.c.aad_object_id))
            return {row.aad_object_id for row in rows if row.person in posted.to}

        return self.read(work)

    def told(self, after: int) -> set[Told]:
        """Everything that was posted since a notice, as the plan shows it."""

        def work(tx: Tx) -> set[Told]:
            rows = tx.all(select(NOTICE).where(NOTICE.c.id > after))
            return {
                (
                    row.due_at.astimezone(TOKYO).date(),
                    row.kind,
                    row.source_key,
                    frozenset(
                        one.recipient
                        for one in tx.all(
                            select(DELIVERY.c.recipient).where(DELIVERY.c.notice_id == row.id)
                        )
                    ),
                )
                for row in rows
            }

        return self.read(work)

    def last_notice(self) -> int:
        return self.read(lambda tx: max((r.id for r in tx.all(select(NOTICE.c.id))), default=0))


def as_told(found: tuple[Planned, ...]) -> set[Told]:
    return {(one.on, one.kind, one.key, frozenset(one.to)) for one in found}


def marked(day: Day, *codes: str) -> None:
    """全員分を確認 in every class of the schools: nobody is missing."""

    def work(tx: Tx) -> None:
        for code in codes or ("A1",):
            for roll in rolls.of_school(tx, day.school(code).id, day.today):
                done = of_rolls.done(roll, post=1, person=1, at=day.now, version=roll.version)
                rolls.save(tx, done, look_at=None)

    day.write(work)


@pytest.fixture
def day(_taught: Path, tmp_path: Path) -> Iterator[Day]:
    shutil.copytree(_taught, tmp_path / "city")
    file = tmp_path / "city" / "renkei.db"
    storage = open_storage(Settings(database_url=f"sqlite:///{file}"))
    city = Day(storage, file)
    city.now = datetime.combine(city.today, DAWN, TOKYO)
    city.tick()  # the clock meets the schools before the day begins
    yield city
    storage.close()


__all__ += ["ONE_DAY", "TOKYO", "Day", "as_told", "marked", "replace", "seen", "timedelta"]

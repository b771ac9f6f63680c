"""A section that meets a partner each quarter; its people press, and the calendars' answers come
from the test."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.clock import real_now
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.errands import rows
from bot.errands.model import State
from bot.errands.registry import read
from bot.ledger.model import Actor
from bot.meetings.calendars import Seen
from bot.meetings.errands import errands
from bot.meetings.model import Cadence, Meeting, Period, Series, Slot, Stage, Unit
from bot.meetings.slice import ROUTER
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from bot.people import absences, imports
from bot.people import store as people
from bot.people.model import Person
from bot.slice import Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb
from graph.calendar import Event
from tests.peopled import Peopled

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=TOKYO)
QUARTER = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
SOURCE = "agreement:7"
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles", "to")
PEOPLE = (
    ("a1", "青木 係長", "kakari@akatsuki.example.jp", "企画課", "係長", "課長", "staff"),
    ("a2", "上田 課長", "kacho@akatsuki.example.jp", "企画課", "課長", "部長", "manager"),
    ("a3", "江口 部長", "bucho@akatsuki.example.jp", "企画部", "部長", "", "manager"),
    ("a4", "大野 主査", "shusa@akatsuki.example.jp", "防災課", "主査", "", "staff"),
    ("a5", "加藤 担当", "desk@akatsuki.example.jp", "法務課", "協定担当", "", "agreement_desk"),
    ("a6", "木村 他課", "other@akatsuki.example.jp", "水道課", "係員", "", "staff"),
    ("a7", "児童 一", "pupil@akatsuki.example.jp", "", "", "", "pupil"),
    ("a8", "保護 者", "guardian@akatsuki.example.jp", "", "", "", "guardian"),
    ("a9", "久保 主事", "shuji@akatsuki.example.jp", "企画課", "主事", "係長", "staff"),
)


def at(day: date, hour: int, minute: int = 0, *, minutes: int = 60) -> Slot:
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)
    return Slot(start=start, end=start + timedelta(minutes=minutes))


FIRST = at(date(2026, 12, 8), 10)
SECOND = at(date(2026, 12, 10), 14)
OFFERED = (FIRST, SECOND, at(date(2026, 12, 15), 10))


@dataclass
class City:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = "city"
    now: datetime = NOW
    _made: int = field(default=0)

    @property
    def today(self) -> date:
        return self.now.date()

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> "City":
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)
        return self

    def post(self, name: str) -> int:
        return self.read(lambda tx: people.posts_named(tx, name, self.today))[0].id

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None
        return found

    def turn(self, tx: Tx, aad: str, lang: str = "ja") -> Turn:
        person = people.find_by_aad(tx, aad, self.today)
        assert person is not None
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, self.today),
            lang=Lang(lang),
            now=self.now,
            today=self.today,
            actor=Actor.press(aad),
            tx=tx,
        )

    def tick(self, tx: Tx) -> Tick:
        return Tick(now=self.now, today=self.today, actor=Actor.job("errands"), tx=tx)

    def away(self, aad: str, deputy: str, days: int = 0) -> None:
        """Somebody is away from today on, and another acts for them."""
        who, other = self.person(aad).id, self.person(deputy).id
        until = self.today + timedelta(days=days)
        self.write(lambda tx: absences.set_away(tx, who, self.today, until, other, at=self.now))

    # what people do

    def press(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        return self.write(lambda tx: ROUTER.press(self.turn(tx, aad, lang), verb.name, verb.data()))

    def say(self, aad: str, words: str) -> Any:
        return self.write(lambda tx: ROUTER.say(self.turn(tx, aad), words))

    # what stands

    def promised(self, **more: Any) -> Duty:
        """The agreement's duty to meet each quarter."""
        duty = Duty(
            id=0,
            source=SOURCE,
            kind="meeting",
            obligor=Obligor.BOTH,
            article="第6条",
            post=self.post("企画課 係長"),
            due_on=QUARTER.last,
            every_months=3,
            title="見守り活動に関する協定",
            partner="ひのでロジ株式会社",
        )
        return self.write(lambda tx: duties.add(tx, replace(duty, **more)))

    def duties(self) -> tuple[Duty, ...]:
        return self.read(lambda tx: duties.of_source(tx, SOURCE))

    def series(self, **more: Any) -> Series:
        """The series of the promise, whether that stands yet or follows: the first duty is 1."""
        given = Series(
            id=0,
            source=SOURCE,
            article="第6条",
            title="見守り活動に関する協定",
            partner="ひのでロジ株式会社",
            post=self.post("企画課 係長"),
            posts=(self.post("防災課 主査"),),
            cadence=Cadence(unit=Unit.MONTHS, count=3),
            since=date(2026, 4, 1),
            room="room-a@akatsuki.example.jp",
            promise=1,
        )
        return self.write(lambda tx: all_series.add(tx, replace(given, **more), due_on=self.today))

    def series_now(self, series: Series) -> Series:
        return self.read(lambda tx: all_series.get(tx, series.id))

    def meeting(self, series: Series | None = None, **more: Any) -> Meeting:
        """The quarter's meeting, with slots to choose from."""
        owner = series or self.series()
        given = Meeting(
            id=0, series=owner.id, period=QUARTER, stage=Stage.PROPOSED, slots=OFFERED, round=1
        )
        return self.write(lambda tx: meetings.add(tx, replace(given, **more)))

    def booked(self, series: Series | None = None, **more: Any) -> Meeting:
        """A meeting that stands in the calendar of the 係長."""
        given: dict[str, Any] = {
            "stage": Stage.BOOKED,
            "slot": FIRST,
            "organiser": self.person("a1").id,
            "event_id": "event-1",
            "transaction_id": "transaction-1",
        }
        return self.meeting(series, **{**given, **more})

    def get(self, meeting: Meeting) -> Meeting:
        return self.read(lambda tx: meetings.get(tx, meeting.id))

    # what the calendars answer

    def asked(self, kind: str) -> list[Any]:
        """The jobs that wait to be asked."""
        return [job for _, job in self._claim(kind)]

    def answer(self, kind: str, outcome: Callable[[Any], object] | object) -> int:
        """The calendars' answer to all that waits; how many there were."""
        waiting = self._claim(kind)
        for errand, job in waiting:
            self._apply(kind, errand, job, outcome(job) if callable(outcome) else outcome)
        return len(waiting)

    def _claim(self, kind: str) -> list[tuple[rows.Errand, Any]]:
        """Leases are over at once, so that a test may look before it answers."""

        def claim(tx: Tx) -> list[rows.Errand]:
            self._made += 1
            lease = timedelta(microseconds=1)
            real = real_now() + timedelta(seconds=self._made)
            found = rows.claim(tx, owner="test", civil=self.now, real=real, lease=lease, most=100)
            return list(found)

        found = [one for one in self.write(claim) if one.kind == kind]
        return [(one, read(errands.kinds[kind], one.payload)) for one in found]

    def _apply(self, kind: str, errand: rows.Errand, job: Any, outcome: object) -> None:
        def work(tx: Tx) -> None:
            assert rows.end(tx, errand, owner="test", state=State.DONE, result="")
            follow = errands.kinds[kind].apply
            assert follow is not None
            follow(self.tick(tx), job, outcome)

        self.write(work)


ROOM = "room-a@akatsuki.example.jp"
INVITED = ("shusa@akatsuki.example.jp",)


def event(job: Any, **more: Any) -> Event:
    """The event as it stands after a booking or a move."""
    given: dict[str, Any] = {
        "id": getattr(job, "event_id", "event-2"),
        "subject": "s",
        "start": job.start.astimezone(UTC),
        "end": job.end.astimezone(UTC),
        "cancelled": False,
        "join_url": "https://teams.example/join",
        "transaction_id": getattr(job, "transaction_id", ""),
        "organizer_mail": "kakari@akatsuki.example.jp",
        "responses": _accepted(job),
    }
    return Event(**{**given, **more})


def _accepted(job: Any) -> tuple[tuple[str, str], ...]:
    """Everybody whom the job names, and the room, come."""
    mails = getattr(job, "mails", INVITED)
    room = getattr(job, "room", ROOM)
    return tuple((mail, "accepted") for mail in (*mails, *([room] if room else [])))


EVERYBODY_FREE = Seen(busy=((), (), ()))


def sheet(people: Any) -> tuple[tuple[str, ...], ...]:
    """The people file's rows; who stays has no last day."""
    return (HEADINGS, *((*row, "")[: len(HEADINGS)] for row in people))


def load(
    storage: Storage,
    tmp_path: Path,
    people: Any = PEOPLE,
    *,
    on: date = date(2026, 4, 1),
    tenant: str = "city",
) -> None:
    file = tmp_path / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(sheet(people))
    imports.load(storage, tenant, file, today=on, finally_=lambda tx, done: None)


@pytest.fixture
def city(peopled: Peopled) -> City:
    return City(peopled("city", sheet(PEOPLE)))

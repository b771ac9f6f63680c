"""A section that promised to meet; the clock moves and nobody presses anything."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.rows import DELIVERY, NOTICE
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.errands.rows import ERRAND
from bot.ledger.model import Actor
from bot.meetings.model import Cadence, Meeting, Series, Unit
from bot.meetings.slice import SLICE
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.slice import Planned, Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from tests.peopled import Peopled

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 2)  # a Monday
MORNING = time(8, 31)
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
PEOPLE = (
    ("a1", "青木 係長", "kakari@akatsuki.example", "企画課", "係長", "課長", "staff"),
    ("a2", "上田 課長", "kacho@akatsuki.example", "企画課", "課長", "部長", "manager"),
    ("a3", "江口 部長", "bucho@akatsuki.example", "企画部", "部長", "", "manager"),
    ("a4", "大野 主査", "shusa@akatsuki.example", "防災課", "主査", "", "staff"),
    ("a5", "加藤 担当", "desk@akatsuki.example", "法務課", "協定担当", "", "agreement_desk"),
)
QUARTERLY = Cadence(unit=Unit.MONTHS, count=3)
PROMISE = Duty(
    id=0,
    source="agreement:7",
    kind="meeting",
    obligor=Obligor.BOTH,
    article="第6条",
    every_months=3,
    since=date(2026, 4, 1),
    until=date(2029, 3, 31),
    title="見守り活動に関する協定",
    partner="ひのでロジ株式会社",
)


@dataclass
class City:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = "city"
    now: datetime = datetime(2026, 11, 2, 8, 31, tzinfo=TOKYO)

    @property
    def today(self) -> date:
        return self.now.date()

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def post(self, name: str) -> int:
        return self.read(lambda tx: people.posts_named(tx, name, self.today))[0].id

    def person(self, aad: str) -> int:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None
        return found.id

    def promise(self, **more: Any) -> Duty:
        owned = replace(PROMISE, post=self.post("企画課 係長"))
        return self.write(lambda tx: duties.add(tx, replace(owned, **more)))

    def series(self, **more: Any) -> Series:
        """A series by hand."""
        given = Series(
            id=0,
            source="",
            article="",
            title="地域連携の会",
            partner="",
            post=self.post("企画課 係長"),
            posts=(self.post("防災課 主査"),),
            cadence=QUARTERLY,
            since=date(2026, 4, 1),
            registered_on=TODAY,
        )
        return self.write(lambda tx: all_series.add(tx, replace(given, **more)))

    def of_source(self, source: str = "agreement:7") -> Series:
        (found,) = self.read(lambda tx: all_series.of_source(tx, source))
        return found

    def meetings(self, series: Series) -> tuple[Meeting, ...]:
        return self.read(lambda tx: meetings.of_series(tx, series.id))

    def save(self, meeting: Meeting, **more: Any) -> Meeting:
        changed = replace(meeting, version=meeting.version + 1, **more)
        return self.write(lambda tx: meetings.save(tx, changed))

    def at(self, day: date, clock: time = MORNING) -> "City":
        self.now = datetime.combine(day, clock, TOKYO)
        return self

    def tick(self) -> None:
        """Every job of the slice, as the minute's round runs them."""

        def run(tx: Tx) -> None:
            for job in SLICE.jobs:
                actor = Actor.job(job.name)
                job.run(Tick(now=self.now, today=self.today, actor=actor, tx=tx))

        self.write(run)

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

    def notices(self) -> list[Any]:
        return self.read(lambda tx: tx.all(NOTICE.select().order_by(NOTICE.c.id)))

    def posted(self) -> list[tuple[str, str]]:
        """Day and key of every notice."""
        rows = self.notices()
        return [(str(row.due_at.astimezone(TOKYO).date()), row.source_key) for row in rows]

    def recipients(self, notice: int) -> frozenset[int]:
        rows = self.read(lambda tx: tx.all(DELIVERY.select()))
        return frozenset(row.recipient for row in rows if row.notice_id == notice)

    def told(self) -> set[tuple[date, str, str, frozenset[int]]]:
        """Every notice as a plan would show it."""
        return {
            (
                row.due_at.astimezone(TOKYO).date(),
                row.kind,
                row.source_key,
                self.recipients(row.id),
            )
            for row in self.notices()
        }

    def errands(self) -> list[str]:
        rows = self.read(lambda tx: tx.all(ERRAND.select().order_by(ERRAND.c.id)))
        return [row.kind for row in rows]


def as_told(plan: tuple[Planned, ...]) -> set[tuple[date, str, str, frozenset[int]]]:
    return {(one.on, one.kind, one.key, frozenset(one.to)) for one in plan}


def slot_at(day: date, hour: int, minutes: int = 60) -> Any:
    from bot.meetings.model import Slot

    start = datetime.combine(day, time(hour), TOKYO)
    return Slot(start=start, end=start + timedelta(minutes=minutes))


@pytest.fixture
def city(peopled: Peopled) -> City:
    return City(peopled("city", (HEADINGS, *PEOPLE)))

"""A small city: a section with its ladder, a desk, and a register to work on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.agreements.model import (
    Agreement,
    Notice,
    Party,
    PartyName,
    Renewal,
    RenewalKind,
)
from bot.agreements.rules.course import next_due_on
from bot.agreements.store import register
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Person
from bot.slice import Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from bot.workdays import Calendar
from cards.lang import Lang
from tests.peopled import Peopled

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
PEOPLE = (
    ("a1", "青木 係長", "kakari@akatsuki.example.jp", "企画課", "係長", "課長補佐", ""),
    ("a2", "井上 補佐", "hosa@akatsuki.example.jp", "企画課", "課長補佐", "課長", ""),
    ("a3", "上田 課長", "kacho@akatsuki.example.jp", "企画課", "課長", "部長", "manager"),
    ("a4", "江口 部長", "bucho@akatsuki.example.jp", "企画部", "部長", "", "manager"),
    ("a5", "大野 主査", "shusa@akatsuki.example.jp", "企画課", "主査", "係長", ""),
    ("a6", "加藤 担当", "desk@akatsuki.example.jp", "法務課", "協定担当", "", "agreement_desk"),
    ("a7", "木村 他課", "other@akatsuki.example.jp", "水道課", "係員", "", ""),
)
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")

MUTUAL = Agreement(
    id=0,
    number="1",
    title="見守り活動に関する協定",
    parties=(
        Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),)),
        Party(role="乙", names=(PartyName(name="ひのでロジ株式会社"),)),
    ),
    signed_on=date(2024, 4, 1),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.MUTUAL, extension_months=12, article="第8条"),
    lead_days=0,
    post=0,
    registered_on=TODAY,
)
SILENT = replace(
    MUTUAL,
    number="2",
    title="機器の保守に関する契約",
    renewal=Renewal(
        kind=RenewalKind.AUTOMATIC,
        extension_months=12,
        repeats=True,
        notice=Notice(value=1, unit="months"),
    ),
)
ENDING = replace(
    MUTUAL, number="3", title="催しの共催に関する協定", renewal=Renewal(kind=RenewalKind.NONE)
)


@dataclass
class City:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = "city"
    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)
    public_url: str = ""

    @property
    def today(self) -> date:
        return self.now.date()

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def at(self, day: date, hour: int = 9) -> "City":
        self.now = datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(hours=hour)
        return self

    def post(self, name: str) -> int:
        return self.read(lambda tx: people.posts_named(tx, name, self.today))[0].id

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None
        return found

    def add(
        self, agreement: Agreement, *, post: str = "係長", deputies: tuple[str, ...] = ()
    ) -> Agreement:
        owned = replace(
            agreement, post=self.post(post), deputies=tuple(self.post(name) for name in deputies)
        )
        due_on = next_due_on(owned, Calendar(), self.today)
        return self.write(lambda tx: register.add(tx, owned, due_on=due_on))

    def get(self, agreement: Agreement) -> Agreement:
        return self.read(lambda tx: register.get(tx, agreement.id))

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
            public_url=self.public_url,
        )

    def tick(self, job: Callable[[Tick], None]) -> None:
        self.write(
            lambda tx: job(Tick(now=self.now, today=self.today, actor=Actor.job("test"), tx=tx))
        )

    def notices(self) -> list[Any]:
        return self.read(lambda tx: tx.all(NOTICE.select().order_by(NOTICE.c.id)))

    def recipients(self, notice: int) -> set[int]:
        rows = self.read(lambda tx: tx.all(DELIVERY.select()))
        return {row.recipient for row in rows if row.notice_id == notice}


@pytest.fixture
def city(peopled: Peopled) -> City:
    return City(peopled("city", (HEADINGS, *PEOPLE)))

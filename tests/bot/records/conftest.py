"""A city with its agreements, an officer, an auditor and two desks; a test sets the clock."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot import slices
from bot.agreements.model import Agreement, Party, PartyName, Renewal, RenewalKind
from bot.agreements.store import register
from bot.delivery import outbox
from bot.delivery.payload import sealing_key, unseal
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import Mistyped, Refused
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.people import absences, imports
from bot.people import store as people
from bot.people.model import Person
from bot.slice import Planned, Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
TENANT = "city"
TODAY = date(2026, 11, 24)  # a Tuesday after a holiday
RECORDS = next(one for one in slices.SLICES if one.name == "records")
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
PEOPLE = (
    ("kakari", "青木 一子", "kakari@akatsuki.example.jp", "企画課", "係長", "課長", "staff"),
    ("kacho", "上田 二郎", "kacho@akatsuki.example.jp", "企画課", "課長", "部長", "manager"),
    ("bucho", "江口 三郎", "bucho@akatsuki.example.jp", "企画部", "部長", "", "manager"),
    ("shusa", "大野 四郎", "shusa@akatsuki.example.jp", "企画課", "主査", "係長", "staff"),
    ("desk", "加藤 五郎", "desk@akatsuki.example.jp", "法務課", "協定担当", "", "agreement_desk"),
    ("desk2", "加納 六子", "desk2@akatsuki.example.jp", "法務課", "協定担当", "", "agreement_desk"),
    ("school", "木村 七子", "school@akatsuki.example.jp", "学務課", "", "", "school_desk"),
    ("trainer", "工藤 八郎", "train@akatsuki.example.jp", "人事課", "", "", "training_desk"),
    (
        "officer",
        "佐々 九子",
        "officer@akatsuki.example.jp",
        "総務課",
        "情報セキュリティ責任者",
        "",
        "security_officer",
    ),
    ("auditor", "篠田 十郎", "audit@akatsuki.example.jp", "監査室", "監査員", "", "auditor"),
    ("operator", "須田 士郎", "operator@akatsuki.example.jp", "情報課", "", "", "operator"),
    ("other", "瀬川 千代", "other@akatsuki.example.jp", "水道課", "係員", "", "staff"),
    ("board", "曽我 万里", "board@akatsuki.example.jp", "教育委員会", "", "", "board_of_education"),
    ("pupil", "田中 はる", "haru@akatsuki.example.jp", "", "", "", "pupil"),
    ("guardian", "田中 母", "mother@akatsuki.example.jp", "", "", "", "guardian"),
)
AGREEMENT = Agreement(
    id=0,
    number="7",
    title="見守り活動に関する協定",
    parties=(
        Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),)),
        Party(role="乙", names=(PartyName(name="ひのでロジ株式会社"),)),
    ),
    signed_on=date(2024, 4, 1),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.NONE),
    lead_days=0,
    post=0,
    registered_on=date(2026, 4, 1),
)


@dataclass
class City:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = TENANT
    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, day: date, clock: time = time(8, 31)) -> "City":
        self.now = datetime.combine(day, clock, TOKYO)
        return self

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    # who and what there is

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None, aad
        return found

    def post(self, name: str) -> int:
        return self.read(lambda tx: people.posts_named(tx, name, self.today))[0].id

    def agreement(self, post: str = "企画課 係長", **more: Any) -> Agreement:
        owned = replace(AGREEMENT, post=self.post(post), **more)
        return self.write(lambda tx: register.add(tx, owned, due_on=None))

    def away(self, aad: str, deputy: str) -> None:
        who, other, day = self.person(aad).id, self.person(deputy).id, self.today
        self.write(lambda tx: absences.set_away(tx, who, day, day, other, at=self.now))

    # what is done

    def turn(self, tx: Tx, aad: str, lang: str = "ja") -> Turn:
        person = people.find_by_aad(tx, aad, self.today)
        assert person is not None, aad
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, self.today),
            lang=Lang(lang),
            now=self.now,
            today=self.today,
            actor=Actor.press(pseudonyms.of(tx, person.id)),
            tx=tx,
        )

    def press(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        def work(tx: Tx) -> Any:
            outbox.turnstile(tx)
            return RECORDS.router.press(self.turn(tx, aad, lang), verb.name, verb.data())

        return self.write(work)

    def say(self, aad: str, words: str, lang: str = "ja") -> Any:
        return self.write(lambda tx: RECORDS.router.say(self.turn(tx, aad, lang), words))

    def refused(self, aad: str, verb: Verb) -> str:
        """The reason for which a press is refused; nothing has changed."""
        with pytest.raises(Refused) as error:
            self.press(aad, verb)
        return error.value.reason

    def mistyped(self, aad: str, verb: Verb) -> str:
        """The form with which a press comes back, in words; nothing has changed."""
        with pytest.raises(Mistyped) as error:
            self.press(aad, verb)
        return said(error.value.form)

    def tick(self) -> None:
        """Every job of records, as the minute's round runs them."""

        def run(tx: Tx) -> None:
            outbox.turnstile(tx)
            for job in RECORDS.jobs:
                job.run(self._tick(tx, job.name))

        self.write(run)

    def pulse(self) -> None:
        """Every pulse of records that waits."""

        def run(tx: Tx) -> None:
            outbox.turnstile(tx)
            for one in RECORDS.pulses:
                if one.waits(tx):
                    one.run(self._tick(tx, one.name))

        self.write(run)

    def _tick(self, tx: Tx, name: str) -> Tick:
        return Tick(now=self.now, today=self.today, actor=Actor.job(name), tx=tx)

    # what stands

    def planned(self, since: date, until: date) -> tuple[Planned, ...]:
        return self.read(lambda tx: RECORDS.planned(tx, since, until))

    def notices(self, kind: str = "") -> list[Any]:
        rows = self.read(lambda tx: tx.all(NOTICE.select().order_by(NOTICE.c.id)))
        return [row for row in rows if kind in ("", row.kind)]

    def recipients(self, notice: int) -> frozenset[int]:
        rows = self.read(lambda tx: tx.all(DELIVERY.select()))
        return frozenset(row.recipient for row in rows if row.notice_id == notice)

    def sent(self, kind: str = "") -> list[str]:
        """What the cards of a kind say in Japanese, in the order in which they were posted."""
        rows = self.notices(kind)
        return self.read(lambda tx: [_opened(tx, row) for row in rows])

    def ledger(self, act: str = "") -> list[Any]:
        rows = self.read(lambda tx: tx.all(ENTRY.select().order_by(ENTRY.c.seq)))
        return [row for row in rows if act in ("", row.act)]


def _opened(tx: Tx, row: Any) -> str:
    key = sealing_key(row.kind, row.source_key)
    return unseal(tx, key=key, guard=row.guard, sealed=row.payload).activities["ja"].decode()


def said(card: Any) -> str:
    """Every word of a card, one a line."""
    if isinstance(card, dict):
        return "\n".join(filter(None, (said(value) for value in card.values())))
    if isinstance(card, (list, tuple)):
        return "\n".join(filter(None, (said(value) for value in card)))
    return card if isinstance(card, str) else ""


@pytest.fixture
def city(sqlite_storage: Storage, tmp_path: Path) -> Iterator[City]:
    file = tmp_path / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((HEADINGS, *PEOPLE))
    imports.load(
        sqlite_storage, TENANT, file, today=date(2026, 4, 1), finally_=lambda tx, done: None
    )
    yield City(sqlite_storage)

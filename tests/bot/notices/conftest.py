"""A city whose desk sends notices to many, and a stand-in for the pump that sends at once."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, select, update

from bot.delivery import feeding, outbox
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.notices import conductor, contact, lifecycle, ringing, store
from bot.notices.deeds import Deed
from bot.notices.model import Broadcast, Content, Stage, Standing, Words
from bot.people import imports, references
from bot.people import store as people
from bot.people.model import Person
from bot.people.references import Reference
from bot.people.selectors import Audience, parse
from bot.slice import Tick
from bot.storage.store import Storage
from bot.storage.tx import Tx

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
REAL = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
DESK = (
    ("d1", "事務 一", "desk@akatsuki.example", "総務課", "担当", "課長", "training_desk"),
    ("d2", "事務 二", "desk2@akatsuki.example", "総務課", "主任", "課長", "training_desk"),
    (
        "d3",
        "承認 一",
        "chief@akatsuki.example",
        "総務課",
        "課長",
        "部長",
        "notice_approver",
    ),
    (
        "d4",
        "承認 二",
        "head@akatsuki.example",
        "総務部",
        "部長",
        "",
        "training_desk、notice_approver",
    ),
    ("d5", "職員 一", "staff@akatsuki.example", "福祉課", "係員", "", ""),
)
SAID = Content(
    ja=Words(title="研修のご案内", body="12月に研修を行います。\n申し込んでください。"),
    contact="研修担当",
)
_LET_THROUGH = (
    select(DELIVERY.c.recipient)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.state == "pending",
        DELIVERY.c.try_at.is_not(None),
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)
_ATTEMPT = (
    update(DELIVERY)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.recipient.in_(_LET_THROUGH),
    )
    .values(
        state=bindparam("becomes"),
        reason=bindparam("why"),
        try_at=None,
        activity_id="1",
        shown_revision=DELIVERY.c.wanted_revision,
    )
)
_SHOW = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"), DELIVERY.c.state != "pending")
    .values(try_at=None, shown_revision=DELIVERY.c.wanted_revision)
)


@dataclass
class City:
    """A tenant whose civil and real time the test sets."""

    storage: Storage
    tenant: str
    now: datetime = NOW
    real: datetime = REAL
    known: dict[str, Person] = field(default_factory=dict)

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def load(self, tmp_path: Path, staff: int, *, chats: int | None = None) -> None:
        """The desk, and `staff` people of 学校教育課, of whom the first `chats` have a chat."""
        rows = [
            (f"s{n:05d}", f"職員 {n}", f"s{n}@akatsuki.example", "学校教育課", "", "", "homeroom")
            for n in range(staff)
        ]
        file = tmp_path / "people.csv"
        with file.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows((HEADINGS, *DESK, *rows))
        nothing: Callable[[Tx, Any], None] = lambda tx, done: None  # noqa: E731
        imports.load(self.storage, self.tenant, file, today=date(2026, 4, 1), finally_=nothing)
        reached = [row[0] for row in (*DESK, *rows[:chats])]
        self.write(lambda tx: [self._refer(tx, aad) for aad in reached])

    def _refer(self, tx: Tx, aad: str) -> None:
        chat = Reference(
            aad_object_id=aad, conversation=f"a:{aad}", service_url="https://s.example/"
        )
        references.keep(tx, chat, at=self.now)

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.now.date()))
        assert found is not None
        return found

    def new(
        self,
        *to: str,
        but: tuple[str, ...] = (),
        by: str = "d1",
        content: Content = SAID,
        **more: Any,
    ) -> Broadcast:
        """A draft, not yet counted."""
        whom = Audience(to=tuple(map(parse, to)), but=tuple(map(parse, but)))
        author = self.person(by)
        return self.write(
            lambda tx: lifecycle.new(
                tx,
                Deed(by=author, actor=Actor.press(pseudonyms.of(tx, author.id)), now=self.now),
                content=content,
                audience=whom,
                **more,
            )
        )

    def ready(self, *to: str, **more: Any) -> Broadcast:
        """A draft whose people are counted."""
        made = self.new(*(to or ("department:学校教育課",)), **more)
        self.pulse(12)
        return self.get(made)

    def act(
        self,
        name: str,
        notice: Broadcast,
        by: str | None = "d1",
        version: int | None = None,
        **more: Any,
    ) -> Broadcast:
        who = None if by is None else self.person(by)
        deed = Deed(by=who, actor=Actor.press("p"), now=self.now, version=version)
        act = getattr(lifecycle, name)
        return self.write(lambda tx: act(tx, notice.notice, deed, **more))

    def get(self, notice: Broadcast) -> Broadcast:
        return self.read(lambda tx: store.get(tx, notice.notice))

    def standing(self, notice: Broadcast, by: str | None = "d1") -> Standing:
        """Where it stands, after checking that the numbers sum to the audience."""
        who = None if by is None else self.person(by)
        found = self.read(lambda tx: lifecycle.standing(tx, notice.notice, by=who, now=self.now))
        assert sum(found.numbers.values()) == found.audience
        return found

    def tick(self, tx: Tx) -> Tick:
        return Tick(now=self.now, today=self.now.date(), actor=Actor.job("test"), tx=tx)

    def pulse(self, times: int = 1, seconds: int = 1) -> None:
        """So many seconds of the conductor."""
        for _ in range(times):
            self.real += timedelta(seconds=seconds)
            self.write(self._pulse)

    def _pulse(self, tx: Tx) -> None:
        outbox.turnstile(tx)
        conductor.step(self.tick(tx), self.real)

    def contact(self) -> None:
        self.real += timedelta(seconds=1)
        self.write(lambda tx: contact.step(self.tick(tx), self.real))

    def ring(self) -> None:
        self.real += timedelta(seconds=1)
        self.write(lambda tx: ringing.step(self.tick(tx), self.real))

    def pump(
        self, notice: Broadcast, *, becomes: str = "sent", why: str = "", most: int = 10**6
    ) -> int:
        """What is let through ends as `becomes`; what stands shows what is wanted."""

        def work(tx: Tx) -> int:
            while feeding.feed(tx, self.now, self.real, dry=True):
                pass
            tx.run(_SHOW, the_notice=notice.notice)
            given = {"the_notice": notice.notice, "becomes": becomes, "why": why, "most": most}
            return tx.run(_ATTEMPT, **given)

        return self.write(work)

    def watched(self) -> None:
        """The first ones were watched long enough."""
        self.pulse(seconds=60)
        self.pulse()

    def sent(self, notice: Broadcast) -> Broadcast:
        """Pump and pulse until nothing moves any more."""
        for _ in range(8):
            self.pump(notice)
            self.pulse(2, seconds=20)
        return self.get(notice)

    def cards(self, kind: str) -> list[Any]:
        """The notices of one kind."""
        rows = self.read(lambda tx: tx.all(NOTICE.select().order_by(NOTICE.c.id)))
        return [row for row in rows if row.kind == kind]

    def to(self, notice: int) -> set[int]:
        rows = self.read(lambda tx: tx.all(DELIVERY.select()))
        return {row.recipient for row in rows if row.notice_id == notice}


@pytest.fixture
def city(storage: Storage, tenant: str, tmp_path: Path) -> City:
    """150 people to write to: more than may be written to without approval."""
    found = City(storage, tenant)
    found.load(tmp_path, 150)
    return found


@pytest.fixture
def town(sqlite_storage: Storage, tenant: str, tmp_path: Path) -> City:
    """A dozen people, on SQLite alone: for what doesn't depend on the database."""
    found = City(sqlite_storage, tenant)
    found.load(tmp_path, 12)
    return found


__all__ = ["DESK", "NOW", "REAL", "SAID", "TOKYO", "City", "Stage", "replace"]

"""A tenant of schools whose civil time a test sets, and what it reads of the cards that stand."""

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select

from bot.attendance import importing, receiving
from bot.attendance.model import Class, Content, Door, Kind, Pupil, Report, School
from bot.attendance.store import classes, pupils, schools
from bot.delivery import outbox, payload
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.people import absences, imports
from bot.people import store as people
from bot.people.model import Person
from bot.settings import Settings
from bot.storage.store import Storage, migrate, open_storage
from bot.storage.tx import Tx
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb

T = TypeVar("T")
Row = Sequence[str]
TOKYO = ZoneInfo("Asia/Tokyo")
TENANT = "schools"
A, B = "A1", "B1"
YEAR = 2026
BEGUN = datetime(2026, 4, 1, 9, 0, tzinfo=TOKYO)
_FILE = "renkei.db"


@dataclass
class Schools:
    """Schools on SQLite; what a folder's own tests press is in `router`."""

    storage: Storage
    file: Path
    now: datetime
    router: ClassVar[Router]
    said_by_default: ClassVar[Content] = Content()

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(TENANT, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(TENANT, work)

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, hour: int, minute: int = 0, day: date | None = None) -> None:
        self.now = datetime.combine(day or self.today, time(hour, minute), TOKYO)

    # who and what there is

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None, aad
        return found

    def school(self, code: str = A) -> School:
        found = self.read(lambda tx: schools.find_by_code(tx, code))
        assert found is not None
        return found

    def class_(self, grade: int = 3, name: str = "2", code: str = A) -> Class:
        found = self.read(lambda tx: classes.named(tx, self.school(code).id, YEAR, grade, name))
        assert found is not None
        return found

    def pupil(self, key: str = "P1") -> Pupil:
        found = self.read(lambda tx: pupils.find_by_key(tx, key))
        assert found is not None, key
        return found

    def away(self, aad: str, deputy: str | None = None) -> None:
        who, day = self.person(aad).id, self.today
        other = self.person(deputy).id if deputy else None
        self.write(lambda tx: absences.set_away(tx, who, day, day, other, at=self.now))

    # what is done

    def turn(self, tx: Tx, aad: str, lang: str = "ja", **more: Any) -> Turn:
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
            **more,
        )

    def press(self, aad: str, verb: Verb, lang: str = "ja", **more: Any) -> Any:
        def work(tx: Tx) -> Any:
            outbox.turnstile(tx)
            return self.router.press(self.turn(tx, aad, lang, **more), verb.name, verb.data())

        return self.write(work)

    def say(self, aad: str, words: str) -> Any:
        return self.write(lambda tx: self.router.say(self.turn(tx, aad), words))

    def report(self, key: str = "P1", day: date | None = None, **more: Any) -> Report:
        """A family reports; by default with the family word, お休み, for today."""
        draft, since = more.pop("draft", ""), more.pop("since", day or self.today)
        given: dict[str, Any] = {
            "until": since,
            "kind": Kind.ABSENT,
            "door": Door.WORD,
            "author": 900,
            "content": self.said_by_default,
            "sent_at": self.now,
        }
        pupil = self.pupil(key).id
        new = Report(
            **{"id": 0, "pupil": pupil, "school": 0, "day_class": 0, "since": since},
            **{**given, **more},
        )
        by = Actor.press("family")
        return self.write(lambda tx: receiving.receive(tx, new, self.now, actor=by, key=draft))

    # what stands

    def notices(self, kind: str = "attendance.report") -> list["Posted"]:
        return self.read(lambda tx: _posted(tx, kind))

    def ledger(self, act: str) -> list[Any]:
        return self.read(lambda tx: tx.all(select(ENTRY).where(ENTRY.c.act == act)))

    def raw(self) -> bytes:
        """Everything as it lies on the disk, the write-ahead log too."""
        return b"".join(one.read_bytes() for one in self.file.parent.glob(f"{_FILE}*"))


@dataclass(frozen=True)
class Posted:
    """A notice as it is handed to delivery."""

    id: int
    key: str
    due_at: datetime
    revision: int
    state: str
    to: frozenset[int]
    cards: Any
    summaries: tuple[str, ...]

    @property
    def said(self) -> str:
        return said(self.cards)


def _posted(tx: Tx, kind: str) -> list[Posted]:
    rows = tx.all(select(NOTICE).where(NOTICE.c.kind == kind).order_by(NOTICE.c.id))
    return [_one(tx, row) for row in rows]


def _one(tx: Tx, row: Any) -> Posted:
    key = payload.sealing_key(row.kind, row.source_key)
    copies = tx.all(select(DELIVERY.c.recipient).where(DELIVERY.c.notice_id == row.id))
    shown = payload.cards(tx, key=key, sealed=row.payload) if row.payload else {}
    opened = payload.unseal(tx, key=key, sealed=row.payload, guard=None) if row.payload else None
    outside = [bytes(one) for one in opened.activities.values()] if opened else []
    return Posted(
        id=row.id,
        key=row.source_key,
        due_at=row.due_at.astimezone(TOKYO),
        revision=row.revision,
        state=row.state,
        to=frozenset(one.recipient for one in copies),
        cards=shown,
        summaries=tuple(str(orjson.loads(one)["summary"]) for one in outside),
    )


def said(card: Any) -> str:
    """All words of a card, of its buttons and of what is shown where it can't be."""
    if isinstance(card, dict):
        keys = ("text", "title", "value", "label", "fallbackText")
        own = [str(card[key]) for key in keys if key in card]
        return "\n".join([*own, *(said(one) for one in card.values())])
    return "\n".join(said(one) for one in card) if isinstance(card, list) else ""


def verbs(card: Any) -> list[str]:
    """What the buttons of a card send."""
    if isinstance(card, dict):
        own = [card["verb"]] if card.get("type") == "Action.Execute" else []
        return [*own, *(name for one in card.values() for name in verbs(one))]
    return [name for one in card for name in verbs(one)] if isinstance(card, list) else []


def written(file: Path, rows: Iterable[Row]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    return file


def loaded(folder: Path, files: Mapping[str, Iterable[Row]], staff: Iterable[Row] = ()) -> Path:
    """A database with these schools in it (and people beside them), to be copied; its folder."""
    settings = Settings(database_url=f"sqlite:///{folder / _FILE}")
    migrate(settings)
    storage = open_storage(settings)
    if staff:
        file = written(folder / "people.csv", staff)
        imports.load(storage, TENANT, file, today=BEGUN.date(), finally_=lambda tx, done: None)
    found = [written(folder / f"{name}.csv", rows) for name, rows in files.items()]
    importing.load(storage, TENANT, found, year=YEAR, now=BEGUN, finally_=lambda tx, done: None)
    storage.close()
    return folder


@contextmanager
def copied(loaded: Path, folder: Path) -> Iterator[tuple[Storage, Path]]:
    """That database for one test alone."""
    shutil.copytree(loaded, folder / "city")
    file = folder / "city" / _FILE
    storage = open_storage(Settings(database_url=f"sqlite:///{file}"))
    yield storage, file
    storage.close()

"""A school with its staff, the school desk, and what the practice tenant says of its places."""

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy import select

from bot.attendance import importing, sweeping
from bot.attendance.model import School
from bot.attendance.store import places as store
from bot.attendance.store import schools
from bot.attendance.turns import places as place_turns
from bot.delivery import encounters, outbox, payload, places
from bot.delivery.crowd import Seen
from bot.delivery.encounters import Met
from bot.delivery.places import Destination
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errands.rows import ERRAND
from bot.ledger.model import Actor
from bot.people import absences, imports
from bot.people import store as people
from bot.settings import Settings
from bot.slice import Tick
from bot.storage.store import Storage, migrate, open_storage
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb
from graph.teams import Member

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=TOKYO)
TENANT = "schools"
CHAT = "19:grade3@thread.v2"
_PEOPLE = (
    ("aad_object_id", "name", "mail", "department", "roles"),
    ("desk", "窓口 子", "desk@akatsuki.example.jp", "教育総務課", "staff,school_desk"),
    ("clerk", "係 員", "clerk@akatsuki.example.jp", "総務課", "staff"),
)
_FILES = {
    "schools": (
        ("学校コード", "学校名", "学校種別", "電話番号"),
        ("A1", "あかつき小学校", "小学校", "0000-00-0001"),
        ("B1", "ひので小学校", "小学校", "0000-00-0002"),
    ),
    "classes": (("学校コード", "学年", "組"), ("A1", "3", "2"), ("B1", "3", "2")),
    "staff": (
        ("学校コード", "職", "氏名", "オブジェクトID", "学年", "組"),
        ("A1", "担任", "東 花子", "homeroom", "3", "2"),
        ("A1", "教頭", "頭 七子", "vice", "", ""),
        ("B1", "教頭", "他 十子", "elsewhere", "", ""),
    ),
    "pupils": (
        ("学籍番号", "氏名", "ふりがな", "学校コード", "学年", "組", "出席番号", "オブジェクトID"),
        ("P1", "青木 はる", "あおき はる", "A1", "3", "2", "1", "haru"),
    ),
}


@dataclass
class City:
    """Schools on SQLite, and what is done about their places."""

    storage: Storage
    now: datetime = NOW

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(TENANT, work)

    @property
    def today(self) -> date:
        return self.now.date()

    def school(self, code: str = "A1") -> School:
        found = self.write(lambda tx: schools.find_by_code(tx, code))
        assert found is not None
        return found

    def turn(self, tx: Tx, aad: str) -> Turn:
        person = people.find_by_aad(tx, aad, self.today)
        assert person is not None
        holders = people.holders_of(tx, person.id, self.today)
        return Turn(
            person=person,
            holders=holders,
            lang=Lang("ja"),
            now=self.now,
            today=self.today,
            actor=Actor.press(aad),
            tx=tx,
        )

    def press(self, aad: str, verb: Verb) -> Any:
        router = place_turns.router
        return self.write(lambda tx: router.press(self.turn(tx, aad), verb.name, verb.data()))

    def say(self, aad: str, words: str = "出欠の連絡先") -> Any:
        return self.write(lambda tx: place_turns.router.say(self.turn(tx, aad), words))

    # places

    def tick(self, tx: Tx) -> Tick:
        return Tick(now=self.now, today=self.today, actor=Actor.job("test"), tx=tx)

    def met(self, conversation: str = CHAT, name: str = "3学年の職員") -> int:
        seen = Met(conversation=conversation, kind="chat", service_url="http://x/", name=name)
        return self.write(lambda tx: encounters.met(tx, seen, at=self.now)).id

    def place(self, place: int) -> Destination:
        return self.write(lambda tx: places.get(tx, place))

    def looked(self, place: int, *accounts: str, trouble: str = "", **more: Any) -> None:
        """The errand has come back: who is there."""
        members = tuple(
            Member(aad_object_id=one, roles=(), guest=one == "guest", tenant="")
            for one in accounts or ("homeroom", "vice")
        )
        seen = Seen(kind="chat", trouble=trouble, members=() if trouble else members)

        def apply(tx: Tx) -> None:
            job = sweeping.job_for(places.get(tx, place))
            sweeping.looked(self.tick(tx), job, more.get("outcome", seen))

        self.write(apply)

    def pulse(self) -> None:
        def run(tx: Tx) -> None:
            (pulse,) = sweeping.PULSES
            if pulse.waits(tx):
                pulse.run(self.tick(tx))

        self.write(run)

    def asked(self) -> int:
        """How many looks were asked for so far."""
        return len(self.write(lambda tx: tx.all(select(ERRAND.c.id))))

    def usable(self, code: str = "A1") -> int:
        """Where the school's roster cards go; 0: to personal chats."""
        school = self.school(code).id
        return self.write(lambda tx: store.usable(tx, school))

    def away(self, aad: str, *, deputy: str, until: date) -> None:
        """不在 and 代理, from today on."""
        who, other = self.id_of(aad), self.id_of(deputy)
        self.write(lambda tx: absences.set_away(tx, who, self.today, until, other, at=self.now))

    # what the desk hears

    def told(self, kind: str = "attendance.place") -> list[tuple[set[int], str]]:
        def read(tx: Tx) -> list[tuple[set[int], str]]:
            rows = tx.all(select(NOTICE).where(NOTICE.c.kind == kind).order_by(NOTICE.c.id))
            return [(_people(tx, row.id), _words(tx, row)) for row in rows]

        return self.write(read)

    def post(self, place: int, key: str = "roster:1") -> int:
        card = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "x", "body": []}
        return self.write(
            lambda tx: outbox.post(
                tx,
                kind="test",
                source_key=key,
                lane=0,
                due_at=self.now,
                expires_at=self.now.replace(hour=23),
                cards={"ja": card},
                summaries={},
                to_places=(place,),
            )
        )

    def id_of(self, aad: str) -> int:
        found = self.write(lambda tx: people.find_by_aad(tx, aad, self.today))
        assert found is not None
        return found.id


def _people(tx: Tx, notice: int) -> set[int]:
    rows = tx.all(select(DELIVERY.c.recipient).where(DELIVERY.c.notice_id == notice))
    return {row.recipient for row in rows}


def _words(tx: Tx, row: Any) -> str:
    key = payload.sealing_key(row.kind, row.source_key)
    return orjson.dumps(payload.cards(tx, key=key, sealed=row.payload)["ja"]).decode()


def _file(path: Path, rows: Any) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    return path


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places")
    settings = Settings(database_url=f"sqlite:///{folder / 'renkei.db'}")
    migrate(settings)
    storage = open_storage(settings)
    nothing: Any = lambda tx, done: None  # noqa: E731
    begun = datetime(2026, 4, 1, 9, 0, tzinfo=TOKYO)
    staff = _file(folder / "people.csv", _PEOPLE)
    imports.load(storage, TENANT, staff, today=begun.date(), finally_=nothing)
    files = [_file(folder / f"{name}.csv", rows) for name, rows in _FILES.items()]
    importing.load(storage, TENANT, files, year=2026, now=begun, finally_=nothing)
    storage.close()
    return folder


@pytest.fixture
def city(_made: Path, tmp_path: Path) -> Iterator[City]:
    shutil.copytree(_made, tmp_path / "city")
    storage = open_storage(Settings(database_url=f"sqlite:///{tmp_path / 'city' / 'renkei.db'}"))
    yield City(storage)
    storage.close()

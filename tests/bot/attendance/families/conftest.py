"""A small school: children with accounts of their own, guardians, and what families press."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from bot.attendance import importing
from bot.attendance.model import Guardian, LinkState, Pupil, Report
from bot.attendance.rules import words as of_words
from bot.attendance.store import guardians, pupils, reports, schools, words
from bot.attendance.turns import family, form, sending, siblings, state
from bot.errors import Mistyped
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Person
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.attendance.verbs import family as view
from cards.lang import Lang
from cards.verbs import Verb

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 7, 40, tzinfo=TOKYO)  # a Tuesday after a holiday
TODAY = NOW.date()
WORD = "さくら・みかん・つばめ"
ROUTER = Router().include(part.router for part in (form, sending, siblings, state, family))

HARU, NATSU, SORA, RIKU, UMI = "S001", "S002", "S003", "S004", "S005"
CHILD, PROTECTED, YOUNG = "c1", "c3", "c4"  # accounts of Haru, Sora, Riku
PARENT, OTHER, STRANGER = "g1", "g2", "g3"
TEACHER = "t1"
SCHOOLS = (
    ("学校コード", "学校名", "学校種別", "電話番号"),
    ("A1", "みなも中学校", "中学校", "0550-00-2002"),
    ("B1", "あかつき小学校", "小学校", "0550-00-3003"),
)
CLASSES = (("学校コード", "学年", "組"), ("A1", "3", "2"), ("B1", "1", "1"))
STAFF = (
    ("学校コード", "職", "氏名", "メール", "オブジェクトID", "学年", "組"),
    ("A1", "担任", "佐藤 みどり", "sato@akatsuki.example.jp", TEACHER, "3", "2"),
    ("A1", "学校事務", "木村 六", "kimura@akatsuki.example.jp", "o1", "", ""),
)
PUPILS = (
    (
        "学籍番号",
        "氏名",
        "ふりがな",
        "学校コード",
        "学年",
        "組",
        "出席番号",
        "オブジェクトID",
        "秘匿",
    ),
    (HARU, "青木 はる", "あおき はる", "A1", "3", "2", "1", CHILD, ""),
    (NATSU, "青木 なつ", "あおき なつ", "B1", "1", "1", "1", "", ""),
    (SORA, "上田 そら", "うえだ そら", "A1", "3", "2", "2", PROTECTED, "○"),
    (RIKU, "大野 りく", "おおの りく", "B1", "1", "1", "2", YOUNG, ""),
    (UMI, "加藤 うみ", "かとう うみ", "A1", "3", "2", "3", "", ""),
)
GUARDIANS = (
    ("学籍番号", "続柄", "連絡先", "保護者氏名", "オブジェクトID", "世帯"),
    (HARU, "母", "090-0000-0001", "青木 母", PARENT, "1"),
    (NATSU, "母", "090-0000-0001", "青木 母", PARENT, "1"),
    (HARU, "父", "090-0000-0002", "青木 父", OTHER, "2"),
    (SORA, "父", "090-0000-0003", "上田 父", STRANGER, "3"),
)
SHEETS = {
    "学校": SCHOOLS,
    "学級": CLASSES,
    "教職員": STAFF,
    "児童生徒": PUPILS,
    "保護者": GUARDIANS,
}


@dataclass
class Town:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = "city"
    now: datetime = NOW
    pressed_on: str = field(default="", kw_only=True)

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.now.date()))
        assert found is not None
        return found

    def turn(self, tx: Tx, aad: str, lang: str = "ja") -> Turn:
        today = self.now.date()
        person = people.find_by_aad(tx, aad, today)
        assert person is not None
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, today),
            lang=Lang(lang),
            now=self.now,
            today=today,
            actor=Actor.press(aad),
            tx=tx,
            replied_to=self.pressed_on,
        )

    # what families do

    def press(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        return self.write(lambda tx: ROUTER.press(self.turn(tx, aad, lang), verb.name, verb.data()))

    def returned(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        """The form with which a press comes back; nothing has changed."""
        with pytest.raises(Mistyped) as error:
            self.press(aad, verb, lang)
        return error.value.form

    def say(self, aad: str, text: str) -> Any:
        return self.write(lambda tx: ROUTER.say(self.turn(tx, aad), text))

    def begun(self, aad: str, key: str = HARU, lang: str = "ja", **more: Any) -> int:
        """The first step: an absence of today unless it says otherwise; the draft's id."""
        given = {"since": self.now.date(), "kind": "absent", "reason": "ill", **more}
        verb = view.FamilyNext(pupil_id=self.pupil(key).id, **given)
        return draft_of(self.press(aad, verb, lang))

    def sent(self, aad: str, key: str = HARU, *, word: str = "", **more: Any) -> Report:
        """Both steps, and the report that came of them."""
        draft = self.begun(aad, key, **more)
        self.press(aad, view.FamilySend(draft_id=draft, word=word))
        return self.reports(key)[-1]

    # what stands

    def pupil(self, key: str) -> Pupil:
        found = self.read(lambda tx: pupils.find_by_key(tx, key))
        assert found is not None
        return found

    def reports(self, key: str = HARU) -> tuple[Report, ...]:
        who = self.pupil(key).id
        year = (date(2026, 4, 1), date(2027, 3, 31))
        return self.read(lambda tx: reports.of_pupil(tx, who, *year))

    def link(self, aad: str, key: str = HARU) -> Guardian:
        who, child = self.person(aad).id, self.pupil(key).id
        found = self.read(lambda tx: guardians.of_pupil(tx, child))
        return next(one for one in found if one.person == who)

    def relink(self, aad: str, key: str = HARU, **change: Any) -> None:
        """The office changes a link."""
        link = self.link(aad, key)
        saved = replace(link, version=link.version + 1, **change)
        self.write(lambda tx: guardians.save(tx, saved))

    def confirm(self, aad: str, *keys: str) -> None:
        rights = {"may_report": True, "may_see_status": True, "may_be_notified": True}
        for key in keys:
            self.relink(aad, key, state=LinkState.CONFIRMED, **rights)

    def give_word(self, key: str = HARU, word: str = WORD) -> None:
        who = self.pupil(key).id

        def put(tx: Tx) -> None:
            hashed = of_words.hashed(words.peppered(tx, who, word), salt=secrets.token_bytes(16))
            words.put(tx, who, hashed, self.now)

        self.write(put)

    def school(self, **change: Any) -> None:
        """The school decides something for itself."""

        def save(tx: Tx) -> None:
            one = schools.every(tx)[0]
            schools.save(tx, replace(one, version=one.version + 1, **change))

        self.write(save)


def draft_of(card: Any) -> int:
    """The draft that the second step of a form is about."""
    return int(next(one["data"]["draft_id"] for one in actions(card) if "draft_id" in one["data"]))


def actions(card: Any) -> list[dict[str, Any]]:
    """The buttons of a card that come back to us."""
    if isinstance(card, dict):
        own = [card] if card.get("type") == "Action.Execute" else []
        return [*own, *(found for one in card.values() for found in actions(one))]
    return [found for one in card for found in actions(one)] if isinstance(card, list) else []


def verbs(card: Any) -> set[str]:
    """What the buttons of a card send."""
    return {one["verb"] for one in actions(card)}


def inputs(card: Any) -> dict[str, Any]:
    """The inputs of a card and what stands in them."""
    if isinstance(card, dict):
        own = {card["id"]: card.get("value")} if str(card.get("type")).startswith("Input.") else {}
        return own | {key: value for one in card.values() for key, value in inputs(one).items()}
    if isinstance(card, list):
        return {key: value for one in card for key, value in inputs(one).items()}
    return {}


def said(card: Any) -> str:
    """All words of a card, buttons' too."""
    if isinstance(card, dict):
        own = [str(card[key]) for key in ("text", "title", "value", "label") if key in card]
        return "\n".join([*own, *(said(one) for one in card.values())])
    return "\n".join(said(one) for one in card) if isinstance(card, list) else ""


def book(path: Path) -> Path:
    """The roster as a school's office would fill it in."""
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in SHEETS.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


@pytest.fixture(scope="session")
def _enrolled(_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("enrolled")
    shutil.copy(_migrated, folder / "renkei.db")
    storage = open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))
    file = book(folder / "roster.xlsx")
    importing.load(storage, "city", [file], year=2026, now=NOW, finally_=lambda tx, done: None)
    storage.close()
    return folder


@pytest.fixture
def town(_enrolled: Path, tmp_path: Path) -> Iterator[Town]:
    shutil.copytree(_enrolled, tmp_path / "town")
    storage = open_storage(Settings(database_url=f"sqlite:///{tmp_path / 'town' / 'renkei.db'}"))
    yield Town(storage)
    storage.close()

"""The world in which each cell of the role table is tried: a school morning, and who is about."""

import contextlib
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.attendance import importing
from bot.attendance.model import Class, LinkState, Pupil, School
from bot.attendance.rules import words as word_rules
from bot.attendance.store import classes, guardians, pupils, schools, words
from bot.errors import Refused, Unreadable
from bot.ledger.model import Actor
from bot.people import absences, imports
from bot.people import store as people
from bot.people.model import Person
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.lang import Lang
from tests.bot.attendance.roles import matter
from tests.bot.attendance.roles import people as cast

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=TOKYO)  # a Wednesday, before 連絡締切
TODAY = NOW.date()
TENANT = "schools"
WORD = "さくら・こだま・ひかり"
_ACCOUNT = "オブジェクトID"


class _Undone(Exception):
    """What was tried is taken back, whatever came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one press: a card (or None: no answer), or the reason of a refusal."""

    card: Any = None
    refused: str = ""
    facts: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Two schools on a Wednesday morning; `ids` names what stands there by words of its own."""

    storage: Storage
    ids: dict[str, int]

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(TENANT, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(TENANT, work)

    def person(self, role: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, role, TODAY))
        assert found is not None, role
        return found

    def attempt(self, role: str, work: Callable[[Turn], Any], now: datetime | None = None) -> Tried:
        """What comes of it when somebody tries; nothing of it stays."""
        tried: list[Tried] = []

        def run(tx: Tx) -> None:
            turn = _turn(tx, role, now or NOW)
            try:
                tried.append(Tried(card=work(turn)))
            except Refused as error:
                tried.append(Tried(refused=error.reason, facts=error.facts))
            except Unreadable as error:  # how a command says whom it isn't for
                tried.append(Tried(refused=error.what))
            raise _Undone

        with contextlib.suppress(_Undone):
            self.write(run)
        return tried[0]


def _turn(tx: Tx, role: str, now: datetime) -> Turn:
    person = people.find_by_aad(tx, role, now.date())
    assert person is not None, role
    return Turn(
        person=person,
        holders=people.holders_of(tx, person.id, now.date()),
        lang=Lang("ja"),
        now=now,
        today=now.date(),
        actor=Actor.press(role),
        tx=tx,
        public_url="http://127.0.0.1:3978",
    )


def built(database: Path, folder: Path) -> World:
    """The world, on an empty migrated database."""
    storage = open_storage(Settings(database_url=f"sqlite:///{database}"))
    world = World(storage=storage, ids={})
    people_file = _written(folder / "people.csv", cast.PEOPLE)
    imports.load(
        storage, TENANT, people_file, today=date(2026, 4, 1), finally_=lambda tx, done: None
    )
    last = [_written(folder / "staff2025.csv", cast.LAST_YEAR)]
    _load(world, [*_files(folder, "schools", "classes"), *last], 2025)
    _load(world, _files(folder, *cast.FILES), 2026)
    world.write(lambda tx: _link(tx, world.ids))
    world.write(lambda tx: matter.put(tx, world.ids, NOW))
    return world


def _load(world: World, files: Sequence[Path], year: int) -> None:
    now = datetime(year, 4, 1, 9, 0, tzinfo=TOKYO)
    importing.load(world.storage, TENANT, files, year=year, now=now, finally_=lambda tx, done: None)


def _files(folder: Path, *names: str) -> list[Path]:
    return [_written(folder / f"{name}.csv", cast.FILES[name]) for name in names]


def _written(file: Path, rows: Sequence[Sequence[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(_with_mail(rows))
    return file


def _with_mail(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Whoever has an account has a mail address of that name."""
    heading = rows[0]
    for row in rows:
        if _ACCOUNT not in heading:
            yield row
        else:
            account = row[heading.index(_ACCOUNT)]
            yield (*row, "メール" if row is heading else mail(account))


def mail(account: str) -> str:
    """The address by which a command's `--as` names somebody."""
    return f"{account}@akatsuki.example.jp" if account else ""


def _link(tx: Tx, ids: dict[str, int]) -> None:
    """Names for what the roster brought; links as the office left them; a deputy; a word."""
    for code in (cast.MINE, cast.OTHER):
        ids[code] = _school(tx, code).id
    for name, code, grade, class_ in (
        ("class", cast.MINE, 3, "2"),
        ("other_class", cast.MINE, 3, "3"),
        ("strange_class", cast.OTHER, 3, "2"),
    ):
        ids[name] = _class(tx, ids[code], grade, class_).id
    for key in (cast.CHILD, cast.SIBLING, cast.CLASSMATE, cast.THIRD, cast.STRANGE):
        ids[key] = _pupil(tx, key).id
    _decide_links(tx, ids)
    homeroom, acting = (people.find_by_aad(tx, role, TODAY) for role in ("homeroom", "acting"))
    assert homeroom is not None
    assert acting is not None
    absences.set_away(tx, homeroom.id, TODAY, TODAY, acting.id, at=NOW)
    kept = word_rules.hashed(words.peppered(tx, ids[cast.CHILD], WORD), salt=b"0123456789abcdef")
    words.put(tx, ids[cast.CHILD], kept, NOW)


def _decide_links(tx: Tx, ids: dict[str, int]) -> None:
    for key in (cast.CHILD, cast.SIBLING):
        for link in guardians.of_pupil(tx, ids[key]):
            owner = people.get(tx, link.person, TODAY).aad_object_id
            ids[f"link:{key}:{owner}"] = link.id
            if owner == "inactive":
                continue
            state = LinkState.REMOVED if owner == "removed" else LinkState.CONFIRMED
            able = owner in ("guardian", "other_household")
            guardians.save(
                tx,
                replace(
                    link,
                    state=state,
                    may_report=able,
                    may_see_status=able or owner == "powerless",
                    may_be_notified=able,
                    version=link.version + 1,
                ),
            )


def _school(tx: Tx, code: str) -> School:
    found = schools.find_by_code(tx, code)
    assert found is not None
    return found


def _class(tx: Tx, school: int, grade: int, name: str) -> Class:
    found = classes.named(tx, school, 2026, grade, name)
    assert found is not None
    return found


def _pupil(tx: Tx, key: str) -> Pupil:
    found = pupils.find_by_key(tx, key)
    assert found is not None
    return found

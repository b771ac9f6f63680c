"""Everything that takes in what strangers write: each ends well or with an error of our own tree.

A target takes any bytes. Where bytes alone would hardly get in, they fill a shape that does: a verb
of ours with its own fields, a table under its own headings, a workbook with its own parts.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import slices
from bot.agreements import sheets as agreements
from bot.agreements.clauses import read as read_clauses
from bot.agreements.columns import COLUMNS as AGREEMENT_COLUMNS
from bot.agreements.documents import read_text
from bot.attendance.sheets import calendar, map, reports
from bot.attendance.sheets.roster import Kind, reading, tables
from bot.attendance.sheets.roster.columns import COLUMNS as ROSTER_COLUMNS
from bot.errors import BotError
from bot.people import sheet as people
from bot.records.sheets import book as handling
from bot.records.sheets import columns as handling_columns
from bot.sheets import Column, Row, each
from bot.training.sheets import book as training
from bot.training.sheets import columns as training_columns
from bot.turns.door import activities, body, hearing, signed
from bot.turns.door.refusals import TurnedAway
from bot.turns.router import normalised
from cards.verbs import Malformed, Verb, inputs_of

OUR_OWN = (BotError, TurnedAway, Malformed)
TODAY = date(2026, 4, 1)
ZONE = ZoneInfo("Asia/Tokyo")
TENANT = "11111111-1111-4111-8111-111111111111"
Reads = Callable[[Path], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is tried, and what it is tried with first."""

    name: str
    takes: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def tried(self, data: bytes) -> None:
        """Take the bytes in; whatever isn't an error of our own tree goes through."""
        try:
            self.takes(data)
        except OUR_OWN:
            return


# the door


def door(data: bytes) -> None:
    """The body of a request, up to what the house hears."""
    activity = activities.incoming(body.parse(data))
    activities.tenants_in(activity)
    for heard in (hearing.message, hearing.pressed, hearing.moved, hearing.event):
        try:
            heard(activity, TENANT)
        except TurnedAway:
            continue


def token(data: bytes) -> None:
    """A bearer token, before its signature is looked at."""
    signed.read(data.decode("latin-1"))


def words(data: bytes) -> None:
    """What somebody writes in the chat, held against every pattern of every slice."""
    said = normalised(data.decode("utf-8", "replace"))[:200]
    for heard in _heard():
        heard.fullmatch(said)


@cache
def _heard() -> tuple[Any, ...]:
    return tuple(one.pattern for one in slices.router().words)


# the verbs


@cache
def verbs() -> tuple[str, ...]:
    slices.router()
    return tuple(sorted(name for name in Verb.known if not name.startswith("test.")))


def press(data: bytes) -> None:
    """A pressed button: the first two bytes choose the verb, the rest is JSON for its fields."""
    names = verbs()
    name = names[int.from_bytes(data[:2], "big") % len(names)]
    try:
        found = json.loads(data[2:])
    except (ValueError, RecursionError):
        found = data[2:].decode("utf-8", "replace")
    pressed = Verb.parse(name, _fields(name, found))
    assert Verb.parse(name, pressed.data()) == pressed


def _fields(name: str, found: object) -> Mapping[str, object]:
    """A list fills the verb's fields in order; anything but an object fills all of them."""
    if isinstance(found, dict):
        return found
    fields = sorted(inputs_of(Verb.known[name]))
    given = found if isinstance(found, list) else [found] * len(fields)
    return dict(zip(fields, given, strict=False))


# files


def _file(reads: Reads, suffix: str) -> Callable[[bytes], object]:
    """Any bytes under a name of this kind."""

    def takes(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"given{suffix}"
            file.write_bytes(data)
            return reads(file)

    return takes


def _table(reads: Reads, headings: Sequence[str]) -> Callable[[bytes], object]:
    """The bytes as the lines of a .csv under its own headings."""
    first = (",".join(headings) + "\n").encode()
    given = _file(reads, ".csv")
    return lambda data: given(first + data)


def _workbook(reads: Reads, sheet: str, headings: Sequence[str]) -> Callable[[bytes], object]:
    """The bytes as a part of a workbook: the first chooses which, and where they are put."""
    given, whole = _file(reads, ".xlsx"), made(sheet, headings)

    def takes(data: bytes) -> object:
        return given(spoilt(whole, data))

    return takes


@cache
def _made(sheet: str, headings: tuple[str, ...]) -> bytes:
    from bot.sheets import Sheet, write_book

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "good.xlsx"
        row = tuple("2026-04-01" for _ in headings)
        write_book(file, [Sheet(name=sheet, headings=headings, rows=[row])])
        return file.read_bytes()


def made(sheet: str, headings: Iterable[str]) -> bytes:
    """A workbook with one row."""
    return _made(sheet, tuple(headings))


def spoilt(whole: bytes, data: bytes) -> bytes:
    """A workbook with one part changed: replaced, cut off, or with bytes put into its middle."""
    if len(data) < 4:
        return whole[: len(whole) * (data[0] if data else 0) // 255]
    with zipfile.ZipFile(io.BytesIO(whole)) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    name = sorted(kept)[data[0] % len(kept)]
    at = int.from_bytes(data[2:4], "big") % (len(kept[name]) + 1)
    rest = {0: b"", 1: kept[name][at:], 2: kept[name][at + len(data) - 4 :]}[data[1] % 3]
    kept[name] = (kept[name][:at] if data[1] & 4 else b"") + data[4:] + rest
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        for part, content in kept.items():
            changed.writestr(part, content)
    return out.getvalue()


def _people(path: Path) -> object:
    return list(people.rows(path, TODAY))


_ROSTER: dict[Kind, Callable[[Row], object]] = {
    Kind.SCHOOLS: reading.school,
    Kind.CLASSES: reading.class_,
    Kind.STAFF: lambda row: reading.staff(row, TODAY.year),
    Kind.PUPILS: lambda row: reading.pupil(row, TODAY.year),
    Kind.GUARDIANS: reading.guardian,
}


def _roster(path: Path) -> object:
    found = tables([path])
    return [list(each(table.rows(), _ROSTER[kind])) for kind, table in found.items()]


def _training(path: Path) -> object:
    book = training.read(path, ZONE)
    faults: list[Any] = []
    return list(book.completions.until(TODAY, faults)) if book.completions else book


def _reports(path: Path) -> object:
    return list(reports.read(path, []))


def _agreement_text(path: Path) -> object:
    return read_clauses(read_text(path), path.name)


def clauses(data: bytes) -> object:
    """The text of an agreement."""
    return read_clauses(data.decode("utf-8", "replace"), "given.txt")


def _headings(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.headings[0] for column in columns)


_TABLES: dict[str, tuple[Reads, str, tuple[str, ...]]] = {
    "people": (_people, "職員", _headings(people.COLUMNS)),
    "agreements": (agreements.entries_in, "協定", _headings(AGREEMENT_COLUMNS)),
    "calendar": (calendar.read, "行事", _headings(calendar.COLUMNS)),
    "reports": (_reports, "連絡", _headings(reports.COLUMNS)),
    "training": (
        _training,
        training_columns.COURSES,
        _headings(training.COLUMNS[training_columns.COURSES]),
    ),
    "handling": (
        handling.read,
        handling_columns.LINES,
        handling_columns.headings(handling_columns.LINES),
    ),
    "roster": (_roster, Kind.PUPILS.value, _headings(ROSTER_COLUMNS[Kind.PUPILS])),
}


def _tables() -> Iterable[Target]:
    for name, (reads, sheet, headings) in _TABLES.items():
        line = ",".join("2026-04-01" for _ in headings).encode()
        yield Target(name=f"{name}-csv", takes=_table(reads, headings), seeds=(line, b'"a\n",b'))
        seeds = (made(sheet, headings), b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"a,b\n1,2\n")
        yield Target(name=f"{name}-file", takes=_file(reads, ".xlsx"), seeds=seeds)
        parts = tuple(
            bytes((part, how)) + b'\x00\x40<c r="A1">' for part in range(6) for how in range(6)
        )
        yield Target(name=f"{name}-xlsx", takes=_workbook(reads, sheet, headings), seeds=parts)


_HEARD = {
    "type": "invoke",
    "id": "f:1",
    "name": "adaptiveCard/action",
    "channelId": "msteams",
    "serviceUrl": "https://smba.example/teams/",
    "from": {"id": "29:1", "aadObjectId": "22222222-2222-4222-8222-222222222222"},
    "recipient": {"id": "28:1"},
    "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
    "channelData": {"tenant": {"id": TENANT}},
    "entities": [{"type": "mention", "text": "<at>連携</at>", "mentioned": {"id": "28:1"}}],
    "value": {"action": {"type": "Action.Execute", "verb": "home.help", "data": {"a": 1}}},
}
_CLAUSE = (
    "見守り協定書\n\nあかつき市（以下「甲」という。）と会社（以下「乙」という。）は、"
    "協定を締結する。\n"
)


@cache
def every() -> dict[str, Target]:
    """All targets by name."""
    fixed = (
        Target(
            name="door",
            takes=door,
            seeds=(
                json.dumps(_HEARD).encode(),
                json.dumps({**_HEARD, "type": "message", "text": "<at>連携</at> 期限"}).encode(),
                b'{"type":"event","conversation":{"id":"a"}}',
            ),
        ),
        Target(name="token", takes=token, seeds=(b"eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.YQ",)),
        Target(
            name="words", takes=words, seeds=("期限".encode(), "不在 11/24-11/30 代理 森".encode())
        ),
        Target(name="press", takes=press, seeds=(b"\x00\x00[1]", b"\x00\x01{}", b'\x00\x02"a"')),
        Target(name="clauses", takes=clauses, seeds=(f"{_CLAUSE}第1条　期間は、".encode(),)),
        Target(name="text", takes=_file(_agreement_text, ".txt"), seeds=(_CLAUSE.encode("cp932"),)),
        Target(name="map", takes=_file(map.load, ".toml"), seeds=(b"[[column]]\nheading = 'a'\n",)),
    )
    return {one.name: one for one in (*fixed, *_tables())}

"""The ledger as a file: every field as it is chained, and names beside the pseudonyms."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from bot.errors import Unreadable
from bot.ledger import reads
from bot.ledger.chain import START
from bot.ledger.reads import Wanted
from bot.ledger.record import FIELDS
from bot.records.store.naming import Naming
from bot.sheets import Sheet, write_book
from bot.sheets import write as write_table
from bot.sheets.writing import whole
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang
from cards.records.acts import act_words
from cards.records.ledger import door_words

_ENDINGS = (".xlsx", ".csv", ".json")
_A_SHEET = 1_000_000  # Excel has no more rows than 1,048,576
_HEADINGS = (
    *("番号", "日時", "氏名", "代理された人", "操作", "操作（ことば）", "対象", "件名"),
    *("目的", "経路", "職の番号"),
    *("仮名", "実行者の仮名", "代理の仮名", "記録時刻（UTC）", "詳細", "ハッシュ"),
)
_DOORS = {"press": "操作（ボタン）", "command": "コマンド"}
_KNOWN_AT_ONCE = 4096  # matters whose titles are remembered: memory stays the same however many
_LANG = Lang(SOURCE)
_Told = Callable[[int], None]
Titles = Callable[[Tx, str], str]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a reader is told beside the codes; `title` is what a matter is called today."""

    naming: Naming
    title: Callable[[str], str]


def check_name(file: Path) -> None:
    """Raise Unreadable for a file that can't be written by its ending."""
    if file.suffix.lower() not in _ENDINGS:
        raise Unreadable(file.name, "end the file's name in .xlsx, .csv or .json")


def write(
    tx: Tx,
    file: Path,
    wanted: Wanted,
    *,
    on: date,
    zone: ZoneInfo,
    titles: Titles,
    told: _Told,
) -> int:
    """Write the entries, whole or not at all, in constant memory; how many. `titles` names a matter
    by its subject.

    All fields stand there as they were hashed: with a whole export anybody can compute the chain.
    """
    words = _Words(Naming(tx, on), lru_cache(_KNOWN_AT_ONCE)(partial(titles, tx)))
    rows = _counted(reads.rows(tx, wanted), told)
    match file.suffix.lower():
        case ".json":
            return whole(file, lambda draft: _json(draft, rows, words))
        case ".csv":
            return write_table(file, _HEADINGS, (_row(one, words, zone) for one in rows))
    written = (_row(one, words, zone) for one in rows)
    sheets = -(-reads.count(tx, wanted) // _A_SHEET) or 1
    pages = [
        Sheet(name=f"台帳{number}", headings=_HEADINGS, rows=islice(written, _A_SHEET))
        for number in range(1, sheets + 1)
    ]
    return sum(write_book(file, pages))


def _counted(rows: Iterator[Any], told: _Told) -> Iterator[Any]:
    for row in rows:
        told(1)
        yield row


def _row(row: Any, words: _Words, zone: ZoneInfo) -> tuple[str | int | None, ...]:
    at = datetime.fromisoformat(row.at).astimezone(zone)
    return (
        row.seq,
        f"{at:%Y-%m-%d %H:%M:%S}",
        words.naming.of(row.who),
        words.naming.of(row.deputy_for),
        row.act,
        act_words(_LANG, row.act),
        row.subject,
        words.title(row.subject),
        row.why,
        _DOORS.get(row.door) or door_words(_LANG, row.door, row.who),
        row.post,
        row.who,
        row.via,
        row.deputy_for,
        row.at,
        row.detail,
        row.hash,
    )


def _json(draft: Path, rows: Iterator[Any], words: _Words) -> int:
    """One object; `fields` in the order in which they are hashed, so that anybody can do it."""
    with draft.open("w", encoding="utf-8") as file:
        head = {"start": START, "hashed": "sha256(hash before + JSON array of fields)"}
        file.write(json.dumps({**head, "fields": FIELDS}, ensure_ascii=False)[:-1])
        file.write(', "entries": [')
        count = _entries(file, rows, words)
        file.write("\n]}\n")
    return count


def _entries(file: TextIO, rows: Iterator[Any], words: _Words) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        said = {
            "name": words.naming.of(row.who) or None,
            "act_words": act_words(_LANG, row.act),
            "title": words.title(row.subject) or None,
        }
        entry = {**row._asdict(), **said}
        file.write(",\n" if count > 1 else "\n")
        file.write(json.dumps(entry, ensure_ascii=False))
    return count

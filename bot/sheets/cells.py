"""One row of a sheet, and what is wrong with it, by line and column."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from bot.errors import Unreadable
from bot.sheets.days import day_in

T = TypeVar("T")
P = ParamSpec("P")
Cell = str | int | float | bool | date | datetime
_MOST_FAULTS = 100
_TRUE = frozenset(("1", "true", "yes", "on", "y", "はい", "有", "あり", "○", "〇", "済", "要"))
_FALSE = frozenset(("", "0", "false", "no", "off", "n", "いいえ", "無", "なし", "×", "-", "不要"))


class Column:
    """A column by its key and the headings that may stand over it, the key itself included.

    `required`: a sheet without it is refused. Headings are compared without regard to width,
    case and spaces. The first heading is the one that is written.
    """

    def __init__(self, key: str, *headings: str, required: bool = False) -> None:
        self.key = key
        self.headings = headings or (key,)
        self.required = required

    def known_as(self) -> frozenset[str]:
        return frozenset(map(folded, (self.key, *self.headings)))


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """A heading as it is compared."""
    return re.sub(r"[\s_*※-]+", "", unicodedata.normalize("NFKC", heading)).casefold()


def letters(index: int) -> str:
    """A column as a sheet names it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def index_of(letters: str) -> int:
    """The reverse, counted from one: A is 1, AA is 27."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index


class BadCell(Unreadable):
    """A cell that can't be used; says its line and column, never what stands in it.

    `sheet`: of a workbook that is read sheet by sheet, "" elsewhere.
    """

    def __init__(self, line: int, column: str, remedy: str, sheet: str = "") -> None:
        where = f"sheet {sheet}, " if sheet else ""
        super().__init__(f"{where}line {line}, column {column}", remedy)
        self.sheet = sheet
        self.line = line
        self.column = column


class BadRows(Unreadable):
    """All that is wrong with the rows of a sheet (at most a hundred are told), each a BadCell."""

    def __init__(self, faults: tuple[BadCell, ...]) -> None:
        count = len({(fault.sheet, fault.line) for fault in faults})
        rows = "1 bad row" if count == 1 else f"{count} bad rows"
        told = "; ".join(str(fault) for fault in faults[:3])
        super().__init__(rows, told + ("; …" if len(faults) > 3 else ""))
        self.rows = rows
        self.faults = faults


class Gathering:
    """Tries one reading after the other; all that is wrong is raised together by `check`."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, int, str], BadCell] = {}

    def __call__(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `read` returns; where it raises BadCell, something that mustn't be looked at."""
        try:
            return read(*args, **kwargs)
        except BadCell as fault:  # of a cell that is read twice the first is told
            self._faults.setdefault((fault.sheet, fault.line, fault.column), fault)
        return cast(T, None)

    def check(self) -> None:
        """Raise BadRows where anything was wrong: call it before a value is used."""
        if self._faults:
            raise BadRows(tuple(self._faults.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: `line` as the reader of the sheet counts it; cells by the column's key."""

    line: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]  # by key, as the sheet itself writes them
    stray: str = ""  # a column without a heading in which this row holds something
    sheet: str = ""  # its name, where the sheets of a workbook are read one by one

    def bad(self, key: str, remedy: str) -> BadCell:
        """The error that says this cell is wrong; raise it."""
        return BadCell(self.line, self.headings.get(key, key), remedy, self.sheet)

    def text(self, key: str, *, at_most: int = 2000) -> str:
        """The cell's text without blanks around it; "" where it or its column is missing."""
        cell = self.cells.get(key, "")
        if not isinstance(cell, str):
            cell = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
        found = cell.strip()
        if len(found) > at_most:
            raise self.bad(key, f"shorten it to {at_most} characters")
        return found

    def needed(self, key: str, *, at_most: int = 2000) -> str:
        """The cell's text; an empty cell is a fault."""
        found = self.text(key, at_most=at_most)
        if not found:
            raise self.bad(key, "is empty; fill it in")
        return found

    def day(self, key: str) -> date | None:
        """A civil day, from a date cell or a text in western or era years; None if empty."""
        cell = self.cells.get(key, "")
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if not (written := self.text(key)):
            return None
        found = day_in(written)
        if found is None:
            raise self.bad(key, "is not a date; write it like 2027-03-31 or 令和9年3月31日")
        return found

    def whole(self, key: str, *, at_least: int = 0, at_most: int = 1_000_000) -> int | None:
        """A whole number within bounds; None if empty."""
        if not (written := self.text(key)):
            return None
        plain = unicodedata.normalize("NFKC", written).replace(",", "")
        if not re.fullmatch(r"-?\d{1,18}", plain) or not at_least <= int(plain) <= at_most:
            raise self.bad(key, f"write a whole number from {at_least} to {at_most}")
        return int(plain)

    def flag(self, key: str) -> bool:
        """Yes or no (有/無, ○/×, はい/いいえ, true/false); empty is no."""
        word = unicodedata.normalize("NFKC", self.text(key)).casefold()
        if word not in _TRUE | _FALSE:
            raise self.bad(key, "write yes or no (有/無, ○/×)")
        return word in _TRUE

    def choice(self, key: str, words: Mapping[str, T]) -> T | None:
        """What a word stands for, by `words`; None if empty."""
        if not (written := self.text(key)):
            return None
        folded_words = {folded(word): meaning for word, meaning in words.items()}
        if folded(written) not in folded_words:
            raise self.bad(key, f"write one of {', '.join(words)}")
        return folded_words[folded(written)]

    def listed(self, key: str) -> tuple[str, ...]:
        """The parts of a cell that lists several, separated by , 、 ; / or new lines."""
        parts = re.split(r"[,、，;；/／\n]", self.text(key))
        return tuple(part.strip() for part in parts if part.strip())


def each(rows: Iterable[Row], made: Callable[[Row], T]) -> Iterator[T]:
    """What `made` makes of each row. Bad rows are gathered and raised as BadRows at the end,

    so use what comes only when the last row has come: nothing of a bad sheet may be kept.
    """
    faults: list[BadCell] = []
    for thing in good(rows, made, faults):
        if not faults:
            yield thing
    if faults:
        raise BadRows(tuple(faults[:_MOST_FAULTS]))


def good(rows: Iterable[Row], made: Callable[[Row], T], faults: list[BadCell]) -> Iterator[T]:
    """What `made` makes of each good row; what is wrong with the others is added to `faults`.

    `made` raises BadCell, or BadRows for several cells. After a hundred faults it ends.
    """
    for row in rows:
        before = len(faults)
        faults += _stray(row)
        try:
            thing = made(row)
        except BadCell as fault:
            faults.append(fault)
        except BadRows as bad:
            faults += bad.faults
        else:
            if len(faults) == before:
                yield thing
        if len(faults) >= _MOST_FAULTS:
            return


def _stray(row: Row) -> Iterator[BadCell]:
    if row.stray:
        yield row.bad(row.stray, "has no heading; delete the cell or give it a heading")

"""A city's roster of any size, as five .csv files: thirty children to a class, fifty schools."""

from collections.abc import Iterator
from pathlib import Path

from bot import sheets
from bot.attendance.sheets.roster import COLUMNS, Kind

CLASS_SIZE = 30
SCHOOLS = 50
_GRADES = 6
Line = tuple[str | int, ...]


def files(folder: Path, children: int) -> list[Path]:
    """The five files; every child has an account and one guardian."""
    return [_write(folder, kind, rows) for kind, rows in _tables(children).items()]


def _write(folder: Path, kind: Kind, rows: Iterator[Line]) -> Path:
    path = folder / f"{kind.name.lower()}.csv"
    sheets.write(path, [column.headings[0] for column in COLUMNS[kind]], rows)
    return path


def _tables(children: int) -> dict[Kind, Iterator[Line]]:
    classes = -(-children // CLASS_SIZE)
    return {
        Kind.SCHOOLS: ((f"S{n:03}", f"第{n}小学校", "小学校", "") for n in range(SCHOOLS)),
        Kind.CLASSES: ((*place(n), "") for n in range(classes)),
        Kind.STAFF: (line for n in range(classes) for line in _staff(n)),
        Kind.PUPILS: (_child(n) for n in range(children)),
        Kind.GUARDIANS: (_guardian(n) for n in range(children)),
    }


def place(number: int) -> tuple[str, int, int]:
    """School, grade and name of a class."""
    rest, school = divmod(number, SCHOOLS)
    name, grade = divmod(rest, _GRADES)
    return f"S{school:03}", grade + 1, name + 1


def _staff(number: int) -> Iterator[Line]:
    school, grade, name = place(number)
    mail = f"teacher{number}@akatsuki.example.jp"
    yield school, "担任", f"担任 {number}", mail, "", grade, name, "", ""
    if number < SCHOOLS:
        for function in ("校長", "教頭", "養護教諭", "学校事務"):
            mail = f"{function}{number}@akatsuki.example.jp"
            yield school, function, f"{function} {number}", mail, "", "", "", "", ""


def _child(number: int) -> Line:
    school, grade, name = place(number // CLASS_SIZE)
    mail = f"p{number}@pupils.example.jp"
    seat = number % CLASS_SIZE + 1
    return (
        *(f"P{number:06}", f"児童 {number}", f"じどう {number}", school, grade, name, seat, ""),
        *(mail, "", "ベトナム語" if number % 20 == 0 else "", "", "", ""),
    )


def _guardian(number: int) -> Line:
    contact = f"090-{number // 10000:04}-{number % 10000:04}"
    return f"P{number:06}", "母", contact, f"保護者 {number}", "", "", "", ""

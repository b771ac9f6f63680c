"""A city's roster as files: small ones written by hand, and as large as one likes."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot import sheets
from bot.attendance.sheets.roster import COLUMNS, Kind

HEADINGS = {
    kind: tuple(column.headings[0] for column in columns) for kind, columns in COLUMNS.items()
}
SCHOOLS = (
    ("E1", "あかつき小学校", "小学校", "0120-000-000"),
    ("J1", "あかつき中学校", "中学校", ""),
)
CLASSES = (
    ("E1", 3, "1", ""),
    ("E1", 3, "2組", "通常"),
    ("E1", 3, "あすなろ", "特別支援"),
    ("J1", 1, "1", ""),
)
STAFF = (
    ("E1", "校長", "校長 一", "kocho@akatsuki.example.jp", "", "", "", "", ""),
    ("E1", "教頭", "教頭 一", "kyoto@akatsuki.example.jp", "", "", "", "", ""),
    ("E1", "養護教諭", "保健 一", "hoken@akatsuki.example.jp", "", "", "", "", ""),
    ("E1", "学年主任", "主任 三", "shunin@akatsuki.example.jp", "", 3, "", "", ""),
    ("E1", "担任", "担任 三の二", "tannin32@akatsuki.example.jp", "", 3, "2", "", ""),
)
PUPILS = (
    (
        "P001",
        "夜明 はるか",
        "よあけ はるか",
        "E1",
        3,
        "2",
        1,
        "",
        "haruka@pupils.example.jp",
        "",
        "ベトナム語",
        "",
        "",
        "",
    ),
    ("P002", "星野 そら", "ほしの そら", "E1", 3, "2", 2, "", "", "", "", "有", "", ""),
    ("P003", "森 みどり", "もり みどり", "E1", 3, "あすなろ", 1, "3-2", "", "", "", "", "", ""),
    ("P004", "川上 りく", "かわかみ りく", "J1", 1, "1", 1, "", "", "", "", "", "", ""),
)
GUARDIANS = (
    ("P001", "母", "090-0000-0001", "夜明 あおい", "aoi@family.example.jp", "", "A", "vi"),
    ("P001", "父", "090-0000-0002", "夜明 そうた", "", "", "B", ""),
)
WHOLE = {
    Kind.SCHOOLS: SCHOOLS,
    Kind.CLASSES: CLASSES,
    Kind.STAFF: STAFF,
    Kind.PUPILS: PUPILS,
    Kind.GUARDIANS: GUARDIANS,
}


def workbook(path: Path, **changed: Iterable[Sequence[object]]) -> Path:
    """The whole roster as a workbook; `changed`: other rows of a table by its name (PUPILS=…)."""
    tables = {**WHOLE, **{Kind[name]: rows for name, rows in changed.items()}}
    sheets.write_book(
        path,
        [
            sheets.Sheet(name=kind.value, headings=HEADINGS[kind], rows=rows)  # type: ignore[arg-type]
            for kind, rows in tables.items()
            if rows is not None
        ],
    )
    return path


def table(path: Path, kind: Kind, rows: Iterable[Sequence[object]]) -> Path:
    """One table as a .csv."""
    sheets.write(path, HEADINGS[kind], rows)  # type: ignore[arg-type]
    return path

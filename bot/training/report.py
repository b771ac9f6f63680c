"""The workbook of how far courses are: a chart, then the counts by municipality and department."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.errors import Unreadable
from bot.sheets.writing import whole
from bot.storage.tx import Tx
from bot.training.counting import Counted
from bot.training.model import Org, Progress
from bot.training.rules.progress import percent, rest
from bot.training.store import completing
from bot.training.store.progress import standings

_COUNTS = ("対象", "修了", "申込済", "キャンセル待ち", "未申込", "修了率（％）")
_COURSE = ("コード", "年度", "研修")
_PEOPLE = (*_COURSE, "市町村", "所属", "氏名", "メール", "状態")
_STANDING = {"finished": "修了", "booked": "申込済", "waiting": "キャンセル待ち"}
_SERIES = (
    ("修了", "#2E7D32"),
    ("申込済", "#1565C0"),
    ("キャンセル待ち", "#F9A825"),
    ("未申込", "#BDBDBD"),
)
_MOST_BARS = 40  # of the departments those that have farthest to go
_WIDTH = 18


def write(
    path: Path, counted: Sequence[Counted], *, municipality: str = "", people: Iterable[Any] = ()
) -> int:
    """Write the report, whole or not at all; how many people it names.

    `municipality`: of its people alone. `people`: rows of `named`, for who may see names.
    """
    if path.suffix.lower() != ".xlsx":
        raise Unreadable(path.name, "end the file's name in .xlsx")
    return whole(path, lambda draft: _written(draft, counted, municipality, people))


def _written(
    path: Path, counted: Sequence[Counted], municipality: str, people: Iterable[Any]
) -> int:
    import xlsxwriter  # type: ignore[import-untyped]  # loaded only where it is wanted

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        chart = book.add_worksheet("グラフ")
        _table(book, "研修別", _COURSE, _by_course(counted, municipality), bold)
        rolled = [(one, one.by(Org.MUNICIPALITY, municipality)) for one in counted]
        _table(book, "市町村別", (*_COURSE, "市町村"), _rows(rolled), bold)
        rolled = [(one, one.by(Org.DEPARTMENT, municipality)) for one in counted]
        _table(book, "所属別", (*_COURSE, "所属"), _rows(rolled), bold)
        _charts(book, chart, counted, municipality, bold)
        return _people(book, people, bold)


def _by_course(counted: Iterable[Counted], municipality: str) -> Iterator[tuple[Any, ...]]:
    for one in counted:
        yield (*_edition(one), *_numbers(one.total(municipality)))


def _rows(
    rolled: Iterable[tuple[Counted, Sequence[Progress]]],
) -> Iterator[tuple[Any, ...]]:
    for one, rows in rolled:
        for row in rows:
            yield (*_edition(one), row.org, *_numbers(row))


def _edition(one: Counted) -> tuple[Any, ...]:
    return one.course.code, one.course.year, one.course.title


def _numbers(row: Progress) -> tuple[int, ...]:
    return (row.audience, row.finished, row.booked, row.waiting, rest(row), percent(row))


def _table(
    book: Any, name: str, labels: Sequence[str], rows: Iterable[tuple[Any, ...]], bold: Any
) -> int:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    headings = (*labels, *(() if "状態" in labels else _COUNTS))
    page.set_column(0, len(headings) - 1, _WIDTH)
    page.write_row(0, 0, headings, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        page.write_row(count, 0, row)
    return count


def _people(book: Any, people: Iterable[Any], bold: Any) -> int:
    rows = iter(people)
    first = next(rows, None)
    if first is None:
        return 0
    return _table(book, "職員", _PEOPLE, _with_first(first, rows), bold)


def _with_first(first: Any, rows: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rows


def _charts(book: Any, page: Any, counted: Sequence[Counted], municipality: str, bold: Any) -> None:
    """A bar for each course, municipality and department of all courses together, its numbers in
    the sheet beside it."""
    data = book.add_worksheet("グラフの元")
    data.hide()
    page.write(0, 0, "受講状況", bold)
    top = 1
    line = 0
    for title, bars in _pictures(counted, municipality):
        data.write_row(line, 0, (title, *(name for name, _ in _SERIES)))
        for offset, (label, row) in enumerate(bars, 1):
            shares = (row.finished, row.booked, row.waiting, rest(row))
            data.write_row(line + offset, 0, (label, *shares))
        if bars:
            page.insert_chart(top, 0, _chart(book, title, line, len(bars)))
            top += max(16, len(bars) + 6)
        line += len(bars) + 2


def _pictures(
    counted: Sequence[Counted], municipality: str
) -> Iterator[tuple[str, list[tuple[str, Progress]]]]:
    yield "研修別", [(one.course.title, one.total(municipality)) for one in counted][:_MOST_BARS]
    yield "市町村別", _together(counted, Org.MUNICIPALITY, municipality)
    yield "所属別", _together(counted, Org.DEPARTMENT, municipality)


def _together(
    counted: Sequence[Counted], org: Org, municipality: str
) -> list[tuple[str, Progress]]:
    """All courses of each organisation, those that have farthest to go first."""
    sums: dict[str, list[int]] = {}
    for one in counted:
        for row in one.by(org, municipality):
            found = sums.setdefault(row.org, [0, 0, 0, 0])
            parts = (row.audience, row.finished, row.booked, row.waiting)
            sums[row.org] = [a + b for a, b in zip(found, parts, strict=True)]
    rows = [
        Progress(org=name, audience=a, finished=f, booked=b, waiting=w)
        for name, (a, f, b, w) in sums.items()
    ]
    rows.sort(key=lambda row: (percent(row), -row.audience, row.org))
    return [(row.org or "（なし）", row) for row in rows[:_MOST_BARS]]


def _chart(book: Any, title: str, line: int, bars: int) -> Any:
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for column, (_, colour) in enumerate(_SERIES, 1):
        chart.add_series(
            {
                "name": ["グラフの元", line, column],
                "categories": ["グラフの元", line + 1, 0, line + bars, 0],
                "values": ["グラフの元", line + 1, column, line + bars, column],
                "fill": {"color": colour},
            }
        )
    chart.set_title({"name": title})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 160 + 22 * bars})
    chart.show_hidden_data()
    return chart


def named(
    tx: Tx, counted: Sequence[Counted], *, municipality: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Everybody who booked, waits or has finished, a page at a time, with their names."""
    for one in counted:
        for page in standings(tx, one.course.id, municipality):
            names = completing.named(tx, [row.person for row in page])
            for row in page:
                mail, name = names.get(row.person, ("", ""))
                place = (row.municipality, row.department)
                yield (*_edition(one), *place, name, mail, _STANDING[row.stage])

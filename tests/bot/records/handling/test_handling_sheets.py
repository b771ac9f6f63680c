"""The registers as a workbook: all or nothing, each fault with its line and remedy."""

from datetime import date

import pytest

from bot import sheets
from bot.errors import Unreadable
from bot.ledger.model import Actor
from bot.records.model.registers import CITY, Act
from bot.records.sheets import book, columns
from bot.records.store import registers
from bot.sheets import BadRows, Sheet
from tests.bot.records.conftest import TODAY

WORKER = ("7", "", "木下 さやか", "回答", "", TODAY, None, TODAY, TODAY, None, "", None)
LINE = ("7", "", TODAY, "複写", "一覧", "媒体", "1件", "木下 さやか", "", "", "承諾12号", "")
DEVICE = ("市", "", "PC-1", "ノート", "", "無", "有", "無", None, "", TODAY, None, None)


@pytest.fixture
def matter(city):
    return city.agreement()


@pytest.fixture
def load(city, tmp_path):
    def loaded(**rows):
        file = tmp_path / "handling.xlsx"
        names = {"workers": columns.WORKERS, "lines": columns.LINES, "devices": columns.DEVICES}
        made = [
            Sheet(name=names[kind], headings=columns.headings(names[kind]), rows=found)
            for kind, found in rows.items()
        ]
        sheets.write_book(file, made)
        entries = book.read(file)
        given = {"actor": Actor.job("test"), "now": city.now, "today": city.today}
        return city.write(lambda tx: book.put(tx, entries, **given))

    return loaded


def nothing(city):
    return city.read(registers.subjects) == ()


def test_rows_are_added_corrected_and_left_alone(city, matter, load):
    assert load(workers=[WORKER], lines=[LINE], devices=[DEVICE]).added == 3
    assert load(workers=[WORKER], lines=[LINE], devices=[DEVICE]).unchanged == 3
    later = (*WORKER[:7], TODAY, None, *WORKER[9:])
    assert load(workers=[later]).updated == 1
    assert city.read(registers.subjects) == (matter.subject, CITY)
    (line,) = city.read(lambda tx: tuple(registers.lines(tx, matter.subject)))
    assert (line.act, line.permission) == (Act.COPY, "承諾12号")


@pytest.mark.parametrize(
    ("kind", "at", "wrong", "says"),
    [
        ("workers", 0, "99", "no agreement of the register"),
        ("workers", 1, "知らない会社", "has no application under this agreement"),
        ("workers", 2, "", "is empty"),
        ("workers", 5, "昨日", "is not a date"),
        ("workers", 6, date(2020, 1, 1), "lies before the start"),
        ("devices", 5, "有", "a private device may not be used"),
        ("devices", 1, "ひばり", "belongs to an agreement"),
        ("lines", 2, date(2027, 1, 1), "is a day to come"),
        ("lines", 3, "貸出", "write one of 受渡し"),
        ("lines", 3, "廃棄", "how it was destroyed"),
        ("lines", 3, "持出し", "to whom or where"),
    ],
)
def test_one_bad_cell_keeps_everything_out(city, matter, load, kind, at, wrong, says):
    good = {"workers": WORKER, "devices": DEVICE, "lines": LINE}
    bad = (*good[kind][:at], wrong, *good[kind][at + 1 :])
    rows = {name: [row] for name, row in good.items()}
    rows[kind].append(bad)
    with pytest.raises(BadRows, match=says) as raised:
        load(**rows)
    assert {fault.line for fault in raised.value.faults} == {3}
    assert nothing(city)


def test_every_bad_row_is_told_at_once(city, matter, load):
    bad = ("99", *WORKER[1:])
    with pytest.raises(BadRows) as raised:
        load(workers=[bad, bad, WORKER])
    assert [fault.line for fault in raised.value.faults] == [2, 3]


def test_a_worker_stands_once_in_a_file(city, matter, load):
    with pytest.raises(BadRows, match="stands in line 2 too"):
        load(workers=[WORKER, WORKER])
    assert nothing(city)


def test_what_is_exported_can_be_imported_again(city, matter, load, tmp_path):
    load(workers=[WORKER], lines=[LINE], devices=[DEVICE])
    file = tmp_path / "out.xlsx"
    counts = city.read(lambda tx: book.export(tx, file, city.today))
    assert counts == {"責任者": 0, "業務従事者": 1, "作業場所": 0, "機器・媒体": 1, "取扱台帳": 1}
    entries = book.read(file)
    given = {"actor": Actor.job("test"), "now": city.now, "today": city.today}
    assert city.write(lambda tx: book.put(tx, entries, **given)).unchanged == 3


def test_the_template_is_an_empty_workbook_of_ours(tmp_path):
    file = tmp_path / "template.xlsx"
    book.template(file)
    assert sheets.sheets_in(file) == tuple(columns.COLUMNS)
    assert book.read(file) == ()


def test_a_strange_sheet_is_named_with_the_remedy(tmp_path):
    file = tmp_path / "strange.xlsx"
    sheets.write_book(
        file,
        [
            Sheet(name=columns.WORKERS, headings=columns.headings(columns.WORKERS), rows=[]),
            Sheet(name="メモ", headings=("a",), rows=[]),
        ],
    )
    with pytest.raises(Unreadable, match="hide it, or name it one of"):
        book.read(file)


def test_an_import_is_an_entry_under_each_matter_without_names(city, matter, load):
    load(workers=[WORKER], lines=[LINE])
    (entry,) = city.ledger(book.IMPORTED)
    assert "木下" not in str(entry)
    assert '"added":2' in entry.detail


def test_an_import_stands_in_the_ledger_under_the_agreement_and_the_city(city, matter, load):
    load(workers=[WORKER], devices=[DEVICE])
    found = {entry.subject: entry.detail for entry in city.ledger(book.IMPORTED)}
    assert set(found) == {matter.subject, CITY}
    assert '"added":1' in found[matter.subject]

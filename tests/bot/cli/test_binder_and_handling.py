"""`renkei ledger binder` and `renkei ledger handling`."""

import json
from dataclasses import replace

import pytest

from bot import sheets
from bot.agreements.store import register
from bot.ledger.record import ENTRY
from bot.records.sheets import columns
from bot.sheets import Sheet
from tests.bot.cli.conftest import written
from tests.bot.records.conftest import AGREEMENT

PEOPLE = """name,mail,post,roles
山田太郎,desk@akatsuki.example,主査,agreement_desk
篠田十郎,auditor@akatsuki.example,監査員,auditor
川田三郎,plain@akatsuki.example,係員,staff
"""
NAME = "木下 さやか"
WORKER = ("7", "", NAME, "回答", "", "2026-04-01", "", "2026-04-01", "", "", "", "")
AUDITOR = ("--as", "auditor@akatsuki.example")


@pytest.fixture
def folder(city):
    folder = city(PEOPLE)
    title = "個人情報の取扱いに関する覚書"
    written(lambda tx: register.add(tx, replace(AGREEMENT, title=title, post=1), due_on=None))
    return folder


def workbook(folder, *rows):
    file = folder / "handling.xlsx"
    made = Sheet(name=columns.WORKERS, headings=columns.headings(columns.WORKERS), rows=rows)
    sheets.write_book(file, [made])
    return str(file)


def test_registers_go_in_and_out(folder, said):
    file = workbook(folder, WORKER)
    answer = said("ledger", "handling", "import", file, "--as", "desk@akatsuki.example", "--json")
    assert json.loads(answer) == {"added": 1, "updated": 0, "unchanged": 0}
    out = said("ledger", "handling", "export", "out.xlsx", *AUDITOR, "--purpose", "監査", "--json")
    assert json.loads(out)["rows"][columns.WORKERS] == 1
    assert "1 as they were" in said("ledger", "handling", "import", "out.xlsx")
    (entry,) = [
        row
        for row in written(lambda tx: tx.all(ENTRY.select()))
        if row.act == "records.export_handling"
    ]
    assert entry.why == "監査"


def test_a_bad_row_is_told_by_line_and_nothing_comes_in(folder, said):
    file = workbook(folder, WORKER, ("99", *WORKER[1:]))
    answer = said("ledger", "handling", "import", file, status=1)
    assert "line 3" in answer
    assert "nothing was imported" in answer
    assert "1 added" in said("ledger", "handling", "import", workbook(folder, WORKER))


def test_the_template_can_be_read(folder, said):
    assert "template.xlsx" in said("ledger", "handling", "template", "template.xlsx")
    assert sheets.sheets_in(folder / "template.xlsx") == tuple(columns.COLUMNS)


def test_names_leave_with_a_purpose_and_for_readers_alone(folder, said):
    said("ledger", "handling", "export", "out.xlsx", *AUDITOR, "--purpose", " ", status=1)
    plain = ("--as", "plain@akatsuki.example", "--purpose", "監査")
    said("ledger", "handling", "export", "out.xlsx", *plain, status=1)
    said("ledger", "handling", "export", "out.csv", *AUDITOR, "--purpose", "監査", status=1)
    assert not (folder / "out.xlsx").exists()


def test_the_partners_contacts_leave_with_a_purpose_and_for_readers_alone(folder, said):
    taken = ("agreements", "export", "register.csv")
    said(*taken, status=2)
    said(*taken, *AUDITOR, "--purpose", " ", status=1)
    said(*taken, "--as", "plain@akatsuki.example", "--purpose", "監査", status=1)
    assert not (folder / "register.csv").exists()
    assert "1 agreements" in said(*taken, *AUDITOR, "--purpose", "監査")
    entries = written(lambda tx: tx.all(ENTRY.select()))
    assert [one.why for one in entries if one.act == "agreements.export"] == ["監査"]


def test_the_binder_is_the_auditors_and_names_nobody(folder, said):
    said("ledger", "handling", "import", workbook(folder, WORKER))
    said("ledger", "binder", "binder", "--as", "plain@akatsuki.example", status=1)
    assert not (folder / "binder").exists()
    found = json.loads(said("ledger", "binder", "binder", *AUDITOR, "--json"))
    assert found["agreements"] == 1
    assert found["missing"] > 0
    pages = [(folder / "binder" / name).read_bytes() for name in found["files"]]
    assert not any(NAME.encode() in page for page in pages)
    acts = [row.act for row in written(lambda tx: tx.all(ENTRY.select()))]
    assert acts.count("ledger.binder") == 1

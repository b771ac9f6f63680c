"""`renkei attendance export-month` and `export-suspensions`, as they are typed."""

import csv
import shutil

import pytest

from bot.cli.root import run
from bot.ledger.record import ENTRY
from bot.settings import load
from bot.storage.store import open_storage

NOW = "2026-11-24T10:00:00+09:00"
PEOPLE = (
    "aad_object_id,name,mail,department,roles\nx1,職 員,staff@akatsuki.example.jp,総務課,職員\n"
)
FILES = {
    "schools": "学校コード,学校名,学校種別\nA1,あかつき小学校,小学校\n",
    "classes": "学校コード,学年,組\nA1,3,2\n",
    "staff": (
        "学校コード,職,氏名,オブジェクトID,メール\n"
        "A1,教務主任,務 教子,a1,mu@akatsuki.example.jp\n"
        "A1,教員,教 六郎,a2,kyo@akatsuki.example.jp\n"
    ),
    "pupils": "学籍番号,氏名,学校コード,学年,組,出席番号\nP1,青木 はる,A1,3,2,1\n",
}
CURRICULUM = ("--as", "mu@akatsuki.example.jp")


@pytest.fixture
def folder(tmp_path, monkeypatch, _migrated):
    """A database with one school, one class, one child."""
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_NOW", NOW)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert run(["people", "import", "people.csv"]) == 0
    files = [f"{name}.csv" for name in FILES]
    assert run(["attendance", "import-roster", *files, "--year", "2026"]) == 0
    return tmp_path


def test_a_month_is_written_in_cp932_and_stands_in_the_ledger(folder):
    given = ["A1", "2026-11", "book.csv", "--csv", "cp932", "--purpose", "月末の提出"]
    assert run(["attendance", "export-month", *given, *CURRICULUM]) == 0
    head, line = list(csv.reader((folder / "book.csv").read_text(encoding="cp932").splitlines()))
    assert (head[4], line[4], line[5]) == ("学籍番号", "P1", "青木 はる")
    settings = load()
    storage = open_storage(settings)
    rows = storage.read_now(settings.home, lambda tx: tx.all(ENTRY.select()))
    storage.close()
    (entry,) = [row for row in rows if row.act == "attendance.export_month"]
    assert (entry.why, entry.door) == ("月末の提出", "command")


def test_who_has_no_right_gets_no_file(folder, capsys):
    given = ["A1", "2026-11", "book.csv", "--as", "kyo@akatsuki.example.jp"]
    assert run(["attendance", "export-month", *given]) == 1
    assert not (folder / "book.csv").exists()
    assert "青木" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["ZZ", "2026-11", "book.csv", *CURRICULUM], "no school has this code"),
        (["A1", "2026-11", "book.csv", "--as", "who@x.example"], "nobody of the people file"),
        (["A1", "2026-11", "book.txt", *CURRICULUM], ".csv or .xlsx"),
        (["A1", "2026-11", "book.csv", "--columns", "people.csv", *CURRICULUM], "TOML"),
    ],
)
def test_what_is_wrong_is_told(folder, capsys, given, says):
    assert run(["attendance", "export-month", *given]) == 1
    assert says in capsys.readouterr().err


def test_the_report_of_suspensions_may_be_empty(folder, capsys):
    given = ["A1", "2026-11-01", "2026-11-30", "report.csv", *CURRICULUM]
    assert run(["attendance", "export-suspensions", *given]) == 0
    assert (folder / "report.csv").exists()
    backwards = ["A1", "2026-11-30", "2026-11-01", "report.csv", *CURRICULUM]
    assert run(["attendance", "export-suspensions", *backwards]) == 2
    assert "UNTIL lies before SINCE" in capsys.readouterr().err

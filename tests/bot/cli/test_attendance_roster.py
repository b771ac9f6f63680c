"""`renkei attendance import-roster, announce, template, words` as an operator types them."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.attendance.sheets.roster import Kind
from bot.cli.root import run
from tests.bot.attendance.importing import city

OFFICE = ("E1", "学校事務", "事務 一", "jimu@akatsuki.example.jp", "", "", "", "", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _migrated: Path) -> Path:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("RENKEI_NOW", "2026-04-08T09:00+09:00")
    return tmp_path


@pytest.fixture
def imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = city.workbook(folder / "roster.xlsx", STAFF=(*city.STAFF, OFFICE))
    assert run(["attendance", "import-roster", str(file)]) == 0
    assert "2 schools, 4 classes, 6 posts of staff, 4 children" in capsys.readouterr().out
    return folder


def test_an_import_is_in_the_ledger_without_names(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 1
    raw = b"".join(file.read_bytes() for file in imported.glob("renkei.db*"))
    for word in ("夜明 はるか", "夜明 あおい", "夜明 そうた", "090-0000-0001"):
        assert word.encode() not in raw


def test_bad_cells_are_lines_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (*city.PUPILS, ("", "名 なし", "", "E1", 3, "2", "", "", "", "", "", "", "", ""))
    file = city.workbook(folder / "bad.xlsx", PUPILS=rows)
    assert run(["attendance", "import-roster", str(file)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[:-1] == [
        "bad.xlsx, sheet 児童生徒, line 6, column 学籍番号: is empty; fill it in",
        "bad.xlsx, sheet 児童生徒, line 6, column 出席番号: "
        "is empty; write the child's number in the class",
    ]
    assert "nothing was imported" in said[-1]


def test_a_file_that_leaves_out_most_children_is_refused_unless_meant(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [(f"Q{n:03}", f"児童 {n}", "", "E1", 3, "1", n, *[""] * 7) for n in range(1, 31)]
    file = city.workbook(folder / "roster.xlsx", PUPILS=(*city.PUPILS, *many))
    assert run(["attendance", "import-roster", str(file)]) == 0
    monkeypatch.setenv("RENKEI_NOW", "2026-06-15T09:00+09:00")
    few = str(city.table(folder / "few.csv", Kind.PUPILS, city.PUPILS))
    capsys.readouterr()
    assert run(["attendance", "import-roster", few]) == 1
    assert "leaves out 30 children" in capsys.readouterr().err
    assert run(["attendance", "import-roster", "--shrink", few]) == 0
    assert "left since yesterday: 30" in capsys.readouterr().out


def test_a_year_to_come_is_announced_as_it_begins_unless_told_otherwise(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_NOW", "2026-03-20T09:00+09:00")
    file = str(city.workbook(folder / "roster.xlsx"))
    assert run(["attendance", "import-roster", "--year", "2026", "--json", file]) == 0
    told = json.loads(capsys.readouterr().out)
    begins = datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert datetime.fromisoformat(told["announced_at"]) == begins
    assert run(["attendance", "announce", "2026", "2026-04-07 08:00"]) == 0
    assert run(["attendance", "announce", "2030", "2030-04-07 08:00"]) == 1


def test_slips_are_the_offices_and_each_child_gets_one_once(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def words(*more: str, mail: str = OFFICE[3]) -> int:
        capsys.readouterr()
        return run(["attendance", "words", "E1", "slips.html", "--as", mail, *more])

    assert words(mail="tannin32@akatsuki.example.jp") == 1
    assert "学校事務" in capsys.readouterr().err
    assert words("--class", "3-2") == 0
    assert "2 slips" in capsys.readouterr().out
    page = (imported / "slips.html").read_text(encoding="utf-8")
    assert "あかつき小学校 3年2組 1番 夜明 はるか さんの保護者の方へ" in page
    assert "0120-000-000" in page
    assert "ローマ字でも入力できます: " in page
    assert ((imported / "slips.html").stat().st_mode & 0o777) == 0o600
    assert words() == 0
    assert "1 slips" in capsys.readouterr().out  # the support class's child alone is left
    assert words("--renew") == 0
    assert "3 slips" in capsys.readouterr().out


def test_the_template_can_be_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["attendance", "template", "empty.xlsx"]) == 0
    capsys.readouterr()
    assert run(["attendance", "import-roster", "empty.xlsx"]) == 0
    assert "0 children" in capsys.readouterr().out

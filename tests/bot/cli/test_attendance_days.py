"""`renkei attendance calendar` and `night-list`, as they are typed."""

import json
import shutil
from pathlib import Path

import pytest

from bot.cli.root import run

NOW = "2026-11-24T18:00:00+09:00"
PEOPLE = (
    "aad_object_id,name,mail,department,roles\nx1,職 員,staff@akatsuki.example.jp,総務課,職員\n"
)
FILES = {
    "schools": "学校コード,学校名,学校種別\nA1,あかつき小学校,小学校\n",
    "classes": "学校コード,学年,組\nA1,3,2\n",
    "staff": (
        "学校コード,職,氏名,オブジェクトID,メール\n"
        "A1,学校事務,事 務子,a1,jimu@akatsuki.example.jp\n"
        "A1,教員,教 六郎,a2,kyo@akatsuki.example.jp\n"
    ),
    "pupils": "学籍番号,氏名,学校コード,学年,組,出席番号\nP1,青木 はる,A1,3,2,1\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _migrated: Path) -> Path:
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


def test_a_calendar_is_taken_in_and_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "days.csv").write_text("日付,内容\n2026-11-27,休業日\n", encoding="utf-8")
    assert run(["attendance", "calendar", "days.csv"]) == 0
    assert "1 days taken in" in capsys.readouterr().out
    shown = ["attendance", "calendar", "show", "--school", "A1", "--from", "2026-11-26"]
    assert run([*shown, "--days", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["days"]
    assert [one["kind"] for one in found] == ["school", "holiday"]


def test_a_bad_calendar_is_told_by_line_and_column(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "days.csv").write_text("日付,内容\nきょう,休業日\n", encoding="utf-8")
    assert run(["attendance", "calendar", "days.csv"]) == 1
    told = capsys.readouterr().err
    assert "line 2" in told
    assert "nothing was imported" in told


def test_the_lists_of_the_night_are_the_offices(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["attendance", "night-list", "list.html", "--as"]
    assert run([*words, "kyo@akatsuki.example.jp"]) == 1
    assert not (folder / "list.html").exists()
    assert run([*words, "jimu@akatsuki.example.jp"]) == 0
    assert "青木 はる" in (folder / "list.html").read_text(encoding="utf-8")
    assert "青木" not in capsys.readouterr().out

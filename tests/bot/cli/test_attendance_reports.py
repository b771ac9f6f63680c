"""`renkei attendance import-reports` as a timer runs it every few minutes."""

import shutil
from pathlib import Path

import pytest

from bot.cli.root import run
from tests.bot.attendance.importing import city

HEADINGS = "学籍番号,日付,連絡の種類,備考,連絡先,受付番号\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _migrated: Path) -> Path:
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("RENKEI_NOW", "2026-04-08T08:00+09:00")
    assert run(["attendance", "import-roster", str(city.workbook(tmp_path / "roster.xlsx"))]) == 0
    return tmp_path


def test_each_line_comes_once_and_a_wrong_one_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = city.PUPILS[0][0]
    lines = (
        f"{key},2026-04-08,欠席,熱があります,090-0000-0001,1",
        "nobody,2026-04-08,欠席,秘密の話,090-0000-0001,2",
        f"{key},2026-04-08,欠席,秘密の話,,3",
    )
    file = folder / "app.csv"
    file.write_text(HEADINGS + "\n".join(lines) + "\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["attendance", "import-reports", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == "1 new, 0 known, 0 taken back\n"
    assert "app.csv, line 3, column 学籍番号" in said.err
    assert "app.csv, line 4, column 連絡先" in said.err
    assert "熱" not in said.err and "秘密" not in said.err
    file.write_text(HEADINGS + lines[0] + "\n", encoding="utf-8")
    assert run(["attendance", "import-reports", str(file)]) == 0
    assert capsys.readouterr().out == "0 new, 1 known, 0 taken back\n"

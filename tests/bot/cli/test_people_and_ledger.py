import json
import shutil

import pytest
from sqlalchemy import update

from bot.cli.root import run
from bot.ledger.record import ENTRY, HEAD
from bot.settings import Settings
from bot.storage.store import open_storage


@pytest.fixture
def folder(tmp_path, monkeypatch, _migrated):
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    return tmp_path


@pytest.fixture
def people(folder):
    file = folder / "people.csv"

    def people(*rows):
        file.write_text("\n".join(("name,mail,post", *rows)), encoding="utf-8")
        return str(file)

    return people


def test_people_are_imported_and_the_import_is_in_the_ledger(people, capsys):
    assert run(["people", "import", people("山田太郎,yamada@akatsuki.example,課長")]) == 0
    assert "1 people in 1 rows, 1 posts" in capsys.readouterr().out
    assert run(["ledger", "verify", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["whole"], found["entries"], found["faults"]) == (True, 1, [])


def test_import_reports_as_json(people, capsys):
    assert run(["people", "import", "--json", people("山田太郎,yamada@akatsuki.example,課長")]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "rows": 1,
        "people": 1,
        "posts": 1,
        "vacant": [],
    }


def test_every_bad_row_is_a_line_and_nothing_is_imported(people, capsys):
    assert run(["people", "import", people(",a@akatsuki.example,", "山田太郎,nowhere,")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "people.csv, line 2, column name: is empty; fill it in",
        "people.csv, line 3, column mail: is not a mail address",
        "renkei: people.csv: 2 bad rows; nothing was imported; correct the file",
    ]
    assert run(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 0


def test_missing_file_is_one_line(folder, capsys):
    assert run(["people", "import", str(folder / "nowhere.xlsx")]) == 1
    said = capsys.readouterr().err
    assert said == "renkei: nowhere.xlsx: can't be opened (No such file or directory)\n"


def test_changed_ledger_is_told_by_place_and_exit_status(people, folder, capsys):
    run(["people", "import", people("山田太郎,yamada@akatsuki.example,課長")])
    storage = open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))
    storage.write_now("local", lambda tx: tx.run(update(ENTRY).values(why="forged")))
    storage.close()
    capsys.readouterr()
    assert run(["ledger", "verify"]) == 1
    assert "entry 1: changed" in capsys.readouterr().out


def test_anchor_proves_that_nothing_was_cut_off(people, folder, capsys):
    file = people("山田太郎,yamada@akatsuki.example,課長")
    run(["people", "import", file])
    capsys.readouterr()
    run(["ledger", "verify", "--json"])
    anchor = json.loads(capsys.readouterr().out)["anchor"]
    run(["people", "import", file])
    assert run(["ledger", "verify", "--anchor", anchor]) == 0
    storage = open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))
    storage.write_now("local", lambda tx: tx.run(ENTRY.delete()) + tx.run(HEAD.delete()))
    storage.close()
    assert run(["ledger", "verify"]) == 0
    assert run(["ledger", "verify", "--anchor", anchor]) == 1
    assert "cut off the end" in capsys.readouterr().out


def test_unreadable_anchor_is_wrong_use(folder, capsys):
    assert run(["ledger", "verify", "--anchor", "yesterday"]) == 2
    assert "--anchor: write NUMBER:HASH" in capsys.readouterr().err

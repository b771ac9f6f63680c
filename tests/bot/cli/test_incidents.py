"""`renkei incidents`, as it is typed."""

import json
import shutil
from datetime import date, datetime

import pytest

from bot.cli.root import run
from bot.ledger.record import ENTRY
from bot.records.model.incidents import Account, Facts, Incident
from bot.records.store import incidents
from tests.bot.cli.conftest import written

NOW = datetime.fromisoformat("2026-12-02T10:00:00+09:00")
KNOWN = datetime.fromisoformat("2026-11-24T17:45:00+09:00")
PEOPLE = """aad_object_id,name,mail,department,post,roles
a1,湊 夕凪,officer@akatsuki.example,総務課,責任者,security_officer
a2,岬 朝日,audit@akatsuki.example,監査室,監査員,auditor
a3,浜 潮,staff@akatsuki.example,企画課,係員,staff
"""
AS = ("--purpose", "議会への報告", "--as")


@pytest.fixture
def folder(tmp_path, monkeypatch, _migrated):
    shutil.copy(_migrated, tmp_path / "renkei.db")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    assert run(["people", "import", "people.csv"]) == 0
    return tmp_path


@pytest.fixture
def reported(folder, capsys):
    new = Incident(
        id=0,
        known_at=KNOWN,
        known_on=KNOWN.date(),
        opened_at=KNOWN,
        opened_on=KNOWN.date(),
        facts=Facts(people=1, sensitive=True),
        account=Account(what="名簿を誤送信", records="氏名"),
        said_on=KNOWN.date(),
    )
    one = written(lambda tx: incidents.add(tx, new, "1:x", look_on=date(2026, 11, 26)))
    capsys.readouterr()
    return one


def entries(act):
    return [row for row in written(lambda tx: tx.all(ENTRY.select())) if row.act == act]


def test_nothing_was_reported_at_first(folder, capsys):
    capsys.readouterr()
    assert run(["incidents", "list"]) == 0
    assert capsys.readouterr().out == "no incident is open\n"


def test_the_list_has_clocks_and_no_word_of_a_case(reported, capsys):
    assert run(["incidents", "list"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("incident 1  open  known 2026-11-24 17:45  sensitive\n")
    assert "  first: by 2026-11-30  LATE\n" in out
    assert "  persons: without delay\n" in out
    assert "名簿" not in out


def test_the_list_is_one_json_object_on_demand(reported, capsys):
    assert run(["incidents", "list", "--all", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["incidents"]
    assert one["known_at"] == "2026-11-24T17:45:00+09:00"
    assert one["grounds"] == ["sensitive"]
    first = {"step": "first", "by": "2026-11-30", "done_on": None, "way": None, "late": True}
    assert one["clocks"][0] == first


def test_words_are_for_readers_and_stand_in_the_ledger(reported, capsys):
    assert run(["incidents", "show", "1", *AS, "audit@akatsuki.example"]) == 0
    assert "what: 名簿を誤送信" in capsys.readouterr().out
    (entry,) = entries("records.incidents_show")
    assert (entry.subject, entry.why) == ("incident:1", "議会への報告")
    assert run(["incidents", "show", "1", *AS, "staff@akatsuki.example"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and "none of the roles" in captured.err
    assert len(entries("records.incidents_show")) == 1


def test_a_case_that_is_not_there(reported, capsys):
    assert run(["incidents", "show", "9", *AS, "audit@akatsuki.example"]) == 1
    assert "no such incident" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["速報.html", "速報.txt"])
def test_a_draft_is_written_for_the_officer_alone(reported, folder, capsys, name):
    asked = ["incidents", "draft", "1", "first", name, *AS]
    assert run([*asked, "audit@akatsuki.example"]) == 1
    assert not (folder / name).exists()
    assert run([*asked, "officer@akatsuki.example"]) == 0
    out = capsys.readouterr().out
    assert "blank: 報告する機関\n" in out and "名簿" not in out
    assert "名簿を誤送信" in (folder / name).read_text(encoding="utf-8")
    assert (folder / name).stat().st_mode & 0o077 == 0
    assert len(entries("records.incidents_draft")) == 1


def test_a_draft_has_one_of_two_endings(reported, capsys):
    asked = ["incidents", "draft", "1", "first", "速報.docx", *AS, "officer@akatsuki.example"]
    assert run(asked) == 1
    assert ".html or .txt" in capsys.readouterr().err

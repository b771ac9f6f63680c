"""`renkei ledger verify`, `export` and `filebook`, and what `renkei doctor` says of anchors."""

import asyncio
import csv
import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.cli import doctor_ledger
from bot.cli.findings import Warn
from bot.cli.root import run
from bot.errors import Misconfigured
from bot.ledger import anchors, filing, pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY, HEAD, record
from bot.people import store as people
from bot.settings import Settings
from bot.storage.store import open_storage

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = NOW.date()
AUDITOR, CLERK = "audit@akatsuki.example", "clerk@akatsuki.example"
PEOPLE = (
    "name,mail,post,roles",
    f"篠田 十郎,{AUDITOR},監査員,auditor",
    f"青木 一子,{CLERK},係長,staff",
)


@pytest.fixture
def folder(tmp_path, monkeypatch, _migrated):
    """An auditor and a clerk who has acted five times, once with a formula as the reason."""
    shutil.copy(_migrated, tmp_path / "renkei.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    (tmp_path / "people.csv").write_text("\n".join(PEOPLE), encoding="utf-8")
    assert run(["people", "import", str(tmp_path / "people.csv")]) == 0

    def fill(tx):
        clerk = people.find_by_mail(tx, CLERK, DAY)
        who = Actor.press(pseudonyms.of(tx, clerk.id))
        for day in range(5):
            at, why = NOW + timedelta(days=day), "=1+1" if day == 4 else ""
            record(tx, who, at=at, act="agreements.show", subject=f"agreement:{day % 2}", why=why)

    wrote(fill)
    return tmp_path


@pytest.fixture
def said(folder, capsys):
    """What a command prints, and that it has done its work."""

    def said(*words, status=0):
        capsys.readouterr()
        assert run(["ledger", *words]) == status
        return capsys.readouterr().out

    return said


def settings():
    return Settings(database_url="sqlite:///renkei.db")


def wrote(work):
    storage = open_storage(settings())
    try:
        return storage.write_now("local", work)
    finally:
        storage.close()


def file_anchor(day=DAY):
    wrote(lambda tx: anchors.note(tx, day, NOW))
    storage = open_storage(settings())
    asyncio.run(filing.file(storage, ("local",), filing.place(settings())))
    storage.close()


def export(said, file, *more):
    return said("export", str(file), "--as", AUDITOR, "--purpose", "定期監査", *more)


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


# verify


def test_filed_anchors_are_held_against_the_ledger_by_themselves(said):
    file_anchor()
    told = said("verify")
    assert "the ledger is whole: 6 entries" in told
    assert "1 anchor of renkei.db.anchors held against it, the last of 2026-11-24" in told


def test_a_file_of_anchors_that_lost_one_is_not_taken_for_proof(said):
    file_anchor()
    filing.place(settings()).write_text("")
    told = said("verify", "--json", status=1)
    assert json.loads(told)["lost_anchors"] == 1


def test_a_name_in_place_of_a_matter_is_refused_and_not_recorded(said, tmp_path):
    said(
        "export",
        str(tmp_path / "a.csv"),
        "--as",
        AUDITOR,
        "--purpose",
        "監査",
        "--subject",
        "山田太郎",
        status=1,
    )
    storage = open_storage(settings())
    kept = storage.read_now("local", lambda tx: tx.all(ENTRY.select()))
    storage.close()
    assert "山田太郎" not in {row.subject for row in kept}


def test_a_chain_written_anew_is_found_though_all_its_hashes_fit(said):
    file_anchor()

    def forge(tx):
        tx.run(ENTRY.delete())
        tx.run(HEAD.delete())
        for _ in range(6):
            record(tx, Actor.press("forger"), at=NOW, act="x", subject="s")

    wrote(forge)
    told = said("verify", status=1)
    assert "entries 1 to 6: not what was noted down: written anew since" in told


def test_one_changed_byte_is_found_and_located(said, folder):
    file_anchor()
    path = folder / "renkei.db"
    wrote(lambda tx: tx.run(update(ENTRY).where(ENTRY.c.seq == 3).values(why="MARKED")))
    found = json.loads(said("verify", "--json", status=1))
    assert found["faults"] == [{"harm": "changed", "first": 3, "last": 3}]
    assert path.exists()


def test_without_an_anchor_it_says_so(said):
    assert "no anchor is filed yet in renkei.db.anchors" in said("verify")


def test_a_line_that_is_no_anchor_is_told_and_not_used(said, folder, capsys):
    file_anchor()
    with (folder / "renkei.db.anchors").open("a") as lines:
        lines.write("scribble\n")
    assert run(["ledger", "verify"]) == 0
    assert "renkei.db.anchors, line 2: is no anchor; it was not used" in capsys.readouterr().err


# export


def test_an_export_names_people_and_is_itself_an_entry(said, folder):
    assert export(said, folder / "x.csv") == f"7 entries in {folder / 'x.csv'}\n"
    found = rows(folder / "x.csv")
    assert [row["氏名"] for row in found[1:6]] == ["青木 一子"] * 5
    last = found[-1]
    assert (last["操作"], last["目的"], last["氏名"]) == ("ledger.export", "定期監査", "篠田 十郎")


def test_an_export_says_in_words_what_was_done_and_to_what(said, folder, monkeypatch):
    monkeypatch.setattr("bot.slices.title_of", lambda tx, subject: f"件名 {subject}")
    wrote(lambda tx: record(tx, Actor.job("errands"), at=NOW, act="people.sync", subject="people"))
    export(said, folder / "x.csv")
    found = {row["操作"]: row for row in rows(folder / "x.csv")}
    assert found["agreements.show"]["操作（ことば）"] == "協定を表示"
    assert found["agreements.show"]["件名"].startswith("件名 agreement:")
    assert found["people.sync"]["経路"] == "自動（外部との通信）"
    export(said, folder / "x.json")
    entries = json.loads((folder / "x.json").read_text(encoding="utf-8"))["entries"]
    assert {one["act_words"] for one in entries} >= {"協定を表示", "台帳を書出し"}


def test_formulas_are_neutralised(said, folder):
    export(said, folder / "x.csv")
    assert "'=1+1" in {row["目的"] for row in rows(folder / "x.csv")}


def test_who_was_erased_has_no_name_and_the_chain_is_whole(said, folder):
    wrote(lambda tx: pseudonyms.erase(tx, people.find_by_mail(tx, CLERK, DAY).id))
    export(said, folder / "x.csv")
    assert {row["氏名"] for row in rows(folder / "x.csv")[1:6]} == {""}
    assert "the ledger is whole" in said("verify")


@pytest.mark.parametrize(
    ("more", "count"),
    [
        (("--subject", "agreement:1"), 2 + 1),  # that it was taken out is an entry of the matter
        (("--person", CLERK), 5 + 1),
        (("--since", "2026-11-26", "--until", "2026-11-27"), 2),
        (("--since", "2030-01-01"), 0),
    ],
    ids=["subject", "person", "days", "none"],
)
def test_an_export_is_narrowed(said, folder, more, count):
    told = export(said, folder / "x.csv", *more, "--json")
    assert json.loads(told)["entries"] == count


def test_a_json_export_can_be_verified_without_us(said, folder):
    export(said, folder / "x.json")
    found = json.loads((folder / "x.json").read_text(encoding="utf-8"))
    before = found["start"]
    for one in found["entries"]:
        fields = [one[name] for name in found["fields"]]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256((before + text).encode()).hexdigest()
        assert before == one["hash"]
    assert len(found["entries"]) == 7


def test_a_workbook_is_written_in_sheets_that_excel_can_hold(said, folder, monkeypatch):
    from bot.records.sheets import ledger as sheet
    from bot.sheets import sheets_in

    monkeypatch.setattr(sheet, "_A_SHEET", 3)
    assert export(said, folder / "x.xlsx").startswith("7 entries")
    assert sheets_in(folder / "x.xlsx") == ("台帳1", "台帳2", "台帳3")


def test_only_auditors_and_the_officer_may_take_it_out(folder, capsys):
    words = ["ledger", "export", "x.csv", "--purpose", "監査", "--as", CLERK]
    assert run(words) == 1
    assert "has none of the roles auditor, security_officer" in capsys.readouterr().err
    assert not (folder / "x.csv").exists()


@pytest.mark.parametrize(
    ("words", "status", "line"),
    [
        (("x.csv", "--as", AUDITOR), 2, "--purpose"),
        (("x.csv", "--as", AUDITOR, "--purpose", " "), 1, "say what the export is for"),
        (("x.doc", "--as", AUDITOR, "--purpose", "監査"), 1, "end the file's name in"),
        (
            ("x.csv", "--as", AUDITOR, "--purpose", "監査", "--person", "no@where"),
            1,
            "nobody in the register has this address",
        ),
    ],
    ids=["no purpose", "blank purpose", "ending", "person"],
)
def test_wrong_use_is_one_line_and_takes_nothing_out(folder, capsys, words, status, line):
    capsys.readouterr()
    assert run(["ledger", "export", *words]) == status
    assert line in capsys.readouterr().err
    assert not (folder / "x.csv").exists()


# filebook


def test_the_filebook_counts_from_the_database(said, folder):
    told = json.loads(said("filebook", "book.html", "--body", "市長", "--json"))
    assert told["persons"]["register"] == 2
    assert told["owed"] == 0
    assert "市長" in (folder / "book.html").read_text(encoding="utf-8")


# doctor


def began(days):
    """The city has worked with it for so long."""
    at = datetime.now(UTC) - timedelta(days=days)
    wrote(lambda tx: tx.run(update(ENTRY).where(ENTRY.c.seq == 1).values(at=at.isoformat())))


async def test_doctor_waits_two_days_for_the_first_anchor(folder):
    began(1.9)
    found = await doctor_ledger.anchors(settings())
    assert isinstance(found, Warn)
    assert "renkei serve, which files one each day" in found.todo


async def test_doctor_wants_anchors_filed(folder):
    began(2.1)
    with pytest.raises(Misconfigured, match="no anchor of the ledger is filed"):
        await doctor_ledger.anchors(settings())


async def test_doctor_would_rather_have_a_file_on_postgresql():
    found = await doctor_ledger.anchors(Settings(database_url="postgresql://u@h/n"))
    assert isinstance(found, Warn)
    assert "RENKEI_LEDGER_ANCHOR_FILE: not set" in found.known


def test_doctor_says_how_old_the_last_is(folder):
    today = datetime.now(UTC).date()
    file_anchor(today)
    assert f"the last is of {today}" in asyncio.run(doctor_ledger.anchors(settings()))


def test_doctor_finds_an_old_one(folder):
    file_anchor(datetime.now(UTC).date() - timedelta(days=9))
    with pytest.raises(Misconfigured, match="run renkei serve, or renkei tick each day"):
        asyncio.run(doctor_ledger.anchors(settings()))

"""`renkei ledger dispose`, `disposals` and `certificate`."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.agreements.store import register
from bot.records.model.keeping import Stage
from bot.records.store import disposals
from tests.bot.cli.conftest import written
from tests.bot.records.conftest import AGREEMENT

PEOPLE = """name,mail,post,roles
山田太郎,desk@akatsuki.example,主査,agreement_desk
上田花子,witness@akatsuki.example,係長,staff
佐々九子,officer@akatsuki.example,責任者,security_officer
川田三郎,plain@akatsuki.example,係員,staff
"""
BY = ("--as", "desk@akatsuki.example", "--witness", "witness@akatsuki.example", "--yes")


@pytest.fixture
def folder(city):
    folder = city(PEOPLE)
    written(lambda tx: register.add(tx, _old(), due_on=None))
    return folder


def _old():
    return replace(AGREEMENT, number="99", end=date(2010, 3, 31), post=1)


def test_a_dry_run_lists_by_kind_and_changes_nothing(folder, said):
    found = json.loads(said("ledger", "dispose", "--dry-run", "--json"))["kinds"]
    counts = {one["class"]: one["count"] for one in found}
    assert counts["agreements"] == 1
    assert "school_register" not in counts
    words = said("ledger", "dispose", "--dry-run", "--class", "agreements")
    assert "1 may go (kept 10 years, counted from 2010-04-01, kept until 2020-03-31)" in words
    assert json.loads(said("ledger", "disposals", "list", "--json"))["disposals"] == []


def test_a_kind_that_is_none_says_which_there_are(folder, said):
    words = said("ledger", "dispose", "--dry-run", "--class", "papers", status=1)
    assert "there are: agreements, meetings" in words


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--as", "plain@akatsuki.example", *BY[2:]), "none of the roles"),
        ((*BY[:2], "--witness", "desk@akatsuki.example", "--yes"), "another member of staff"),
        ((*BY[:2], "--witness", "x@akatsuki.example", "--yes"), "nobody here has this address"),
        ((*BY, "--medium", " "), "must not be blank"),
    ],
)
def test_a_proposal_that_cant_be_is_refused_on_one_line(folder, said, given, says):
    words = said("ledger", "dispose", "--class", "agreements", *given, status=1)
    assert says in words
    assert len(words.strip().splitlines()) == 1


def test_nothing_to_dispose_of_and_a_person_who_is_here_are_refused(folder, said):
    nothing = said("ledger", "dispose", "--class", "notices", *BY, status=1)
    assert nothing.count("there is nothing to dispose of") == 1
    who = ("--person", "plain@akatsuki.example")
    why = "this person is in the register still; somebody here isn't disposed of"
    assert f"can't go yet: {why}" in said("ledger", "dispose", *who, *BY, status=1)
    assert said("ledger", "dispose", "--dry-run", *who).strip() == why
    assert "kept 1 year" in said("ledger", "dispose", "--dry-run", "--class", "slips")
    assert "kept 1 years" not in said("ledger", "dispose", "--dry-run")


def _begun(tx):
    """What the officer and the witness press in Teams."""
    one = disposals.get(tx, 1)
    disposals.save(
        tx,
        replace(
            one,
            stage=Stage.RUNNING,
            responsible="佐々九子",
            witnessed="上田花子",
            begun_at=datetime(2026, 11, 24, tzinfo=UTC),
            version=one.version + 1,
        ),
    )


def test_it_is_proposed_carried_out_and_certified(folder, said):
    words = said("ledger", "dispose", "--class", "agreements", *BY)
    assert "disposal 1 of 1 of agreements waits for the information security officer" in words
    out = ("ledger", "certificate", "1")
    who = ("--as", "desk@akatsuki.example", "--body", "あかつき市")
    assert "isn't done" in said(*out, "c.html", *who, status=1)
    written(_begun)
    assert "nothing is left to carry out" in said("ledger", "disposals", "run")
    (one,) = json.loads(said("ledger", "disposals", "list", "--json"))["disposals"]
    assert (one["stage"], one["gone"]) == ("done", 1)
    said(*out, "c.html", *who)
    page = (folder / "c.html").read_text(encoding="utf-8")
    words = "情報項目 協定・契約 媒体名 数量 1件 責任者 佐々九子 立会人 上田花子"
    assert [word for word in words.split() if word not in page] == []
    assert "<script" not in page
    said(*out, "c.xlsx", *who)
    assert (folder / "c.xlsx").stat().st_size > 0
    assert "end the file's name" in said(*out, "c.doc", *who, status=1)
    assert json.loads(said("ledger", "verify", "--json"))["whole"]


def test_only_who_may_read_takes_a_certificate_out(folder, said):
    words = said("ledger", "certificate", "1", "c.html", "--as", "plain@akatsuki.example", status=1)
    assert "none of the roles" in words


def test_the_years_are_the_tenants_and_never_below_the_laws(folder, said):
    (folder / "years.toml").write_text('retention = [["agreements", 30]]', encoding="utf-8")
    said("tenant", "set", "years.toml")
    found = json.loads(said("ledger", "dispose", "--dry-run", "--json"))["kinds"]
    agreements = next(one for one in found if one["class"] == "agreements")
    assert (agreements["years"], agreements["count"]) == (30, 0)
    (folder / "years.toml").write_text('retention = [["attendance_books", 4]]', encoding="utf-8")
    words = said("tenant", "set", "years.toml", status=1)
    assert "attendance_books" in words
    assert "the law keeps attendance_books for 5 years; write 5 or more" in words


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ('[["papers", 5]]', "there are: agreements, meetings"),
        ('[["agreements", 101]]', "write at most 100 years"),
        ('[["agreements", "ten"]]', "a list of kinds and years"),
    ],
)
def test_years_that_cant_be_say_which_and_why(folder, said, given, says):
    (folder / "years.toml").write_text(f"retention = {given}", encoding="utf-8")
    assert says in said("tenant", "set", "years.toml", status=1)


def test_a_number_without_a_disposal_leads_to_the_list(folder, said):
    words = said("ledger", "certificate", "1", "c.html", *BY[:2], status=1)
    assert "see renkei ledger disposals list" in words

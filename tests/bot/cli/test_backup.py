"""`renkei backup`, `renkei backups`, `renkei restore` and what doctor says of them."""

import json
import re
import shutil

import pytest

from bot.cli import doctor_backup
from bot.cli.findings import Warn
from bot.errors import Misconfigured
from bot.settings import load
from bot.storage.backup import register
from bot.storage.backup.register import Stage
from bot.storage.store import open_storage


@pytest.fixture
def folder(city):
    return city("name,mail,post\n山田太郎,yamada@akatsuki.example,課長\n")


@pytest.fixture
def elsewhere(folder, monkeypatch, _migrated):
    """The settings name a new database."""

    def move():
        shutil.copy(_migrated, folder / "new.db")
        monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{folder / 'new.db'}")

    return move


def test_a_backup_says_what_it_holds_and_what_opens_it(folder, said):
    words = said("backup", "a.backup")
    assert words.startswith("wrote a.backup: ")
    assert "opens only with the envelope key" in words
    assert "delete the file, and every copy of it, by " in words
    found = json.loads(said("backup", "b.backup", "--json"))
    size = (folder / "b.backup").stat().st_size
    assert (found["stage"], found["tenants"], found["size"]) == ("made", 1, size)
    assert json.loads(said("ledger", "verify", "--json"))["entries"] == 3


def test_a_name_that_is_taken_is_refused_in_one_line(folder, said):
    said("backup", "a.backup")
    line = "renkei: a.backup: there is such a file; choose another name, or --force\n"
    assert said("backup", "a.backup", status=2) == line
    said("backup", "a.backup", "--force")
    assert "is no backup" in said("backup", "renkei.db", "--force", status=2)


def test_a_folder_gets_a_file_with_the_day_in_its_name(folder, said):
    (folder / "kept").mkdir()
    name = json.loads(said("backup", "kept", "--json"))["name"]
    assert re.fullmatch(r"renkei-\d{4}-\d\d-\d\d\.backup", name)
    assert (folder / "kept" / name).is_file()
    assert "there is such a file" in said("backup", "kept", status=2)


def test_backups_are_listed_until_they_are_said_to_be_deleted(folder, said):
    key = json.loads(said("backup", "a.backup", "--json"))["key"]
    assert f"{key}  a.backup" in said("backups", "list")
    assert "isn't counted" in said("backups", "deleted", key)
    assert json.loads(said("backups", "list", "--json")) == {"backups": []}
    assert "no such backup" in said("backups", "deleted", "another", status=2)


def test_a_backup_that_is_deleted_is_counted_for_no_tenant(folder, said):
    storage = open_storage(load())
    storage.write_now("another", lambda tx: tx.seal("heard", "answer", "a", "x"))
    storage.close()
    key = json.loads(said("backup", "a.backup", "--json"))["key"]
    said("backups", "deleted", key)
    storage = open_storage(load())
    for tenant in (load().home, "another"):
        (one,) = storage.read_now(tenant, register.every)
        assert (one.key, one.stage) == (key, Stage.GONE)
    storage.close()
    assert "isn't counted" in said("backups", "deleted", key)  # said twice, noted once
    assert json.loads(said("ledger", "verify", "--json"))["entries"] == 3


def test_a_check_is_told_kept_and_known_by_the_ledger(folder, said):
    said("backup", "a.backup")
    assert "a.backup is whole, tried out on" in said("restore", "a.backup", "--check")
    found = json.loads(said("restore", "a.backup", "--check", "--json"))
    assert (found["whole"], found["faults"], found["kept"]) == (True, [], True)
    assert found["entries"] == 1
    assert json.loads(said("ledger", "verify", "--json"))["entries"] == 4


def test_a_broken_file_is_told_by_its_fault_and_exit_status(folder, said):
    said("backup", "a.backup")
    whole = (folder / "a.backup").read_bytes()
    (folder / "a.backup").write_bytes(whole[:-1])
    words = said("restore", "a.backup", "--check", status=1)
    assert words.splitlines()[0].startswith("a.backup is NOT whole")
    assert words.splitlines()[1] == "a.backup: ends too early; take another copy"
    with pytest.raises(Misconfigured, match="was not whole"):
        doctor(folder)


def test_a_restore_brings_everything_back(folder, said, elsewhere):
    said("backup", "a.backup")
    elsewhere()
    assert said("restore", "a.backup", "--check", status=0).endswith("this database is empty\n")
    assert "restored the backup of" in said("restore", "a.backup")
    assert json.loads(said("ledger", "verify", "--json"))["entries"] == 2
    assert "isn't empty" in said("restore", "a.backup", status=2)


def test_a_restore_reports_as_json(folder, said, elsewhere):
    made = json.loads(said("backup", "a.backup", "--json"))
    elsewhere()
    found = json.loads(said("restore", "a.backup", "--json"))
    assert (found["backup"], found["rows"]) == (made["key"], made["rows"])
    assert (found["made_at"], found["tenants"]) == (made["made_at"], 1)


def doctor(folder):
    import asyncio

    return asyncio.run(doctor_backup.backups(load()))


def test_on_the_first_day_doctor_only_reminds(folder, said):
    found = doctor(folder)
    assert isinstance(found, Warn)
    assert "make one: renkei backup FILE, and try it out" in found.todo
    said("backup", "a.backup")
    found = doctor(folder)
    assert isinstance(found, Warn)
    assert "make one" not in found.todo
    said("restore", "a.backup", "--check")
    assert doctor(folder).startswith("the last backup: 20")


def test_doctor_says_how_old_the_last_backup_and_the_last_trial_are(folder, said, monkeypatch):
    monkeypatch.setattr(doctor_backup, "is_new", lambda _: False)
    with pytest.raises(Misconfigured, match="the last backup: never; make one: renkei backup"):
        doctor(folder)
    said("backup", "a.backup")
    with pytest.raises(Misconfigured, match="tried out: never; try one: renkei restore"):
        doctor(folder)
    said("restore", "a.backup", "--check")
    assert doctor(folder).startswith("the last backup: 20")
    monkeypatch.setattr(doctor_backup, "_LATE", -doctor_backup._LATE)
    with pytest.raises(Misconfigured, match=r"the last backup: 20.*, not since"):
        doctor(folder)

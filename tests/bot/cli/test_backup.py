"""`renkei backup`, `renkei backups`, `renkei restore` and what doctor says of them."""

import errno
import fcntl
import json
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


def test_a_second_backup_of_a_day_has_a_number_and_takes_no_place_unasked(folder, said):
    (folder / "kept").mkdir()
    first, second, third = (said("backup", "kept").split()[1].strip(":") for _ in range(3))
    assert second == first.replace(".backup", "-2.backup")
    assert third == first.replace(".backup", "-3.backup")
    assert said("backup", "kept", "--force").split()[1].strip(":") == first
    assert len(list((folder / "kept").iterdir())) == 3


@pytest.mark.parametrize("name", ["kpt", "kept/", "away.mounted/"])
def test_a_folder_that_is_not_there_never_becomes_a_file(folder, said, name):
    assert f"{name}: there is no such folder; correct or mount it" in said("backup", name, status=2)
    assert not (folder / name).exists()
    assert said("backups", "list") == ""


@pytest.fixture
def days_later(monkeypatch):
    """Commands run so many days from now."""

    def go(days: int):
        for name in ("RENKEI_SERVICE_HOSTS", "RENKEI_GRAPH_HOSTS"):
            monkeypatch.setenv(name, "127.0.0.1")
        monkeypatch.setenv("RENKEI_NOW", (datetime.now(UTC) + timedelta(days=days)).isoformat())

    return go


@pytest.fixture
def kept(folder):
    (folder / "kept").mkdir()
    return folder / "kept"


def names(folder):
    return {file.name for file in folder.iterdir()}


def pruned(said):
    return json.loads(said("backups", "prune", "kept", "--json"))


def test_each_backup_is_deleted_on_its_own_day_whatever_it_is_called(kept, said, days_later):
    short = json.loads(said("backup", "kept", "--json"))
    long = json.loads(said("backup", "kept/renkei-year-end.backup", "--keep", "400", "--json"))
    (kept / short["name"]).rename(kept / "moved")
    os.utime(kept / long["name"], (0, 0))
    days_later(34)
    assert said("backups", "prune", "kept") == "nothing is due\n"
    days_later(35)
    assert said("backups", "prune", "kept") == "deleted moved\n"
    assert names(kept) == {long["name"]}
    (one,) = json.loads(said("backups", "list", "--json"))["backups"]
    assert one["key"] == long["key"]
    days_later(400)
    assert pruned(said) == {"deleted": [long["name"]], "gone": [long["key"]], "unknown": []}


def test_what_was_pruned_stands_in_every_ledger_once(kept, said, days_later):
    storage = open_storage(load())
    storage.write_now("another", lambda tx: tx.seal("heard", "answer", "a", "x"))
    storage.close()
    key = json.loads(said("backup", "kept", "--keep", "1", "--json"))["key"]
    days_later(2)
    before = json.loads(said("ledger", "verify", "--json"))["entries"]
    assert pruned(said)["gone"] == [key]
    assert pruned(said)["deleted"] == []
    assert json.loads(said("ledger", "verify", "--json"))["entries"] == before + 1
    storage = open_storage(load())
    for tenant in (load().home, "another"):
        (one,) = storage.read_now(tenant, register.every)
        assert one.stage == Stage.GONE
    storage.close()


def test_what_is_not_of_this_database_is_left_and_a_strange_backup_is_told(
    kept, said, days_later, elsewhere
):
    (kept / "renkei-2020-01-01.backup").write_bytes(b"somebody's own")
    (kept / ".notes.part").write_bytes(b"")
    (kept / "folder.backup").mkdir()
    name = json.loads(said("backup", "kept", "--keep", "1", "--json"))["name"]
    (kept / "link.backup").symlink_to(kept / name)
    before = names(kept)
    elsewhere()
    days_later(9)
    assert pruned(said) == {"deleted": [], "gone": [], "unknown": [name]}
    assert "it stays, and is yours to delete" in said("backups", "prune", "kept")
    assert names(kept) == before


def test_a_file_that_this_user_may_not_read_keeps_no_other_from_being_deleted(
    kept, said, days_later, monkeypatch
):
    name = json.loads(said("backup", "kept", "--keep", "1", "--json"))["name"]
    others = {"a", ".a.0123456789abcdef.part"}
    for other in others:
        (kept / other).touch()
    opened = Path.open

    def refused(file, *given, **more):
        if file.name in others:
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return opened(file, *given, **more)

    monkeypatch.setattr(Path, "open", refused)
    days_later(1)
    assert pruned(said)["deleted"] == [name]
    assert names(kept) == others


def test_what_a_killed_backup_has_left_goes_at_once_unless_somebody_writes_it(kept, said):
    key = json.loads(said("backup", "kept", "--json"))["key"]
    (whole,) = kept.iterdir()
    part = kept / f".{whole.name}.0123456789abcdef.part"
    empty = kept / ".another.backup.0123456789abcdef.part"
    shutil.copy(whole, part)
    empty.touch()
    with part.open("rb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        assert pruned(said)["deleted"] == [empty.name]
    assert pruned(said) == {"deleted": [part.name], "gone": [], "unknown": []}  # the whole is there
    whole.rename(part)
    assert pruned(said) == {"deleted": [part.name], "gone": [key], "unknown": []}
    assert json.loads(said("backups", "list", "--json")) == {"backups": []}


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

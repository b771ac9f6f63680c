"""`renkei keys` and what `doctor` says of keys."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.cli import doctor_keys
from bot.cli.root import run
from bot.clock import real_now
from bot.errors import Misconfigured
from bot.people.tables import DIRECTORY
from bot.settings import Settings
from bot.storage import rotation
from bot.storage.crypto import DATA_KEY
from bot.storage.rotation import rotate
from bot.storage.store import open_storage
from bot.turns.memory import HEARD

TENANT = "local"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def settings(tmp_path, _migrated, monkeypatch):
    (tmp_path / "renkei.db").write_bytes(_migrated.read_bytes())
    found = Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_DATABASE_URL", found.database_url)
    monkeypatch.chdir(tmp_path)
    storage = open_storage(found)
    storage.write_now(TENANT, add_clear)
    storage.close()
    return found


def add_clear(tx):
    tx.seal("any", "any", "", "")
    row = {"removed": 0, "round": 1, "step": 1, "told": 0}
    tx.run(insert(DIRECTORY), aad_object_id="a", name="古田 さつき", **row)


def said(capsys, *arguments):
    status = run(arguments)
    return status, capsys.readouterr()


def test_rotating_says_what_to_do_next(settings, capsys):
    status, told = said(capsys, "keys", "rotate")
    assert status == 0
    lines = told.out.splitlines()
    assert lines[0] == "new data keys seal 1 value of 1 tenant"
    assert lines[1].endswith("wraps them; copy the key file to its keepers")
    assert lines[2] == "in 20 minutes or later drop what is old: renkei keys retire"


def test_rotating_seals_names_that_an_earlier_release_left_in_clear(settings, capsys):
    with pytest.raises(Misconfigured, match="1 names are in clear"):
        asyncio.run(doctor_keys.clear(settings))
    said(capsys, "keys", "rotate")
    assert asyncio.run(doctor_keys.clear(settings)).startswith("in clear are mail addresses")
    content = Path(settings.database_url.removeprefix("sqlite:///")).read_bytes()
    assert "古田".encode() not in content


def test_retiring_too_early_is_wrong_use(settings, capsys):
    said(capsys, "keys", "rotate")
    status, told = said(capsys, "keys", "retire")
    assert (status, told.out) == (2, "")
    assert told.err.startswith("renkei: other processes and links may still use the old key; try")


def test_retiring_says_what_it_dropped(settings, capsys, monkeypatch):
    monkeypatch.setattr(rotation, "SETTLED", timedelta(0))
    said(capsys, "keys", "rotate")
    status, told = said(capsys, "keys", "retire", "--json")
    assert status == 0
    found = json.loads(told.out)
    assert (found["data_keys"], len(found["envelopes"]), found["stayed"]) == ({TENANT: [1]}, 1, [])
    assert said(capsys, "keys", "retire")[1].out == "nothing to drop\n"


def test_showing_tells_numbers_and_no_key(settings, capsys):
    said(capsys, "keys", "rotate")
    _, told = said(capsys, "keys", "show")
    assert "local: data key 0 writes digests, wrapped by" in told.out
    assert "local: data key 1 old; 0 values in 0 columns" in told.out
    assert "local: data key 2 seals; 1 values in 1 columns" in told.out
    found = json.loads(said(capsys, "keys", "show", "--json")[1].out)
    assert [one["use"] for one in found["keys"]] == ["digests", "opens", "seals"]
    key = Path(settings.database_url.removeprefix("sqlite:///") + ".key").read_bytes()
    assert key[:32].hex() not in told.out


def test_a_process_of_its_own_counts_and_keeps_what_lies_in_every_table(settings, capsys):
    """A command loads what it needs: here that is everything, or keys in use would be dropped."""
    storage = open_storage(settings)
    storage.write_now(TENANT, seal_one)
    rotate(storage)
    storage.write_now(TENANT, spoil_one)
    aged = update(DATA_KEY).values(made_at=real_now() - timedelta(hours=1))
    storage.write_now(TENANT, lambda tx: tx.run(aged))
    storage.close()
    retired = alone("keys", "retire", "--json")
    assert retired["data_keys"] == {}
    assert retired["stayed"] == [f"{TENANT}: data key 1: heard.answer doesn't open"]
    shown = json.loads(said(capsys, "keys", "show", "--json")[1].out)
    sealed = {one["number"]: one["sealed"] for one in shown["keys"]}
    assert sealed == {0: {}, 1: {"heard.answer": 1}, 2: {}}


def seal_one(tx):
    sealed = tx.seal("heard", "answer", "a", "x")
    tx.run(insert(HEARD), key="a", at=real_now(), answer=sealed)


def spoil_one(tx):
    """By key 1, and of another row: it doesn't open, and may be what somebody mends one day."""
    sealed = bytes(tx.value(select(HEARD.c.answer)))
    tx.run(update(HEARD).values(answer=sealed[:1] + (1).to_bytes(4, "big") + sealed[5:]))


def alone(*arguments):
    told = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return json.loads(told.stdout)


def test_names_of_a_tenant_in_which_nothing_was_sealed_yet_are_sealed_too(settings, capsys):
    storage = open_storage(settings)
    row = {"removed": 0, "round": 1, "step": 1, "told": 0}
    add = insert(DIRECTORY).values(aad_object_id="b", name="古橋 あん", **row)
    storage.write_now("another", lambda tx: tx.run(add))
    storage.close()
    with pytest.raises(Misconfigured, match="2 names are in clear"):
        asyncio.run(doctor_keys.clear(settings))
    assert said(capsys, "keys", "rotate")[0] == 0
    assert asyncio.run(doctor_keys.clear(settings)).startswith("in clear are mail addresses")


def test_doctor_says_that_the_key_lies_beside_the_database(settings, tmp_path):
    assert "beside the database" in asyncio.run(doctor_keys.file(settings))
    elsewhere = tmp_path / "keys"
    elsewhere.mkdir()
    (elsewhere / "renkei.key").write_bytes(bytes(32))
    (elsewhere / "renkei.key").chmod(0o600)
    own = replace(settings, key_file=str(elsewhere / "renkei.key"))
    assert asyncio.run(doctor_keys.file(own)).startswith("readable for this user alone")


def test_doctor_finds_a_key_file_that_others_may_read(settings, tmp_path):
    (tmp_path / "renkei.db.key").chmod(0o640)
    with pytest.raises(Misconfigured, match="chmod 600"):
        asyncio.run(doctor_keys.file(settings))


def test_doctor_finds_a_missing_key_file(settings, tmp_path):
    (tmp_path / "renkei.db.key").unlink()
    with pytest.raises(Misconfigured, match="is missing"):
        asyncio.run(doctor_keys.file(settings))


def test_doctor_counts_what_each_key_has_sealed(settings, capsys, monkeypatch):
    said(capsys, "keys", "rotate")
    found = asyncio.run(doctor_keys.sealed(settings))
    assert found == "1 value by the newest keys of 1 tenant"


def test_doctor_finds_a_rotation_that_was_broken_off(settings, monkeypatch):
    storage = open_storage(settings)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "reseal", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate(storage)
    storage.close()
    with pytest.raises(Misconfigured, match="go on with it"):
        asyncio.run(doctor_keys.sealed(settings))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "holds no 32-byte key"),
        (b"x" * 40, "holds no 32-byte key"),
        (b"x" * 32, "lacks the key"),
        (b"x" * 64, "lacks the key"),
    ],
)
def test_a_wrong_key_file_is_one_clear_line(settings, tmp_path, capsys, content, line):
    (tmp_path / "renkei.db.key").write_bytes(content)
    status, told = said(capsys, "keys", "rotate")
    assert status == 2
    assert told.err.startswith("renkei: RENKEI_KEY_FILE: renkei.db.key")
    assert line in told.err


def test_a_lost_key_file_is_one_clear_line_and_no_new_one_is_made(settings, tmp_path, capsys):
    (tmp_path / "renkei.db.key").unlink()
    status, told = said(capsys, "tenant", "show")
    assert status == 2
    assert told.err == (
        "renkei: RENKEI_KEY_FILE: renkei.db.key is missing and this database needs it; "
        "put back the file from your backup\n"
    )
    assert not (tmp_path / "renkei.db.key").exists()


def test_a_swapped_key_file_loses_nothing(settings, tmp_path, capsys):
    right = (tmp_path / "renkei.db.key").read_bytes()
    (tmp_path / "renkei.db.key").write_bytes(b"y" * 32)
    assert said(capsys, "keys", "rotate")[0] == 2
    (tmp_path / "renkei.db.key").write_bytes(right)
    assert said(capsys, "keys", "rotate")[0] == 0


def test_an_envelope_key_that_a_kept_backup_needs_stays(settings, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(rotation, "SETTLED", timedelta(0))
    assert said(capsys, "backup", str(tmp_path / "kept.backup"))[0] == 0
    said(capsys, "keys", "rotate")
    status, told = said(capsys, "keys", "retire")
    assert status == 0
    assert "a backup that is still kept needs it" in told.out
    assert len((tmp_path / "renkei.db.key").read_bytes()) == 64
    [kept] = json.loads(said(capsys, "backups", "list", "--json")[1].out)["backups"]
    assert said(capsys, "backups", "deleted", kept["key"])[0] == 0
    assert "dropped envelope key" in said(capsys, "keys", "retire")[1].out
    assert len((tmp_path / "renkei.db.key").read_bytes()) == 32

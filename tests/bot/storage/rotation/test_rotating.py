"""Keys are rotated while everything runs, on both databases; nothing becomes unreadable."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select

import bot.exchange  # noqa: F401 - declares every table
from bot.clock import real_now
from bot.errors import Misconfigured
from bot.storage.crypto import DATA_KEY, Unopened
from bot.storage.crypto.cipher import sealed_by
from bot.storage.crypto.key_file import KeyFile, id_of
from bot.storage.rotation import retire, rotate
from bot.storage.store import open_storage
from bot.turns.memory import HEARD
from tests.bot.storage.rotation.world import ONE, TWO, digest, keep, key_file, numbers, opened


def test_what_was_sealed_before_opens_after_and_is_sealed_by_the_new_key(storage):
    for tenant in (ONE, TWO):
        keep(storage, tenant, *(f"k{n}" for n in range(250)))
    before = {tenant: digest(storage, tenant) for tenant in (ONE, TWO)}
    told = []
    done = rotate(storage, told.append)
    assert (done.tenants, done.resealed, sum(told), done.unopened) == (2, 500, 500, {})
    for tenant in (ONE, TWO):
        assert opened(storage, tenant) == {f"k{n}": f"k{n}" * 3 for n in range(250)}
        assert numbers(storage, tenant) == {2}
        assert digest(storage, tenant) == before[tenant]


def test_the_key_file_holds_the_new_key_before_the_old_one_for_its_owner_alone(storage):
    keep(storage, ONE, "a")
    old = key_file(storage).read_bytes()
    done = rotate(storage)
    content = key_file(storage).read_bytes()
    assert (len(content), content[32:], done.envelope) == (64, old, id_of(content[:32]))
    assert done.renewed
    assert key_file(storage).stat().st_mode & 0o777 == 0o600
    assert [one.name for one in key_file(storage).parent.glob("*.key*")] == [key_file(storage).name]


def test_a_running_process_opens_what_another_sealed_by_a_key_that_it_has_not_met(
    storage, settings
):
    keep(storage, ONE, "a")
    other = open_storage(settings)
    try:
        rotate(other)
        keep(other, ONE, "b")
        assert opened(storage, ONE) == {"a": "aaa", "b": "bbb"}
    finally:
        other.close()


def test_a_running_process_seals_by_the_new_key_within_a_minute(storage, settings, monkeypatch):
    keep(storage, ONE, "a")
    other = open_storage(settings)
    try:
        rotate(other)
    finally:
        other.close()
    keep(storage, ONE, "b")
    assert numbers(storage, ONE) == {1, 2}
    began = time.monotonic()
    monkeypatch.setattr("bot.storage.crypto.vault.real_seconds", lambda: began + 60)
    keep(storage, ONE, "c")
    assert numbers(storage, ONE) == {1, 2}
    sealed = storage.read_now(
        ONE, lambda tx: tx.value(select(HEARD.c.answer).where(HEARD.c.key == "c"))
    )
    assert sealed_by(bytes(sealed)) == 2


def test_what_runs_goes_on_while_its_key_file_is_away(storage, monkeypatch):
    keep(storage, ONE, "a")
    file = key_file(storage)
    away = file.rename(file.with_name("away"))
    began = time.monotonic()
    monkeypatch.setattr("bot.storage.crypto.vault.real_seconds", lambda: began + 60)
    keep(storage, ONE, "b")
    assert opened(storage, ONE) == {"a": "aaa", "b": "bbb"}
    storage.vault._opened.clear()
    monkeypatch.setattr("bot.storage.crypto.vault.real_seconds", lambda: began + 120)
    keep(storage, ONE, "c")
    assert opened(storage, ONE) == {"a": "aaa", "b": "bbb", "c": "ccc"}
    away.rename(file)


def test_a_second_rotation_follows_the_first(storage, _settled):
    keep(storage, ONE, "a")
    for number in (2, 3, 4):
        rotate(storage)
        assert numbers(storage, ONE) == {number}
    assert len(key_file(storage).read_bytes()) == 4 * 32
    assert retire(storage).data_keys == {ONE: (1, 2, 3)}
    assert opened(storage, ONE) == {"a": "aaa"}


def test_a_key_from_before_rotations_goes_on_writing_the_same_digests(storage, _settled):
    """One key did both then, wrapped without an id."""
    envelope, key, nonce = key_file(storage).read_bytes(), os.urandom(32), os.urandom(12)
    wrapped = nonce + AESGCM(envelope).encrypt(nonce, key, ONE.encode())
    storage.write_now(
        ONE, lambda tx: tx.run(insert(DATA_KEY), number=1, wrapped=wrapped, made_at=None)
    )
    keep(storage, ONE, "a")
    found = digest(storage, ONE)
    rotate(storage)
    assert retire(storage).data_keys == {ONE: (1,)}
    storage.vault.forget(ONE)
    assert digest(storage, ONE) == found
    assert opened(storage, ONE) == {"a": "aaa"}


def test_a_tenant_whose_key_is_made_during_a_rotation_is_none_the_worse(storage, _settled):
    keep(storage, ONE, "a")
    rotate(storage)
    keep(storage, TWO, "b")
    retire(storage)
    assert opened(storage, TWO) == {"b": "bbb"}


SLOWLY = """
    import sys
    import time
    from bot.settings import Settings
    import bot.turns.memory
    from bot.storage import resealing, rotation
    from bot.storage.rotation import rotate
    from bot.storage.store import open_storage
    resealing.MOST = 10
    rotation._refuse_strangers = lambda storage: None  # all others are empty, and slow to load
    storage = open_storage(Settings(database_url=sys.argv[1], key_file=sys.argv[2]))

    def told(many):
        print(many, flush=True)
        time.sleep(0.02)  # so that the kill comes in between

    rotate(storage, told)
"""


@pytest.mark.parametrize("steps", [1, 13])
def test_a_rotation_that_is_killed_goes_on_when_it_is_called_again(settings, tmp_path, steps):
    key = settings.key_file or str(tmp_path / "renkei.db.key")
    storage = open_storage(settings)
    for tenant in (ONE, TWO):
        keep(storage, tenant, *(f"k{n}" for n in range(100)))
    before = digest(storage, ONE)
    storage.close()
    given = [sys.executable, "-c", textwrap.dedent(SLOWLY), settings.database_url, key]
    with subprocess.Popen(given, stdout=subprocess.PIPE, text=True) as killed:
        for _ in range(steps):
            assert killed.stdout.readline() == "10\n"
        killed.send_signal(signal.SIGKILL)
    storage = open_storage(settings)
    try:
        with pytest.raises(Misconfigured, match="go on with it"):
            retire(storage)
        for tenant in (ONE, TWO):
            assert len(opened(storage, tenant)) == 100
        done = rotate(storage)
        assert 0 < done.resealed <= 200 - 10 * (steps - 1)
        assert len(Path(key).read_bytes()) == 64
        for tenant in (ONE, TWO):
            assert numbers(storage, tenant) == {2}
            assert len(opened(storage, tenant)) == 100
        assert digest(storage, ONE) == before
    finally:
        storage.close()


def test_a_process_killed_between_the_file_and_the_database_begins_no_third_key(storage):
    keep(storage, ONE, "a")
    KeyFile(key_file(storage)).renew(frozenset(storage.vault.envelopes.held()))
    assert rotate(storage).renewed
    assert len(key_file(storage).read_bytes()) == 64


def test_a_machine_that_slept_looks_for_newer_keys_when_it_wakes(storage, settings, monkeypatch):
    keep(storage, ONE, "a")
    other = open_storage(settings)
    try:
        rotate(other)
    finally:
        other.close()
    now = real_now()  # while its counter of seconds stood still
    monkeypatch.setattr("bot.storage.crypto.vault.real_now", lambda: now + timedelta(hours=1))
    storage.read_now(ONE, lambda tx: tx.digest("heard", "who", "x"))
    keep(storage, ONE, "b")
    assert numbers(storage, ONE) == {2}


def test_looking_for_something_where_nothing_was_ever_sealed_finds_nothing(storage):
    look = lambda tx: tx.digest("heard", "who", "x")  # noqa: E731
    assert len(storage.read_now(ONE, look)) == 64
    with pytest.raises(Unopened):
        storage.read_now(ONE, lambda tx: tx.seal("heard", "answer", "a", "x"))
    keep(storage, ONE, "a")
    assert storage.read_now(ONE, look) == storage.write_now(ONE, look)

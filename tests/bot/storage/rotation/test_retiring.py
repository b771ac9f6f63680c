"""Old keys are dropped when nothing needs them and nobody seals by them, and not before."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text, update

import bot.exchange  # noqa: F401 - declares every table
from bot.clock import real_now
from bot.errors import Misconfigured
from bot.storage import rotation
from bot.storage.crypto import Unopened, vault
from bot.storage.crypto.key_file import id_of
from bot.storage.rotation import retire, rotate
from bot.storage.store import open_storage
from bot.turns.memory import HEARD
from tests.bot.storage.rotation.world import ONE, digest, keep, key_file, numbers, opened


def test_retiring_too_early_is_refused(storage):
    keep(storage, ONE, "a")
    rotate(storage)
    with pytest.raises(Misconfigured, match="try again in 20 minutes"):
        retire(storage)
    assert len(key_file(storage).read_bytes()) == 64


def test_retiring_drops_the_old_keys_and_nothing_else(storage, _settled):
    keep(storage, ONE, "a")
    found = digest(storage, ONE)
    rotate(storage)
    newest = key_file(storage).read_bytes()[:32]
    old = key_file(storage).read_bytes()[32:]
    gone = retire(storage)
    assert (gone.data_keys, gone.envelopes, gone.stayed) == ({ONE: (1,)}, (id_of(old),), ())
    assert key_file(storage).read_bytes() == newest
    storage.vault._opened.clear()
    storage.vault.forget(ONE)
    assert opened(storage, ONE) == {"a": "aaa"}
    assert digest(storage, ONE) == found
    assert retire(storage).data_keys == {}


def test_what_the_old_key_sealed_after_the_rotation_is_sealed_anew_before_it_is_dropped(
    storage, settings, _settled
):
    keep(storage, ONE, "a")
    other = open_storage(settings)
    try:
        rotate(other)
        keep(storage, ONE, "b")
        assert numbers(storage, ONE) == {1, 2}
        retire(other)
    finally:
        other.close()
    assert numbers(storage, ONE) == {2}
    assert opened(storage, ONE) == {"a": "aaa", "b": "bbb"}


def test_an_envelope_key_that_a_backup_needs_stays(storage, _settled):
    keep(storage, ONE, "a")
    old = id_of(key_file(storage).read_bytes())
    rotate(storage)
    gone = retire(storage, {old: "the backup of 2026-11-01"})
    assert gone.envelopes == ()
    assert gone.stayed == (f"envelope key {old}: the backup of 2026-11-01 needs it",)
    assert len(key_file(storage).read_bytes()) == 64


def test_a_value_that_does_not_open_keeps_its_key_and_stops_nobody(storage, _settled):
    keep(storage, ONE, "a", "b")
    spoil = update(HEARD).where(HEARD.c.key == "a")
    sealed = storage.write_now(ONE, lambda tx: tx.seal("heard", "answer", "other", "x"))
    storage.write_now(ONE, lambda tx: tx.run(spoil.values(answer=sealed)))
    done = rotate(storage)
    assert done.unopened == {f"{ONE} heard.answer": 1}
    gone = retire(storage)
    assert gone.data_keys == {}
    assert gone.stayed == (f"{ONE}: data key 1: heard.answer doesn't open",)
    with pytest.raises(Unopened):
        opened(storage, ONE)


def test_nothing_is_dropped_while_a_table_is_unknown(storage, _settled):
    """What its rows hold can't be counted, so every key may be theirs."""
    keep(storage, ONE, "a")
    with storage.engine.engine.connect() as connection:
        connection.execute(text("CREATE TABLE later (tenant_id VARCHAR(64), x INTEGER)"))
    for work in (rotate, retire, rotation.held):
        with pytest.raises(Misconfigured, match="table later: this release doesn't know it"):
            work(storage)
    assert numbers(storage, ONE) == {1}
    assert len(key_file(storage).read_bytes()) == 32


def test_who_cannot_open_the_new_key_stops_sealing_by_the_old_one_before_it_is_dropped(
    storage, settings, tmp_path, monkeypatch
):
    keep(storage, ONE, "a")
    copied = tmp_path / "copied.key"  # of another machine, to which nobody brings the new file
    copied.write_bytes(key_file(storage).read_bytes())
    other = open_storage(replace(settings, key_file=str(copied)))
    try:
        keep(other, ONE, "b")
        rotate(storage)
        began, now = time.monotonic(), real_now()
        monkeypatch.setattr("bot.storage.crypto.vault.real_seconds", lambda: began + 60)
        keep(other, ONE, "c")
        assert numbers(storage, ONE) == {1, 2}
        monkeypatch.setattr("bot.storage.crypto.vault.real_now", lambda: now + vault.PATIENCE * 1.1)
        with pytest.raises(Misconfigured, match="lacks the key"):
            keep(other, ONE, "d")
        copied.write_bytes(key_file(storage).read_bytes())
        keep(other, ONE, "d")
        assert opened(other, ONE).keys() == {"a", "b", "c", "d"}
    finally:
        other.close()


def test_keys_are_dropped_long_after_the_last_who_seals_by_them():
    fresh = timedelta(seconds=vault.FRESH_SECONDS)
    assert vault.PATIENCE + fresh + timedelta(minutes=5) < rotation.SETTLED

"""The file of envelope keys: several keys, changed at one stroke, never short of one in use."""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Misconfigured
from bot.storage.crypto.envelopes import envelope_of
from bot.storage.crypto.key_file import KeyFile, id_of

KEY = bytes(range(32))


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    found = KeyFile(tmp_path / "renkei.key")
    found.prepare(may_make=True)
    return found


def test_a_first_file_is_made_for_its_owner_alone(file):
    assert len(file.file.read_bytes()) == 32
    assert file.file.stat().st_mode & 0o777 == 0o600


def test_no_file_is_made_where_something_is_wrapped_already(tmp_path):
    missing = KeyFile(tmp_path / "renkei.key")
    with pytest.raises(Misconfigured, match="is missing and this database needs it"):
        missing.prepare(may_make=False)
    assert list(tmp_path.iterdir()) == []


def test_many_processes_that_make_the_first_file_agree_on_it(tmp_path):
    files = [KeyFile(tmp_path / "renkei.key") for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: one.prepare(may_make=True), files))
    assert len({one.newest() for one in files}) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_wrapped_key_names_its_envelope_and_opens_in_its_place_alone(file):
    wrapped = file.wrap("here", 3, KEY)
    assert file.unwrap("here", 3, wrapped) == KEY
    assert envelope_of(wrapped) == file.newest()
    for tenant, number in (("there", 3), ("here", 4)):
        with pytest.raises(Misconfigured, match="does not open"):
            file.unwrap(tenant, number, wrapped)


def test_every_key_of_the_file_opens(file):
    wrapped = []
    for _ in range(4):
        wrapped.append(file.wrap("here", 1, KEY))
        file.renew(frozenset((file.newest(),)))
    assert [file.unwrap("here", 1, one) for one in wrapped] == [KEY] * 4


def test_a_key_that_was_never_used_is_not_followed_by_another(file):
    before = file.file.read_bytes()
    file.renew(frozenset())
    assert file.file.read_bytes() == before


def test_a_change_that_fails_leaves_the_file_as_it_was(file, monkeypatch):
    before = file.file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Misconfigured, match=r"can't change .*No space left"):
        file.renew(frozenset((file.newest(),)))
    assert file.file.read_bytes() == before
    assert list(file.file.parent.iterdir()) == [file.file]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_who_may_read_the_file_may_read_it_after_root_has_changed_it(file):
    os.chown(file.file, 65534, 65533)
    file.renew(frozenset((file.newest(),)))
    found = file.file.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (65534, 65533, 0o600)


def test_somebody_elses_file_is_left_as_it_is(file, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    before = file.file.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(Misconfigured, match="belongs to somebody else; do this as that user"):
        file.renew(frozenset((file.newest(),)))
    assert file.file.read_bytes() == before
    assert list(file.file.parent.iterdir()) == [file.file]


def test_a_link_stays_a_link(file, tmp_path):
    link = KeyFile(tmp_path / "link.key")
    link.file.symlink_to(file.file)
    link.renew(frozenset((link.newest(),)))
    assert link.file.is_symlink()
    assert link.held() == file.held()
    assert len(file.held()) == 2


def test_a_file_of_many_keys_asks_to_drop_some_first(file):
    for _ in range(15):
        file.renew(frozenset((file.newest(),)))
    with pytest.raises(Misconfigured, match="renkei keys retire"):
        file.renew(frozenset((file.newest(),)))


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(st.booleans(), min_size=16, max_size=16)), max_size=6
    )
)
@settings(max_examples=30)
def test_whatever_is_done_a_key_that_is_named_as_needed_stays(steps):
    with tempfile.TemporaryDirectory() as folder:
        file = KeyFile(Path(folder) / "renkei.key")
        file.prepare(may_make=True)
        for renews, needed in steps:
            before = file.held()
            if renews:
                file.renew(frozenset(before))
                assert file.held()[1:] == before
            else:
                kept = {one for one, stays in zip(before, needed, strict=False) if stays}
                dropped = file.keep(frozenset(kept))
                assert set(file.held()) == kept | {before[0]}
                assert set(dropped) == set(before) - kept - {before[0]}
            assert file.newest() == id_of(file.file.read_bytes()[:32])

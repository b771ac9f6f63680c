"""A backup's file: whole under its name or not there, for one user alone, never over another."""

import errno
import fcntl

import pytest

from bot.errors import Misconfigured
from bot.storage.backup import place
from bot.storage.backup.header import MAGIC
from bot.storage.backup.place import new_file
from bot.storage.backup.steps import unseen


def put(file, data=MAGIC + b"x", overwrite=False):
    with new_file(file, overwrite=overwrite, step=unseen) as out:
        out.write(data)
    return out


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.backup"


def test_the_file_is_whole_private_and_counted(file):
    out = put(file, b"hello")
    assert (file.read_bytes(), out.size) == (b"hello", 5)
    assert out.digest == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_nothing_is_left_where_it_fails(file):
    with pytest.raises(ZeroDivisionError), new_file(file, overwrite=False, step=unseen) as out:
        out.write(b"half")
        raise ZeroDivisionError
    assert list(file.parent.iterdir()) == []


def test_no_file_is_overwritten_unasked(file):
    put(file)
    with pytest.raises(Misconfigured, match="--force"):
        put(file, b"other")
    assert put(file, MAGIC + b"new", overwrite=True)
    assert file.read_bytes() == MAGIC + b"new"


def test_nothing_but_a_backup_is_ever_overwritten(file):
    file.write_bytes(b"SQLite format 3\0")
    with pytest.raises(Misconfigured, match="is no backup"):
        put(file, overwrite=True)
    assert file.read_bytes() == b"SQLite format 3\0"


def test_a_file_that_came_meanwhile_is_not_overwritten(file):
    with (
        pytest.raises(Misconfigured, match="there is such a file"),
        new_file(file, overwrite=False, step=unseen) as out,
    ):
        out.write(b"mine")
        file.write_bytes(b"theirs")
    assert file.read_bytes() == b"theirs"
    assert list(file.parent.iterdir()) == [file]


def test_a_link_to_nowhere_is_a_name_that_is_taken(file):
    """Else the backup would be thrown away and said to be made."""
    file.symlink_to(file.with_name("away"))
    with pytest.raises(Misconfigured, match="there is such a file"):
        put(file)


def test_a_name_that_was_taken_for_a_moment_is_told_all_the_same(file, monkeypatch):
    def link(*_):
        raise FileExistsError

    monkeypatch.setattr(place.os, "link", link)
    with pytest.raises(Misconfigured, match="there is such a file"):
        put(file)
    assert list(file.parent.iterdir()) == []


def test_a_disk_without_links_will_do(file, monkeypatch):
    def link(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(place.os, "link", link)
    put(file)
    assert list(file.parent.iterdir()) == [file]
    with pytest.raises(Misconfigured):
        put(file)


def test_a_part_that_somebody_writes_is_let_alone_and_a_dead_one_deleted(file):
    dead, living = (file.with_name(f".{file.name}.{one}.part") for one in ("dead", "living"))
    dead.touch()
    with living.open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        put(file)
    assert sorted(file.parent.iterdir()) == [living, file]


def test_a_name_with_signs_of_a_pattern_deletes_no_other_part(tmp_path):
    other = tmp_path / ".ab.backup.dead.part"
    other.touch()
    put(tmp_path / "[ab].backup")
    assert other.exists()


def test_a_full_disk_is_told_with_the_name_of_the_file(file, monkeypatch):
    with (
        pytest.raises(OSError, match="No space left") as caught,
        new_file(file, overwrite=False, step=unseen) as out,
    ):
        monkeypatch.setattr(out, "_out", Disk(room=1))
        out.write(b"xyz")
    assert caught.value.filename == str(file)
    assert list(file.parent.iterdir()) == []


def test_a_disk_that_takes_less_than_it_was_given_is_given_the_rest(file, monkeypatch):
    disk = Disk(room=10)
    with (
        pytest.raises(AttributeError),  # which has no file to be made safe
        new_file(file, overwrite=False, step=unseen) as out,
    ):
        monkeypatch.setattr(out, "_out", disk)
        out.write(b"abcdef")
    assert disk.held == b"abcdef"


class Disk:
    """Takes two bytes at once, as long as there is room."""

    def __init__(self, room):
        self.room, self.held = room, b""

    def write(self, data):
        if len(self.held) >= self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.held += bytes(data[:2])
        return len(data[:2])

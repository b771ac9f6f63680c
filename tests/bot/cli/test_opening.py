"""The database that a command works on: a mistyped path never becomes an empty one."""

from pathlib import Path

import pytest

from bot.cli.root import run
from bot.storage.crypto.cipher import KEY_BYTES

SERVING = {
    "RENKEI_CREDENTIAL": "static",
    "RENKEI_STATIC_TOKEN": "fixed",
    "RENKEI_APP_ID": "a",
    "RENKEI_TENANT_ID": "t",
    "RENKEI_SERVICE_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_HOSTS": "127.0.0.1",
    "RENKEI_GRAPH_URL": "http://127.0.0.1:9/v1.0",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_DATABASE_URL", "sqlite:///data/renkie.db")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["serve"],
        ["tick"],
        ["plan", "--from", "2026-12-01", "--to", "2026-12-31"],
        ["people", "import", "people.csv"],
        ["agreements", "list"],
        ["ledger", "verify"],
        ["tenant", "show"],
    ],
)
def test_a_database_that_is_not_there_is_one_line_and_is_not_made(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    for name, value in SERVING.items():
        monkeypatch.setenv(name, value)
    (folder / "people.csv").write_text("name,mail,post\n", encoding="utf-8")
    assert run(words) == 2
    assert capsys.readouterr().err.splitlines() == [
        "renkei: RENKEI_DATABASE_URL: there is no renkie.db in the folder that it names; "
        "correct the path, or make the database with renkei migrate"
    ]
    assert not (folder / "data").exists()


def test_migrate_makes_the_database_that_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["migrate"]) == 0
    assert capsys.readouterr().out == (
        "the database is made; its key is data/renkie.db.key: "
        "keep a copy of it, away from the database and its backups\n"
    )
    assert len((folder / "data" / "renkie.db.key").read_bytes()) == KEY_BYTES
    assert run(["agreements", "list"]) == 0
    assert (folder / "data" / "renkie.db").stat().st_mode & 0o777 == 0o600
    capsys.readouterr()
    assert run(["migrate"]) == 0
    assert capsys.readouterr().out == "the database's schema is up to date\n"


def test_where_no_key_can_be_made_the_next_migrate_makes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RENKEI_KEY_FILE", "keys/renkei.key")
    assert run(["migrate"]) == 2
    assert "choose a folder that this user may write" in capsys.readouterr().err
    (folder / "keys").mkdir()
    assert run(["migrate"]) == 0
    assert "its key is keys/renkei.key" in capsys.readouterr().out


def test_migrate_makes_no_key_for_a_database_that_has_lost_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["migrate"]) == 0
    (folder / "data" / "renkie.db.key").unlink()
    assert run(["migrate"]) == 0
    assert not (folder / "data" / "renkie.db.key").exists()


@pytest.mark.parametrize("there", [False, True])
def test_a_new_database_takes_no_other_key_than_the_one_it_was_made_with(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: bool,
) -> None:
    """Whether another file is where the settings look now, or none."""
    assert run(["migrate"]) == 0
    other = folder / "other.key"
    if there:
        other.write_bytes(bytes(KEY_BYTES))
    monkeypatch.setenv("RENKEI_KEY_FILE", "other.key")
    (folder / "people.csv").write_text("name,mail\n山田,a@city.example\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["people", "import", "people.csv"]) == 2
    assert "put back the" in capsys.readouterr().err
    assert other.exists() == there
    assert run(["migrate"]) == 0  # which makes none either
    assert other.exists() == there


def test_a_key_that_was_there_before_the_database_is_its_own_from_then_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "safe.key").write_bytes(bytes(KEY_BYTES))
    monkeypatch.setenv("RENKEI_KEY_FILE", "safe.key")
    assert run(["migrate"]) == 0
    assert (folder / "safe.key").read_bytes() == bytes(KEY_BYTES)
    monkeypatch.setenv("RENKEI_KEY_FILE", "elsewhere.key")
    assert run(["agreements", "list"]) == 2
    assert "elsewhere.key is missing" in capsys.readouterr().err


def test_a_database_whose_key_wraps_nothing_yet_is_bound_by_the_next_migrate(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an earlier release left it, or a machine that stopped in between."""
    with monkeypatch.context() as patch:
        patch.setattr("bot.cli.migrate.bind_key", lambda _: False)
        assert run(["migrate"]) == 0
    capsys.readouterr()
    assert run(["migrate"]) == 0
    assert "; its key is data/renkie.db.key: keep a copy" in capsys.readouterr().out
    (folder / "data" / "renkie.db.key").unlink()
    assert run(["agreements", "list"]) == 2
    assert "put back the file from your backup" in capsys.readouterr().err


def test_a_key_that_is_made_on_first_use_is_not_made_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RENKEI_DATABASE_URL")
    assert run(["agreements", "list"]) == 0
    (folder / "renkei.db.key").rename(folder / "in the safe")
    assert run(["agreements", "list"]) == 2
    assert "put back the file from your backup" in capsys.readouterr().err
    assert not (folder / "renkei.db.key").exists()


def test_a_backup_can_be_restored_into_a_database_that_migrate_has_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENKEI_KEY_FILE", "renkei.key")
    assert run(["migrate"]) == 0
    assert run(["backup", "a.backup"]) == 0
    monkeypatch.setenv("RENKEI_DATABASE_URL", "sqlite:///data/new.db")
    assert run(["migrate"]) == 0
    assert run(["restore", "a.backup"]) == 0
    assert run(["agreements", "list"]) == 0


def test_who_names_none_has_one_made_on_first_use(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RENKEI_DATABASE_URL")
    assert run(["agreements", "list"]) == 0
    assert (folder / "renkei.db").exists()

"""A folder with a database that commands work on, and what they say."""

import shutil
from collections.abc import Callable

import pytest

from bot.cli.root import run
from bot.settings import load
from bot.storage.store import open_storage


@pytest.fixture
def city(tmp_path, monkeypatch, _migrated):
    """Makes the folder a city with these people in it."""

    def begin(people: str):
        monkeypatch.chdir(tmp_path)
        shutil.copy(_migrated, tmp_path / "renkei.db")
        monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
        monkeypatch.setenv("RENKEI_KEY_FILE", str(tmp_path / "renkei.key"))
        (tmp_path / "people.csv").write_text(people, encoding="utf-8")
        assert run(["people", "import", "people.csv"]) == 0
        return tmp_path

    return begin


def written(work: Callable):
    """What `work` answers, done in the city's database."""
    settings = load()
    storage = open_storage(settings)
    try:
        return storage.write_now(settings.home, work)
    finally:
        storage.close()


@pytest.fixture
def said(capsys):
    """All that a command prints, and that it ended as it should."""

    def said(*arguments, status=0):
        capsys.readouterr()
        assert run(list(arguments)) == status
        found = capsys.readouterr()
        return found.out + found.err

    return said

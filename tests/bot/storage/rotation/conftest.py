"""Databases whose keys are rotated, of a test alone: a rotation is of all tenants."""

import shutil
from datetime import timedelta

import pytest

import bot.exchange  # noqa: F401 - declares every table
from bot.settings import Settings
from bot.storage import rotation
from bot.storage.store import open_storage


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request, tmp_path, _migrated):
    """A database of this test alone, for a rotation is of all tenants in it."""
    if request.param == "sqlite":
        shutil.copy(_migrated, tmp_path / "renkei.db")
        return Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}")
    url = request.getfixturevalue("pool").lend()
    return Settings(database_url=url, key_file=str(tmp_path / "renkei.key"))


@pytest.fixture
def storage(settings):
    opened = open_storage(settings)
    yield opened
    opened.close()


@pytest.fixture
def _settled(monkeypatch):
    monkeypatch.setattr(rotation, "SETTLED", timedelta(0))

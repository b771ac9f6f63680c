"""A new database and its key file belong together before anything is sealed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.settings import Settings
from bot.storage.crypto.turning import keys
from bot.storage.store import bind_key, migrate, open_bound, open_storage
from tests.bot.storage.pool import Pool


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    key = str(tmp_path / "renkei.key")
    if request.param == "sqlite":
        return Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}", key_file=key)
    pool: Pool = request.getfixturevalue("pool")
    return Settings(database_url=pool.lend("template0"), key_file=key)


def test_what_migrate_has_made_opens_with_its_own_key_alone(
    settings: Settings, tmp_path: Path
) -> None:
    assert migrate(settings)
    assert bind_key(settings)
    assert not bind_key(settings)
    storage = open_storage(settings)
    made = storage.read_now(settings.home, keys)
    assert {key.envelope for key in made} == set(storage.vault.envelopes.held())
    storage.close()
    with pytest.raises(Misconfigured, match=r"other\.key is missing and this database needs it"):
        open_storage(replace(settings, key_file=str(tmp_path / "other.key")))
    assert not (tmp_path / "other.key").exists()


def test_a_key_that_is_made_at_opening_is_used_at_once(settings: Settings, tmp_path: Path) -> None:
    """The file was lost, or the settings changed, before anything was sealed."""
    migrate(settings)
    other = replace(settings, key_file=str(tmp_path / "other.key"))
    open_bound(other).close()
    storage = open_storage(settings)
    with pytest.raises(Misconfigured, match=r"renkei\.key lacks the key"):
        storage.read_now(settings.home, storage.vault.key)
    storage.close()

"""PostgreSQL databases of a test's own, for what is done to all that one holds."""

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from bot.storage.store import migrate
from tests.bot.storage.pool import TEMPLATE, Pool


@pytest.fixture(scope="session")
def _pools() -> list[Pool]:
    """None until a test asks for one: most need no server."""
    return []


@pytest.fixture(scope="session")
def pool(_pools: list[Pool], postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Pool:
    """Databases with their tables and nothing in them; each is the test's until it ends."""
    made = Pool(postgresql_url)
    made.made("template0", TEMPLATE)
    url = postgresql_url.replace("/postgres?", f"/{TEMPLATE}?")
    migrate(Settings(database_url=url, key_file=str(tmp_path_factory.mktemp("k") / "key")))
    made.know()
    _pools.append(made)
    return made


@pytest.fixture(autouse=True)
def _given_back(_pools: list[Pool]) -> Iterator[None]:
    """Set up first, so that every storage is closed by then."""
    yield
    for one in _pools:
        one.take_back()

"""What every test may ask for: a database of each kind and a tenant of its own."""

import gc
import logging
import os
import shutil
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog

import bot.exchange  # noqa: F401 - with the slices, declares every table
from bot.delivery.engine import schema
from bot.settings import Settings
from bot.storage.prepared import Statements
from bot.storage.store import Storage, migrate, open_storage
from tests import postgresql
from tests.graph_requests import (  # noqa: F401 - hooks and a fixture of the whole run
    graph_requests,
    pytest_sessionfinish,
    pytest_terminal_summary,
)
from tests.in_memory import keep_files_in_memory
from tests.order import pytest_collection_modifyitems  # noqa: F401 - a hook of the whole run
from tests.peopled import _peopled, peopled  # noqa: F401 - fixtures of the whole run
from tests.time_limit import (  # noqa: F401 - hooks of the whole run
    pytest_addoption,
    pytest_configure,
    pytest_runtest_call,
    pytest_runtest_setup,
    pytest_runtest_teardown,
    pytest_unconfigure,
)

# What modules beside the tests assert says as much as a test's own line.
pytest.register_assert_rewrite("tests.browser", "tests.bot", "tests.cards", "tests.graph")

keep_files_in_memory()

# A shared machine may stop for seconds at any moment: how long one example took says nothing.
# `make test` tries the same examples each time, so that it fails for what changed and not by luck;
# `make search` looks for new ones, as many as EXAMPLES says for each property.
_slow = (hypothesis.HealthCheck.too_slow,)
_alike = {"deadline": None, "suppress_health_check": _slow}
hypothesis.settings.register_profile("same", derandomize=True, **_alike)
hypothesis.settings.register_profile(
    "search", max_examples=int(os.environ.get("EXAMPLES", "1000")), print_blob=True, **_alike
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_finish() -> None:
    """As `renkei serve` does: what is imported stays and needs no looking through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command sets the logs up for its whole process; a test must not do so for the next."""
    root = logging.getLogger()
    handlers, level, off = root.handlers[:], root.level, root.manager.disable
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.disable(off)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Thousands of tests open a database of their own; their statements are the same for all."""
    known: dict[str, Statements] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "bot.storage.sqlite.Statements",
            lambda dialect: known.setdefault(dialect.name, Statements(dialect)),
        )
        yield


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this run's own, on a socket that only it knows."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("no PostgreSQL: neither the wheel's nor the system's programs are installed")
    with postgresql.running(programs) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sqlite")
    return Settings(database_url=f"sqlite:///{folder / 'renkei.db'}")


@pytest.fixture(scope="session")
def _sqlite(sqlite_settings: Settings) -> Iterator[Storage]:
    storage = open_storage(sqlite_settings)
    yield storage
    storage.close()


@pytest.fixture(scope="session")
def _postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    key = tmp_path_factory.mktemp("key") / "renkei.key"
    settings = Settings(database_url=postgresql_url, key_file=str(key))
    migrate(settings)
    schema.migrate(postgresql_url)
    storage = open_storage(settings)
    yield storage
    storage.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """The same test on both databases; what it writes is kept apart by `tenant`."""
    found: Storage = request.getfixturevalue(f"_{request.param}")
    return found


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its schema and nothing else, to be copied: migrating takes a while."""
    file = tmp_path_factory.mktemp("migrated") / "renkei.db"
    open_storage(Settings(database_url=f"sqlite:///{file}")).close()
    return file


@pytest.fixture
def sqlite_storage(tmp_path: Path, _migrated: Path) -> Iterator[Storage]:
    """An empty SQLite database of this test alone."""
    shutil.copy(_migrated, tmp_path / "renkei.db")
    storage = open_storage(Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}"))
    yield storage
    storage.close()


@pytest.fixture
def tenant() -> str:
    return str(uuid.uuid4())

"""The schools of the attendance tests, asked with the router of the whole house."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import slices
from tests.bot.attendance.records.conftest import FILES, PEOPLE
from tests.bot.attendance.records.conftest import City as Recorded
from tests.bot.attendance.schools import copied, loaded


class School(Recorded):
    """As there, and every word and verb is heard."""

    router = slices.router()


@pytest.fixture(scope="session")
def _families(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("families"), FILES, PEOPLE)


@pytest.fixture
def school(_families: Path, tmp_path: Path) -> Iterator[School]:
    with copied(_families, tmp_path) as (storage, file):
        yield School(storage, file)

"""The site, built once for all who look at it."""

from pathlib import Path

import pytest

from tests.site.building import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    assert build(folder) == 0
    return folder / "site"

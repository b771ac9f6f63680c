"""Databases with people in them, to be copied: reading a people file takes a while."""

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.people import imports
from bot.settings import Settings
from bot.storage.store import Storage, open_storage

BEGUN = date(2026, 4, 1)
Rows = tuple[tuple[str, ...], ...]
Peopled = Callable[[str, Rows], Storage]


def load(storage: Storage, tenant: str, folder: Path, rows: Sequence[Sequence[str]]) -> None:
    """Import these rows, of which the first are the headings, on the first day of the year."""
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    imports.load(storage, tenant, file, today=BEGUN, finally_=lambda tx, done: None)


@pytest.fixture(scope="session")
def _peopled(
    _migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Rows], Path]:
    """The folder of a database, and of its key, in which one tenant has these people."""

    @cache
    def folder(tenant: str, rows: Rows) -> Path:
        made = tmp_path_factory.mktemp("peopled")
        shutil.copy(_migrated, made / "renkei.db")
        storage = _opened(made)
        load(storage, tenant, made, rows)
        storage.close()
        return made

    return folder


@pytest.fixture
def peopled(_peopled: Callable[[str, Rows], Path], tmp_path: Path) -> Iterator[Peopled]:
    """Opens a database of this test alone in which a tenant has the people of these rows."""
    opened: list[Storage] = []

    def open_(tenant: str, rows: Rows) -> Storage:
        folder = tmp_path / f"peopled{len(opened)}"
        shutil.copytree(_peopled(tenant, rows), folder)
        opened.append(_opened(folder))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def _opened(folder: Path) -> Storage:
    return open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))

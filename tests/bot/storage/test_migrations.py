"""A database of the release before is brought up to date with everything that lies in it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Column,
    ColumnClause,
    Connection,
    Engine,
    TableClause,
    column,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)

from bot.agreements.slice import SLICE as AGREEMENTS
from bot.attendance.store import pupils, schools
from bot.emulator import city
from bot.errors import Misconfigured
from bot.people import imports
from bot.people import store as people
from bot.practice import attendance, crowd, promises, sample, training
from bot.settings import Settings
from bot.storage import schema
from bot.storage.store import Storage, migrate, open_storage
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from bot.training.store import courses

pytestmark = pytest.mark.limit(300)

BEFORE = "0003"
TENANT = "city"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
SCRIPTS = Path(schema.__file__).with_name("migrations")
Rows = dict[str, list[tuple[Any, ...]]]
Columns = dict[str, list[str]]


def scripts(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def plain(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's people, agreements, meetings, courses and a notice, written by their own code; the
    folder of the file and its key."""
    folder = tmp_path_factory.mktemp("lived")
    storage = open_storage(Settings(database_url=f"sqlite:///{folder / 'renkei.db'}"))
    file, today = city.people_file(), NOW.date()
    imports.load(storage, TENANT, file, today=today, finally_=crowd.silent)
    for work in (promises.register, training.load, sample.write):
        storage.write_now(TENANT, partial(_written, work=work))
    storage.close()
    return folder


def _written(tx: Tx, work: Callable[[Tx, datetime], None]) -> None:
    work(tx, NOW)


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, lived: Path, tmp_path: Path) -> Iterator[Settings]:
    """A database as the release before has made it, with all that there was then."""
    key = str(lived / "renkei.db.key")
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'renkei.db'}"
        _fill(url, lived)
        yield Settings(database_url=url, key_file=key)
        return
    shared = request.getfixturevalue("postgresql_url")
    with psycopg.connect(shared, autocommit=True) as connection:
        connection.execute("CREATE DATABASE before_attendance")
        url = shared.replace("/postgres?", "/before_attendance?")
        _fill(url, lived)
        yield Settings(database_url=url, key_file=key)
        connection.execute("DROP DATABASE before_attendance WITH (FORCE)")


def _fill(url: str, lived: Path) -> None:
    """The schema by its own scripts, the rows as they lie in the file."""
    engine = plain(url)
    with engine.connect() as connection:
        command.upgrade(scripts(connection), BEFORE)
        connection.commit()
    known = columns(engine)
    found = rows(f"sqlite:///{lived / 'renkei.db'}", known)
    with engine.begin() as connection:
        for name, lines in found.items():
            given = [dict(zip(known[name], line, strict=True)) for line in lines]
            if given:
                old = [metadata.tables[name].c[one] for one in known[name]]
                connection.execute(insert(TableClause(name, *map(_alike, old))), given)
        if engine.dialect.name == "postgresql":
            _count_on(connection, found)
    engine.dispose()


def _alike(declared: Column[Any]) -> ColumnClause[Any]:
    """A column without the default that a newer release gives it."""
    return column(declared.name, declared.type)


def _count_on(connection: Connection, names: Iterable[str]) -> None:
    """Copied numbers were not drawn from PostgreSQL's sequences: the next are to follow them."""
    for table in map(metadata.tables.__getitem__, names):
        if "id" in table.columns:
            last = select(func.max(table.c.id)).scalar_subquery()
            connection.execute(
                select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last))
            )


def columns(engine: Engine) -> Columns:
    """The tables of the slices with their columns; two others tell the schema's own version."""
    found = inspect(engine)
    names = sorted(set(found.get_table_names()) - {"alembic_version", "release"})
    return {name: [one["name"] for one in found.get_columns(name)] for name in names}


def rows(url: str, known: Columns) -> Rows:
    """Everything in these columns."""
    engine = plain(url)
    found = {}
    with engine.connect() as connection:
        for name, names in known.items():
            asked = select(*(metadata.tables[name].c[one] for one in names))
            found[name] = sorted(map(tuple, connection.execute(asked)), key=repr)
    engine.dispose()
    return found


def ask(settings: Settings, work: Callable[[Connection], Any]) -> Any:
    engine = plain(settings.database_url)
    try:
        with engine.connect() as connection:
            return work(connection)
    finally:
        engine.dispose()


def test_nothing_that_was_there_is_changed(before: Settings) -> None:
    known = ask(before, lambda connection: columns(connection.engine))
    held = rows(before.database_url, known)
    assert {"person", "listing", "agreement", "training_course", "ledger_entry"} <= {
        name for name, lines in held.items() if lines
    }
    migrate(before)
    assert rows(before.database_url, known) == held
    migrate(before)
    assert rows(before.database_url, known) == held


def _ours(thing: Any, name: str | None, *rest: Any) -> bool:
    """`release` alone belongs to no tenant; other tests declare tables of their own."""
    del thing, rest
    return name is None or (name != "release" and not name.removeprefix("ix_").startswith("test_"))


def test_what_is_new_is_empty_and_the_schema_is_what_the_code_declares(before: Settings) -> None:
    old = set(ask(before, lambda connection: columns(connection.engine)))
    migrate(before)

    def look(connection: Connection) -> tuple[list[Any], int]:
        opts = {"compare_type": False, "include_object": _ours}
        context = MigrationContext.configure(connection, opts=opts)
        new = sorted(name for name in set(metadata.tables) - old if _ours(None, name))
        assert new
        counts = [select(func.count()).select_from(metadata.tables[name]) for name in new]
        return compare_metadata(context, metadata), sum(map(connection.scalar, counts))

    assert ask(before, look) == ([], 0)
    assert ScriptDirectory.from_config(scripts()).get_current_head() == schema.HEAD


def test_a_file_is_brought_up_to_date_as_it_opens_and_a_server_by_the_operator(
    before: Settings,
) -> None:
    if not before.database_url.startswith("sqlite:"):
        with pytest.raises(Misconfigured, match="renkei migrate"):
            open_storage(before)
        migrate(before)
    open_storage(before).close()
    at = text("SELECT version_num FROM alembic_version")
    assert ask(before, lambda connection: connection.scalar(at)) == schema.HEAD


def test_old_and_new_work_side_by_side_afterwards(before: Settings) -> None:
    """Sealed fields open, the people of before are found, and schools are loaded beside them."""
    migrate(before)
    storage = open_storage(before)
    try:
        _works(storage)
    finally:
        storage.close()


def _works(storage: Storage) -> None:
    def read(work: Callable[[Any], Any]) -> Any:
        return storage.read_now(TENANT, work)

    known = read(lambda tx: people.find_by_mail(tx, city.notice()["author"], NOW.date()))
    assert known is not None
    owed = AGREEMENTS.planned
    assert read(lambda tx: owed(tx, NOW.date(), NOW.date().replace(year=2027))) is not None
    assert read(lambda tx: len(tuple(courses.every(tx)))) > 0
    attendance.load(storage, TENANT, NOW)
    assert read(lambda tx: pupils.find_by_key(tx, attendance.WITH_WORD)) is not None
    assert len(read(schools.every)) > 0
    again = read(lambda tx: people.find(tx, known.id, NOW.date()))
    assert again is not None
    assert (again.name, again.mail) == (known.name, known.mail)

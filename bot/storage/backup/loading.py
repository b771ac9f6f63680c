"""Puts a backup into an empty database, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, inspect, select, table, update

from bot.errors import Unreadable
from bot.storage import schema
from bot.storage.backup.header import Header
from bot.storage.backup.reading import Reading, reading
from bot.storage.backup.register import BACKUP, Stage
from bot.storage.backup.room import LEFT, make_room, names_in, refuse_rows
from bot.storage.backup.rows import Shape, decoder
from bot.storage.backup.sides import side_of
from bot.storage.backup.steps import OnStep, Step, Told, unseen
from bot.storage.backup.trailer import Trailer
from bot.storage.backup.trouble import trouble
from bot.storage.crypto.envelopes import Envelopes
from bot.storage.crypto.tables import DATA_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What is in the database now, at the schema of its header: of which file."""

    header: Header
    shapes: tuple[Shape, ...]
    trailer: Trailer
    size: int
    digest: str


def load(
    engine: Engine,
    file: Path,
    *,
    envelopes: Envelopes,
    lasting: bool = True,
    told: Told = unseen,
    step: OnStep = unseen,
) -> Loaded:
    """Everything in `file`, in one transaction, at the schema that it was taken from.

    `lasting`: it is put back for use, and its own row says so until the ledger has been told.

    Raises Misconfigured where the database isn't empty, or a key is missing; Unreadable where the
    file isn't whole. Nothing is changed then.
    """
    with reading(file, envelopes) as found:
        _refuse_unknown(found)
        step(Step.READ)
        make_room(engine, found.header.schema)
        step(Step.BUILT)
        with _loading(engine, found) as loading:
            loading.fill(told, step)
            step(Step.LOADED)
            loading.prove(envelopes)
            if lasting:
                loading.mark()
            step(Step.PROVED)
    step(Step.COMMITTED)
    return Loaded(
        header=found.header,
        shapes=tuple(found.shapes.values()),
        trailer=found.end(),
        size=found.size,
        digest=found.digest,
    )


def _refuse_unknown(found: Reading) -> None:
    if found.header.schema not in schema.revisions():
        line = f"was made by Renkei {found.header.release}, which this release is older than"
        raise Unreadable(found.name, f"{line}; install that release")


class _Loading:
    """One transaction in which the database has no other writer."""

    def __init__(self, connection: Connection, found: Reading) -> None:
        self._connection = connection
        self._raw: Any = connection.connection.dbapi_connection
        self._dbapi: Any = connection.dialect.loaded_dbapi
        self._side = side_of(connection.engine)
        self._found = found
        self._columns = {
            name: {column["name"] for column in columns}
            for (_, name), columns in inspect(connection).get_multi_columns().items()
        }

    def begin(self) -> None:
        """From here on it is alone; what was empty before may not be so any more."""
        self._side.write(self._raw, names_in(self._connection))
        refuse_rows(self._connection)
        for name in sorted(self._columns.keys() & set(LEFT)):
            self._connection.execute(table(name).delete())

    def fill(self, told: Told, step: OnStep) -> None:
        for shape, batches in self._found.tables():
            self._take(shape, batches, told)
            step(Step.LOADING)
        for name, count in self._found.end().tables.items():
            self._side.keep_last(self._raw, name, count.last)

    def prove(self, envelopes: Envelopes) -> None:
        """It is all here, and every data key opens with the envelope keys that are at hand."""
        for name, count in self._found.end().tables.items():
            rows = self._connection.execute(select(func.count()).select_from(table(name))).scalar()
            if rows != count.rows:
                raise self._unfit(name, "rows are missing")
        keys = select(DATA_KEY.c.tenant_id, DATA_KEY.c.number, DATA_KEY.c.wrapped)
        for tenant, number, wrapped in self._connection.execute(keys):
            envelopes.unwrap(tenant, number, wrapped)

    def mark(self) -> None:
        """Until the ledger has been told, the rows say which file they came from."""
        if BACKUP.name not in self._columns:
            return  # of a release that made none
        own = BACKUP.c.key == self._found.header.key
        known = self._connection.execute(select(BACKUP).where(own)).mappings().all()
        if not known:
            return  # it was made without a register
        self._connection.execute(update(BACKUP).where(own).values(stage=Stage.RESTORED))
        told = {row["tenant_id"] for row in known}
        for tenant in self._found.end().tenants.keys() - told:  # who came while it was begun
            row = {**known[0], "tenant_id": tenant, "stage": Stage.RESTORED}
            self._connection.execute(insert(BACKUP).values(row))

    def _take(self, shape: Shape, batches: Iterator[list[bytes]], told: Told) -> None:
        if not set(shape.columns) <= self._columns.get(shape.name, set()):
            raise self._unfit(shape.name, "the schema has no such columns")
        decode = decoder(shape)

        def rows() -> Iterator[list[list[Any]]]:
            for lines in batches:
                yield decode(lines)
                told(len(lines))

        try:
            self._side.load(self._raw, shape, rows())
        except (self._dbapi.DataError, self._dbapi.IntegrityError, OverflowError) as error:
            raise self._unfit(shape.name, f"a row can't be kept ({type(error).__name__})") from None

    def _unfit(self, table_: str, why: str) -> Unreadable:
        remedy = "nothing was changed; restore into the kind of database that it was taken from"
        return Unreadable(f"{self._found.name}, table {table_}", f"{why}; {remedy}")


@contextmanager
def _loading(engine: Engine, found: Reading) -> Iterator[_Loading]:
    with trouble(engine), engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        try:
            loading = _Loading(connection, found)
            loading.begin()
            yield loading
            raw.execute("COMMIT")
        except BaseException:
            connection.invalidate()  # which rolls back
            raise

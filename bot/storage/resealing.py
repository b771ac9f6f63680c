"""Seals anew what older data keys have sealed: small batches beside everybody else's work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    LargeBinary,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    update,
)

from bot.clock import real_seconds
from bot.storage.crypto.cipher import NUMBER_AT, NUMBER_BYTES, Unopened, number_bytes
from bot.storage.crypto.tables import ROTATION
from bot.storage.sealed import place_of, sealed_columns
from bot.storage.tx import Row, Tx

if TYPE_CHECKING:
    from bot.storage.store import Storage

Told = Callable[[int], None]
WRITER_SECONDS = 0.05  # of the writer, for a batch: others wait hardly longer
MOST, _AT_ONCE = 500, 20  # rows that are read at once, and that are written between two looks
_KEEP_PLACE = (
    update(ROTATION)
    .where(ROTATION.c.number == bindparam("one"))
    .values(place=bindparam("new_place"))
)


@dataclass(frozen=True, slots=True)
class _Statements:
    """Of one sealed column: what isn't sealed by a number yet, row by row, and its change."""

    first: Any
    following: Any
    change: Any
    counts: Any
    keys: tuple[str, ...]


@cache
def _statements(column: Column[Any]) -> _Statements:
    table = column.table
    keys = [one for one in table.primary_key if one.name != "tenant_id"]
    key = column.name
    by: Any = func.substr(column, NUMBER_AT, NUMBER_BYTES, type_=LargeBinary)
    rows = (
        select(table)
        .where(column.is_not(None), by != bindparam("number", type_=LargeBinary))
        .order_by(*keys)
        .limit(bindparam("most"))
    )
    here = and_(true(), *(one == bindparam(f"at_{one.name}", type_=one.type) for one in keys))
    return _Statements(
        first=rows,
        following=rows.where(_behind(keys)) if keys else rows,
        change=update(table)
        .where(here, column == bindparam("was", type_=LargeBinary))
        .values({key: bindparam("now", type_=LargeBinary)}),
        counts=select(by.label("number"), func.count().label("many"))
        .where(column.is_not(None))
        .group_by(by),
        keys=tuple(one.name for one in keys),
    )


def _behind(keys: list[Column[Any]]) -> Any:
    """Behind the row whose key is given, in the order of the key."""
    after = {one.name: bindparam(f"after_{one.name}", type_=one.type) for one in keys}
    return or_(
        *(
            and_(*(one == after[one.name] for one in keys[:at]), keys[at] > after[keys[at].name])
            for at in range(len(keys))
        )
    )


def counts(tx: Tx, column: Column[Any]) -> dict[int, int]:
    """How many values of a column each data key has sealed."""
    rows = tx.all(_statements(column).counts)
    # SQLite says NULL for a part of what is empty.
    return {int.from_bytes(bytes(row.number or b""), "big"): row.many for row in rows}


def has_older(tx: Tx, column: Column[Any], number: int) -> bool:
    """Whether a column holds anything that another key than this one sealed."""
    given = {"number": number_bytes(number), "most": 1}
    return bool(tx.all(_statements(column).first, **given))


def reseal(
    storage: "Storage", tenant: str, number: int, place: Mapping[str, Any], told: Told
) -> None:
    """Seal everything of a tenant by its newest key; goes on at `place` after an interruption."""
    done = dict(place)
    for column in sealed_columns():
        name = f"{column.table.name}.{column.name}"
        if done.get(name) != "done":
            _Walk(storage, tenant, column, number, done, told).go()


class _Walk:
    """Through one column, by its table's key."""

    def __init__(
        self,
        storage: "Storage",
        tenant: str,
        column: Column[Any],
        number: int,
        done: dict[str, Any],
        told: Told,
    ) -> None:
        self._storage, self._tenant, self._column = storage, tenant, column
        self._number, self._done, self._told = number, done, told
        self._statements = _statements(column)
        self._name = f"{column.table.name}.{column.name}"

    def go(self) -> None:
        after: Row | None = None
        while rows := self._read(after):
            changes = self._storage.read_now(self._tenant, partial(self._changes, rows=rows))
            while changes:
                changes = changes[self._write(changes) :]
            self._told(len(rows))
            after = rows[-1]
        self._done[self._name] = "done"
        if after is not None:
            self._storage.write_now(self._tenant, self._keep_place)

    def _read(self, after: Row | None) -> list[Row]:
        return self._storage.read_now(self._tenant, lambda tx: self._next(tx, after))

    def _next(self, tx: Tx, after: Row | None) -> list[Row]:
        given: dict[str, Any] = {"number": number_bytes(self._number), "most": MOST}
        if after is None:
            return tx.all(self._statements.first, **given)
        if not self._statements.keys:  # a table of one row
            return []
        at = {f"after_{key}": getattr(after, key) for key in self._statements.keys}
        return tx.all(self._statements.following, **given, **at)

    def _changes(self, tx: Tx, rows: list[Row]) -> list[dict[str, Any]]:
        """Opened and sealed outside the writer."""
        found = (self._change(tx, row) for row in rows)
        return [one for one in found if one is not None]

    def _change(self, tx: Tx, row: Row) -> dict[str, Any] | None:
        """None for what doesn't open: it stays, and so does the key that sealed it."""
        column, table = self._column.name, self._column.table.name
        was = getattr(row, column)
        place = place_of(self._column, row)
        try:
            text = tx.unseal(table, column, place, was)
        except Unopened:
            return None
        at = {f"at_{key}": getattr(row, key) for key in self._statements.keys}
        return {**at, "was": was, "now": tx.seal(table, column, place, text)}

    def _write(self, changes: list[dict[str, Any]]) -> int:
        """As many as fit into the time; what somebody else has written since is left as it is:
        they sealed it themselves."""
        return self._storage.write_now(self._tenant, lambda tx: self._some(tx, changes))

    def _some(self, tx: Tx, changes: list[dict[str, Any]]) -> int:
        until, done = real_seconds() + WRITER_SECONDS, 0
        while done < len(changes):
            done += tx.many(self._statements.change, changes[done : done + _AT_ONCE])
            if real_seconds() >= until:
                break
        return done

    def _keep_place(self, tx: Tx) -> None:
        tx.run(_KEEP_PLACE, one=self._number, new_place=dict(self._done))

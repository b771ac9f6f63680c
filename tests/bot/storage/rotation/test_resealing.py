"""Everything is sealed anew, in batches that hold up nobody, whatever a value looks like."""

import time
from datetime import date

import pytest
from sqlalchemy import Boolean, Date, Integer, LargeBinary, insert, select, update

import bot.exchange  # noqa: F401 - declares every table
from bot.clock import real_now
from bot.storage import resealing
from bot.storage.columns import Instant, Json
from bot.storage.crypto import Unopened
from bot.storage.resealing import counts
from bot.storage.rotation import rotate
from bot.storage.sealed import Sealed, place_of, sealed_columns
from bot.storage.tables import metadata
from bot.turns.memory import HEARD
from tests.bot.storage.rotation.world import ONE, keep, numbers, opened


def test_every_sealed_column_is_sealed_anew(storage):
    columns = [one for one in sealed_columns() if not one.table.name.startswith("test_")]
    storage.write_now(ONE, lambda tx: [_add(tx, one) for one in {one.table for one in columns}])
    assert rotate(storage).resealed == len(columns)
    for column in columns:
        assert storage.read_now(ONE, lambda tx, one=column: counts(tx, one)) == {2: 1}
        assert storage.read_now(ONE, lambda tx, one=column: _text(tx, one)) == "秘密"


def _add(tx, table):
    tx.run(insert(table), **{one.name: _any(one) for one in table.c if _is_given(one)})
    row = tx.first(select(table))
    sealed = {
        one.name: tx.seal(table.name, one.name, place_of(one, row), "秘密")
        for one in table.c
        if isinstance(one.type, Sealed)
    }
    tx.run(update(table).values(sealed))


def _text(tx, column):
    row = tx.first(select(column.table))
    sealed = getattr(row, column.name)
    return tx.unseal(column.table.name, column.name, place_of(column, row), sealed)


def _is_given(column):
    return column.name != "tenant_id" and not (
        column.primary_key and column.name == "id" and isinstance(column.type, Integer)
    )


def _any(column):
    if column.nullable:
        return None
    for kind, value in (
        (Instant, real_now()),
        (Date, date(2026, 4, 1)),
        (Boolean, False),
        (Integer, 3),
        (Json, {}),
        (LargeBinary, b""),
    ):
        if isinstance(column.type, kind):
            return value
    return "x"


def test_every_binary_column_is_sealed_but_the_keys_themselves():
    plain = [
        str(column)
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, LargeBinary)
        and not isinstance(column.type, Sealed)
        and not table.name.startswith("test_")
    ]
    assert plain == ["data_key.wrapped"]


def test_sealing_anew_holds_no_writer_for_long(storage):
    for start in range(0, 3000, 500):
        keep(storage, ONE, *(f"k{n:05}" for n in range(start, start + 500)))
    held = []
    write = storage.write_now

    def timed(tenant, work):
        def inside(tx):
            began = time.perf_counter()
            try:
                return work(tx)
            finally:
                held.append(time.perf_counter() - began)

        return write(tenant, inside)

    storage.write_now = timed
    rotate(storage)
    assert sorted(held)[-2] < 0.2  # one may meet a pause of the machine


def test_a_batch_ends_when_its_time_is_over_however_slow_the_disk_is(storage, monkeypatch):
    keep(storage, ONE, *(f"k{n:05}" for n in range(300)))
    seconds = iter(range(10_000))
    monkeypatch.setattr(resealing, "real_seconds", lambda: next(seconds) * 0.03)
    written = []
    some = resealing._Walk._some

    def counted(walk, tx, changes):
        written.append(some(walk, tx, changes))
        return written[-1]

    monkeypatch.setattr(resealing._Walk, "_some", counted)
    assert rotate(storage).resealed == 300
    assert (max(written), sum(written)) == (40, 300)
    assert numbers(storage, ONE) == {2}


@pytest.mark.parametrize("length", [1, 5, 9, 20])
def test_a_value_that_was_cut_off_stops_no_rotation(storage, length):
    keep(storage, ONE, "a", "b")
    whole = storage.write_now(ONE, lambda tx: tx.seal("heard", "answer", "a", "x"))
    cut = update(HEARD).where(HEARD.c.key == "a").values(answer=whole[:length])
    storage.write_now(ONE, lambda tx: tx.run(cut))
    assert rotate(storage).unopened == {f"{ONE} heard.answer": 1}
    with pytest.raises(Unopened):
        opened(storage, ONE)


def test_an_empty_value_is_counted_as_nobodys(storage):
    keep(storage, ONE, "a", "b")
    storage.write_now(
        ONE, lambda tx: tx.run(update(HEARD).where(HEARD.c.key == "a").values(answer=b""))
    )
    assert storage.read_now(ONE, lambda tx: counts(tx, HEARD.c.answer)) == {0: 1, 1: 1}

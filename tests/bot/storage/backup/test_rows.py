"""The neutral form of rows: the same from both databases, and a sum that no order changes."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Float, MetaData, String, Table

from bot.errors import Misconfigured
from bot.storage.backup.rows import Shape, Sum, decoder, encoder, shape_of
from bot.storage.tables import metadata

SHAPE = Shape(
    name="t",
    columns=("tenant_id", "n", "on", "open", "sealed"),
    kinds=("text", "number", "day", "flag", "bytes"),
)
LINES = st.lists(st.binary(max_size=20), max_size=30)


def total(*batches):
    found = Sum()
    for lines in batches:
        found.add(lines)
    return found.rows, found.hash


def test_every_column_of_the_house_has_a_kind():
    shapes = [shape_of(table) for table in metadata.tables.values()]
    assert len(shapes) > 100
    assert all(shape.columns[0] == "tenant_id" for shape in shapes)


def test_a_type_that_no_backup_knows_is_refused():
    odd = Table("odd", MetaData(), Column("tenant_id", String), Column("share", Float))
    with pytest.raises(Misconfigured, match="share"):
        shape_of(odd)


def test_both_databases_give_the_same_line():
    sqlite = ("a", 7, "2026-11-22", 1, b"\x00\xff")
    postgresql = ("a", 7, date(2026, 11, 22), True, b"\x00\xff")
    lines = encoder(SHAPE)([sqlite]), encoder(SHAPE)([postgresql])
    assert lines[0] == lines[1] == [b'["a",7,"2026-11-22",true,"AP8="]']
    assert decoder(SHAPE)(lines[0]) == [["a", 7, "2026-11-22", True, b"\x00\xff"]]


def test_what_is_null_stays_null():
    row = ("a", None, None, None, None)
    assert decoder(SHAPE)(encoder(SHAPE)([row])) == [list(row)]


@given(LINES, st.integers(0, 30), st.randoms())
def test_the_sum_depends_on_no_order_and_no_portions(lines, cut, chance: random.Random):
    mixed = lines[:]
    chance.shuffle(mixed)
    assert total(lines) == total(mixed[:cut], mixed[cut:])


@given(LINES, st.binary(max_size=20))
def test_the_sum_tells_one_more_or_another(lines, one):
    assert total([*lines, one]) != total(lines)
    assert total([*lines, one, one])[1] != total([*lines, one])[1]

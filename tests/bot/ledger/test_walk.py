"""Whatever is done to one place of a chain is found, and the place is named."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.chain import START, chained
from bot.ledger.walk import Fault, Harm, Verdict, walked

Chain = list[list[Any]]
FIELDS = 11
texts = st.text(max_size=8)
contents = st.lists(st.tuples(texts, texts, st.none() | st.integers(0, 9)), min_size=1, max_size=24)


def chain(made: list[tuple[Any, ...]]) -> Chain:
    """Entries of these contents, numbered from 1, each with its hash."""
    return linked(
        [
            [number, "at", *one, "", "press", "act", f"s:{number}", "", ""]
            for number, one in enumerate(made, 1)
        ]
    )


def linked(rows: Chain) -> Chain:
    before, found = START, []
    for row in rows:
        before = chained(before, tuple(row[:FIELDS]))
        found.append([*row[:FIELDS], before])
    return found


def numbered(rows: Chain) -> Chain:
    return [[number, *row[1:]] for number, row in enumerate(rows, 1)]


def verdict(rows: Chain, head: tuple[int, str], *anchors: tuple[int, str]) -> Verdict:
    pages = [[tuple(row) for row in rows[first : first + 5]] for first in range(0, len(rows), 5)]
    return walked(pages, head, anchors)


def end(rows: Chain) -> tuple[int, str]:
    return (rows[-1][0], rows[-1][-1]) if rows else (0, START)


def names(found: Verdict, place: int) -> bool:
    """Whether a fault names the place, or the entry right beside it."""
    return any(one.first - 1 <= place <= one.last + 1 for one in found.faults)


@given(contents)
def test_an_untouched_chain_is_whole(made):
    rows = chain(made)
    found = verdict(rows, end(rows), end(rows), (1, rows[0][-1]))
    assert (found.whole, found.entries, found.faults) == (True, len(rows), ())


@given(contents, st.data())
def test_a_changed_field_is_found_where_it_stands(made, data):
    rows = chain(made)
    place = data.draw(st.integers(1, len(rows)))
    column = data.draw(st.integers(1, FIELDS - 1))
    head = end(rows)
    rows[place - 1][column] = f"{rows[place - 1][column]}!"
    assert verdict(rows, head).faults == (Fault(Harm.CHANGED, place, place),)


@given(contents, st.data())
def test_a_changed_entry_that_hashes_right_again_is_found_beside_it(made, data):
    rows = chain(made)
    place = data.draw(st.integers(1, len(rows)))
    head, row = end(rows), rows[place - 1]
    before = rows[place - 2][-1] if place > 1 else START
    row[7] = "forged"
    row[-1] = chained(before, tuple(row[:FIELDS]))
    found = verdict(rows, head)
    harm = Harm.CHANGED if place < len(rows) else Harm.HEAD
    assert [one.harm for one in found.faults] == [harm]
    assert names(found, place)


@given(contents, st.data())
def test_a_changed_hash_is_found(made, data):
    rows = chain(made)
    place = data.draw(st.integers(1, len(rows)))
    head = end(rows)
    rows[place - 1][-1] = "f" * 64
    found = verdict(rows, head)
    assert {one.harm for one in found.faults} == {Harm.CHANGED}
    assert any(one.first <= place <= one.last for one in found.faults)


@given(contents, st.data())
def test_removed_entries_are_found_by_their_numbers(made, data):
    rows = chain(made)
    first = data.draw(st.integers(1, len(rows)))
    last = data.draw(st.integers(first, len(rows)))
    found = verdict([*rows[: first - 1], *rows[last:]], end(rows))
    harm = Harm.CUT_OFF if last == len(rows) else Harm.REMOVED
    assert found.faults == (Fault(harm, first, last),)


@given(contents, st.data())
def test_a_removed_entry_is_found_though_the_others_are_numbered_anew(made, data):
    rows = chain([*made, ("last", "", 0)])
    place = data.draw(st.integers(1, len(rows) - 1))
    left = numbered([*rows[: place - 1], *rows[place:]])
    found = verdict(left, end(left))
    assert not found.whole
    assert names(found, place)


@given(contents, st.data())
def test_an_inserted_entry_is_found_though_the_others_are_numbered_anew(made, data):
    rows = chain(made)
    place = data.draw(st.integers(1, len(rows)))
    forged = [place, "at", "forged", "", None, "", "press", "act", "s", "", ""]
    before = rows[place - 2][-1] if place > 1 else START
    honest = data.draw(st.booleans())
    digest = chained(before, tuple(forged)) if honest else "e" * 64
    grown = numbered([*rows[: place - 1], [*forged, digest], *rows[place - 1 :]])
    found = verdict(grown, end(grown))
    assert not found.whole
    assert names(found, place)


@given(contents, st.data())
def test_exchanged_entries_are_found_between_them(made, data):
    rows = chain([*made, ("last", "", 0)])
    one = data.draw(st.integers(1, len(rows) - 1))
    other = data.draw(st.integers(one + 1, len(rows)))
    head = end(rows)
    rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]
    found = verdict(numbered(rows), head)
    assert not found.whole
    assert names(found, one)
    assert names(found, other)


@given(contents, st.data())
def test_a_chain_written_anew_is_found_between_two_anchors(made, data):
    rows = chain(made)
    places = st.integers(1, len(rows))
    anchors = {number: rows[number - 1][-1] for number in data.draw(st.sets(places, min_size=1))}
    place = data.draw(places)
    rows[place - 1][7] = "forged"
    forged = linked(rows)
    found = verdict(forged, end(forged), *anchors.items())
    later = [number for number in anchors if number >= place]
    assert found.whole is not bool(later)
    for fault in found.faults:
        assert (fault.harm, fault.last) == (Harm.ANCHOR, min(later))
        assert fault.first <= place <= fault.last


@given(contents, st.data())
def test_a_cut_off_end_is_found_by_an_anchor(made, data):
    rows = chain(made)
    left = data.draw(st.integers(0, len(rows) - 1))
    found = verdict(rows[:left], end(rows[:left]), end(rows))
    assert found.faults == (Fault(Harm.CUT_OFF, left + 1, len(rows)),)


def test_two_anchors_that_say_different_things_of_one_entry_are_a_fault():
    rows = chain([("a", "", 0), ("b", "", 0)])
    found = verdict(rows, end(rows), end(rows), (2, "f" * 64))
    assert found.faults == (Fault(Harm.ANCHOR, 1, 2),)


@pytest.mark.parametrize(
    "harm", [lambda rows: rows[::-1], lambda rows: []], ids=["turned", "empty"]
)
def test_a_whole_chain_in_another_order_or_gone_is_found(harm: Callable[[Chain], Chain]):
    rows = chain([(f"{number}", "", 0) for number in range(200)])
    found = verdict(numbered(harm(rows)), end(rows))
    assert not found.whole
    assert len(found.faults) < 60

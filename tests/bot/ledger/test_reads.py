from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger import pseudonyms, reads
from bot.ledger.chain import START, chained
from bot.ledger.model import Actor
from bot.ledger.reads import Wanted
from bot.ledger.record import FIELDS, record

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ANNA, BEN = 7, 8


@pytest.fixture
def read(storage, tenant):
    """Anna acts twice, Ben once for her and once upon her; what is asked of it comes as numbers."""

    def fill(tx):
        anna, ben = pseudonyms.of(tx, ANNA), pseudonyms.of(tx, BEN)
        acts = (
            (Actor.press(anna), "agreement:1"),
            (Actor.press(anna), "agreement:2"),
            (Actor.press(ben).acting(3, ANNA), "agreement:1"),
            (Actor.press(ben), f"person:{ANNA}"),
            (Actor.press(ben), "agreement:2"),
        )
        for day, (actor, subject) in enumerate(acts):
            record(tx, actor, at=NOW + timedelta(days=day), act="x", subject=subject)

    storage.write_now(tenant, fill)
    return lambda ask: storage.read_now(tenant, ask)


def numbers(rows):
    return [row.seq for row in rows]


def test_all_entries_come_the_oldest_first_and_chain_again(read):
    before = START
    for row in read(lambda tx: list(reads.rows(tx))):
        before = chained(before, [getattr(row, name) for name in FIELDS])
        assert before == row.hash


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(since=NOW + timedelta(days=1)), [2, 3, 4, 5]),
        (Wanted(until=NOW + timedelta(days=2)), [1, 2]),
        (Wanted(subject="agreement:2"), [2, 5]),
        (Wanted(subject="agreement:9"), []),
    ],
    ids=["since", "until", "subject", "none"],
)
def test_entries_are_narrowed(read, wanted, found):
    assert read(lambda tx: numbers(reads.rows(tx, wanted))) == found
    assert read(lambda tx: reads.count(tx, wanted)) == len(found)


def test_of_a_person_come_their_acts_those_for_them_and_those_upon_them(read):
    name = read(lambda tx: pseudonyms.find(tx, ANNA))
    found = read(lambda tx: numbers(reads.rows(tx, Wanted(person=ANNA, pseudonym=name))))
    assert found == [1, 2, 3, 4]


def test_of_a_person_without_pseudonym_come_acts_upon_them_alone(read):
    assert read(lambda tx: numbers(reads.rows(tx, Wanted(person=ANNA)))) == [4]
    assert read(lambda tx: pseudonyms.find(tx, 99)) is None


def test_many_pages_come_whole(read, monkeypatch):
    monkeypatch.setattr(reads, "_PAGE", 2)
    assert read(lambda tx: numbers(reads.rows(tx))) == [1, 2, 3, 4, 5]


def test_the_newest_come_first(read):
    assert read(lambda tx: numbers(reads.newest(tx, 2))) == [5, 4]
    assert read(lambda tx: numbers(reads.newest(tx, 2, before=4))) == [3, 2]
    assert read(lambda tx: numbers(reads.newest(tx, 9, subject="agreement:1"))) == [3, 1]

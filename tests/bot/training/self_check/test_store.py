"""Self checks are found by nobody but their own, and counted in whole fives."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.ledger.record import ENTRY
from bot.people.model import Person
from bot.storage.store import Storage
from bot.training.self_check import store
from bot.training.self_check.answers import Check

DAY = date(2026, 11, 24)


def person(number: int, department: str = "企画課") -> Person:
    return Person(
        id=number, aad_object_id="", name="", mail="", department=department, municipality=""
    )


def check(answer: int = 2, on: date = DAY) -> Check:
    return Check(on=on, answers=(answer,) * 10)


class Office:
    """One tenant."""

    def __init__(self, storage: Storage, tenant: str) -> None:
        self.write: Callable[[Any], Any] = lambda work: storage.write_now(tenant, work)
        self.read: Callable[[Any], Any] = lambda work: storage.read_now(tenant, work)

    def answers(
        self, number: int, answer: int = 2, department: str = "企画課", **more: Any
    ) -> None:
        who = person(number, department)
        self.write(lambda tx: store.keep(tx, who, check(answer, **more)))

    def people(self, year: int = 2026) -> dict[str, int]:
        found = self.read(lambda tx: store.tallies(tx, year))
        return {one.org: one.people for one in found}


@pytest.fixture
def office(storage: Storage, tenant: str) -> Office:
    return Office(storage, tenant)


def test_the_own_check_is_read_back_and_replaced(office):
    office.answers(7, 1)
    office.answers(7, 3)
    assert office.read(lambda tx: store.of(tx, 7)) == check(3)
    assert office.read(lambda tx: store.of(tx, 8)) is None


def test_nothing_in_the_tables_names_the_person_or_the_answers(office):
    office.answers(7, 3)
    rows = office.read(lambda tx: [*tx.all(select(store.CHECK)), *tx.all(select(store.GROUP))])
    assert len(rows) == 2
    for row in rows:
        assert "企画課".encode() not in row.payload
        assert b"answers" not in row.payload
    assert "7" not in (rows[0].who, rows[1].org)
    assert len(rows[0].who) == 64


def test_the_ledger_has_no_entry(office):
    for number in range(6):
        office.answers(number, number % 3)
    office.write(lambda tx: store.forget(tx, 1))
    assert office.read(lambda tx: tx.all(select(ENTRY.c.seq))) == []


def test_departments_appear_with_their_fifth_answer(office):
    for number in range(4):
        office.answers(number, number % 3)
    assert office.people() == {}
    office.answers(4)
    assert office.people() == {"企画課": 5}
    for number in range(5, 9):
        office.answers(number, number % 3)
    assert office.people() == {"企画課": 5}
    office.answers(9)
    assert office.people() == {"企画課": 10}


def test_departments_are_counted_apart(office):
    for number in range(8):
        office.answers(number, number % 3, "企画課" if number % 2 else "税務課")
    assert office.people() == {}


def test_who_was_counted_is_not_counted_again_in_the_same_year(office):
    for number in range(5):
        office.answers(number, number % 3)
    first = office.read(lambda tx: store.tallies(tx, 2026))
    for _ in range(3):
        for number in range(5):
            office.answers(number, 3)
    assert office.read(lambda tx: store.tallies(tx, 2026)) == first


def test_taking_back_and_answering_again_fills_no_five_alone(office):
    for number in range(5):
        office.answers(number, number % 3)
    office.answers(99, 0)
    for _ in range(5):
        office.write(lambda tx: store.forget(tx, 1))
        office.answers(1, 3)
    assert office.people() == {"企画課": 5}


def test_who_took_it_back_while_waiting_is_not_counted(office):
    for number in range(4):
        office.answers(number, number % 3)
    assert office.write(lambda tx: store.forget(tx, 2))
    assert not office.write(lambda tx: store.forget(tx, 2))
    office.answers(4)
    assert office.people() == {}
    office.answers(5)
    assert office.people() == {"企画課": 5}


def test_the_next_year_counts_anew(office):
    for number in range(5):
        office.answers(number, number % 3)
        office.answers(number, number % 3, on=date(2027, 4, 1))
    assert office.people() == {"企画課": 5}
    assert office.people(2027) == {"企画課": 5}


def test_the_person_gets_their_own_data_and_may_be_erased(office):
    office.answers(7, 3)
    (held,) = office.read(lambda tx: store.personal_data(tx, 7))
    assert held == {"self_check": [3] * 10, "points": 30, "on": DAY}
    assert office.write(lambda tx: store.erase(tx, 7)) == 1
    assert office.read(lambda tx: store.personal_data(tx, 7)) == ()


def test_who_was_erased_while_waiting_holds_nobody_up(office):
    for number in range(4):
        office.answers(number, number % 3)
    office.write(lambda tx: store.erase(tx, 0))
    for number in (5, 6):
        office.answers(number)
    assert office.people() == {"企画課": 5}


def test_five_at_the_same_moment_make_one_five(office):
    together = threading.Barrier(5)

    def press(number: int) -> None:
        together.wait()
        office.answers(number, number % 3)

    presses = [threading.Thread(target=press, args=(number,)) for number in range(5)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert office.people() == {"企画課": 5}

"""What is kept of orders, marks, months and reasons, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.attendance.model import Disease, Mark, Marked, Suspension, SuspensionState
from bot.attendance.store import marks, months, mornings, reachable, reasons, suspensions
from bot.errors import NotFound, Stale

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
ONE = Suspension(
    id=0,
    pupil=7,
    school=1,
    disease=Disease.MUMPS,
    since=DAY,
    onset=DAY,
    note="学校医と相談",
    asked_by=3,
    asked_at=NOW,
)
LINE = Marked(pupil=7, class_id=2, day=DAY, mark=Mark.ILL, set_at=NOW, set_by=3, why="確認")


def test_an_order_is_kept_as_it_was_given(storage, tenant):
    def write(work):
        return storage.write_now(tenant, work)

    one = write(lambda tx: suspensions.add(tx, ONE))
    assert write(lambda tx: suspensions.get(tx, one.id)) == one
    ordered = replace(one, state=SuspensionState.ORDERED, ordered_by=9, ordered_at=NOW, version=2)
    write(lambda tx: suspensions.save(tx, ordered, look_on=DAY))
    assert write(lambda tx: suspensions.due(tx, DAY, 10)) == (ordered,)
    assert write(suspensions.standing) == (ordered,)
    assert write(lambda tx: suspensions.ordered(tx, 1)) == (ordered,)
    assert write(lambda tx: suspensions.covering(tx, (7, 8), DAY, DAY)) == (ordered,)
    with pytest.raises(Stale):
        write(lambda tx: suspensions.save(tx, ordered, look_on=None))
    write(lambda tx: suspensions.look(tx, one.id, None))
    assert write(lambda tx: suspensions.due(tx, DAY, 10)) == ()
    assert write(lambda tx: suspensions.older(tx, 2026)) == ()
    assert write(lambda tx: suspensions.older(tx, 2027)) == (one.id,)
    assert write(lambda tx: suspensions.erase(tx, one.id)) == 1
    with pytest.raises(NotFound):
        write(lambda tx: suspensions.get(tx, one.id))


def test_a_correction_overwrites_none(storage, tenant):
    def write(work):
        return storage.write_now(tenant, work)

    first = write(lambda tx: marks.add(tx, LINE))
    second = write(lambda tx: marks.add(tx, replace(LINE, mark=Mark.LATE)))
    assert (first.version, second.version) == (1, 2)
    found = write(lambda tx: marks.history(tx, 2, DAY, DAY))
    assert found == (first, second)
    assert marks.newest(found) == {(7, DAY): second}
    assert set(write(lambda tx: marks.of_pupils(tx, (7, 8), DAY, DAY))) == set(found)
    assert write(lambda tx: marks.classes_before(tx, date(2026, 11, 25))) == (2,)
    assert write(lambda tx: marks.erase(tx, 7)) == 2


def test_a_month_is_locked_once(storage, tenant):
    def write(work):
        return storage.write_now(tenant, work)

    month = write(lambda tx: months.find(tx, 2, DAY))
    assert (month.version, month.locked, month.first) == (0, False, date(2026, 11, 1))
    book = {7: {DAY: Mark.MOURNING}}
    locked = replace(month, locked=True, set_at=NOW, set_by=3)
    kept = write(lambda tx: months.put(tx, locked, book))
    assert write(lambda tx: months.find(tx, 2, DAY)) == kept
    assert write(lambda tx: months.book(tx, kept)) == book
    with pytest.raises(Stale):
        write(lambda tx: months.put(tx, locked, book))
    assert write(lambda tx: months.of_class(tx, 2)) == (kept,)
    opened = write(lambda tx: months.put(tx, replace(kept, locked=False), {}))
    assert write(lambda tx: months.book(tx, opened)) == {}
    assert write(lambda tx: months.classes_before(tx, date(2027, 1, 1))) == (2,)
    assert write(lambda tx: months.erase_class(tx, 2)) == 1


def test_reasons_are_kept_newest_first(storage, tenant):
    def write(work):
        return storage.write_now(tenant, work)

    for at, why in ((NOW, "一つ目"), (NOW.replace(hour=1), "二つ目")):
        given = {"pupil": 7, "act": "attendance.set_protection", "at": at, "person": 3}
        write(lambda tx, given=given, why=why: reasons.add(tx, **given, why=why))
    assert [one.why for one in write(lambda tx: reasons.of(tx, 7))] == ["二つ目", "一つ目"]
    assert write(lambda tx: reasons.erase(tx, 7)) == 2


def test_a_class_without_mornings_has_none(storage, tenant):
    def read(work):
        return storage.read_now(tenant, work)

    assert read(lambda tx: mornings.rolled(tx, 2, DAY, DAY)) == frozenset()
    assert read(lambda tx: mornings.cases(tx, (7,), DAY, DAY)) == {}
    assert read(lambda tx: mornings.classes_before(tx, DAY)) == ()
    storage.write_now(tenant, lambda tx: mornings.erase_class(tx, 2))
    assert read(reachable.pupils) == reachable.Reachable(accounts=0, reached=0, blocked=0)

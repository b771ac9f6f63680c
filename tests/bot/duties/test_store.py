from dataclasses import replace
from datetime import date

import pytest

from bot.duties import store
from bot.duties.model import MEETING, Duty, DutyState, Obligor
from bot.errors import NotFound, Stale

DUTY = Duty(
    id=0,
    source="agreement:7",
    kind="audit",
    obligor=Obligor.OTSU,
    post=3,
    article="第5条",
    items=("報告書",),
    due_on=date(2027, 3, 31),
    every_months=12,
)


@pytest.fixture
def write(storage, tenant):
    return lambda work: storage.write_now(tenant, work)


def test_duty_is_remembered_as_it_is(write):
    kept = write(lambda tx: store.add(tx, DUTY))
    assert kept == replace(DUTY, id=kept.id)
    assert write(lambda tx: store.get(tx, kept.id)) == kept
    assert write(lambda tx: store.of_source(tx, "agreement:7")) == (kept,)
    assert write(lambda tx: store.open_for(tx, (3, 4))) == (kept,)
    with pytest.raises(NotFound):
        write(lambda tx: store.get(tx, 10_000_000))


def test_duty_that_changed_meanwhile_is_stale(write):
    kept = write(lambda tx: store.add(tx, DUTY))
    write(lambda tx: store.save(tx, replace(kept, state=DutyState.REQUESTED)))
    with pytest.raises(Stale):
        write(lambda tx: store.save(tx, replace(kept, state=DutyState.WAIVED)))
    assert write(lambda tx: store.get(tx, kept.id)).state is DutyState.REQUESTED


def test_done_duty_is_due_no_more_and_comes_back(write):
    kept = write(lambda tx: store.add(tx, DUTY))
    on = date(2027, 3, 20)
    following = write(lambda tx: store.complete(tx, kept, evidence="受領", on=on))
    assert following.due_on == date(2028, 3, 31)
    year = date(2027, 1, 1), date(2027, 12, 31)
    assert write(lambda tx: store.due(tx, *year)) == ()
    assert write(lambda tx: store.due(tx, date(2028, 3, 31), date(2028, 3, 31))) == (following,)
    done = write(lambda tx: store.get(tx, kept.id))
    assert (done.state, done.evidence, done.done_on) == (DutyState.DONE, "受領", on)
    assert following.done_on is None


def test_duty_without_a_period_does_not_come_back(write):
    kept = write(lambda tx: store.add(tx, replace(DUTY, every_months=None)))
    on = date(2027, 3, 20)
    assert write(lambda tx: store.complete(tx, kept, evidence="受領", on=on)) is None


def test_duties_without_a_day_come_last(write):
    dated = write(lambda tx: store.add(tx, DUTY))
    undated = write(lambda tx: store.add(tx, replace(DUTY, due_on=None)))
    assert write(lambda tx: store.open_for(tx, (3,))) == (dated, undated)


PROMISE = replace(
    DUTY, kind=MEETING, title="協定", partner="ひのでロジ株式会社", soft=True, in_force=False
)


def test_of_many_only_what_binds_between_two_days_is_listed(write):
    first, last = date(2027, 3, 1), date(2027, 3, 31)
    early = write(lambda tx: store.add(tx, replace(DUTY, post=4, due_on=first, title="協定")))
    late = write(lambda tx: store.add(tx, DUTY))
    for other in (
        {"kind": MEETING},
        {"in_force": False},
        {"due_on": None},
        {"due_on": date(2027, 2, 28)},
        {"due_on": date(2027, 4, 1)},
        {"state": DutyState.DONE},
    ):
        write(lambda tx, other=other: store.add(tx, replace(DUTY, **other)))
    listed = write(lambda tx: store.binding(tx, first, last))
    assert [(one.id, one.day, one.title) for one in listed] == [
        (early.id, first, "協定"),
        (late.id, last, ""),
    ]
    assert write(lambda tx: store.binding_for(tx, (3, 9), first, last)) == listed[1:]
    assert [write(lambda tx, post=post: store.owes(tx, (post,))) for post in (3, 4, 9)] == [
        True,
        True,
        False,
    ]


def test_the_words_of_a_promise_are_remembered(write):
    kept = write(lambda tx: store.add(tx, PROMISE))
    assert write(lambda tx: store.get(tx, kept.id)) == replace(PROMISE, id=kept.id)


def test_a_completion_is_taken_back_with_what_followed(write):
    kept = write(lambda tx: store.add(tx, replace(DUTY, every_months=3)))
    on, next_on = date(2027, 3, 20), date(2027, 6, 30)
    following = write(
        lambda tx: store.complete(tx, kept, evidence="議事録", on=on, next_on=next_on)
    )
    assert following.due_on == next_on
    done = write(lambda tx: store.get(tx, kept.id))
    again = write(lambda tx: store.reopen(tx, done, following))
    assert again == replace(kept, every_months=3, version=done.version + 1)
    assert write(lambda tx: store.of_source(tx, DUTY.source)) == (again,)
    with pytest.raises(Stale):
        write(lambda tx: store.reopen(tx, done, None))


def test_promises_of_an_older_release_say_nothing_yet(write):
    old = write(lambda tx: store.add(tx, replace(DUTY, kind=MEETING)))
    write(lambda tx: store.add(tx, PROMISE))
    write(lambda tx: store.add(tx, DUTY))
    write(lambda tx: store.add(tx, replace(old, state=DutyState.DONE)))
    assert write(lambda tx: store.untold(tx, MEETING, 10)) == (old,)
    assert write(lambda tx: store.untold(tx, MEETING, 0)) == ()

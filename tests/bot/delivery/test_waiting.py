"""Closing notices, a few at a time, and leases that belong to one attempt."""

from datetime import timedelta

from bot.delivery import outbox, results, waiting
from bot.delivery.outcomes import Sent
from bot.delivery.results import Result
from bot.delivery.rows import Gate, State
from tests.bot.delivery.broadcast import DUE, END, staffed
from tests.bot.delivery.rig import card


def _posted(city, key, person):
    return city.write(
        lambda tx: outbox.post(
            tx,
            kind="test",
            source_key=key,
            lane=2,
            due_at=DUE,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
            to=[person],
        )
    )


def _close(city, notice):
    city.write(lambda tx: outbox.close(tx, notice=notice, now=city.now))


def _empty(city):
    city.write(lambda tx: waiting.empty_closed(tx, now=city.now))


def test_notices_that_wait_for_a_conversation_do_not_keep_others_from_closing(storage, tenant):
    city = staffed(storage, tenant)
    for number in range(45):
        _close(city, _posted(city, f"waits {number}", city.people[-1]))
    city.now += timedelta(seconds=1)
    done = city.notice = _posted(city, "done", city.people[0])
    city.send()
    _close(city, done)
    city.now += timedelta(minutes=5)
    for _ in range(3):
        assert city.calls()
        _empty(city)
    assert city.do(outbox.get).state == "closed"
    assert not city.calls()
    city.now += timedelta(minutes=2)
    assert city.calls()  # they are looked at again, a minute later


def test_an_attempt_whose_lease_has_ended_does_not_answer_for_the_next_one(storage, tenant):
    city = staffed(storage, tenant)
    city.notice = city.draft()
    city.do(outbox.expand, city.people[:2])
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    first = city.claim()
    city.real += timedelta(minutes=1)
    city.write(lambda tx: results.end_leases(tx, owner="o", real=city.real))
    second = city.claim()
    assert len(second) == 2
    late = [Result(attempt=first[0], outcome=Sent("1"))]
    late += [Result(attempt=first[1], outcome=None)]
    city.write(lambda tx: results.settle(tx, late, owner="o", real=city.real))
    assert city.numbers() == {State.SENDING: 2}
    city.settle(second)
    assert city.numbers() == {State.SENT: 2}

"""What is counted of a broadcast, listed of it, and learnt of its readers."""

import pytest

from bot.delivery import outbox
from bot.delivery.outcomes import Never, Unknown
from bot.delivery.rows import Gate, State
from tests.bot.delivery.broadcast import DUE, Broadcast, staffed


@pytest.fixture
def city(storage, tenant) -> Broadcast:
    found = staffed(storage, tenant, unknown=2)
    found.notice = found.draft()
    found.do(outbox.expand, found.people)
    return found


def let_go(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()


def seen(city, upto, *, of=0):
    conversation = city.do(outbox.copies)[of].conversation
    return city.write(lambda tx: outbox.seen(tx, conversation, upto, DUE))


def test_rows_tell_what_became_of_every_copy(city):
    let_go(city)
    arrived, refused, doubted = city.claim(3)
    city.settle([arrived])
    city.settle([refused], Never("MessageWritesBlocked", unreachable=True))
    city.settle([doubted], Unknown("timeout"))
    found = city.do(outbox.rows, 0, 100)
    assert [row.recipient for row in found] == city.people
    assert [(row.state, row.reason, row.posted) for row in found[:3]] == [
        (State.SENT, "", True),
        (State.UNREACHABLE, "MessageWritesBlocked", False),
        (State.PENDING, "timeout", False),
    ]
    assert [row.sent_at for row in found[:3]] == [city.real, None, None]
    assert (found[2].attempt, found[2].uncertain) == (1, 1)


def test_rows_come_in_pages(city):
    first = city.do(outbox.rows, 0, 4)
    rest = city.do(outbox.rows, first[-1].recipient, 4)
    assert [row.recipient for row in (*first, *rest)] == city.people


def test_a_press_proves_when_nothing_else_did_that_a_copy_arrived(city):
    let_go(city)
    city.settle(city.claim(1), Unknown("timeout"))
    person = city.people[0]
    assert city.write(lambda tx: outbox.confirm(tx, notice=city.notice, person=person))
    assert city.numbers() == {State.CONFIRMED: 1, State.PENDING: 5}


def test_what_was_read_is_counted_once(city):
    let_go(city)
    city.send()
    assert seen(city, str(city.posted)) == 1
    assert seen(city, str(city.posted)) == 0
    assert city.progress().read == 1
    assert [row.read_at for row in city.do(outbox.rows, 0, 2)] == [DUE, None]


def test_only_what_came_before_the_receipt_was_read(city):
    let_go(city)
    city.send()
    first = city.posted - 3
    assert seen(city, str(first - 1)) == 0
    assert seen(city, str(first)) == 1


def test_numbers_are_compared_as_numbers(city):
    city.posted = 98
    let_go(city)
    city.send(1)
    assert seen(city, "100") == 1


@pytest.mark.parametrize("upto", ["", "f:1700000000000", "１２", "9" * 5000])
def test_a_receipt_of_another_shape_is_ignored(city, upto):
    let_go(city)
    city.send()
    assert seen(city, upto) == 0


def test_a_receipt_from_a_chat_of_nobody_is_ignored(city):
    let_go(city)
    city.send()
    assert city.write(lambda tx: outbox.seen(tx, "a:unknown", "9" * 20, DUE)) == 0


def test_whoever_waits_without_a_conversation_is_to_be_contacted_once_it_is_let_go(city):
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, 0)) == ()
    city.do(outbox.release, Gate.SHUT)
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, 0)) == ()
    city.do(outbox.set_gate, Gate.CANARY)
    fifth, sixth = city.people[4:]
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, 0)) == (fifth, sixth)
    assert city.write(lambda tx: outbox.uncontacted(tx, 1, 0)) == (fifth,)
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, fifth)) == (sixth,)
    city.do(outbox.cancel)
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, 0)) == ()


def test_whoever_waits_for_several_notices_is_contacted_once(city):
    city.do(outbox.release, Gate.OPEN)
    city.notice = city.draft("k2")
    city.do(outbox.expand, city.people)
    city.do(outbox.release, Gate.OPEN)
    assert city.write(lambda tx: outbox.uncontacted(tx, 10, 0)) == tuple(city.people[4:])


def test_whoever_can_never_be_reached_ends_what_waits_for_them(city):
    city.do(outbox.release, Gate.OPEN)
    last, first = city.people[-1], city.people[0]
    assert city.write(lambda tx: outbox.unreachable(tx, last, "guest")) == 1
    assert city.write(lambda tx: outbox.unreachable(tx, last, "guest")) == 0
    assert city.write(lambda tx: outbox.unreachable(tx, first, "guest")) == 0
    assert city.numbers() == {State.PENDING: 5, State.UNREACHABLE: 1}
    assert city.reasons()[-1] == "guest"
    city.walk_on()
    assert len(city.send()) == 4


def test_who_cannot_be_reached_now_still_belongs_to_a_draft(city):
    last = city.people[-1]
    assert city.write(lambda tx: outbox.unreachable(tx, last, "guest")) == 0
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    assert last in city.write(lambda tx: outbox.uncontacted(tx, 10, 0))
    assert city.numbers() == {State.PENDING: 6}


def test_the_copies_of_a_broadcast_are_not_escalated_one_by_one(city):
    let_go(city)
    city.days_pass(3)
    assert city.numbers() == {State.EXPIRED: 4, State.UNREACHABLE: 2}
    assert city.write(lambda tx: outbox.lapses(tx, kind="test")) == ()

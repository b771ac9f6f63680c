"""Broadcasts let go, held back, corrected, given up and withdrawn, step by step."""

from datetime import timedelta

import pytest

from bot.delivery import outbox, rows, waiting
from bot.delivery.outcomes import Later, Unknown
from bot.delivery.rows import Gate, State
from bot.errors import Refused
from bot.people import references
from bot.people.references import Reference
from bot.people.tables import LISTING
from tests.bot.delivery.broadcast import DUE, END, Broadcast, staffed
from tests.bot.delivery.rig import card


@pytest.fixture(params=["at once", "by a walk"])
def city(storage, tenant, request, monkeypatch) -> Broadcast:
    """Six people, five of them reached; changes are told at once or by a walk."""
    if request.param == "by a walk":
        monkeypatch.setattr(rows, "MANY", 0)
    found = staffed(storage, tenant)
    found.notice = found.draft()
    found.do(outbox.expand, found.people)
    return found


def test_a_canary_goes_first_and_the_rest_follows(city):
    city.do(outbox.release, Gate.CANARY)
    city.walk_on()
    assert city.send() == ["post"]
    progress = city.progress()
    assert (progress.held, progress.canary[State.SENT], progress.walked) == (5, 1, True)
    assert sum(progress.canary.values()) == 1
    city.do(outbox.set_gate, Gate.OPEN)
    assert not city.progress().walked
    city.walk_on()
    assert city.send() == ["post"] * 4
    assert city.numbers() == {State.SENT: 5, State.PENDING: 1}
    assert city.progress().held == 0


def test_a_gate_that_is_opened_under_way_lets_through_whom_the_walk_had_passed(city):
    city.do(outbox.release, Gate.CANARY)
    city.walk()
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    assert city.send() == ["post"] * 5


def test_one_in_a_hundred_is_a_canary(storage, tenant):
    city = staffed(storage, tenant, people=205, unknown=0)
    city.notice = city.draft()
    city.do(outbox.expand, city.people)
    assert sum(city.progress().canary.values()) == 3
    city.do(outbox.release, Gate.CANARY)
    city.walk_on()
    assert len(city.send()) == 3


def test_a_step_lets_no_more_through_than_it_is_told(city):
    city.do(outbox.release, Gate.OPEN)
    assert city.walk(most=2) == 1
    assert len(city.claim()) == 2


def test_nothing_is_let_through_while_something_else_is_due(city):
    city.do(outbox.release, Gate.OPEN)
    assert city.walk(dry=False) == 0
    assert city.calls()


def test_nothing_is_let_through_before_it_is_due(city):
    city.now = DUE - timedelta(seconds=1)
    city.do(outbox.release, Gate.OPEN)
    assert city.walk() == 0
    assert not city.calls()
    city.now = DUE
    assert city.calls()


def test_two_broadcasts_move_together(city):
    first = city.notice
    city.do(outbox.release, Gate.OPEN)
    city.notice = city.draft("k2")
    city.do(outbox.expand, city.people)
    city.do(outbox.release, Gate.OPEN)
    assert city.walk(most=4) == 2
    second = city.progress()
    city.notice = first
    assert (city.progress().due, second.due) == (2, 2)


def test_a_shut_gate_holds_what_was_not_yet_claimed(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    under_way = city.claim(2)
    city.do(outbox.set_gate, Gate.SHUT)
    assert city.progress().held == 3
    city.settle(under_way[:1])
    city.settle(under_way[1:], Later())
    city.walk_on()
    assert city.send() == []
    assert city.progress().held == 4
    assert city.numbers() == {State.SENT: 1, State.PENDING: 5}


def test_a_pause_ends_where_it_began(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk()
    city.do(outbox.set_gate, Gate.SHUT)
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    assert city.send() == ["post"] * 5


def test_an_uncertain_copy_waits_too_while_the_gate_is_shut(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.settle(city.claim(1), Unknown("timeout"))
    city.do(outbox.set_gate, Gate.SHUT)
    assert city.send() == []
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    assert len(city.send()) == 5


def test_a_gate_of_what_is_over_is_not_moved(city):
    with pytest.raises(Refused):
        city.do(outbox.set_gate, Gate.OPEN)
    city.do(outbox.cancel)
    for act in (outbox.release, outbox.set_gate):
        with pytest.raises(Refused):
            city.do(act, Gate.OPEN)


def test_a_person_who_is_reached_meanwhile_gets_it_with_the_others(city):
    last = city.people[-1]
    city.do(outbox.release, Gate.SHUT)
    reach(city, last)
    assert city.progress().due == 0
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    assert city.send() == ["post"] * 6


def test_a_person_who_is_reached_later_gets_it_then(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send()
    reach(city, city.people[-1])
    assert city.send() == ["post"]


def reach(city, person):
    def work(tx):
        found = outbox.copies(tx, city.notice)[0]
        [listed] = [row for row in tx.all(LISTING.select()) if row.person == person]
        reference = Reference(
            aad_object_id=listed.aad_object_id,
            conversation="a:new",
            service_url="http://127.0.0.1/",
            teams_id=f"29:{found.id}",
        )
        references.keep(tx, reference, at=DUE)
        outbox.reached(tx, person=person)

    city.write(work)


def test_a_correction_reaches_every_copy_and_what_still_waits(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send(2)
    city.revise()
    city.walk_on()
    attempts = city.claim()
    assert sorted(attempt.work for attempt in attempts) == ["edit"] * 2 + ["post"] * 3
    assert all("訂正".encode() in attempt.activity() for attempt in attempts)
    city.settle(attempts)
    assert city.numbers() == {State.SENT: 5, State.PENDING: 1}
    assert city.progress().due == 0


def test_what_is_claimed_before_the_walk_shows_the_correction_already(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.revise()
    attempts = city.claim()
    assert all("訂正".encode() in attempt.activity() for attempt in attempts)
    city.settle(attempts)
    city.walk_on()
    assert city.send() == []


@pytest.mark.parametrize("walked", [0, 1])
def test_a_correction_reaches_what_was_posted_although_the_gate_is_shut_then(city, walked):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send(4)
    city.revise()
    for _ in range(walked):
        city.walk()
    city.do(outbox.set_gate, Gate.SHUT)
    city.walk_on()
    assert city.progress().walked
    done = city.send()
    while more := city.send():
        done += more
    assert done == ["edit"] * 4
    city.days_pass(3)
    city.walk_on()
    assert city.numbers() == {State.SENT: 4, State.EXPIRED: 1, State.UNREACHABLE: 1}


def test_a_correction_meets_what_was_under_way(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    under_way = city.claim()
    city.revise()
    city.walk_on()
    city.settle(under_way)
    assert city.send() == ["edit"] * 5
    assert city.send() == []


def test_a_draft_is_corrected_before_it_goes(city):
    city.revise()
    assert city.do(outbox.get).state == "draft"
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    assert all("訂正".encode() in attempt.activity() for attempt in city.claim())


def test_a_cancelled_broadcast_sends_nothing_more_and_takes_nothing_back(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send(2)
    city.do(outbox.cancel)
    assert city.claim() == ()
    city.walk_on(dry=False)
    assert city.numbers() == {State.SENT: 2, State.WITHDRAWN: 4}
    assert city.reasons() == ["", "", *["cancelled"] * 4]
    assert (city.progress().held, city.progress().due, city.calls()) == (0, 0, False)


def test_what_was_under_way_when_it_was_cancelled_stands_where_it_arrived(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    under_way = city.claim(3)
    city.do(outbox.cancel)
    city.walk_on()
    city.settle(under_way[:1])
    city.settle(under_way[1:2], Later())
    city.settle(under_way[2:], Unknown("timeout"))
    assert city.claim() == ()
    assert city.numbers() == {State.SENT: 1, State.WITHDRAWN: 4, State.UNKNOWN: 1}


def test_what_a_cancelled_broadcast_has_posted_is_still_corrected_and_withdrawn(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send(2)
    city.do(outbox.cancel)
    city.revise()
    city.walk_on(dry=False)
    assert city.send() == ["edit"] * 2
    city.withdraw()
    city.walk_on(dry=False)
    assert city.send() == ["delete"] * 2
    assert city.numbers() == {State.WITHDRAWN: 6}


def test_a_cancelled_broadcast_is_not_cancelled_again_once_withdrawn(city):
    city.withdraw()
    city.do(outbox.cancel)
    assert city.do(outbox.get).state == "withdrawn"
    city.revise()
    city.walk_on()
    assert city.numbers() == {State.WITHDRAWN: 6}


def test_a_withdrawn_broadcast_sends_nothing_more_and_deletes_what_it_sent(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk()
    city.send(2)
    city.walk()
    city.withdraw()
    assert "post" not in city.send()
    city.walk_on(dry=False)
    while done := city.send():
        assert set(done) == {"delete"}
    assert city.numbers() == {State.WITHDRAWN: 6}


def test_a_draft_can_be_given_up(city):
    city.do(outbox.cancel)
    city.walk_on()
    assert city.numbers() == {State.WITHDRAWN: 6}
    assert city.do(outbox.get_draft).state == "cancelled"


def test_what_is_still_held_at_its_expiry_expires(city):
    city.do(outbox.release, Gate.CANARY)
    city.walk_on()
    city.send()
    city.do(outbox.set_gate, Gate.SHUT)
    city.days_pass(3)
    assert city.calls()
    city.walk_on()
    assert city.numbers() == {State.SENT: 1, State.EXPIRED: 4, State.UNREACHABLE: 1}
    assert not city.calls()
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    assert city.send() == []


def test_a_canary_gate_that_nobody_opens_lets_the_rest_expire(city):
    city.do(outbox.release, Gate.CANARY)
    city.walk_on()
    city.send()
    city.days_pass(3)
    city.walk_on()
    assert city.numbers() == {State.SENT: 1, State.EXPIRED: 4, State.UNREACHABLE: 1}


def test_what_was_let_through_expires_without_a_walk(city):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.days_pass(3)
    assert city.numbers() == {State.EXPIRED: 5, State.UNREACHABLE: 1}


def test_a_broadcast_is_moved_until_a_copy_was_sent(city):
    def move():
        at, until = DUE + timedelta(days=1), END + timedelta(days=1)
        return city.write(
            lambda tx: outbox.move(tx, notice=city.notice, due_at=at, expires_at=until)
        )

    city.do(outbox.release, Gate.OPEN)
    city.walk(most=3)
    assert move()
    assert city.send() == []
    city.walk_on()
    assert city.send() == []
    city.days_pass(1)
    city.walk_on()
    assert city.send() == ["post"] * 5
    assert not move()


def test_the_content_of_a_broadcast_is_forgotten_only_when_every_copy_has_ended(city):
    city.do(outbox.release, Gate.OPEN)
    city.write(lambda tx: outbox.close(tx, notice=city.notice, now=city.now))
    city.days_pass(1)
    city.write(lambda tx: waiting.empty_closed(tx, now=city.now))
    assert city.do(outbox.get).state == "open"
    city.walk_on()
    city.send()
    city.days_pass(3)
    city.write(lambda tx: waiting.empty_closed(tx, now=city.now))
    assert city.do(outbox.get).state == "closed"


@pytest.mark.parametrize("ended", ["withdrawn", "cancelled"])
def test_what_is_over_does_not_begin_anew_once_its_content_is_forgotten(city, ended):
    city.do(outbox.release, Gate.OPEN)
    city.walk_on()
    city.send(2)
    city.withdraw() if ended == "withdrawn" else city.do(outbox.cancel)
    city.walk_on()
    city.send()
    city.write(lambda tx: outbox.close(tx, notice=city.notice, now=city.now))
    city.days_pass(1)
    city.write(lambda tx: waiting.empty_closed(tx, now=city.now))
    assert not city.calls()
    city.revise()
    assert city.do(outbox.get).state == ended
    city.walk_on()
    assert city.send() == ([] if ended == "withdrawn" else ["edit"] * 2)


def test_a_notice_in_one_post_can_be_held_and_given_up_too(city):
    city.notice = city.write(
        lambda tx: outbox.post(
            tx,
            kind="test",
            source_key="posted",
            lane=2,
            due_at=DUE,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
            to=city.people,
        )
    )
    city.do(outbox.set_gate, Gate.SHUT)
    assert city.send() == []
    city.do(outbox.set_gate, Gate.OPEN)
    city.walk_on()
    city.send(2)
    city.do(outbox.cancel)
    city.walk_on()
    assert city.numbers() == {State.SENT: 2, State.WITHDRAWN: 4}

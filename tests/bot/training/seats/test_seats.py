"""Seats, quotas and the waiting list, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import Completion, CourseState, Head, How, Org, SessionState, State
from bot.training.store import completions, courses, enrolments, quotas, sessions, steps
from tests.bot.training.seats.rig import (
    NOW,
    STARTS,
    check,
    course,
    enrol,
    own,
    person,
    quota,
    session,
    states,
)

Write = Callable[[Callable[[Tx], Any]], Any]


@pytest.fixture
def write(storage: Storage, tenant: str) -> Write:
    return lambda work: storage.write_now(tenant, work)


def full(tx: Tx, *, most: int = 2, extra: int = 3, **course_: Any) -> tuple[int, int]:
    """A session with all its seats held, and `extra` people who wait in the order of their ids."""
    made = course(tx, **course_)
    held = session(tx, made, seats=most)
    for number in range(1, most + extra + 1):
        enrol(tx, number, held.id)
    return made.id, held.id


def test_seats_go_to_who_comes_first_and_the_next_are_told_that_it_is_full(write: Write) -> None:
    def work(tx: Tx) -> None:
        _, one = full(tx, extra=0)
        late = enrol(tx, 3, one, wait=False)
        assert (late.act, late.enrolment) == ("full", None)
        outcome = enrol(tx, 3, one)
        assert (outcome.act, outcome.place, outcome.before) == ("enrol", 1, None)
        assert outcome.enrolment and outcome.enrolment.state is State.WAITING
        assert outcome.session and (outcome.session.held, outcome.session.waiting) == (2, 1)
        check(tx, one)

    write(work)


def test_who_withdraws_frees_a_seat_for_the_first_who_waits(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        outcome = seats.withdraw(tx, 1, of, NOW, 1)
        assert [told.person for told in outcome.offered] == [3]
        assert outcome.offered[0].until == NOW + timedelta(days=1)
        assert states(tx, of) == {
            1: State.CANCELLED,
            2: State.BOOKED,
            3: State.OFFERED,
            4: State.WAITING,
            5: State.WAITING,
        }
        check(tx, one)

    write(work)


def test_nobody_overtakes_who_waits(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, extra=1)
        seats.withdraw(tx, 1, of, NOW, 1)
        assert enrol(tx, 9, one).enrolment.state is State.WAITING
        assert enrol(tx, 1, one).place == 2  # who comes back stands at the end
        check(tx, one)

    write(work)


def test_an_offer_is_accepted_or_passed_on(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.withdraw(tx, 1, of, NOW, 1)
        offered = own(tx, of, 3)
        passed = seats.pass_on(tx, 3, of, NOW, offered.version)
        assert [told.person for told in passed.offered] == [4]
        accepted = seats.accept(tx, 4, of, NOW, own(tx, of, 4).version)
        assert accepted.enrolment and accepted.enrolment.state is State.BOOKED
        check(tx, one)

    write(work)


def test_an_offer_that_ran_out_goes_to_the_next_at_the_next_press(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.withdraw(tx, 1, of, NOW, 1)
        late = NOW + timedelta(days=1)
        with pytest.raises(Refused, match=r"training\.refused\.offer_over"):
            seats.accept(tx, 3, of, late, own(tx, of, 3).version)
        outcome = seats.enrol(tx, person(9), one, late, True)
        assert [told.person for told in outcome.lapsed] == [3]
        assert [told.person for told in outcome.offered] == [4]
        assert states(tx, of)[9] is State.WAITING
        check(tx, one)

    write(work)


def test_offers_that_ran_out_go_to_the_next_by_the_clock(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.withdraw(tx, 1, of, NOW, 1)
        until = NOW + timedelta(days=1)
        assert enrolments.offers_until(tx, NOW, until) == (until,)
        assert seats.lapse(tx, until - timedelta(minutes=1)) == ()
        (outcome,) = seats.lapse(tx, until)
        assert [told.person for told in outcome.lapsed] == [3]
        assert [told.person for told in outcome.offered] == [4]
        assert seats.lapse(tx, until) == ()
        check(tx, one)

    write(work)


def test_a_quota_binds_its_municipality_and_the_next_of_another_moves_up(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = course(tx)
        one = session(tx, made, quota("かわた町", 1), quota("総務課", 9, Org.DEPARTMENT), seats=2)
        enrol(tx, person(1, "かわた町"), one.id)
        waits = enrol(tx, person(2, "かわた町"), one.id)
        assert waits.enrolment and waits.enrolment.state is State.WAITING  # though a seat is free
        booked = enrol(tx, person(3), one.id)
        assert booked.enrolment and booked.enrolment.state is State.BOOKED
        enrol(tx, person(4), one.id)
        outcome = seats.withdraw(tx, 3, made.id, NOW, 1)
        assert [told.person for told in outcome.offered] == [4]
        outcome = seats.withdraw(tx, 1, made.id, NOW, 1)
        assert [told.person for told in outcome.offered] == [2]
        check(tx, one.id)

    write(work)


def test_more_seats_and_wider_quotas_move_the_list_up(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = course(tx)
        one = session(tx, made, quota("かわた町", 1), seats=1)
        for number in range(1, 6):
            enrol(tx, person(number, "かわた町"), one.id)
        kept = sessions.lock(tx, one.id)
        sessions.save(tx, replace(kept, seats=4, version=kept.version + 1))
        assert seats.move_up(tx, one.id, NOW).offered == ()
        quotas.put(tx, kept, [quota("かわた町", 3)])
        assert quotas.of(tx, one.id)[0].held == 1
        assert [told.person for told in seats.move_up(tx, one.id, NOW).offered] == [2, 3]
        check(tx, one.id)

    write(work)


def test_the_head_agrees_before_or_after_a_seat_comes(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, head=Head.APPROVE)
        asked = own(tx, of, 1)
        assert (asked.state, asked.approved) == (State.REQUESTED, False)
        agreed = seats.decide(tx, asked.id, NOW, asked.version, agree=True, by=90)
        assert agreed.enrolment and agreed.enrolment.state is State.BOOKED
        waits = own(tx, of, 3)
        seats.decide(tx, waits.id, NOW, waits.version, agree=True, by=90)
        assert own(tx, of, 3).state is State.WAITING
        refused = seats.decide(tx, own(tx, of, 2).id, NOW, 1, agree=False, by=90)
        assert [told.person for told in refused.offered] == [3]
        seats.accept(tx, 3, of, NOW, own(tx, of, 3).version)
        assert own(tx, of, 3).state is State.BOOKED
        assert {one.person for one in enrolments.undecided(tx)} == {4, 5}
        assert {one.person for one in enrolments.undecided_of(tx, [2, 4])} == {4}
        check(tx, one)

    write(work)


def test_who_cannot_come_says_so_with_a_booking_or_without(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        outcome = seats.cannot(tx, person(1), of, "leave", NOW)
        assert [told.person for told in outcome.offered] == [3]
        lone = seats.cannot(tx, person(9), of, "work", NOW)
        assert lone.enrolment and (lone.enrolment.state, lone.enrolment.session) == (
            State.CANNOT,
            0,
        )
        assert enrol(tx, 9, one).place == 3  # and may still change their mind
        check(tx, one)

    write(work)


def test_a_substitute_takes_the_seat_past_the_waiting_list(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.ask_substitute(tx, 1, of, person(9), NOW, 1)
        assert [asking.person for asking in enrolments.asking(tx, 9)] == [1]
        asked = own(tx, of, 1)
        with pytest.raises(Stale):
            seats.take_over(tx, asked.id, person(8), NOW, asked.version, agree=True)
        outcome = seats.take_over(tx, asked.id, person(9), NOW, asked.version, agree=True)
        assert outcome.substitute and outcome.substitute.state is State.BOOKED
        assert outcome.offered == ()
        assert own(tx, of, 1).state is State.REPLACED
        check(tx, one)

    write(work)


def test_a_substitute_who_waits_leaves_the_list(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.ask_substitute(tx, 1, of, person(4), NOW, 1)
        asked = own(tx, of, 1)
        seats.take_over(tx, asked.id, person(4), NOW, asked.version, agree=True)
        assert sessions.get(tx, one).waiting == 2
        check(tx, one)

    write(work)


def test_a_substitute_may_say_no_and_must_be_free(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        with pytest.raises(Refused, match=r"refused\.substitute$"):
            seats.ask_substitute(tx, 1, of, person(2), NOW, 1)
        seats.ask_substitute(tx, 1, of, person(9), NOW, 1)
        asked = own(tx, of, 1)
        seats.take_over(tx, asked.id, person(9), NOW, asked.version, agree=False)
        assert (own(tx, of, 1).state, own(tx, of, 1).asked) == (State.BOOKED, None)
        check(tx, one)

    write(work)


def test_a_substitute_of_an_organisation_without_seats_is_refused(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = course(tx)
        one = session(tx, made, quota("かわた町", 1))
        enrol(tx, person(1, "かわた町"), one.id)
        enrol(tx, person(2), one.id)
        with pytest.raises(Refused, match="substitute_quota"):
            seats.ask_substitute(tx, 2, made.id, person(9, "かわた町"), NOW, 1)
        seats.ask_substitute(tx, 1, made.id, person(8, "かわた町"), NOW, 1)

    write(work)


def test_what_a_colleague_has_is_told_to_them_alone(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        done = Completion(course=of, person=9, on=NOW.date(), how=How.LMS)
        seats.ask_substitute(tx, 1, of, person(9), NOW, 1)
        completions.add(tx, done)
        asked = own(tx, of, 1)
        with pytest.raises(Refused, match="finished"):
            seats.take_over(tx, asked.id, person(9), NOW, asked.version, agree=True)
        elsewhere = session(tx, courses.get(tx, of), number=2)
        enrol(tx, 8, elsewhere.id)
        for colleague in (8, 9):
            with pytest.raises(Refused, match=r"refused\.substitute$") as told:
                seats.ask_substitute(tx, 1, of, person(colleague), NOW, asked.version)
            assert told.value.facts == {}
        with pytest.raises(Refused, match="begun"):
            late = STARTS.astimezone(NOW.tzinfo)
            seats.ask_substitute(tx, 1, of, person(9), late, asked.version)
        check(tx, one)

    write(work)


def test_who_had_a_seat_when_it_began_cannot_say_that_they_could_not_come(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, extra=0)
        during = STARTS.astimezone(NOW.tzinfo)
        over = during + timedelta(hours=2)
        with pytest.raises(Refused, match="begun"):
            seats.cannot(tx, person(1), of, "work", during)
        seats.hold(tx, one, over)
        seats.attend(tx, one, {2: 60}, over)
        with pytest.raises(Refused, match="begun"):
            seats.cannot(tx, person(1), of, "work", over)
        later = seats.attend(tx, one, {1: 60, 2: 60}, over)
        assert [told.person for told in later.finished] == [1]
        check(tx, one)

    write(work)


def test_who_was_rejected_and_cannot_come_keeps_their_history(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, head=Head.APPROVE)
        seats.decide(tx, own(tx, of, 1).id, NOW, 1, agree=False, by=90)
        outcome = seats.cannot(tx, person(1), of, "work", NOW)
        assert outcome.enrolment and outcome.enrolment.session == one
        assert [step.session for step in steps.of(tx, outcome.enrolment.id)] == [one] * 3
        check(tx, one)

    write(work)


def test_a_head_decides_nothing_once_the_session_has_begun(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, head=Head.APPROVE)
        begun = STARTS.astimezone(NOW.tzinfo) + timedelta(seconds=30)
        for agree in (True, False):
            with pytest.raises(Refused, match="begun"):
                seats.decide(tx, own(tx, of, 1).id, begun, 1, agree=agree, by=90)
        check(tx, one)

    write(work)


def test_an_enrolment_that_is_no_more_stands_nowhere(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, _ = full(tx)
        lone = seats.cannot(tx, person(9), of, "work", NOW).enrolment
        for one in (own(tx, of, 1), lone):
            assert one and seats.standing(tx, one.id) == one
        assert seats.standing(tx, 99_999_999) is None

    write(work)


def test_a_cancelled_session_drops_everybody_who_may_enrol_elsewhere_at_once(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        other = session(tx, courses.get(tx, of), number=2)
        outcome = seats.cancel_session(tx, one, NOW, 1, reason="講師の都合")
        assert {told.person for told in outcome.dropped} == {1, 2, 3, 4, 5}
        gone = sessions.get(tx, one)
        assert (gone.state, gone.held, gone.waiting) == (SessionState.CANCELLED, 0, 0)
        with pytest.raises(Refused, match="session_cancelled"):
            enrol(tx, 9, one)
        assert enrol(tx, 1, other.id).enrolment.state is State.BOOKED
        check(tx, one)
        check(tx, other.id)

    write(work)


def test_a_closed_session_takes_nobody_and_its_list_still_moves(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        assert seats.close_session(tx, one, NOW, 1).kept == ()
        with pytest.raises(Refused, match="session_closed"):
            enrol(tx, 9, one)
        assert [told.person for told in seats.withdraw(tx, 1, of, NOW, 1).offered] == [3]
        with pytest.raises(Stale):
            seats.open_session(tx, one, NOW, 1)
        seats.open_session(tx, one, NOW, 2)
        assert enrol(tx, 9, one).place == 3
        check(tx, one)

    write(work)


def test_an_offer_of_a_session_that_was_moved_forward_ends_with_its_beginning(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        seats.withdraw(tx, 1, of, NOW, 1)
        sooner = NOW + timedelta(hours=3)
        outcome = seats.move_session(tx, one, NOW, 1, starts_at=sooner, place="本庁舎")
        assert {told.person for told in outcome.kept} == {2, 3, 4, 5}
        assert outcome.session and outcome.session.place == "本庁舎"
        (late,) = seats.lapse(tx, sooner)
        assert [told.person for told in late.lapsed] == [3]
        assert late.offered == ()  # it has begun
        check(tx, one)

    write(work)


def test_deadline_and_beginning_end_enrolling_and_the_list_moves_between(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        late = STARTS.astimezone(NOW.tzinfo) - timedelta(days=2)
        with pytest.raises(Refused, match="deadline"):
            seats.enrol(tx, person(9), one, late, True)
        assert seats.withdraw(tx, 1, of, late, 1).offered
        begun = STARTS.astimezone(NOW.tzinfo)
        with pytest.raises(Refused, match="begun"):
            seats.withdraw(tx, 2, of, begun, 1)

    write(work)


def test_who_is_left_over_when_it_was_held_and_who_has_finished(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        over = STARTS.astimezone(NOW.tzinfo) + timedelta(hours=2)
        held = seats.hold(tx, one, over)
        assert {told.person for told in held.lapsed} == {3, 4, 5}
        outcome = seats.attend(tx, one, {1: 55, 2: 10}, over)
        assert [told.person for told in outcome.finished] == [1]
        assert states(tx, of)[2] is State.ABSENT
        later = seats.attend(tx, one, {1: 60, 2: 58}, over)
        assert [told.person for told in later.finished] == [2]
        assert completions.codes(tx, 1) == {"teams"}
        with pytest.raises(Refused, match="finished"):
            enrol(tx, 1, session(tx, courses.get(tx, of), number=2).id)
        check(tx, one)

    write(work)


def test_who_leaves_the_city_gives_everything_back(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        other, elsewhere = full(tx, code="excel")
        outcomes = seats.leave(tx, 1, NOW)
        assert [[told.person for told in outcome.offered] for outcome in outcomes] == [[3], [3]]
        assert states(tx, of)[1] is State.CANCELLED is states(tx, other)[1]
        check(tx, one)
        check(tx, elsewhere)

    write(work)


def test_every_step_is_remembered_with_who_took_it(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx, head=Head.APPROVE)
        first, third = own(tx, of, 1), own(tx, of, 3)
        seats.decide(tx, first.id, NOW, 1, agree=False, by=90)
        story = [(step.act, step.person, step.state) for step in steps.of(tx, first.id)]
        assert story == [("enrol", None, State.REQUESTED), ("refuse", 90, State.REJECTED)]
        assert [(step.act, step.person) for step in steps.of(tx, third.id)] == [
            ("enrol", None),
            ("offer", steps.CLOCK),
        ]
        check(tx, one)

    write(work)


def test_an_older_card_changes_nothing(write: Write) -> None:
    def work(tx: Tx) -> None:
        of, one = full(tx)
        for press in (seats.withdraw, seats.accept, seats.pass_on):
            with pytest.raises(Stale):
                press(tx, 1, of, NOW, 7)
        with pytest.raises(Stale):
            seats.withdraw(tx, 99, of, NOW, 1)
        with pytest.raises(NotFound):
            enrol(tx, 1, 99_999_999)
        with pytest.raises(Refused, match="already"):
            enrol(tx, 1, one)
        check(tx, one)

    write(work)


def test_a_course_that_is_closed_or_for_others_takes_nobody(write: Write) -> None:
    def work(tx: Tx) -> None:
        for number, changes in enumerate(
            ({"state": CourseState.DRAFT}, {"to": ("municipality:かわた町",)}, {"requires": ("a",)})
        ):
            made = course(tx, code=f"c{number}", **changes)
            with pytest.raises(Refused):
                enrol(tx, 1, session(tx, made).id)

    write(work)

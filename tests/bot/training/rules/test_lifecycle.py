"""One person's way through a course: what may follow what, and old cards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Refused, Stale
from bot.training.model import ACTIVE, Cause, Enrolment, SessionState, State
from bot.training.rules import lifecycle
from tests.bot.training.rules.made import DAY, HOUR, NOW, SESSION, enrolment

WAITING = enrolment(state=State.WAITING, version=4)
OFFERED = enrolment(state=State.OFFERED, until=NOW + DAY, version=5)
REQUESTED = enrolment(state=State.REQUESTED, approved=False)
BOOKED = enrolment()
AT = {"version": 5, "now": NOW}


def applied(before: Enrolment | None = None, **given: object) -> Enrolment:
    facts = {"session": 7, "state": State.BOOKED, "approved": True, "now": NOW, **given}
    return lifecycle.applied(before, course=5, person=3, **facts)  # type: ignore[arg-type]


def decided(before: Enrolment, **given: object) -> Enrolment:
    facts = {"version": before.version, "agree": True, "by": 9, "now": NOW, **given}
    return lifecycle.decided(before, SESSION, **facts)  # type: ignore[arg-type]


def test_a_first_enrolment_is_of_the_organisation_of_that_day() -> None:
    found = applied(municipality="あかつき市", department="総務課")
    assert (found.id, found.version, found.since, found.state) == (0, 1, NOW, State.BOOKED)
    assert (found.municipality, found.department) == ("あかつき市", "総務課")


def test_who_comes_back_keeps_their_row_and_stands_at_the_end() -> None:
    before = enrolment(state=State.CANNOT, cause="leave", version=3, minutes=5)
    found = applied(before, state=State.WAITING, session=8, now=NOW + DAY)
    assert (found.id, found.version, found.session) == (before.id, 4, 8)
    assert (found.since, found.cause, found.minutes) == (NOW + DAY, "", 0)


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_whoever_is_active_may_withdraw_and_nothing_stays_open(state: State) -> None:
    before = enrolment(state=state, until=NOW, asked=9)
    found = lifecycle.withdrawn(before, SESSION, version=1, now=NOW)
    assert (found.state, found.until, found.asked, found.version) == (
        *(State.CANCELLED, None, None, 2),
    )


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_nothing_is_taken_back_once_it_has_begun(state: State) -> None:
    with pytest.raises(Refused, match="begun"):
        lifecycle.withdrawn(enrolment(state=state), SESSION, version=1, now=SESSION.starts_at)


@pytest.mark.parametrize("agree", [True, False])
def test_the_head_says_nothing_more_once_it_has_begun_or_was_cancelled(agree: bool) -> None:
    with pytest.raises(Refused, match="begun"):
        decided(REQUESTED, agree=agree, now=SESSION.starts_at)
    cancelled = replace(SESSION, state=SessionState.CANCELLED)
    with pytest.raises(Refused, match="session_cancelled"):
        lifecycle.decided(REQUESTED, cancelled, version=1, agree=agree, by=9, now=NOW)


def test_an_offer_of_a_cancelled_session_is_neither_taken_nor_passed_on() -> None:
    cancelled = replace(SESSION, state=SessionState.CANCELLED)
    for press in (lifecycle.accepted, lifecycle.passed):
        with pytest.raises(Refused, match="session_cancelled"):
            press(OFFERED, cancelled, **AT)


def test_who_stayed_away_is_for_the_report_to_say_once_it_has_begun() -> None:
    facts = {"course": 5, "person": 3, "cause": Cause.WORK}
    for state in sorted(ACTIVE):
        with pytest.raises(Refused, match="begun"):
            before = enrolment(state=state)
            lifecycle.cannot(before, session=SESSION, now=SESSION.starts_at, **facts)
    with pytest.raises(Refused, match="begun"):
        lifecycle.cannot(enrolment(state=State.ABSENT), now=NOW, **facts)


def test_an_old_card_changes_nothing() -> None:
    for press in (
        lambda: lifecycle.withdrawn(WAITING, SESSION, version=3, now=NOW),
        lambda: lifecycle.accepted(OFFERED, SESSION, version=4, now=NOW),
        lambda: lifecycle.passed(OFFERED, SESSION, version=4, now=NOW),
        lambda: lifecycle.asked(BOOKED, version=2, colleague=9),
        lambda: decided(REQUESTED, version=2, agree=True, by=9),
    ):
        with pytest.raises(Stale, match="changed"):
            press()


def test_an_offer_accepted_is_booked_or_waits_for_the_head() -> None:
    assert lifecycle.accepted(OFFERED, SESSION, **AT).state is State.BOOKED
    asked = replace(OFFERED, approved=False)
    found = lifecycle.accepted(asked, SESSION, **AT)
    assert (found.state, found.until) == (State.REQUESTED, None)


def test_an_offer_declined_leaves_the_list() -> None:
    assert lifecycle.passed(OFFERED, SESSION, **AT).state is State.CANCELLED


def test_at_its_instant_an_offer_is_over_whatever_the_job_has_done() -> None:
    late = {"version": 5, "now": NOW + DAY}
    for gone in (OFFERED, lifecycle.lapsed(OFFERED)):
        for press in (lifecycle.accepted, lifecycle.passed):
            with pytest.raises(Refused, match="offer_over"):
                press(gone, SESSION, **late)
    before = {"version": 5, "now": NOW + DAY - timedelta(microseconds=1)}
    assert lifecycle.accepted(OFFERED, SESSION, **before).state is State.BOOKED


def test_only_who_waits_is_offered_a_seat() -> None:
    assert lifecycle.offered(WAITING, until=NOW + DAY).until == NOW + DAY
    assert lifecycle.offered(WAITING, until=NOW + DAY).since == WAITING.since
    with pytest.raises(Stale):
        lifecycle.offered(BOOKED, until=NOW + DAY)
    with pytest.raises(Stale):
        lifecycle.lapsed(WAITING)


def test_cannot_needs_no_enrolment_and_keeps_a_word_of_the_cause() -> None:
    facts = {"course": 5, "person": 3, "now": NOW, "cause": Cause.LEAVE}
    fresh = lifecycle.cannot(None, department="総務課", **facts)
    assert (fresh.id, fresh.session, fresh.state) == (0, 0, State.CANNOT)
    assert (fresh.cause, fresh.department, fresh.version) == ("leave", "総務課", 1)
    assert lifecycle.cannot(BOOKED, **facts).state is State.CANNOT
    with pytest.raises(Refused, match="finished"):
        lifecycle.cannot(enrolment(state=State.ATTENDED), **facts)


def test_a_colleague_is_asked_and_takes_the_seat_or_not() -> None:
    asked = lifecycle.asked(BOOKED, version=1, colleague=9)
    assert (asked.state, asked.asked) == (State.BOOKED, 9)
    no = lifecycle.declined(asked, version=2, by=9)
    assert (no.state, no.asked, no.version) == (State.BOOKED, None, 3)
    assert lifecycle.replaced(asked, version=2, by=9).state is State.REPLACED


def test_a_second_colleague_asked_leaves_the_first_nothing_to_take() -> None:
    asked = lifecycle.asked(lifecycle.asked(BOOKED, version=1, colleague=9), version=2, colleague=8)
    for version in (2, 3):
        with pytest.raises(Stale):
            lifecycle.replaced(asked, version=version, by=9)


def test_nobody_recommends_themselves_or_hands_on_what_they_have_not() -> None:
    with pytest.raises(Refused, match="substitute_self"):
        lifecycle.asked(BOOKED, version=1, colleague=BOOKED.person)
    with pytest.raises(Stale):
        lifecycle.asked(WAITING, version=4, colleague=9)


def test_the_head_agrees_and_the_seat_is_booked_whoever_was_asked_to_substitute() -> None:
    found = decided(replace(REQUESTED, asked=8), version=1, agree=True, by=9)
    assert (found.state, found.approved, found.asked) == (State.BOOKED, True, 8)


def test_the_head_refuses_and_the_seat_is_free() -> None:
    assert decided(REQUESTED, version=1, agree=False, by=9).state is State.REJECTED


@pytest.mark.parametrize("before", [WAITING, OFFERED])
def test_the_head_may_agree_in_advance(before: Enrolment) -> None:
    asked = replace(before, approved=False)
    found = decided(asked, version=asked.version, agree=True, by=9)
    assert (found.state, found.approved, found.until) == (before.state, True, before.until)
    no = decided(asked, version=asked.version, agree=False, by=9)
    assert no.state is State.REJECTED


def test_a_second_word_of_the_head_changes_nothing() -> None:
    agreed = decided(REQUESTED, version=1, agree=True, by=9)
    for version in (1, agreed.version):
        with pytest.raises(Stale):
            decided(agreed, version=version, agree=False, by=8)


def test_nobody_decides_their_own_not_even_as_a_deputy() -> None:
    with pytest.raises(Refused, match="own_request"):
        decided(REQUESTED, version=1, agree=True, by=REQUESTED.person)


def test_who_was_with_a_cancelled_session_is_dropped() -> None:
    assert {lifecycle.dropped(enrolment(state=s)).state for s in ACTIVE} == {State.DROPPED}
    with pytest.raises(Stale):
        lifecycle.dropped(enrolment(state=State.CANCELLED))


def test_who_has_no_seat_when_it_begins_is_free_for_another_session() -> None:
    for state in lifecycle.SEATLESS:
        assert lifecycle.left_over(enrolment(state=state)).state is State.LAPSED
    with pytest.raises(Stale):
        lifecycle.left_over(BOOKED)


def test_a_later_report_adds_minutes_and_takes_nothing_back() -> None:
    absent = lifecycle.seen(BOOKED, minutes=20, enough=False)
    assert (absent.state, absent.minutes) == (State.ABSENT, 20)
    there = lifecycle.seen(absent, minutes=80, enough=True)
    assert (there.state, there.minutes, there.version) == (State.ATTENDED, 80, 3)
    assert lifecycle.seen(there, minutes=10, enough=False) == there
    with pytest.raises(Stale):
        lifecycle.seen(WAITING, minutes=90, enough=True)


def test_a_session_moved_before_the_offer_ends_closes_it_when_it_begins() -> None:
    early = replace(SESSION, starts_at=NOW + HOUR)
    with pytest.raises(Refused, match="offer_over"):
        lifecycle.accepted(OFFERED, early, version=5, now=NOW + HOUR)

"""Seats, quotas of municipality and department together, and whose turn it is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.training.model import Org, Quota, SessionState, State
from bot.training.rules import seats
from bot.training.rules.seats import Room
from tests.bot.training.rules.made import ENROLMENT, NOW, SESSION, enrolment, session

CITY = Quota(org=Org.MUNICIPALITY, name="あかつき市", seats=2)
OFFICE = Quota(org=Org.DEPARTMENT, name="総務課", seats=1)


def test_a_free_seat_is_booked_and_held_while_the_head_is_asked() -> None:
    room = Room(seats=1)
    assert seats.enrolled(room, ENROLMENT, wait=False, approve=False) is State.BOOKED
    assert seats.enrolled(room, ENROLMENT, wait=True, approve=True) is State.REQUESTED


def test_the_last_seat_gone_is_refused_unless_one_waits() -> None:
    room = Room(seats=1).taken(ENROLMENT)
    assert seats.enrolled(room, ENROLMENT, wait=False, approve=False) is None
    assert seats.enrolled(room, ENROLMENT, wait=True, approve=True) is State.WAITING


def test_the_narrowest_of_seats_municipality_and_department_counts() -> None:
    room = Room(seats=9, quotas=(CITY, OFFICE))
    assert room.left(ENROLMENT) == 1
    after = room.taken(ENROLMENT)
    assert (after.left(ENROLMENT), after.left(enrolment(department="税務課"))) == (0, 1)
    assert after.left(enrolment(municipality="ひので町", department="税務課")) == 8
    assert after.freed(ENROLMENT) == room


def test_a_quota_binds_by_its_own_kind_of_organisation_alone() -> None:
    of_city = Quota(org=Org.MUNICIPALITY, name="総務課", seats=0)
    assert not seats.binds(of_city, ENROLMENT)
    nameless = Quota(org=Org.MUNICIPALITY, name="", seats=0)
    assert not seats.binds(nameless, enrolment(municipality=""))


def test_seats_taken_away_afterwards_leave_none_free() -> None:
    room = Room(
        seats=2, held=3, quotas=(Quota(org=Org.DEPARTMENT, name="総務課", seats=0, held=1),)
    )
    assert (room.free, room.left(ENROLMENT)) == (0, 0)


def test_an_offer_passes_over_whose_organisation_is_full_without_their_losing_their_place() -> None:
    room = Room(
        seats=3, held=1, quotas=(Quota(org=Org.DEPARTMENT, name="総務課", seats=1, held=1),)
    )
    queue = (
        enrolment(id=1),
        enrolment(id=2, department="税務課"),
        enrolment(id=3),
        enrolment(id=4, department="税務課"),
        enrolment(id=5, department="税務課"),
    )
    assert [one.id for one in seats.next_offers(room, queue)] == [2, 4]


def test_no_more_of_the_list_is_read_than_needed() -> None:
    def endless():
        while True:
            yield ENROLMENT

    assert len(seats.next_offers(Room(seats=2), endless())) == 2
    assert seats.next_offers(Room(seats=0), endless()) == ()


def test_who_waits_longer_comes_first_and_of_one_instant_who_came_first() -> None:
    late = enrolment(id=1, since=NOW + timedelta(seconds=1))
    assert [one.id for one in seats.in_turn([late, enrolment(id=9), enrolment(id=2)])] == [2, 9, 1]


def test_a_seat_changes_hands_within_an_organisation_that_has_all_of_its_seats() -> None:
    room = Room(seats=1, quotas=(OFFICE,)).taken(ENROLMENT)
    assert seats.taken_over(room, ENROLMENT, enrolment(id=12, person=4)) == room


def test_a_seat_changes_hands_also_where_seats_were_taken_away_afterwards() -> None:
    room = Room(seats=1, held=2)
    assert seats.taken_over(room, ENROLMENT, enrolment(id=12, person=4)) == room


def test_a_seat_does_not_go_to_an_organisation_that_has_all_of_its_seats() -> None:
    taken = Quota(org=Org.DEPARTMENT, name="税務課", seats=1, held=1)
    room = Room(seats=2, held=2, quotas=(taken,))
    with pytest.raises(Refused, match=r"training\.refused\.substitute_quota"):
        seats.taken_over(room, ENROLMENT, enrolment(person=4, department="税務課"))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, State.BOOKED, (1, 0)),
        (None, State.WAITING, (0, 1)),
        (State.WAITING, State.OFFERED, (1, -1)),
        (State.OFFERED, State.REQUESTED, (0, 0)),
        (State.REQUESTED, State.REJECTED, (-1, 0)),
        (State.BOOKED, State.ABSENT, (0, 0)),
        (State.CANCELLED, State.CANNOT, (0, 0)),
        (State.WAITING, None, (0, -1)),
    ],
)
def test_the_counters_follow_each_step(
    before: State | None, after: State | None, expected: tuple[int, int]
) -> None:
    assert seats.delta(before, after) == expected


def test_seats_change_hands_until_the_session_begins_also_after_the_deadline() -> None:
    assert seats.moves(SESSION, SESSION.deadline)
    assert seats.moves(session(state=SessionState.CLOSED), SESSION.deadline)
    assert not seats.moves(SESSION, SESSION.starts_at)
    assert not seats.moves(session(state=SessionState.CANCELLED), NOW)


def test_the_room_of_a_session_is_what_its_counters_say() -> None:
    room = seats.room_of(session(held=1, waiting=4), [CITY])
    assert (room.seats, room.held, room.waiting, room.quotas, room.free) == (2, 1, 4, (CITY,), 1)


_applicants = st.builds(
    lambda city, office: enrolment(municipality=city, department=office),
    st.sampled_from(["", "あかつき市", "ひので町"]),
    st.sampled_from(["", "総務課", "税務課"]),
)
_quotas = st.lists(
    st.builds(
        Quota,
        org=st.sampled_from(Org),
        name=st.sampled_from(["あかつき市", "ひので町", "総務課", "税務課"]),
        seats=st.integers(0, 4),
    ),
    max_size=4,
).map(tuple)


@given(st.integers(0, 6), _quotas, st.lists(_applicants, max_size=12))
def test_offers_never_exceed_seats_or_quotas_and_leave_nobody_who_could_have_one(
    total: int, quotas: tuple[Quota, ...], queue: list
) -> None:
    room = Room(seats=total, quotas=quotas)
    offered = seats.next_offers(room, queue)
    for one in offered:
        assert room.left(one)
        room = room.taken(one)
    assert room.held <= room.seats
    assert all(quota.held <= quota.seats for quota in room.quotas)
    passed = list(queue)
    for one in offered:
        passed.remove(one)
    assert not any(room.left(one) for one in passed)

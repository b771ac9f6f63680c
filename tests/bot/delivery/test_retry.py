"""Every outcome of every attempt, and what it makes of a copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import retry
from bot.delivery.outcomes import Later, Never, Sent, Unknown
from bot.delivery.retry import Standing, Work, after, next_work
from bot.delivery.rows import State

SENDING = Standing(state=State.SENDING, wanted=1)
POSTED = Standing(state=State.SENT, wanted=1, shown=1, activity_id="a1")
GONE = Never("ConversationNotFound", unreachable=True)
BLOCKED = Never("MessageWritesBlocked", unreachable=True)
TOO_BIG = Never("MessageSizeTooBig")


def posted(outcome, copy=SENDING):
    return after(copy, work=Work.POST, revision=1, outcome=outcome)


def changed(outcome, copy, work):
    return after(copy, work=work, revision=copy.wanted, outcome=outcome)


def standing(copy, **changes):
    fields = {name: getattr(copy, name) for name in Standing.__slots__}
    return Standing(**{**fields, **changes})


def test_a_posted_copy_is_sent_and_nothing_is_left_to_do():
    copy = posted(Sent("a1"))
    assert (copy.state, copy.activity_id, copy.shown, copy.try_in) == (State.SENT, "a1", 1, None)


def test_what_was_certainly_not_accepted_is_tried_again_after_the_named_time():
    copy = posted(Later(seconds=17.0, throttled=True))
    assert (copy.state, copy.try_in, copy.uncertain) == (State.PENDING, 17.0, 0)


def test_without_a_named_time_the_wait_doubles_up_to_half_a_minute():
    waits, copy = [], SENDING
    for _ in range(8):
        copy = standing(posted(Later(), copy), state=State.SENDING)
        waits.append(copy.try_in)
    assert waits == sorted(waits)
    assert waits[-1] <= retry.LONGEST_WAIT


def test_an_uncertain_posting_is_tried_once_more_and_then_left_to_a_person():
    once = posted(Unknown("timeout"))
    assert (once.state, once.uncertain) == (State.PENDING, 1)
    twice = posted(Unknown("timeout"), standing(once, state=State.SENDING))
    assert (twice.state, twice.try_in, twice.reason) == (State.UNKNOWN, None, "timeout")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(GONE, State.UNREACHABLE), (BLOCKED, State.UNREACHABLE), (TOO_BIG, State.FAILED)],
)
def test_what_will_never_be_accepted_ends_with_teams_reason(outcome, state):
    copy = posted(outcome)
    assert (copy.state, copy.reason, copy.try_in) == (state, outcome.reason, None)


def test_a_refusal_after_an_uncertain_posting_says_nothing_about_the_first():
    assert posted(BLOCKED, standing(SENDING, uncertain=1)).state is State.UNKNOWN


def test_a_correction_during_the_posting_is_edited_in_right_after():
    copy = posted(Sent("a1"), standing(SENDING, wanted=2))
    assert copy.state is State.SENT
    assert (next_work(copy), copy.try_in) == (Work.EDIT, 0.0)


@pytest.mark.parametrize(
    ("outcome", "uncertain", "state"),
    [
        (Later(), 0, State.WITHDRAWN),
        (Later(), 1, State.UNKNOWN),
        (Unknown("timeout"), 0, State.UNKNOWN),
        (TOO_BIG, 0, State.FAILED),
    ],
)
def test_what_was_withdrawn_while_it_was_posted_is_never_posted_again(outcome, uncertain, state):
    copy = posted(outcome, standing(SENDING, wanted=0, uncertain=uncertain))
    assert (copy.state, copy.try_in) == (state, None)


def test_what_was_withdrawn_while_it_was_posted_is_deleted_where_it_arrived():
    copy = posted(Sent("a1"), standing(SENDING, wanted=0))
    assert (next_work(copy), copy.try_in) == (Work.DELETE, 0.0)


@pytest.mark.parametrize("outcome", [Later(), Unknown("timeout"), GONE, TOO_BIG])
def test_a_copy_that_was_pressed_meanwhile_stays_confirmed(outcome):
    copy = posted(outcome, standing(SENDING, state=State.CONFIRMED, activity_id="a1", shown=-1))
    assert (copy.state, next_work(copy)) == (State.CONFIRMED, Work.EDIT)


def test_a_second_copy_is_deleted_when_a_press_had_revealed_the_first():
    copy = posted(Sent("a2"), standing(SENDING, activity_id="a1", uncertain=1))
    assert (copy.activity_id, copy.stray, next_work(copy)) == ("a1", "a2", Work.TIDY)
    tidy = after(copy, work=Work.TIDY, revision=1, outcome=Sent())
    assert tidy.stray is None


def test_an_uncertain_edit_is_repeated_without_harm():
    copy = changed(Unknown("timeout"), standing(POSTED, wanted=2), Work.EDIT)
    assert (copy.state, copy.uncertain, next_work(copy)) == (State.SENT, 0, Work.EDIT)
    assert copy.try_in is not None


def test_an_edit_that_teams_refuses_is_given_up_with_its_reason():
    copy = changed(BLOCKED, standing(POSTED, wanted=2), Work.EDIT)
    assert (copy.state, copy.try_in, copy.reason) == (State.SENT, None, "MessageWritesBlocked")


def test_an_edit_is_given_up_in_the_end():
    tired = standing(POSTED, wanted=2, attempt=retry.MOST_ATTEMPTS)
    assert changed(Later(), tired, Work.EDIT).try_in is None


@pytest.mark.parametrize("outcome", [Sent(), GONE])
def test_a_deleted_copy_counts_as_withdrawn_also_when_it_was_gone_already(outcome):
    copy = changed(outcome, standing(POSTED, wanted=0), Work.DELETE)
    assert (copy.state, copy.try_in, next_work(copy)) == (State.WITHDRAWN, None, None)


def test_a_copy_that_could_not_be_deleted_still_counts_as_sent():
    copy = changed(BLOCKED, standing(POSTED, wanted=0), Work.DELETE)
    assert (copy.state, copy.reason, copy.try_in) == (State.SENT, "MessageWritesBlocked", None)


@pytest.mark.parametrize("outcome", [Sent(), GONE])
def test_deleting_an_old_copy_does_not_pass_for_deleting_the_one_revealed_meanwhile(outcome):
    revealed = standing(POSTED, wanted=0, shown=-1, activity_id="a2", stray="a1")
    copy = after(revealed, work=Work.DELETE, revision=0, outcome=outcome, reached="a1")
    assert (copy.stray, copy.activity_id, next_work(copy)) == (None, "a2", Work.DELETE)
    assert copy.try_in == 0.0


def test_an_edit_of_an_old_copy_does_not_pass_for_editing_the_one_revealed_meanwhile():
    revealed = standing(POSTED, wanted=2, shown=-1, activity_id="a2", stray="a1")
    copy = after(revealed, work=Work.EDIT, revision=2, outcome=Sent(), reached="a1")
    assert (copy.shown, next_work(copy)) == (-1, Work.TIDY)


outcomes = st.one_of(
    st.builds(Sent, st.sampled_from(["a1", "a2"])),
    st.builds(Later, st.none() | st.floats(0, 60), st.booleans()),
    st.builds(Unknown, st.just("timeout")),
    st.sampled_from([GONE, BLOCKED, TOO_BIG]),
)


@given(tries=st.lists(outcomes, max_size=12))
def test_no_chain_of_outcomes_can_post_three_times(tries):
    copy, perhaps = standing(SENDING, state=State.PENDING), 0
    for outcome in tries:
        if next_work(copy) is not Work.POST:
            break
        perhaps += isinstance(outcome, Sent | Unknown)
        copy = posted(outcome, standing(copy, state=State.SENDING))
    assert perhaps <= 2


@given(tries=st.lists(outcomes, min_size=1, max_size=12), wanted=st.integers(0, 3))
def test_a_copy_with_something_to_do_always_has_a_time_for_it(tries, wanted):
    copy = SENDING
    for outcome in tries:
        work = next_work(copy)
        if work is None:
            break
        copy = after(copy, work=work, revision=copy.wanted, outcome=outcome)
        copy = standing(copy, wanted=wanted)
        if next_work(copy) is Work.POST:
            assert copy.try_in is not None

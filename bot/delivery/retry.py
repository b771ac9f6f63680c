"""What an attempt's outcome makes of a copy: pure, so that every case can be tested.

A copy that should show another revision than it does needs one attempt after another: posting
while it has no activity id, deleting while revision 0 is wanted, else editing; a duplicate that a
press has revealed is deleted first.

| outcome              | post                           | edit                   | delete         |
|----------------------|--------------------------------|------------------------|----------------|
| Sent                 | sent                           | shows that revision    | withdrawn      |
| Later                | pending; again later           | again later            | again later    |
| Unknown, first       | pending; once more             | again later            | again later    |
| Unknown, second      | unknown: a person decides      | again later            | again later    |
| Never: gone (404)    | unreachable                    | given up               | withdrawn      |
| Never: blocked (403) | unreachable                    | given up               | given up       |
| Never: refused (413) | failed                         | given up               | given up       |
| the owner died       | as Unknown                     | as Unknown             | as Unknown     |

- Only posting twice makes two cards, so only posting counts its uncertain outcomes. An edit writes
  the same card again and a second deletion finds nothing: both are repeated without harm.
- "Again later" is Retry-After where Teams names it, else a doubling wait with jitter. Posting goes
  on until the notice expires. An edit or a deletion has no expiry; after `MOST_ATTEMPTS` it is
  given up: the copy stands as it is, its reason is kept, and the next revision tries anew.
- A copy that was confirmed stays confirmed, however its posting ends: the press proves that it
  arrived. It isn't posted again; the press also revealed its activity id.
- An edit or a deletion counts for the copy that it reached: where a press has revealed another one
  meanwhile, the reached one is the duplicate.
- What was withdrawn while its posting was under way is deleted where it arrived, withdrawn where
  it certainly didn't, and unknown where nobody can say.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.delivery.outcomes import Later, Never, Outcome, Sent, Unknown
from bot.delivery.states import State

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
MOST_ATTEMPTS = 2000  # of one edit or deletion: more than half a day of trying
MOST_UNCERTAIN = 2

GONE = frozenset({"ConversationNotFound", "ActivityNotFoundInConversation", "MessageNotFound"})
NO_ANSWER = Unknown("lease_ended")  # the owner died: the attempt may have been made


class Work(StrEnum):
    """What the next attempt of a copy is."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    TIDY = "tidy"  # delete a duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The part of a delivery row that outcomes change. `try_in`: seconds until the next attempt,
    None where there is nothing (more) to do."""

    state: State
    wanted: int
    shown: int = 0
    attempt: int = 0
    uncertain: int = 0
    activity_id: str | None = None
    stray: str | None = None
    reason: str = ""
    try_in: float | None = None


def next_work(copy: Standing) -> Work | None:
    """The attempt that brings this copy nearer to what is wanted; None when it is there."""
    if copy.stray is not None:
        return Work.TIDY
    if copy.activity_id is None:
        waits = copy.state in (State.PENDING, State.SENDING)
        return Work.POST if waits and copy.wanted else None
    if copy.wanted == copy.shown:
        return None
    return Work.EDIT if copy.wanted else Work.DELETE


def after(
    copy: Standing,
    *,
    work: Work,
    revision: int,
    outcome: Outcome,
    reached: str | None = None,
    jitter: float = 0.5,
) -> Standing:
    """The copy after an attempt at `work` with `revision`.

    `copy` is as it stands now, not as it stood when the attempt began: a correction, a withdrawal
    or a press may have come meanwhile. `reached`: the activity that was edited or deleted; None:
    the copy's own. `jitter` is a random number from 0 to 1.
    """
    if work in (Work.EDIT, Work.DELETE) and reached is not None and reached == copy.stray:
        return _onward(copy) if work is Work.EDIT else _after_tidy(copy, outcome, jitter)
    match work:
        case Work.POST:
            return _after_post(copy, revision, outcome, jitter)
        case Work.TIDY:
            return _after_tidy(copy, outcome, jitter)
        case Work.EDIT | Work.DELETE:
            return _after_change(copy, work, revision, outcome, jitter)


def wait(attempt: int, outcome: Later | Unknown, jitter: float) -> float:
    """Seconds until the next attempt after `attempt` failed ones."""
    if isinstance(outcome, Later) and outcome.seconds is not None:
        return outcome.seconds
    doubled = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempt - 1, 10))
    return doubled * (0.5 + 0.5 * jitter)


def _after_post(copy: Standing, revision: int, outcome: Outcome, jitter: float) -> Standing:
    match outcome:
        case Sent(activity_id):
            return _posted(copy, revision, activity_id)
        case Later():
            return _post_again(copy, outcome, jitter)
        case Unknown(reason):
            doubted = replace(copy, uncertain=copy.uncertain + 1, reason=reason)
            return _post_again(doubted, outcome, jitter)
        case Never(reason, unreachable):
            state = State.UNREACHABLE if unreachable else State.FAILED
            return _unposted(replace(copy, reason=reason), state)


def _posted(copy: Standing, revision: int, activity_id: str) -> Standing:
    """A press may have revealed the copy before its posting was answered, or an earlier one."""
    state = State.CONFIRMED if copy.state is State.CONFIRMED else State.SENT
    activity, shown, stray = copy.activity_id, copy.shown, copy.stray
    if activity is None:  # (an answer without an id leaves none: a press will tell it)
        activity, shown = activity_id or None, revision
    elif activity == activity_id:
        shown = revision
    else:
        stray = activity_id
    return _onward(
        Standing(
            state=state,
            wanted=copy.wanted,
            shown=shown,
            uncertain=copy.uncertain,
            activity_id=activity,
            stray=stray,
        )
    )


def _post_again(copy: Standing, outcome: Later | Unknown, jitter: float) -> Standing:
    if copy.activity_id is not None or copy.state is State.CONFIRMED:
        return _unposted(copy, State.SENT)
    if copy.uncertain >= MOST_UNCERTAIN:
        return _unposted(copy, State.UNKNOWN)
    if copy.wanted == 0:
        return _unposted(copy, State.UNKNOWN if copy.uncertain else State.WITHDRAWN)
    attempt = copy.attempt + 1
    again = wait(attempt, outcome, jitter)
    return replace(copy, state=State.PENDING, attempt=attempt, try_in=again)


def _unposted(copy: Standing, state: State) -> Standing:
    """Nothing is posted any more; what a press has revealed or confirmed goes before `state`."""
    if copy.state is State.CONFIRMED:
        return _onward(copy)
    if copy.activity_id is not None:
        return _onward(replace(copy, state=State.SENT))
    if state in (State.UNREACHABLE, State.FAILED) and copy.uncertain:
        state = State.UNKNOWN  # this try didn't arrive; the one before may have
    return replace(copy, state=state, try_in=None)


def _after_tidy(copy: Standing, outcome: Outcome, jitter: float) -> Standing:
    if isinstance(outcome, Later | Unknown) and copy.attempt < MOST_ATTEMPTS:
        return _again(copy, outcome, jitter)
    gone = isinstance(outcome, Sent) or (isinstance(outcome, Never) and outcome.reason in GONE)
    left = "" if gone else "duplicate_left"
    return _onward(replace(copy, stray=None, attempt=0, reason=left))


def _after_change(
    copy: Standing, work: Work, revision: int, outcome: Outcome, jitter: float
) -> Standing:
    match outcome:
        case Sent():
            return _changed(copy, work, revision)
        case Later() | Unknown():
            if copy.attempt < MOST_ATTEMPTS:
                return _again(copy, outcome, jitter)
            return _given_up(copy, "too_many_attempts")
        case Never(reason):
            if work is Work.DELETE and reason in GONE:
                return _changed(copy, work, revision)
            if copy.wanted != revision:  # something else was asked for meanwhile
                return _onward(replace(copy, attempt=0, reason=reason))
            return _given_up(copy, reason)


def _changed(copy: Standing, work: Work, revision: int) -> Standing:
    done = replace(copy, shown=revision, attempt=0, reason="")
    if work is Work.DELETE:
        done = replace(done, state=State.WITHDRAWN, shown=0)
    return _onward(done)


def _again(copy: Standing, outcome: Later | Unknown, jitter: float) -> Standing:
    attempt = copy.attempt + 1
    return replace(copy, attempt=attempt, try_in=wait(attempt, outcome, jitter))


def _given_up(copy: Standing, reason: str) -> Standing:
    return replace(copy, attempt=0, reason=reason, try_in=None)


def _onward(copy: Standing) -> Standing:
    try_in = None if next_work(copy) is None else 0.0
    return copy if copy.try_in == try_in else replace(copy, try_in=try_in)

"""What may follow which stage, who may do it, when the first ones say stop, how long it takes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.errors import Refused, Stale
from bot.notices.model import Act, Broadcast, Content, Stage
from bot.people.model import Person, Role

DESKS = (Role.AGREEMENT_DESK, Role.TRAINING_DESK, Role.SCHOOL_DESK)
CANARY = timedelta(seconds=60)  # real time that the first ones are watched before the rest goes
NO_ANSWER = timedelta(minutes=5)  # the same where not one of them has ended
MOST_FAILED = 5  # percent of the first ones
GROWS = 5  # percent more people than were approved need no new approval
QUICK, CALM = timedelta(seconds=5), timedelta(seconds=15)  # Teams takes 1,800 edits an hour
QUICK_FOR = timedelta(minutes=10)
LASTS = timedelta(days=7)
# By the slice that wrote a notice, as the first word of its kind has it.
_DESK_OF = {"training": Role.TRAINING_DESK, "attendance": Role.SCHOOL_DESK}
_CHANGED_IN = {"training": "notices.refused.of_training"}
_BAD = ("failed", "unknown")
OPEN = ("pending", "sending")

_UNSENT = frozenset((Stage.DRAFT, Stage.COUNTING, Stage.READY, Stage.ASKED, Stage.RETURNED))
_MOVING = frozenset((Stage.CANARY, Stage.SENDING))
_HALTED = frozenset((Stage.PAUSED, Stage.STOPPED))
DECIDABLE = frozenset((Stage.READY, Stage.RETURNED))
LIVE = _MOVING | _HALTED | {Stage.RESTING}
_MAY_FOLLOW: Mapping[Act, frozenset[Stage]] = {
    Act.CHANGE: _UNSENT | {Stage.SCHEDULED},
    Act.ASK: DECIDABLE,
    Act.START: DECIDABLE,
    Act.APPROVE: frozenset((Stage.ASKED,)),
    Act.SEND_BACK: frozenset((Stage.ASKED,)),
    Act.PAUSE: _MOVING | {Stage.RESTING},
    Act.RESUME: _HALTED,
    Act.CORRECT: LIVE | {Stage.DONE},
    Act.ACCEPT: LIVE | {Stage.DONE},
    Act.DECLINE: LIVE | {Stage.DONE},
    Act.DISCARD: _UNSENT,
    Act.CANCEL: LIVE | {Stage.SCHEDULED},
    Act.WITHDRAW: LIVE | {Stage.DONE, Stage.CANCELLED},
}
_DECIDES = frozenset((Act.APPROVE, Act.SEND_BACK))
JUDGES = frozenset((Act.ACCEPT, Act.DECLINE))  # of a correction that waits
_HALTS = frozenset((Act.PAUSE, Act.CANCEL, Act.WITHDRAW))
_NAMED = frozenset((Act.CHANGE, Act.CORRECT, Act.ASK))  # whoever wrote can't approve: not unnamed


def may_write(by: Person) -> bool:
    """Whether a person sends notices: the desk of some slice does."""
    return not by.roles.isdisjoint(DESKS)


def desk_of(author: Person) -> str:
    """The desk that minds a notice beside its author."""
    return next((role.value for role in DESKS if role in author.roles), DESKS[0].value)


def desk_of_kind(kind: str) -> str:
    """The desk that minds what a slice itself wrote: of training.enrol the training desk."""
    return _DESK_OF.get(kind.partition(".")[0], DESKS[0]).value


def elsewhere(kind: str) -> str:
    """The text key of why what another slice wrote isn't changed here, and where it is."""
    return _CHANGED_IN.get(kind.partition(".")[0], "notices.refused.another_slices")


def needs_approval(audience: int, approval_size: int) -> bool:
    """Whether somebody else has to agree: above the size, not at it."""
    return audience > approval_size


def minds(broadcast: Broadcast, by: Person | None) -> bool:
    """Whether the notice is this person's business: its desk's, its author's, the operator's."""
    if by is None:
        return True
    return broadcast.desk in by.roles or (by.id == broadcast.author and may_write(by))


def may_approve(broadcast: Broadcast, by: Person | None) -> bool:
    """An approver who hasn't written at the notice."""
    if by is None or Role.NOTICE_APPROVER not in by.roles:
        return False
    return by.id not in _writers(broadcast)


def _writers(broadcast: Broadcast) -> frozenset[int | None]:
    return frozenset((broadcast.author, broadcast.changed_by, *broadcast.editors))


def has_approved(broadcast: Broadcast, by: Person | None) -> bool:
    """Whether this person approved the notice and is an approver still."""
    if by is None or Role.NOTICE_APPROVER not in by.roles:
        return False
    return by.id == broadcast.approver


def still_approved(approved: int | None, audience: int) -> bool:
    """Whether an approval for so many people holds for those that there are by now."""
    return approved is not None and audience * 100 <= approved * (100 + GROWS)


def may_judge(broadcast: Broadcast, by: Person | None) -> bool:
    """An approver other than whoever proposed the correction that waits."""
    proposal = broadcast.proposal
    if proposal is None or by is None or Role.NOTICE_APPROVER not in by.roles:
        return False
    return by.id != proposal.by


def check(act: Act, broadcast: Broadcast, by: Person | None, *, approval_size: int) -> None:
    """Raises Refused, with the reason in words, where this person can't do this now."""
    _check_who(act, broadcast, by)
    if broadcast.stage is Stage.COUNTING and act in (Act.ASK, Act.START):
        raise Refused("notices.refused.counting")
    if _stage(broadcast) not in _MAY_FOLLOW[act] or (act in JUDGES and broadcast.proposal is None):
        raise Refused("notices.refused.not_now")
    if act in (Act.CHANGE, Act.CORRECT) and broadcast.content is None:
        raise Refused(elsewhere(broadcast.kind))
    if act in (Act.ASK, Act.START):
        _check_size(act, broadcast, approval_size)


def is_decided(broadcast: Broadcast) -> bool:
    """Whether it will go out by itself at its time."""
    return _stage(broadcast) is Stage.SCHEDULED


def _stage(broadcast: Broadcast) -> Stage:
    """What was decided stays so for people while its audience is counted anew."""
    recounted = broadcast.stage is Stage.COUNTING and broadcast.back_to is Stage.SCHEDULED
    return Stage.SCHEDULED if recounted else broadcast.stage


def _check_who(act: Act, broadcast: Broadcast, by: Person | None) -> None:
    if act in _DECIDES:
        _check_approver(by, _writers(broadcast))
        return
    if act in JUDGES:
        _check_approver(by, (broadcast.proposal.by,) if broadcast.proposal else ())
        return
    halts = act in _HALTS and has_approved(broadcast, by)
    unnamed = by is None and act in _NAMED
    if unnamed or not (halts or minds(broadcast, by)):
        raise Refused("notices.refused.not_yours")


def _check_approver(by: Person | None, authors: Collection[int | None]) -> None:
    if by is not None and by.id in authors:
        raise Refused("notices.refused.own_notice")
    if by is None or Role.NOTICE_APPROVER not in by.roles:
        raise Refused("notices.refused.not_approver")


def _check_size(act: Act, broadcast: Broadcast, approval_size: int) -> None:
    if not broadcast.audience:
        raise Refused("notices.refused.nobody")
    if act is Act.START and needs_approval(broadcast.audience, approval_size):
        raise Refused("notices.refused.needs_approval", size=approval_size)


def check_version(act: Act, broadcast: Broadcast, version: int | None) -> None:
    """Raises Stale where somebody decides on what they didn't see.

    A correction that waits is the same, however far its notice has come meanwhile.
    """
    judged = broadcast.proposal if act in JUDGES else None
    current = broadcast.version if judged is None else judged.version
    if version is not None and version != current:
        raise Stale("notices.refused.changed")


def acts(broadcast: Broadcast, by: Person | None, *, approval_size: int) -> frozenset[Act]:
    """Everything that this person may do with the notice now."""
    return frozenset(act for act in Act if _allows(act, broadcast, by, approval_size))


def _allows(act: Act, broadcast: Broadcast, by: Person | None, approval_size: int) -> bool:
    try:
        check(act, broadcast, by, approval_size=approval_size)
    except Refused:
        return False
    small = not needs_approval(broadcast.audience, approval_size)
    return not (act is Act.ASK and small)  # possible, but nobody has to be asked


class Verdict(StrEnum):
    """What the first one in a hundred says of the rest."""

    WAIT = "wait"
    GO = "go"
    STOP = "stop"


def verdict(canary: Mapping[str, int], waited: timedelta) -> Verdict:
    """`canary`: the first copies by state; `waited`: real time since they were let go.

    More than 5 % failed or unknown is a stop as soon as it is certain. The rest goes after the
    whole time of watching, though all have arrived: so long a mistake may be noticed. Where not
    one has ended nothing is known yet, and the rest waits longer.
    """
    every = sum(canary.values())
    bad = sum(canary.get(state, 0) for state in _BAD)
    if bad * 100 > every * MOST_FAILED:
        return Verdict.STOP
    ended = every - sum(canary.get(state, 0) for state in OPEN)
    if not every or waited >= (CANARY if ended else NO_ANSWER):
        return Verdict.GO
    return Verdict.WAIT


def is_over(numbers: Mapping[str, int]) -> bool:
    """Whether no copy waits or is under way."""
    return not any(numbers.get(state, 0) for state in OPEN)


def progress_every(begun: timedelta) -> timedelta:
    """How often a progress card may change, so long after the beginning."""
    return QUICK if begun < QUICK_FOR else CALM


def expiry(due_at: datetime, deadline: date | None) -> datetime:
    """When it is too late to send: at the end of the deadline's day, or after a week."""
    if deadline is None:
        return due_at + LASTS
    end = datetime.combine(deadline + timedelta(days=1), time.min, due_at.tzinfo)
    return max(end, due_at + timedelta(hours=1))


def check_content(content: Content) -> None:
    """Raises Refused where a notice couldn't be sent as it is written."""
    if not content.ja.title.strip() or not content.ja.body.strip():
        raise Refused("notices.refused.empty")
    if content.en is not None and not (content.en.title.strip() and content.en.body.strip()):
        raise Refused("notices.refused.english")
    if content.link and not content.link.startswith("https://"):
        raise Refused("notices.refused.link")


def check_dates(
    due_at: datetime, expires_at: datetime, now: datetime, *, goes_at: datetime
) -> None:
    """Raises Refused where it would be too late before it goes out.

    `goes_at`: when cards may first be sent (tenant's zone), later than `due_at` where that is at
    night or on a closed day.
    """
    if expires_at <= max(due_at, now):
        raise Refused("notices.refused.expired")
    if expires_at <= goes_at:
        raise Refused("notices.refused.too_late", day=goes_at.date())

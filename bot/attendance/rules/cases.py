"""The ladder of a case: 電話 → 別の連絡先 → 通学路 → 家庭訪問 → 管理職判断で警察."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.attendance.model import Case, CaseState, Closing, Step, Times
from bot.errors import Refused, Stale

LADDER = tuple(Step)
_REFUSED = "attendance.refused"


def minutes(times: Times, step: Step) -> int:
    """Minutes after the opening at which a step is due; the last one set holds for the rest."""
    place = LADDER.index(step)
    return times.steps[min(place, len(times.steps) - 1)] if times.steps else 0


def due_at(case: Case, times: Times) -> datetime:
    """When the step that is due or under way had to be begun."""
    return case.opened_at + timedelta(minutes=minutes(times, case.step))


def following(step: Step) -> Step | None:
    """The step after this one; None after the last."""
    place = LADDER.index(step) + 1
    return LADDER[place] if place < len(LADDER) else None


def state(case: Case, rung: Step) -> str:
    """How far a step is: `due` next, `behind` one that is still to be done before it, or `done`."""
    ahead = LADDER.index(case.step) - LADDER.index(rung)
    return "due" if not ahead else "done" if ahead > 0 else "behind"


def stepped(case: Case, step: Step, *, at: datetime, version: int) -> Case:
    """A person has done a step: the following one is next, the last stays until it is closed."""
    _fresh(case, version)
    if step is not case.step:
        raise Stale(f"{_REFUSED}.changed")
    return replace(case, step=following(step) or step, step_done_at=at, version=case.version + 1)


def closed(case: Case, closing: Closing, *, by: int, at: datetime, version: int) -> Case:
    """A person closes it with a reason; nothing else does, a late report neither."""
    _fresh(case, version)
    if by == 0:
        raise ValueError("a case is closed by a person")
    return replace(
        case,
        state=CaseState.CLOSED,
        closing=closing,
        closed_at=at,
        closed_by=by,
        version=case.version + 1,
    )


def reported(case: Case) -> Case:
    """A report came after all: said on the card, and a person must still close the case."""
    if case.state is CaseState.CLOSED or case.reported:
        return case
    return replace(case, reported=True, version=case.version + 1)


def told_family(case: Case) -> Case:
    """The family got its one neutral message; a second one is refused."""
    if case.told_family:
        raise Refused("attendance.day.refused.told")
    return replace(case, told_family=True, version=case.version + 1)


def _fresh(case: Case, version: int) -> None:
    if case.version != version or case.state is not CaseState.OPEN:
        raise Stale(f"{_REFUSED}.changed")

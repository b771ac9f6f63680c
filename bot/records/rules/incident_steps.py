"""What may be pressed about an incident: settling a step, closing the case."""

from dataclasses import replace
from datetime import date, datetime
from typing import NoReturn

from bot.errors import Refused
from bot.records.model.incidents import Done, Incident, State, Step, Way
from bot.records.rules.incident_clocks import clocks, open_clocks

REFUSED = "records.incidents.refused"
REPORTS = frozenset((Step.FIRST, Step.FIRST_NUMBERS, Step.FINAL, Step.FINAL_NUMBERS))
# How each step may be settled beside being done; a report that the law wants is done or not owed.
WAYS: dict[Step, tuple[Way, ...]] = {
    **dict.fromkeys(Step, (Way.DONE,)),
    Step.PERSONS: (Way.DONE, Way.INSTEAD),
    Step.PUBLIC: (Way.DONE, Way.NOT_DONE),
}
_FIRST_OF = {Step.FINAL: Step.FIRST, Step.FINAL_NUMBERS: Step.FIRST_NUMBERS}


def refuse(why: str, **facts: object) -> NoReturn:
    """Raise Refused with the reason in words."""
    raise Refused(f"{REFUSED}.{why}", **facts)


def settle(incident: Incident, done: Done, *, today: date, again: bool = False) -> Incident:
    """A step is settled, or what was written of it corrected or taken back (`again`).

    Refused: a closed case, a step that isn't owed, 確報 before 速報, a day to come or before the
    knowing, a way that the law doesn't leave open, a decision without its reason.
    """
    _open(incident)
    if done.step not in {clock.step for clock in clocks(incident)}:
        refuse("not_owed")
    if incident.done(done.step) is not None and not again:
        refuse("settled")
    if done.way is Way.UNDONE:
        _may_be_undone(incident, done.step)
    _sound(incident, done, today)
    return replace(incident, steps=(*incident.steps, done), version=incident.version + 1)


def _sound(incident: Incident, done: Done, today: date) -> None:
    if done.on > today:
        refuse("future_day")
    if done.on < incident.known_on:
        refuse("before_knowing", day=incident.known_on)
    if done.way is not Way.UNDONE and done.way not in WAYS[done.step]:
        refuse("wrong_way")
    if done.way is not Way.DONE and not done.note:
        refuse("no_reason")
    first = _FIRST_OF.get(done.step)
    if first is not None and incident.done(first) is None:
        refuse("first_missing")


def _may_be_undone(incident: Incident, step: Step) -> None:
    """Only what was settled, and no 速報 while its 確報 stands."""
    if incident.done(step) is None:
        refuse("not_settled")
    if any(_FIRST_OF[final] is step and incident.done(final) for final in _FIRST_OF):
        refuse("final_stands")


def close(incident: Incident, *, by: int, at: datetime, reason: str) -> Incident:
    """Somebody ends the case by name and with a reason; nothing that is owed may be open.

    `at` in the tenant's zone.
    """
    closable(incident)
    return replace(
        incident,
        account=replace(incident.account, reason=reason),
        state=State.CLOSED,
        closed_at=at,
        closed_on=at.date(),
        closed_by=by,
        version=incident.version + 1,
    )


def closable(incident: Incident) -> None:
    """Raise Refused while something is owed, and where the case is closed already."""
    _open(incident)
    if open_clocks(incident):
        refuse("still_owed")


def reopen(incident: Incident) -> Incident:
    """Something more came to light: the clocks that are owed by then run on from the same day."""
    if incident.is_open:
        refuse("open")
    return replace(
        incident,
        state=State.OPEN,
        closed_at=None,
        closed_on=None,
        closed_by=None,
        version=incident.version + 1,
    )


def _open(incident: Incident) -> None:
    if not incident.is_open:
        refuse("closed")

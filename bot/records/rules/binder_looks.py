"""What subcontracts and inspections prove of an article, and what they lack."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from bot.records.model.binder import Lack, Owes, Proof
from bot.records.model.inspections import How, Inspection, Standing
from bot.records.model.subcontracts import Stage
from bot.records.rules import binder_checks, registers, subcontracts
from bot.records.rules.binder_kept import Item, Kept

A_YEAR = timedelta(days=365)


def _subcontracts(kept: Kept) -> Iterator[Item]:
    if not kept.applications:
        yield Proof(what="no_subcontract")
    for one in kept.applications:
        if one.stage in (Stage.APPROVED, Stage.REFUSED):
            facts = {"name": one.name}
            yield Proof(what=one.stage.value, facts=facts, on=one.decided_on, where=one.subject)
        for what in subcontracts.lacks(one, kept.today):
            owes = Owes.OURS if what == "undecided" and one.stage is Stage.APPLIED else Owes.THEIRS
            yield Lack(what=what, owes=owes, facts={"name": one.name})
    for one, register in kept.below:
        if count := len(registers.gaps(register, kept.today)):
            lacking = {"name": one.name, "count": count}
            yield Lack(what="below", owes=Owes.THEIRS, facts=lacking)


def _recent(kept: Kept, *ways: How) -> list[Inspection]:
    return [
        one
        for one in kept.inspections
        if one.done_on is not None
        and one.done_on >= kept.today - A_YEAR
        and (not ways or one.how in ways)
    ]


def _inspected(kept: Kept) -> Iterator[Item]:
    """What leaves no record of its own is proved by having been looked at within a year; not by a
    look that found something wrong which nobody has put right."""
    found = _recent(kept)
    for one in found:
        yield _of(one)
        if one.is_open:
            facts = {"topic": one.topic}
            yield Lack(what="improvement_open", owes=Owes.THEIRS, facts=facts)
    if not found:
        yield Lack(what="not_inspected", owes=Owes.OURS)


def _of(one: Inspection) -> Proof:
    what = "inspected" if one.sound else "inspected_wrong"
    return Proof(what=what, facts={"topic": one.topic}, on=one.done_on, where=one.matter)


def _inspections(kept: Kept) -> Iterator[Item]:
    yield from _inspected(kept)
    for one in kept.inspections:
        if one.standing is Standing.PLANNED:
            late = one.planned_on < kept.today
            facts = {"topic": one.topic, "day": one.planned_on}
            if late:
                yield Lack(what="inspection_late", owes=Owes.OURS, facts=facts)
            else:
                yield Proof(what="inspection_planned", facts=facts, where=one.matter)


def _reports(kept: Kept) -> Iterator[Item]:
    found = _recent(kept, How.REPORT)
    for one in found:
        yield Proof(what="reported", facts={"topic": one.topic}, on=one.done_on, where=one.matter)
    if not found:
        yield Lack(what="no_report", owes=Owes.OURS)


def _improvements(kept: Kept) -> Iterator[Item]:
    wrong = [one for one in kept.inspections if one.done_on is not None and not one.sound]
    if not wrong and _recent(kept):
        yield Proof(what="nothing_to_improve")
    elif not wrong:
        yield Lack(what="not_inspected", owes=Owes.OURS)
    for one in wrong:
        yield _improvement(one, kept.today)


def _improvement(one: Inspection, today: date) -> Item:
    facts = {"topic": one.topic, "day": one.due_on or ""}
    match one.standing:
        case Standing.DONE:
            return Lack(what="improvement_unasked", owes=Owes.OURS, facts=facts)
        case Standing.ASKED if one.due_on is not None and one.due_on < today:
            return Lack(what="improvement_late", owes=Owes.THEIRS, facts=facts)
        case Standing.ASKED:
            return Proof(what="improvement_asked", facts=facts, on=one.asked_on, where=one.matter)
        case Standing.ANSWERED:
            return Lack(what="improvement_unchecked", owes=Owes.OURS, facts=facts)
    return Proof(what="improved", facts=facts, on=one.closed_on, where=one.matter)


CHECKS: dict[str, Callable[[Kept], Iterable[Item]]] = {
    "subcontracts": _subcontracts,
    "inspected": _inspected,
    "inspections": _inspections,
    "reports": _reports,
    "improvements": _improvements,
}


def check(name: str, kept: Kept) -> tuple[Item, ...]:
    """What one check finds, of the registers and of what other areas gave."""
    of = CHECKS.get(name) or binder_checks.CHECKS.get(name)
    own = of(kept) if of else ()
    return (*own, *(item for asked, item in kept.given if asked == name))

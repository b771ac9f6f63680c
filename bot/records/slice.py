"""All that records bring, over what the other slices offer."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from bot.people.model import Person
from bot.records.jobs import (
    accounts_keeping,
    anchors,
    disposal_due,
    disposing,
    handling_keeping,
    idling,
    incident_due,
    incident_keeping,
    inspecting,
    subcontracting,
)
from bot.records.jobs import incidents as incident_jobs
from bot.records.jobs.keepers import Keepers
from bot.records.turns import (
    disposals,
    handling_lines,
    holds,
    incident_drafts,
    incident_report,
    incident_steps,
    incidents,
    inspections,
    ledger,
    mydata,
    registers,
    subcontracts,
)
from bot.slice import Due, Job, Planned, Pulse, Slice
from bot.storage.tx import Tx
from bot.turns.router import Router

_ROUTERS: tuple[Router, ...] = (
    incident_report.router,
    incident_steps.router,
    incident_drafts.router,
    incidents.router,
    registers.router,
    handling_lines.router,
    subcontracts.router,
    inspections.router,
)
_JOBS: tuple[Job, ...] = (
    *incident_jobs.JOBS,
    *anchors.JOBS,
    *inspecting.JOBS,
    *idling.JOBS,
)
_PULSES: tuple[Pulse, ...] = (*incident_jobs.PULSES,)
_PLANS: tuple[Callable[[Tx, date, date], tuple[Planned, ...]], ...] = (
    incident_jobs.planned,
    anchors.planned,
    inspecting.planned,
)
_DUES: tuple[Callable[[Tx, Person, date], tuple[Due, ...]], ...] = (
    incident_due.due_for,
    inspecting.due_for,
    subcontracting.due_for,
    disposal_due.due_for,
)
_OWNED: tuple[Callable[[Tx, int, date], tuple[Due, ...]], ...] = (
    inspecting.due_of,
    subcontracting.due_of,
)
_TITLES: tuple[Callable[[Tx, str], str], ...] = (
    incident_due.title_of,
    handling_keeping.title_of,
    disposal_due.title_of,
)
_EVIDENCE: tuple[Callable[[Tx, str], tuple[Any, ...]], ...] = (handling_keeping.evidence,)
_Held = Callable[[Tx, int], tuple[Any, ...]]
# What each area of records keeps of a person, as Slice.personal_data.
_PERSONAL: tuple[_Held, ...] = (
    incident_keeping.personal_data,
    handling_keeping.personal_data,
    disposal_due.personal_data,
)
# The areas of records that keep something themselves, as the slices do.
_OWN: tuple[Slice, ...] = (
    Slice(
        name="incidents",
        router=Router(),
        keeps=incident_keeping.KEEPS,
        expired=incident_keeping.expired,
        dispose=incident_keeping.dispose,
        erase=incident_keeping.erase,
        around=incident_keeping.around,
        under=incident_keeping.around,
    ),
    Slice(
        name="handling",
        router=Router(),
        keeps=handling_keeping.KEEPS,
        expired=handling_keeping.expired,
        dispose=handling_keeping.dispose,
        erase=handling_keeping.erase,
        around=handling_keeping.around,
        under=handling_keeping.under,
    ),
    Slice(
        name="accounts",
        router=Router(),
        keeps=accounts_keeping.KEEPS,
        expired=accounts_keeping.expired,
        dispose=accounts_keeping.dispose,
        erase=accounts_keeping.erase,
        around=accounts_keeping.around,
    ),
)


def build(
    offering: Sequence[Slice],
    above: Sequence[tuple[str, _Held]] = (),
    forgets: Sequence[Callable[[Tx, int], int]] = (),
) -> Slice:
    """Records over these slices. `above`, `forgets`: what those that stand over records keep of a
    person, and how they take one out."""
    keepers = keepers_of(offering, forgets)
    titles = partial(_any_title, offering)
    kept = [*((one.name, one.personal_data) for one in offering), ("records", _personal), *above]
    return Slice(
        name="records",
        router=Router().include(
            (
                *_ROUTERS,
                ledger.routes(titles, partial(_under, offering)),
                mydata.routes(kept, titles),
                disposals.routes(keepers),
                holds.routes(titles),
            ),
        ),
        jobs=_JOBS,
        pulses=(*_PULSES, disposing.pulse(keepers)),
        planned=_planned,
        due_for=_due_for,
        due_of=_due_of,
        title_of=_title_of,
        evidence=_evidence,
        personal_data=_personal,
        under=partial(_under, ()),
    )


def keepers_of(
    offering: Sequence[Slice], forgets: Sequence[Callable[[Tx, int], int]] = ()
) -> Keepers:
    """Everybody who keeps records of any kind."""
    return Keepers(slices=(*offering, *_OWN), forgets=tuple(forgets))


def _any_title(offering: Sequence[Slice], tx: Tx, subject: str) -> str:
    """What a matter is called, of records itself or of any slice below."""
    below = (one.title_of(tx, subject) for one in offering)
    return _title_of(tx, subject) or next(filter(None, below), "")


def _under(offering: Sequence[Slice], tx: Tx, subject: str) -> tuple[str, ...]:
    """What belongs to a matter, and what was held of all that."""
    near = tuple(sub for one in (*offering, *_OWN) for sub in one.under(tx, subject))
    return (*near, *(hold for one in (subject, *near) for hold in disposal_due.under(tx, one)))


def _personal(tx: Tx, person: int) -> tuple[Any, ...]:
    return tuple(row for held in _PERSONAL for row in held(tx, person))


def _planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    return tuple(notice for plan in _PLANS for notice in plan(tx, since, until))


def _due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    return tuple(line for due in _DUES for line in due(tx, person, today))


def _due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    return tuple(line for owned in _OWNED for line in owned(tx, post, today))


def _evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    return tuple(row for proves in _EVIDENCE for row in proves(tx, article))


def _title_of(tx: Tx, subject: str) -> str:
    return next(filter(None, (title(tx, subject) for title in _TITLES)), "")

"""The agreements slice: all that it brings."""

from bot.agreements import jobs, keeping
from bot.agreements.due import due_for, due_of
from bot.agreements.errands import errands
from bot.agreements.overseen import overseen
from bot.agreements.panel import PANELS
from bot.agreements.titles import title_of
from bot.agreements.turns import (
    contacts,
    disclosures,
    duties,
    pages,
    readings,
    register,
    renewal,
    steps,
)
from bot.slice import Job, Slice
from bot.turns.router import Router

ROUTER = Router().include(
    part.router
    for part in (renewal, steps, contacts, duties, readings, disclosures, register, pages)
)
SLICE = Slice(
    name="agreements",
    router=ROUTER,
    jobs=(
        Job(name="agreements.due", run=jobs.due),
        Job(name="agreements.lapses", run=jobs.lapses),
        Job(name="agreements.promises", run=jobs.promises),
    ),
    errands=errands,
    planned=jobs.planned,
    due_for=due_for,
    due_of=due_of,
    overseen=overseen,
    title_of=title_of,
    evidence=keeping.evidence,
    personal_data=keeping.personal_data,
    erase=keeping.erase,
    keeps=keeping.KEEPS,
    expired=keeping.expired,
    dispose=keeping.dispose,
    around=keeping.around,
    escalations=frozenset({"escalation"}),
    panels=PANELS,
    under=keeping.under,
)

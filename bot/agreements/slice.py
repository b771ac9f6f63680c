"""The agreements slice: all that it brings."""

from bot.agreements import jobs, keeping
from bot.agreements.due import due_for
from bot.agreements.errands import errands
from bot.agreements.turns import contacts, disclosures, duties, readings, register, renewal, steps
from bot.slice import Job, Slice
from bot.turns.router import Router

ROUTER = Router().include(
    part.router for part in (renewal, steps, contacts, duties, readings, disclosures, register)
)
SLICE = Slice(
    name="agreements",
    router=ROUTER,
    jobs=(
        Job(name="agreements.due", run=jobs.due),
        Job(name="agreements.lapses", run=jobs.lapses),
    ),
    errands=errands,
    planned=jobs.planned,
    due_for=due_for,
    evidence=keeping.evidence,
    personal_data=keeping.personal_data,
    erase=keeping.erase,
    expired=keeping.expired,
    dispose=keeping.dispose,
)

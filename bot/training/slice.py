"""The training slice: all that it brings."""

from bot.slice import Job, Pulse, Slice
from bot.training import (
    announcing,
    calendars,
    crowds,
    gathering,
    jobs,
    keeping,
    offering,
    panel,
    rounds,
)
from bot.training.due import due_for, due_of
from bot.training.errands import errands
from bot.training.planned import planned
from bot.training.secondments import jobs as secondment_jobs
from bot.training.store import entries, untold
from bot.training.titles import title_of
from bot.training.turns import (
    announcing as announcing_turns,
)
from bot.training.turns import (
    checks,
    course,
    courses,
    enrolling,
    heads,
    mine,
    promises,
    secondments,
    self_check,
    sessions,
    substitutes,
    waves,
)
from bot.turns.router import Router

ROUTER = Router().include(
    part.router
    for part in (
        course,
        enrolling,
        substitutes,
        checks,
        heads,
        courses,
        sessions,
        waves,
        announcing_turns,
        promises,
        self_check,
        secondments,
        mine,  # last: it hears 「研修」 with any words
    )
)
SLICE = Slice(
    name="training",
    router=ROUTER,
    jobs=(
        Job(name="training.offers", run=jobs.lapses),
        Job(name="training.sessions", run=jobs.watch),
        Job(name="training.gathering", run=gathering.watch),
        Job(name="training.mornings", run=rounds.morning),
        *secondment_jobs.JOBS,
    ),
    pulses=(
        Pulse(name="training.mornings", waits=rounds.waits, run=rounds.go_on),
        Pulse(name="training.crowds", waits=crowds.waits, run=crowds.go_on),
        Pulse(name="training.gather", waits=announcing.waits, run=announcing.gather),
        Pulse(name="training.certificates", waits=untold.waits, run=jobs.certify),
        Pulse(name="training.calendars", waits=entries.wait, run=calendars.ask),
    ),
    errands=errands,
    planned=planned,
    instants=jobs.instants,
    due_for=due_for,
    due_of=due_of,
    title_of=title_of,
    evidence=keeping.evidence,
    personal_data=keeping.personal_data,
    erase=keeping.erase,
    keeps=keeping.KEEPS,
    expired=keeping.expired,
    empty=keeping.empty,
    dispose=keeping.dispose,
    around=keeping.around,
    panels=panel.PANELS,
    tells=offering.tells,
    hears=offering.hears,
)

"""The meetings slice: all that it brings."""

from bot.meetings import again, following, jobs, keeping, lapsing, offers, panel
from bot.meetings.due import due_for, due_of
from bot.meetings.errands import errands
from bot.meetings.plan import item
from bot.meetings.planned import planned
from bot.meetings.store.meetings import instants
from bot.meetings.titles import title_of
from bot.meetings.turns import (
    agenda,
    booking,
    changing,
    ending,
    follow_ups,
    planning,
    reading,
    records,
    series,
)
from bot.slice import Job, Slice
from bot.turns.router import Router

ROUTER = Router().include(
    part.router
    for part in (reading, planning, booking, changing, records, agenda, follow_ups, series, ending)
)
SLICE = Slice(
    name="meetings",
    router=ROUTER,
    jobs=(
        Job(name="meetings.follow", run=following.follow),
        Job(name="meetings.offers", run=offers.offers),
        Job(name="meetings.plan", run=jobs.plan),
        Job(name="meetings.again", run=again.again),
        Job(name="meetings.watch", run=jobs.watch),
        Job(name="meetings.remind", run=jobs.remind),
        Job(name="meetings.lapses", run=lapsing.lapses),
    ),
    errands=errands,
    planned=planned,
    instants=instants,
    due_for=due_for,
    due_of=due_of,
    title_of=title_of,
    evidence=keeping.evidence,
    personal_data=keeping.personal_data,
    erase=keeping.erase,
    keeps=keeping.KEEPS,
    expired=keeping.expired,
    dispose=keeping.dispose,
    around=keeping.around,
    panels=panel.PANELS,
    escalations=frozenset({item.LATE, item.PASSED}),
    under=keeping.under,
)

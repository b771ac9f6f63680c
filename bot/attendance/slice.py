"""The attendance slice: all that it brings."""

from bot.attendance import (
    disclosing,
    due,
    figures,
    gone_links,
    health,
    jobs,
    keeping,
    leaving,
    panel,
    planned,
    sweeping,
    titles,
)
from bot.attendance.plan import instants
from bot.attendance.turns import (
    calendar,
    cases,
    content,
    family,
    form,
    guardians,
    months,
    night,
    numbers,
    office,
    places,
    preparing,
    protection,
    reports,
    roll,
    sending,
    settings,
    siblings,
    spoken,
    state,
    suspended_family,
    suspensions,
    telephone,
    watch,
)
from bot.slice import Job, Pulse, Slice
from bot.turns.router import Router

ROUTER = Router().include(
    part.router
    for part in (
        calendar,
        roll,
        cases,
        watch,
        night,
        reports,
        content,
        telephone,
        office,
        suspensions,
        preparing,
        suspended_family,
        months,
        numbers,
        guardians,
        protection,
        places,
        settings,
        form,
        sending,
        siblings,
        state,
        family,  # last: it hears words of ten languages
    )
)
JOBS = (
    *leaving.JOBS,  # first: before a day begins, every child sits where they sit on it
    Job(name=jobs.NAME, run=jobs.watch),
    *health.JOBS,
    *sweeping.JOBS,
)
PULSES = (
    Pulse(name=jobs.NAME, waits=jobs.waits, run=jobs.go_on),
    *sweeping.PULSES,
    *gone_links.PULSES,
    *leaving.PULSES,
)
# It tells other tenants nothing and hears nothing of them: a child's data stays at the school.
SLICE = Slice(
    name="attendance",
    router=ROUTER,
    jobs=JOBS,
    pulses=PULSES,
    errands=sweeping.ERRANDS,
    planned=planned.planned,
    instants=instants.instants,
    due_for=due.due_for,
    guide=family.guide,
    turns_away=family.turned_away,
    words=spoken.words,
    title_of=titles.title_of,
    evidence=keeping.evidence,
    personal_data=disclosing.personal_data,
    erase=keeping.erase,
    keeps=keeping.KEEPS,
    expired=keeping.expired,
    dispose=keeping.dispose,
    around=keeping.around,
    panels=panel.PANELS,
    own=keeping.own,
    figures=figures.FIGURES,
    escalations=figures.ESCALATIONS,
)

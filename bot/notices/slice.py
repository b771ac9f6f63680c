"""The notices slice: all that it brings. It plans nothing: people decide what goes out."""

from bot.notices import conductor, contact, disposal, keeping, panel, ringing
from bot.notices.errands import errands
from bot.notices.turns import correcting, deciding, desk, drafting, reading
from bot.slice import Job, Pulse, Slice
from bot.turns.router import Router

ROUTER = Router().include(part.router for part in (reading, desk, drafting, deciding, correcting))
SLICE = Slice(
    name="notices",
    router=ROUTER,
    jobs=(Job(name="notices.close", run=keeping.close),),
    pulses=(
        Pulse(name="notices.conduct", waits=conductor.waits, run=conductor.conduct),
        Pulse(name="notices.contact", waits=contact.waits, run=contact.contact),
        Pulse(name="notices.ring", waits=ringing.waits, run=ringing.ring),
    ),
    errands=errands,
    due_for=keeping.due_for,
    title_of=keeping.title_of,
    personal_data=keeping.personal_data,
    erase=keeping.erase,
    keeps=disposal.KEEPS,
    expired=disposal.expired,
    empty=disposal.empty,
    dispose=disposal.dispose,
    around=keeping.around,
    panels=panel.PANELS,
)

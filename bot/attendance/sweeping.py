"""Looks who is in the schools' places: whenever somebody came or went, and once each night."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta

from bot.attendance import belonging
from bot.attendance import places as telling
from bot.clock import real_now
from bot.delivery import crowd, findings, places
from bot.delivery.crowd import Seen, Trouble, Where
from bot.delivery.places import Destination
from bot.errands import rows
from bot.errands.model import Done, Outcome
from bot.errands.registry import Registry
from bot.errors import NotFound
from bot.slice import Job, Pulse, Tick
from bot.storage.tx import Tx
from graph import Graph
from graph.errors import GraphError, Missing, NotConsented, Refused

LOOK = "attendance.look_at_place"
_FROM = time(2, 0)
_UNCHOSEN = timedelta(days=30)
errands = Registry()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which place, and in which version: what was found is of no use once it has changed."""

    place: int
    version: int
    kind: str
    conversation: str
    team: str
    channel: str

    @property
    def where(self) -> Where:
        """How Graph names it."""
        return Where(
            kind=self.kind,
            conversation=self.conversation,
            team=self.team,
            channel=self.channel,
        )


@errands.on(LOOK)
async def look(graph: Graph, job: Look) -> Outcome:
    """Who is there now. Where Graph is busy or broken, it is asked again later."""
    try:
        return Done(await crowd.look(graph.teams, job.where))
    except (NotConsented, Missing, Refused) as error:
        return Done(_unseen(job, error))


def _unseen(job: Look, error: GraphError) -> Seen:
    return Seen(kind=job.kind, trouble=crowd.meant_by(error))


@errands.apply(look)
def looked(tick: Tick, job: Look, outcome: object) -> None:
    """Keep what was found; who shouldn't see the cards there sees them no more, the desk hears."""
    seen = outcome if isinstance(outcome, Seen) else Seen(kind=job.kind, trouble=Trouble.BROKEN)
    try:
        place = places.get(tick.tx, job.place)
    except NotFound:
        return
    verdict = crowd.judge(
        tick.tx, seen, tick.today, owner=place.owner, belonging=belonging.belonging
    )
    meant = replace(place, version=job.version)
    findings.found(tick.tx, meant, verdict, kind=seen.kind, real=real_now())
    telling.tell(tick.tx, tick.now)


def job_for(place: Destination) -> Look:
    """To look at the place as it stands now."""
    return Look(place=place.id, version=place.version, **asdict(crowd.where(place)))


def sweep(tick: Tick) -> None:
    """Once on each day, from two o'clock at night on: Teams doesn't tell of everything. Chats that
    no school has chosen within a month are forgotten."""
    if tick.now.time() >= _FROM:
        for place in places.sweep(tick.tx, tick.today):
            _ask(tick.tx, place, tick.now)
        places.dispose(tick.tx, tick.now - _UNCHOSEN)


def _waits(tx: Tx) -> bool:
    return bool(places.waiting(tx))


def _settle(tick: Tick) -> bool:
    """Have somebody look at places that changed, and tell of those that the guard found bad."""
    for place in places.waiting(tick.tx):
        if place.recheck:
            _ask(tick.tx, place, tick.now)
            places.asked(tick.tx, place.id)
    telling.tell(tick.tx, tick.now)
    return False


def _ask(tx: Tx, place: Destination, now: datetime) -> None:
    key = f"{LOOK}:{place.id}:{real_now()}"
    rows.ask(tx, LOOK, key=key, job=job_for(place), due=now, now=real_now())


JOBS = (Job(name="attendance.sweep", run=sweep),)
PULSES = (Pulse(name="attendance.places", waits=_waits, run=_settle),)
ERRANDS = errands

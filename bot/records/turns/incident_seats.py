"""Who presses on an incident, and in which capacity."""

from dataclasses import dataclass
from typing import Any, NoReturn

from bot.errors import Refused, Stale
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.records.jobs.incident_looks import keep
from bot.records.model.incidents import Incident
from bot.records.rules import incident_rights
from bot.records.rules.incident_clocks import newly_late
from bot.records.rules.incident_moments import Kind, Saying
from bot.records.rules.incident_shown import Reader, ShownCase
from bot.records.rules.incident_steps import refuse
from bot.records.store import incidents
from bot.records.telling import incident_whom
from bot.records.telling import incidents as telling
from bot.records.telling.incident_view import view
from bot.turns.turn import Turn
from cards.elements import Card
from cards.records import incidents as cards
from cards.records.verbs.incidents import ShowIncident


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who leads cases: an officer, or as 代理 the deputy of one."""

    actor: Actor
    deputises: bool = False


def seat(turn: Turn) -> Seat | None:
    """In which capacity the person of this turn leads cases; None where they don't."""
    if incident_rights.is_officer(turn.person):
        return Seat(actor=turn.actor)
    officer = incident_whom.deputised(turn.tx, turn.person.id, turn.today)
    if officer is None:
        return None
    posts = people.posts_of(turn.tx, officer.id, turn.today)
    return Seat(actor=turn.actor.acting(posts[0] if posts else 0, officer.id), deputises=True)


def leading(turn: Turn) -> Seat:
    """As `seat`; raises Refused for whoever doesn't lead."""
    found = seat(turn)
    if found is None:
        if incident_rights.reads(turn.person):
            refuse("not_leader")
        _stranger()
    return found


def led(turn: Turn, incident_id: int, version: int | None = None) -> tuple[Seat, Incident]:
    """A case and the seat of who leads it; raises Refused, or Stale with the way to it."""
    found = leading(turn)
    one = _found(turn, incident_id)
    if version is not None and one.version != version:
        raise Stale(incidents.CHANGED, show=ShowIncident(incident_id=one.id))
    return found, one


def readable(turn: Turn, incident_id: int) -> Incident:
    """A case, for whoever may read all of them, has reported this one, or stands above the
    officers; raises Refused."""
    may = incident_rights.reads(turn.person) or seat(turn) is not None
    one = incidents.find(turn.tx, incident_id)
    own = one is not None and one.reporter == turn.person.id
    if not (may or own or _stands_above(turn)):
        _stranger()
    return one or _found(turn, incident_id)


def case_again(turn: Turn, verb: Any) -> Card:
    """The case as it stands, for whoever leads it: what was refused on it comes back on it."""
    _, one = led(turn, verb.incident_id)
    return cards.incident(turn.lang, shown(turn, one))


def _stands_above(turn: Turn) -> bool:
    return turn.person.id in incident_whom.above(turn.tx, turn.today)


def _found(turn: Turn, incident_id: int) -> Incident:
    one = incidents.find(turn.tx, incident_id)
    if one is None:
        refuse("unknown")
    return one


def _stranger() -> NoReturn:
    """Who may not read isn't told whether there is such a case."""
    raise Refused("records.incidents.refused.not_reader")


def shown(turn: Turn, one: Incident) -> ShownCase:
    """The case for the person of this turn."""
    found = seat(turn)
    reader = Reader(leads=found is not None, deputises=bool(found and found.deputises))
    return view(turn.tx, one, turn.now, reader)


def done(turn: Turn, by: Seat, after: Incident, act: str, said: str, **detail: object) -> Card:
    """Keep what a press made of a case, write it into the ledger, show it in every copy; what has
    become late by it is told at once."""
    before = incidents.get(turn.tx, after.id)
    kept = keep(turn.tx, after)
    noted(turn, by.actor, act, kept, **detail)
    telling.changed(turn.tx, kept, turn.now)
    if late := newly_late(before, kept, turn.today):
        telling.said(turn.tx, kept, Saying(on=turn.today, kind=Kind.LATE, steps=late), turn.now)
    return cards.incident(turn.lang, shown(turn, kept), done=said)


def noted(turn: Turn, actor: Actor, act: str, one: Incident, **detail: object) -> None:
    """The ledger's entry of a press or a look; `detail` names nobody and quotes nothing."""
    record(turn.tx, actor, at=turn.now, act=act, subject=one.subject, detail=detail or None)

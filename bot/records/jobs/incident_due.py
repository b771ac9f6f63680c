"""What waits for whoever leads incidents (今日やること, 期限); what a case is called."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.people.model import Person
from bot.records.model.incidents import Incident
from bot.records.rules import incident_rights
from bot.records.rules.incident_clocks import Clock, open_clocks
from bot.records.store import incidents
from bot.records.telling import incident_whom
from bot.slice import Due
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang
from cards.records.incidents import K, title
from cards.records.verbs.incidents import ShowIncident

URGENT = timedelta(days=14)
_SUBJECT = "incident:"


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """The next thing that is owed of each open case, for an officer or the deputy of one."""
    if not incidents.is_any_open(tx) or not _leads(tx, person, today):
        return ()
    found = [line for one in incidents.standing(tx) for line in _lines(one, today)]
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def _leads(tx: Tx, person: Person, today: date) -> bool:
    officer = incident_rights.is_officer(person)
    return officer or incident_whom.deputised(tx, person.id, today) is not None


def _lines(one: Incident, today: date) -> Iterator[Due]:
    left = open_clocks(one)
    day = _day(left[0]) if left else today
    what = left[0].step.value if left else "closing"
    yield Due(
        day=day,
        title=title(Lang(SOURCE), one.id),
        what=f"{K}.what.{what}",
        subject=one.subject,
        urgent=not left or day - today <= URGENT,
        show=ShowIncident(incident_id=one.id),
    )


def _day(clock: Clock) -> date:
    return clock.by or clock.aim


def title_of(tx: Tx, subject: str) -> str:
    """事故 第3号 for `incident:3`; "" for other subjects, and for what is no more."""
    number = subject.removeprefix(_SUBJECT)
    if number == subject or not number.isdecimal() or incidents.find(tx, int(number)) is None:
        return ""
    return title(Lang(SOURCE), int(number))

"""An incident as one reader sees it: names for ids, the matter that it happened in."""

from datetime import date, datetime

from bot.agreements.model import Agreement
from bot.agreements.rules.parties import named_on, partners
from bot.agreements.store import register
from bot.attendance.store import schools
from bot.people import store as people
from bot.records.model.incidents import Incident
from bot.records.rules.incident_shown import Place, Reader, ShownCase, shown
from bot.storage.tx import Tx

GIVES = "乙"  # the side that works for the other, and reports to it


def view(tx: Tx, incident: Incident, now: datetime, reader: Reader | None = None) -> ShownCase:
    """The case as it stands at `now` (in the tenant's zone), by default for somebody who reads."""

    def named(person: int | None) -> str:
        found = people.find(tx, person, now.date()) if person else None
        return found.name if found else ""

    return shown(
        incident,
        now=now,
        named=named,
        place=place(tx, incident, now.date()),
        reader=reader or Reader(),
    )


def place(tx: Tx, incident: Incident, on: date) -> Place:
    """The agreement in whose work it happened, and whose tenant this is."""
    found = register.find(tx, incident.agreement) if incident.agreement else None
    return Place(
        agreement=found.title if found else "",
        partner=_partners(found, on) if found else "",
        number=found.number if found else "",
        gives=incident.ours == GIVES,
        board=bool(schools.every(tx)),
    )


def _partners(agreement: Agreement, on: date) -> str:
    """What the other side is called on a day."""
    names = (named_on(party, on)[0] for party in partners(agreement))
    return "、".join(filter(None, names))

"""A secondment as its cards read it."""

from dataclasses import dataclass
from datetime import date

from bot.people import store as people
from bot.storage.tx import Tx
from bot.training.secondments import store
from bot.training.secondments.terms import Report, Secondment, reports


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSecondment:
    """See cards.training.matter.Secondment."""

    secondment_id: int
    version: int
    name: str
    department: str
    host: str
    start: date
    end: date
    reports: tuple[Report, ...]
    own: bool
    today: date


def shown(
    tx: Tx, one: Secondment, today: date, *, own: bool, texts: bool = False
) -> ShownSecondment:
    """For the person themselves (`own`) or for others; `texts`: with what the reports say."""
    person = people.find(tx, one.person, today)
    found = reports(one, store.sent(tx, one.id))
    bare = (Report(due_on=report.due_on, sent_on=report.sent_on) for report in found)
    return ShownSecondment(
        secondment_id=one.id,
        version=one.version,
        name=person.name if person else "",
        department=person.department if person else "",
        host=one.host,
        start=one.start,
        end=one.end,
        reports=found if texts else tuple(bare),
        own=own,
        today=today,
    )

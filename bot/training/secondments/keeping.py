"""What waits for people about secondments, and what is kept of them for how long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import retention
from bot.errors import NotFound
from bot.people.model import Person, Role
from bot.retention import Expired, Wanted
from bot.slice import Due
from bot.storage.tx import Tx
from bot.training.secondments import notices, store
from bot.training.secondments.terms import MISSING_DAYS, Kind, Secondment, owed, reports
from cards.training.verbs import ShowSecondment

IN_SIGHT = timedelta(days=14)
_SUBJECT = "secondment:"


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """The next report of one's own; for the desk, those that are missing."""
    found = [_own(tx, one, today) for one in store.of_person(tx, person.id)]
    if Role.TRAINING_DESK in person.roles:
        found += _missing(tx, person, today)
    return tuple(sorted(filter(None, found), key=lambda due: (due.day, due.subject)))


def _own(tx: Tx, one: Secondment, today: date) -> Due | None:
    report = owed(reports(one, store.sent(tx, one.id)))
    if report is None or report.due_on > today + IN_SIGHT:
        return None
    return _line(one, report.due_on, Kind.REPORT, urgent=report.due_on <= today)


def _missing(tx: Tx, person: Person, today: date) -> Iterator[Due]:
    late = today - timedelta(days=MISSING_DAYS)
    for one in store.every(tx):
        report = owed(reports(one, store.sent(tx, one.id)))
        if report is not None and report.due_on <= late and one.person != person.id:
            yield _line(one, report.due_on, Kind.MISSING, urgent=True)


def _line(one: Secondment, day: date, kind: Kind, *, urgent: bool) -> Due:
    return Due(
        day=day,
        title=one.host,
        what=notices.WHAT[kind],
        subject=one.subject,
        urgent=urgent,
        show=ShowSecondment(secondment_id=one.id),
    )


def title_of(tx: Tx, subject: str) -> str:
    """The host of `secondment:3`; "" for other subjects, and for what is no more."""
    number = subject.removeprefix(_SUBJECT)
    if number == subject or not number.isdecimal():
        return ""
    try:
        return store.get(tx, int(number)).host
    except NotFound:
        return ""


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """A person's terms, and what they reported."""
    return tuple(
        {
            "subject": one.subject,
            "host": one.host,
            "start": one.start,
            "end": one.end,
            "reports": [{"on": each.sent_on, "text": each.text} for each in store.sent(tx, one.id)],
        }
        for one in store.of_person(tx, person)
    )


def erase(tx: Tx, person: int) -> int:
    """Take a person out, with all their terms, reports and cards; how many terms it were."""
    return sum(_erase(tx, one) for one in store.of_person(tx, person))


def _erase(tx: Tx, one: Secondment) -> int:
    notices.take_back(tx, one)
    return store.erase(tx, one.id)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Secondments that ended longer ago than they are kept, as negative ids, the newest last;
    `now` in the tenant's zone."""
    found = (
        retention.expired(one.subject, one.id, ended=one.end, years=wanted.years)
        for one in store.every(tx)
    )
    positive = replace(wanted, after=abs(wanted.after))
    return tuple(replace(one, id=-one.id) for one in retention.page(found, positive, now.date()))


def of_person(tx: Tx, person: int) -> tuple[Secondment, ...]:
    """The terms of a person."""
    return tuple(store.of_person(tx, person))


def dispose(tx: Tx, ids: tuple[int, ...]) -> int:
    """Destroy these secondments with their reports and cards; how many there were."""
    return sum(_erase(tx, one) for one in store.every(tx) if one.id in ids)

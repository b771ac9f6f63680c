"""What a person minds, for 「期限」: the days that the tab shows of posts that aren't their own."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.agreements import minded
from bot.agreements.audience import calendar_of
from bot.agreements.due import URGENT, duty_line, renewal_line
from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.states import is_open
from bot.agreements.store import outlines
from bot.duties.model import Dated
from bot.people.model import Person
from bot.slice import Due, Overseen
from bot.storage.tx import Tx


def overseen(tx: Tx, person: Person, today: date, until: date) -> Overseen | None:
    """Every decision and duty that this person minds until a day, what is late included: those of
    posts below theirs, for the desk all. What their own posts own waits for themselves, and the
    slice that keeps it tells them."""
    by = minded.minded(tx, person, today).of_others
    if not (by.whole or by.below):
        return None
    back = minded.looked_back(today)
    agreements = minded.agreements(tx, by, back)
    owed = minded.owed(tx, by, (back, until))
    found = (*_terms(tx, agreements, today, until), *_duties(tx, agreements, owed, today))
    return Overseen(
        title="agreements.overseen.whole" if by.whole else "agreements.overseen.posts",
        more="agreements.overseen.more",
        lines=tuple(sorted(found, key=lambda due: (due.day, due.subject))),
    )


def _terms(tx: Tx, found: Iterable[Agreement], today: date, until: date) -> Iterator[Due]:
    calendar = calendar_of(tx)
    for agreement in filter(is_open, found):
        days = deadlines(agreement, calendar)
        if days is not None and days.practical <= until:
            yield renewal_line(agreement, days, today)


def _duties(
    tx: Tx, known: Iterable[Agreement], owed: Iterable[Dated], today: date
) -> Iterator[Due]:
    of = {one.subject: one for one in known}
    of |= outlines.named(tx, {duty.source for duty in owed if duty.source not in of})
    for duty in owed:
        agreement = of.get(duty.source)
        if agreement is None:
            yield _of_another(duty, today)
        else:
            yield duty_line(duty.id, duty.day, agreement, today)


def _of_another(duty: Dated, today: date) -> Due:
    """What another slice keeps (`inspection:3`) has no card of an agreement, and its own subject,
    by which that slice tells it to whom it waits for."""
    return Due(
        day=duty.day,
        title=f"{duty.title}（{duty.partner}）" if duty.partner else duty.title,
        what="agreements.what.duty",
        subject=duty.source,
        urgent=duty.day - today <= URGENT,
    )

"""What a person minds, for 「期限」: the days that the tab shows, those of other posts as well."""

from collections.abc import Iterator
from datetime import date

from bot.agreements import minded
from bot.agreements.audience import calendar_of
from bot.agreements.due import URGENT, renewal_line
from bot.agreements.minded import Minded
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.states import is_open
from bot.agreements.titles import title_of
from bot.people.model import Person
from bot.slice import Due, Overseen
from bot.storage.tx import Tx
from cards.agreements.verbs import Show

_Span = tuple[date, date]


def overseen(tx: Tx, person: Person, today: date, until: date) -> Overseen:
    """Every decision and duty that this person minds until a day, what is late included."""
    by, span = minded.minded(tx, person, today), (minded.looked_back(today), until)
    found = (*_terms(tx, by, today, span), *_duties(tx, by, today, span))
    return Overseen(
        title="agreements.overseen.whole" if by.whole else "agreements.overseen.posts",
        more="agreements.overseen.more",
        lines=tuple(sorted(found, key=lambda due: (due.day, due.subject))),
    )


def _terms(tx: Tx, by: Minded, today: date, span: _Span) -> Iterator[Due]:
    calendar = calendar_of(tx)
    for agreement in minded.agreements(tx, by, today, span):
        days = deadlines(agreement, calendar)
        if days is None or days.end < span[0] or days.practical > span[1]:
            continue
        if is_open(agreement):
            yield renewal_line(agreement, days, today)


def _duties(tx: Tx, by: Minded, today: date, span: _Span) -> Iterator[Due]:
    """What another slice keeps (`inspection:3`) has no card of an agreement, and its own subject,
    by which that slice tells it to whom it waits for."""
    for duty, day in minded.owed(tx, by, span):
        kind, _, number = duty.source.partition(":")
        of_agreement = kind == "agreement"
        title = duty.title or title_of(tx, duty.source)
        yield Due(
            day=day,
            title=title if of_agreement or not duty.partner else f"{title}（{duty.partner}）",
            what="agreements.what.duty",
            subject=f"duty:{duty.id}" if of_agreement else duty.source,
            urgent=day - today <= URGENT,
            show=Show(agreement_id=int(number)) if of_agreement else None,
        )

"""What one person has to see to: for 「今日やること」, 「期限」 and 引継ぎ."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.agreements.audience import calendar_of
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.rules.deadlines import Deadlines, deadlines
from bot.agreements.rules.disclosures import practical_day
from bot.agreements.rules.reminders import has_ended, unknown_from
from bot.agreements.rules.states import is_open, is_under_way
from bot.agreements.store import disclosures, outlines, readings, register
from bot.duties import store as duties
from bot.duties.model import MEETING
from bot.people import store as people
from bot.people.model import Person, Role
from bot.slice import Due
from bot.storage.tx import Tx
from bot.workdays import Calendar
from cards.agreements.verbs import OpenCorrection, RefreshMatter, Show

URGENT = timedelta(days=14)
_WHAT = {
    RenewalKind.MUTUAL: "agreements.what.renewal",
    RenewalKind.AUTOMATIC: "agreements.what.notice",
    RenewalKind.NONE: "agreements.what.expiry",
}


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Everything with a day that waits for this person, the earliest first."""
    calendar = calendar_of(tx)
    posts = [holder.post for holder in people.holders_of(tx, person.id, today).of]
    own = register.owned_by(tx, posts)
    found = [
        *_renewals(own, calendar, today),
        *_duties(tx, posts, today),
        *_papers(tx, own, calendar, today),
    ]
    if Role.AGREEMENT_DESK in person.roles:
        found += _desk(tx, today)
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    """Everything with a day that the post itself owns, not what it deputises; for 引継ぎ."""
    calendar = calendar_of(tx)
    own = tuple(one for one in register.owned_by(tx, (post,)) if one.post == post)
    found = (
        *_renewals(own, calendar, today),
        *_duties(tx, [post], today),
        *_papers(tx, own, calendar, today),
    )
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def _renewals(agreements: tuple[Agreement, ...], calendar: Calendar, today: date) -> Iterator[Due]:
    """Who recorded nothing keeps the line after the end too, until somebody does."""
    for agreement in agreements:
        days = deadlines(agreement, calendar)
        if days is None or not (is_open(agreement) or _is_unknown(agreement, today)):
            continue
        yield renewal_line(agreement, days, today)


def renewal_line(agreement: Agreement, days: Deadlines, today: date) -> Due:
    """The line of a term about which somebody must decide."""
    return Due(
        day=days.practical,
        title=agreement.title,
        what=_what(agreement, today),
        subject=agreement.subject,
        urgent=days.practical - today <= URGENT,
        show=RefreshMatter(agreement_id=agreement.id),
    )


def _what(agreement: Agreement, today: date) -> str:
    if _is_unknown(agreement, today):
        return "agreements.what.period"
    if is_under_way(agreement):
        return "agreements.what.talks"
    return _WHAT[agreement.renewal.kind]


def _is_unknown(agreement: Agreement, today: date) -> bool:
    """Whether it runs on, and the register doesn't know until when."""
    since = unknown_from(agreement)
    return since is not None and today >= since


def _duties(tx: Tx, posts: list[int], today: date) -> Iterator[Due]:
    found = duties.open_for(tx, posts)
    of = outlines.named(tx, (duty.source for duty in found))
    for duty in found:
        agreement = of.get(duty.source)
        if agreement is None or agreement.awaits_signing_date or duty.due_on is None:
            continue
        if duty.kind != MEETING:  # a line of the meetings slice
            yield duty_line(duty.id, duty.due_on, agreement, today)


def duty_line(duty: int, day: date, agreement: Agreement, today: date) -> Due:
    """The line of a duty under an agreement, the same for whoever reads it."""
    over = has_ended(agreement, today)
    return Due(
        day=day,
        title=agreement.title,
        what="agreements.what.after_life" if over else "agreements.what.duty",
        subject=f"duty:{duty}",
        urgent=day - today <= URGENT,
        show=Show(agreement_id=agreement.id),
    )


def _papers(
    tx: Tx, agreements: tuple[Agreement, ...], calendar: Calendar, today: date
) -> Iterator[Due]:
    for agreement in agreements:
        if agreement.oral_disclosure_days is None:
            continue
        for told in disclosures.of(tx, agreement.id):
            day = practical_day(told, calendar)
            if day is not None and told.written_on is None:
                yield Due(
                    day=day,
                    title=agreement.title,
                    what="agreements.what.oral_disclosure",
                    subject=told.subject,
                    urgent=day - today <= URGENT,
                    show=Show(agreement_id=agreement.id),
                )


def _desk(tx: Tx, today: date) -> Iterator[Due]:
    """The desk's own: blank signing dates, and readings that wait for a look."""
    for agreement in register.unsigned(tx):
        yield Due(
            day=agreement.registered_on or today,
            title=agreement.title,
            what="agreements.what.signing_day",
            subject=agreement.subject,
            show=RefreshMatter(agreement_id=agreement.id),
        )
    for reading in readings.waiting(tx):
        yield Due(
            day=today,
            title=reading.proposal.title,
            what="agreements.what.review",
            subject=reading.subject,
            show=OpenCorrection(reading_id=reading.id, version=reading.version),
        )

"""One term after another: silent renewals, a fresh start after signing, corrected dates."""

from dataclasses import replace
from datetime import date

from bot.agreements.clauses.deadlines import term_end
from bot.agreements.model import Agreement, RenewalKind, State
from bot.agreements.rules.bounds import is_extension
from bot.agreements.rules.deadlines import deadlines, notice_day
from bot.agreements.rules.states import ENDING, UNDER_WAY, is_under_way
from bot.workdays import ONE_DAY, Calendar

LAST_YEAR = 9000  # "for ever": an end so late moves no more


def roll_over(agreement: Agreement, *, today: date) -> Agreement | None:
    """The silent renewal after a notice day without objection, or None where there is none.

    The end moves by the months that the text has, never by more: without them it stays (and
    the card says so), and where the text says that it renews once, the next term renews no more.
    """
    end, renewal = agreement.end, agreement.renewal
    months = renewal.extension_months
    if end is None or not _renews_silently(agreement) or not is_extension(months):
        return None
    if end.year >= LAST_YEAR or today <= notice_day_or_end(agreement, end):
        return None
    if agreement.extended and renewal.repeats is False:
        return None
    moved = replace(agreement, extended=agreement.extended + 1)
    if renewal.repeats is False:
        moved = replace(moved, renewal=replace(renewal, kind=RenewalKind.NONE, notice=None))
    state = agreement.state if is_under_way(agreement) else State.CONTINUED
    return new_cycle(moved, end=term_end(end + ONE_DAY, months), state=state)


def _renews_silently(agreement: Agreement) -> bool:
    return (
        agreement.renewal.kind is RenewalKind.AUTOMATIC
        and not agreement.awaits_signing_date
        and agreement.state not in ENDING
    )


def notice_day_or_end(agreement: Agreement, end: date) -> date:
    """The last day on which an objection still counts."""
    return notice_day(end, agreement.renewal.notice) or end


def new_cycle(agreement: Agreement, *, end: date, state: State) -> Agreement:
    """The same matter over another term: alerts, confirmations and steps start afresh."""
    under_way = state in UNDER_WAY
    return changed(
        agreement,
        end=end,
        state=state,
        draft_number=agreement.draft_number if under_way else "",
        decision=agreement.decision if under_way else None,
        confirmation=None,
        snoozed_until=None,
        settled_end=None,
        alerted=None,
        alerted_on=None,
        round=1,
    )


def corrected(before: Agreement, after: Agreement, calendar: Calendar) -> Agreement:
    """A correction of dates or lead time: a later decision day opens another round of alerts."""
    old, new = deadlines(before, calendar), deadlines(after, calendar)
    if before.end != after.end:
        after = replace(after, alerted=None, alerted_on=None, confirmation=None, round=1)
    elif old and new and new.decision > old.decision and before.alerted is not None:
        after = replace(after, alerted=None, round=before.round + 1)
    return changed(after)


def changed(agreement: Agreement, **changes: object) -> Agreement:
    """The agreement with these changes, its version one higher."""
    after: Agreement = replace(agreement, version=agreement.version + 1, **changes)  # type: ignore[arg-type]
    return after

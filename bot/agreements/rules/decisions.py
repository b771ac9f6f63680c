"""How far the city's decision on a term has come, and which step may follow which.

協議前 → 協議中 → 起案 → 決裁 → 締結 → 公表; or 継続, 申出, 不更新, 満了. A press records what the
city decided; it decides nothing itself.
"""

from dataclasses import replace
from datetime import date, datetime

from bot.agreements.model import (
    Agreement,
    Confirmation,
    Decision,
    RenewalKind,
    Signing,
    State,
)
from bot.agreements.rules.cycles import changed, new_cycle, notice_day_or_end
from bot.agreements.rules.standing import fresh, own_standing, refuse, standing
from bot.agreements.rules.states import ENDING, IDLE, is_open
from bot.people.model import Holders
from bot.workdays import ONE_DAY


def confirm(
    agreement: Agreement, *, by: Holders, at: datetime, version: int, today: date
) -> Agreement:
    """Silence this alert; the matter stays open until it is signed, ended or declined."""
    holder = standing(agreement, by, version)
    _needs_open(agreement)
    seen = agreement.alerted_on or today
    return changed(agreement, confirmation=Confirmation(by=holder.person, at=at, alert_on=seen))


def start_talks(agreement: Agreement, *, by: Holders, version: int) -> Agreement:
    """The talks about renewal, other terms or a successor have begun (協議中)."""
    standing(agreement, by, version)
    _needs_open(agreement)
    _needs_state(agreement, *IDLE)
    return changed(agreement, state=State.IN_TALKS, snoozed_until=None)


def draft(agreement: Agreement, *, by: Holders, version: int, number: str) -> Agreement:
    """A draft goes round for decision under its number (起案), with or without talks before."""
    standing(agreement, by, version)
    _needs_open(agreement)
    _needs_state(agreement, *IDLE, State.IN_TALKS)
    return changed(agreement, state=State.DRAFTED, draft_number=number.strip(), snoozed_until=None)


def decide(
    agreement: Agreement, *, by: Holders, version: int, decision: Decision, today: date
) -> Agreement:
    """The city has decided (決裁): day, class, and the post of who decided."""
    standing(agreement, by, version)
    _needs_open(agreement)
    _needs_state(agreement, State.DRAFTED)
    _not_later(decision.decided_on, today)
    return changed(agreement, state=State.DECIDED, decision=decision)


def sign(
    agreement: Agreement, *, by: Holders, version: int, signing: Signing, today: date
) -> Agreement:
    """The new term is signed (締結): it enters the register, and its own cycle begins."""
    own_standing(agreement, by, version)
    _needs_open(agreement)
    if agreement.state is not State.DECIDED:
        refuse("no_decision")
    _not_later(signing.signed_on, today)
    if agreement.end is None or signing.new_end is None:
        refuse("no_new_end")
    if signing.new_end <= agreement.end:
        refuse("end_not_later")
    return new_cycle(
        replace(_signed(agreement, signing), start=agreement.end + ONE_DAY, extended=0),
        end=signing.new_end,
        state=State.SIGNED,
    )


def register_signing(
    agreement: Agreement, *, version: int, signed_on: date, today: date
) -> Agreement:
    """The desk enters the signing date of a draft or of a blank date; alerts begin with it."""
    fresh(agreement, version)
    if not agreement.awaits_signing_date:
        refuse("already")
    _not_later(signed_on, today)
    return changed(agreement, signed_on=signed_on, draft=False, in_force=True, state=State.SIGNED)


def publish(
    agreement: Agreement, *, by: Holders, version: int, published_on: date, today: date
) -> Agreement:
    """The signed term was published (公表)."""
    standing(agreement, by, version)
    _needs_state(agreement, State.SIGNED)
    _not_later(published_on, today)
    return changed(agreement, state=State.PUBLISHED)


def end_unrenewed(agreement: Agreement, *, by: Holders, version: int) -> Agreement:
    """The city lets the agreement end (不更新); a deputy may not say so without instruction."""
    own_standing(agreement, by, version)
    _needs_open(agreement)
    if agreement.renewal.kind is RenewalKind.AUTOMATIC:
        refuse("wrong_kind")
    return changed(agreement, state=State.NOT_RENEWED, snoozed_until=None)


def carry_on(agreement: Agreement, *, by: Holders, version: int) -> Agreement:
    """Nobody will object (このまま継続): the silent renewal takes its course."""
    standing(agreement, by, version)
    _needs_open(agreement)
    _needs_kind(agreement, RenewalKind.AUTOMATIC)
    _needs_state(agreement, *IDLE, State.IN_TALKS)
    return changed(agreement, state=State.CONTINUED, settled_end=agreement.end, snoozed_until=None)


def declare_objection(agreement: Agreement, *, by: Holders, version: int, today: date) -> Agreement:
    """The city tells the partner that it doesn't renew (更新しない旨の申出).

    It counts on arrival, so it is refused once the contractual notice day has passed.
    """
    own_standing(agreement, by, version)
    _needs_open(agreement)
    _needs_kind(agreement, RenewalKind.AUTOMATIC)
    if agreement.end and today > (last := notice_day_or_end(agreement, agreement.end)):
        refuse("notice_passed", day=last)
    return changed(agreement, state=State.OBJECTED, snoozed_until=None)


def confirm_expiry(agreement: Agreement, *, by: Holders, version: int, today: date) -> Agreement:
    """The end is known and accepted (満了を確認): before it where the text has no renewal."""
    standing(agreement, by, version)
    if agreement.awaits_signing_date:
        refuse("draft")
    if agreement.state is State.EXPIRED:
        refuse("settled")
    ended = agreement.end is not None and today > agreement.end
    if not ended and (agreement.renewal.kind is not RenewalKind.NONE or agreement.state in ENDING):
        refuse("not_ended")
    if agreement.renewal.kind is RenewalKind.AUTOMATIC and agreement.state is not State.OBJECTED:
        refuse("wrong_kind")
    return changed(agreement, state=State.EXPIRED, snoozed_until=None)


def reassign(
    agreement: Agreement, *, by: Holders, version: int, post: int, deputies: tuple[int, ...]
) -> Agreement:
    """The matter moves to another post (担当を変更); by it a deputy could make it their own."""
    own_standing(agreement, by, version)
    if post == agreement.post and deputies == agreement.deputies:
        refuse("already")
    return changed(agreement, post=post, deputies=tuple(d for d in deputies if d != post))


def _signed(agreement: Agreement, signing: Signing) -> Agreement:
    return replace(
        agreement,
        signed_on=signing.signed_on,
        signature=signing.signature,
        certificate_expires_on=signing.certificate_expires_on,
        kept_at=signing.kept_at or agreement.kept_at,
    )


def _needs_open(agreement: Agreement) -> None:
    if agreement.awaits_signing_date:
        refuse("draft")
    if not is_open(agreement):
        refuse("settled")


def _needs_state(agreement: Agreement, *states: State) -> None:
    """`states`: those from which the step may follow; one that was taken already isn't one."""
    if agreement.state not in states:
        refuse("order")


def _needs_kind(agreement: Agreement, kind: RenewalKind) -> None:
    if agreement.renewal.kind is not kind:
        refuse("wrong_kind")


def _not_later(day: date, today: date) -> None:
    if day > today:
        refuse("future_day")

"""Whom a matter reaches besides its owners when nothing happens."""

from bot.agreements.model import Agreement
from bot.agreements.rules.alerts import ESCALATED, Alert, is_unconfirmed
from bot.agreements.rules.states import is_under_way

STEPS = dict(zip(ESCALATED, (1, 2, 3), strict=True))  # → how many superiors learn of it


def superiors_told(agreement: Agreement, alert: Alert) -> int:
    """How many superiors get 「未確認のためお知らせします」 beside this card.

    At 30, 14 and 7 days without talks or a draft, whoever confirmed; at the other cards where
    the one before was left unanswered. What was due before the registration escalates nothing,
    and nor does the first card of a term: nobody can have left it unanswered yet.
    """
    if is_under_way(agreement) or alert.offset is None or _before_registration(agreement, alert):
        return 0
    if agreement.alerted_on is None:
        return 0
    steps = _steps(alert.offset)
    if steps > (0 if agreement.alerted is None else _steps(agreement.alerted)):
        return steps
    return max(steps, 1) if is_unconfirmed(agreement) else 0


def _steps(offset: int) -> int:
    return max((count for days, count in STEPS.items() if offset <= days), default=0)


def _before_registration(agreement: Agreement, alert: Alert) -> bool:
    return agreement.registered_on is not None and alert.due < agreement.registered_on

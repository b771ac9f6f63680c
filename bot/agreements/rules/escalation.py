"""Whom a matter reaches besides its owners when nothing happens."""

from collections.abc import Mapping

from bot.agreements.model import Agreement
from bot.agreements.rules.alerts import Alert, is_unconfirmed
from bot.agreements.rules.states import is_under_way
from bot.people.model import Post

STEPS = {30: 1, 14: 2, 7: 3}  # days before the decision day → how many superiors learn of it
TOP = 10  # a chain that goes round in a circle ends here


def superiors_told(agreement: Agreement, alert: Alert) -> int:
    """How many superiors get 「未確認のためお知らせします」 beside this card.

    At 30, 14 and 7 days without talks or a draft, whoever confirmed; at the other cards where
    the one before was left unanswered. What was due before the registration escalates nothing.
    """
    if is_under_way(agreement) or alert.offset is None or _before_registration(agreement, alert):
        return 0
    steps = _steps(alert.offset)
    if steps > (0 if agreement.alerted is None else _steps(agreement.alerted)):
        return steps
    return max(steps, 1) if is_unconfirmed(agreement) else 0


def chain(owner: int, posts: Mapping[int, Post]) -> tuple[int, ...]:
    """The posts above `owner`, nearest first (係長 → 課長補佐 → 課長 → 部長)."""
    found: list[int] = []
    post = posts.get(owner)
    while post is not None and post.superior is not None and len(found) < TOP:
        if post.superior in found or post.superior == owner:
            break
        found.append(post.superior)
        post = posts.get(post.superior)
    return tuple(found)


def _steps(offset: int) -> int:
    return max((count for days, count in STEPS.items() if offset <= days), default=0)


def _before_registration(agreement: Agreement, alert: Alert) -> bool:
    return agreement.registered_on is not None and alert.due < agreement.registered_on

"""Cards about a notice on their way: to whom, at which hour, in every language."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot import policy
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.notices import rules
from bot.notices.model import Broadcast
from bot.notices.shown import LANGUAGES
from bot.people import store as people
from bot.people.model import Role
from bot.storage.tx import Tx
from cards.elements import Card
from cards.lang import Lang

PROGRESS, APPROVAL = "notices.progress", "notices.approval"
OUTCOME, RETURNED, PREPARED = "notices.outcome", "notices.returned", "notices.prepared"
KINDS = (PROGRESS, APPROVAL, OUTCOME, RETURNED, PREPARED)
_WEEK = timedelta(days=7)
Build = Callable[[Lang], Card]


def drawn(build: Build) -> dict[str, Card]:
    """The card in each language that a desk or an approver may read."""
    return {lang.code: build(lang) for lang in LANGUAGES}


def post(
    tx: Tx, kind: str, key: str, build: Build, *, to: Sequence[int], at: datetime, lane: Lane
) -> None:
    """Hand it to delivery; after a week it is of no use any more."""
    outbox.post(
        tx,
        kind=kind,
        source_key=key,
        lane=lane,
        due_at=at,
        expires_at=at + _WEEK,
        cards=drawn(build),
        summaries={},
        to=to,
    )


def minding(tx: Tx, broadcast: Broadcast, now: datetime) -> tuple[int, ...]:
    """Who is told how it goes: its author and its approver, while they are here and it is still
    their business; its desk where neither is left."""
    both = [person for person in (broadcast.author, broadcast.approver) if person is not None]
    known = (people.find(tx, person, now.date()) for person in dict.fromkeys(both))
    here = [person for person in known if person and person.is_here(now.date())]
    found = [
        person
        for person in here
        if rules.minds(broadcast, person) or rules.has_approved(broadcast, person)
    ]
    found = found or list(people.with_role(tx, Role(broadcast.desk), now.date()))
    return tuple(person.id for person in found)


def hour(tx: Tx, broadcast: Broadcast, now: datetime) -> datetime:
    """When a card about it may come: an urgent one at any hour."""
    return now if broadcast.urgent else policy.sending_time(tx, now)

"""What slices hand over for delivery, and all that they may do and ask about it afterwards.

Every function works on rows in the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from bot.clock import real_now
from bot.delivery import payload
from bot.delivery.changes import Cards, close, move, revise, withdraw
from bot.delivery.notices import (
    Copy,
    Lapse,
    Notice,
    copies,
    find,
    get,
    heard,
    lapses,
    numbers,
    of,
    of_delivery,
)
from bot.delivery.presses import confirm, reached, reveal
from bot.delivery.rows import DELIVERY, NOTICE, OPEN, Lane, State
from bot.delivery.turnstile import turnstile, wake
from bot.people import references
from bot.people import store as people
from bot.storage.tables import upsert
from bot.storage.tx import Tx

__all__ = [
    "Cards",
    "Copy",
    "Lane",
    "Lapse",
    "Notice",
    "State",
    "close",
    "confirm",
    "copies",
    "find",
    "get",
    "heard",
    "lapses",
    "move",
    "numbers",
    "of",
    "of_delivery",
    "post",
    "reached",
    "reveal",
    "revise",
    "turnstile",
    "withdraw",
]

_ADD = (
    upsert(NOTICE)
    .values(
        kind=bindparam("kind"),
        source_key=bindparam("source_key"),
        lane=bindparam("lane"),
        due_at=bindparam("due_at"),
        expires_at=bindparam("expires_at"),
        guard=bindparam("guard"),
        payload=bindparam("payload"),
        revision=1,
        state=OPEN,
    )
    .on_conflict_do_nothing(index_elements=["tenant_id", "kind", "source_key"])
    .returning(NOTICE.c.id)
)
_ADDRESS = insert(DELIVERY).values(
    notice_id=bindparam("notice_id"),
    recipient=bindparam("recipient"),
    language=bindparam("language"),
    conversation=bindparam("conversation"),
    service_url=bindparam("service_url"),
    teams_id=bindparam("teams_id"),
    lane=bindparam("lane"),
    not_before=bindparam("not_before"),
    expires_at=bindparam("expires_at"),
    try_at=bindparam("try_at"),
    state=State.PENDING.value,
    attempt=0,
    uncertain=0,
    wanted_revision=1,
    shown_revision=0,
    reason="",
    told=0,
)

_STANDING = select(NOTICE.c.id).where(
    NOTICE.c.kind == bindparam("kind"), NOTICE.c.source_key == bindparam("source_key")
)


def post(
    tx: Tx,
    *,
    kind: str,
    source_key: str,
    lane: int,
    due_at: datetime,
    expires_at: datetime,
    cards: Cards,
    summaries: Mapping[str, str],
    to: Sequence[int],
    guard: str | None = None,
) -> int:
    """Hand over a notice for these people; a second one of the same kind and key changes nothing.

    `cards` holds one Adaptive Card for each language of the audience; in it `"@delivery@"` becomes
    the id of the recipient's own copy and `@recipient@` the recipient's Teams id. `guard` names
    what a destination must be checked for. Returns the notice's id, new or standing.
    """
    key = payload.sealing_key(kind, source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries)
    given = {"kind": kind, "source_key": source_key, "lane": int(lane)}
    dates = {"due_at": due_at, "expires_at": expires_at}
    new: int | None = tx.value(_ADD, **given, **dates, guard=guard, payload=sealed)
    if new is None:
        return int(tx.value(_STANDING, kind=kind, source_key=source_key))
    shared = {"notice_id": new, "lane": int(lane), "not_before": due_at, "expires_at": expires_at}
    rows = [{**shared, **_addressed(tx, person, due_at)} for person in dict.fromkeys(to)]
    if rows:
        tx.many(_ADDRESS, rows)
    wake(tx)
    return new


def _addressed(tx: Tx, person: int, due_at: datetime) -> dict[str, Any]:
    reference = references.find(tx, person)
    known = people.find(tx, person, due_at.date())
    return {
        "recipient": person,
        "language": known.language if known else payload.FALLBACK_LANGUAGES[0],
        "conversation": reference.conversation if reference else None,
        "service_url": reference.service_url if reference else None,
        "teams_id": reference.teams_id if reference else None,
        "try_at": real_now() if reference else None,
    }

"""A message that stands in a person's chat already becomes their copy of a notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, null, update

from bot.clock import real_now
from bot.delivery import posting
from bot.delivery.payload import Cards
from bot.delivery.rows import DELIVERY, State
from bot.delivery.turnstile import turnstile, wake
from bot.people import languages, references
from bot.storage.tx import Tx

# The message answers to one notice alone: whichever had it before lets go of it.
_LET_GO = (
    update(DELIVERY)
    .where(
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.conversation == bindparam("place"),
        DELIVERY.c.activity_id == bindparam("message"),
    )
    .values(activity_id=null(), try_at=null(), shown_revision=DELIVERY.c.wanted_revision)
)
_ADOPT = insert(DELIVERY).values(
    {name: bindparam(name) for name in ("notice_id", "recipient", "language", "lane")}
    | {name: bindparam(name) for name in ("conversation", "service_url", "teams_id")}
    | {name: bindparam(name) for name in ("not_before", "expires_at", "try_at", "sent_at")}
    | {"activity_id": bindparam("activity_id"), "state": State.SENT.value}
    | {"attempt": 0, "uncertain": 0, "reason": "", "told": 0, "held": 0}
    # Whatever it shows, it is older than what is wanted.
    | {"wanted_revision": 1, "shown_revision": -1}
)


def adopt(
    tx: Tx,
    *,
    kind: str,
    source_key: str,
    lane: int,
    now: datetime,
    expires_at: datetime,
    cards: Cards,
    summaries: Mapping[str, str],
    to: int,
    activity_id: str,
) -> int:
    """Hand over a notice whose one copy is a message in this person's chat: it is edited at once.

    What Teams shows as the answer of a press may be seen by the presser alone, and on that device;
    the edit is what stays. Without a known message the card is posted. A second one of the same
    kind and key changes nothing; returns the notice's id, new or standing.
    """
    given: dict[str, Any] = {"kind": kind, "source_key": source_key, "lane": int(lane)}
    given |= {"expires_at": expires_at, "cards": cards, "summaries": summaries}
    reference = references.find(tx, to)
    if not activity_id or reference is None:
        return posting.post(tx, **given, due_at=now, to=(to,))
    turnstile(tx)
    new = posting.add(tx, **given, due_at=now, guard=None, audience=1)
    if new is None:
        return posting.standing(tx, kind=kind, source_key=source_key)
    tx.run(_LET_GO, person=to, place=reference.conversation, message=activity_id)
    tx.run(
        _ADOPT,
        notice_id=new,
        recipient=to,
        language=languages.of(tx, to),
        lane=int(lane),
        conversation=reference.conversation,
        service_url=reference.service_url,
        teams_id=reference.teams_id,
        not_before=now,
        expires_at=expires_at,
        activity_id=activity_id,
        try_at=real_now(),
        sent_at=real_now(),
    )
    wake(tx)
    return new

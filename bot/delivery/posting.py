"""How a notice comes to be: one row for what it shows, one for each recipient."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from bot import metrics
from bot.clock import real_now
from bot.delivery import payload, places
from bot.delivery.payload import Cards
from bot.delivery.places import recipient
from bot.delivery.rows import DELIVERY, MANY, NOTICE, OPEN, Gate, Lane, State
from bot.delivery.turnstile import wake
from bot.people import languages, references
from bot.storage.tables import upsert
from bot.storage.tx import Tx

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
        state=bindparam("state"),
        gate=bindparam("gate"),
        audience=bindparam("audience"),
        fed_to=0,
    )
    .on_conflict_do_nothing(index_elements=["tenant_id", "kind", "source_key"])
    .returning(NOTICE.c.id)
)
_STANDING = select(NOTICE.c.id).where(
    NOTICE.c.kind == bindparam("kind"), NOTICE.c.source_key == bindparam("source_key")
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
    held=0,
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
    to: Sequence[int] = (),
    to_places: Sequence[int] = (),
    guard: str | None = None,
) -> int:
    """Hand over a notice for these people and places; a second one of the same kind and key
    changes nothing.

    `cards` holds one Adaptive Card for each language of the audience; in it `"@delivery@"` becomes
    the id of the recipient's own copy and `@recipient@` the recipient's Teams id. Whatever goes to
    a place is checked there by the guard; `guard` keeps it out of every other chat. Returns the
    notice's id, new or standing. Raises NotFound for an unknown place.
    """
    audience = (*dict.fromkeys(to), *map(recipient, dict.fromkeys(to_places)))
    if to_places and len(audience) > MANY:
        raise ValueError("a broadcast goes to people alone")
    shared: dict[str, Any] = {"lane": int(lane), "expires_at": expires_at}
    key: dict[str, Any] = {"kind": kind, "source_key": source_key}
    content: dict[str, Any] = {"cards": cards, "summaries": summaries, "guard": guard}
    new = add(tx, **key, **shared, **content, due_at=due_at, audience=len(audience))
    if new is None:
        return standing(tx, **key)
    shared = {**shared, "notice_id": new, "not_before": due_at}
    tx.many(_ADDRESS, [{**shared, **_addressed(tx, one)} for one in audience])
    wake(tx)
    return new


def add(
    tx: Tx,
    *,
    kind: str,
    source_key: str,
    cards: Cards,
    summaries: Mapping[str, str],
    state: str = OPEN,
    gate: Gate = Gate.OPEN,
    **given: Any,
) -> int | None:
    """Write the notice itself; None where one of this kind and key stands already."""
    key = payload.sealing_key(kind, source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries)
    given |= {"kind": kind, "source_key": source_key, "state": state, "gate": gate.value}
    new: int | None = tx.value(_ADD, **given, payload=sealed)
    if new is not None:
        lane = Lane(given["lane"]).name.lower()
        tx.after_commit(lambda: metrics.handed_over(kind, lane))
    return new


def standing(tx: Tx, *, kind: str, source_key: str) -> int:
    """The notice that had the key first."""
    return int(tx.value(_STANDING, kind=kind, source_key=source_key))


def _addressed(tx: Tx, audience: int) -> dict[str, Any]:
    return _of_person(tx, audience) if audience > 0 else _of_place(tx, audience)


def _of_place(tx: Tx, audience: int) -> dict[str, Any]:
    place = places.get(tx, places.place_of(audience))
    return {
        "recipient": audience,
        "language": languages.DEFAULT,
        "conversation": place.conversation,
        "service_url": place.service_url,
        "teams_id": "",
        "try_at": real_now(),
    }


def _of_person(tx: Tx, person: int) -> dict[str, Any]:
    reference = references.find(tx, person)
    return {
        "recipient": person,
        "language": languages.of(tx, person),
        "conversation": reference.conversation if reference else None,
        "service_url": reference.service_url if reference else None,
        "teams_id": reference.teams_id if reference else None,
        "try_at": real_now() if reference else None,
    }

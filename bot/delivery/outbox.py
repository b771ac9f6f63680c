"""What slices hand over for delivery, and what they may ask about it: rows in their transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, null, or_, select, update

from bot.clock import real_now
from bot.delivery import bell, payload
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
from bot.delivery.rows import CLOSED, DELIVERY, NOTICE, OPEN, PUMP, WITHDRAWN, State
from bot.errors import NotFound
from bot.people import references
from bot.people import store as people
from bot.storage.columns import Instant
from bot.storage.tables import upsert
from bot.storage.tx import Tx

__all__ = [
    "Copy",
    "Lapse",
    "Notice",
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

Cards = Mapping[str, Mapping[str, Any]]

UNDO = timedelta(minutes=5)  # a press can be taken back so long; then a payload may be emptied
_SEEN = (State.SENT, State.SENDING, State.UNKNOWN)


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
    _wake(tx)
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


def _wake(tx: Tx) -> None:
    tenant = tx.tenant
    tx.after_commit(lambda: bell.ring(tenant))


_TURNSTILE = select(PUMP.c.owner).with_for_update()


def turnstile(tx: Tx) -> None:
    """Wait for others who change delivery rows of this tenant, so that none deadlocks."""
    tx.first(_TURNSTILE)


_PAYLOAD_KEY = select(NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.state).where(
    NOTICE.c.id == bindparam("the_notice")
)
_REVISE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        payload=bindparam("sealed"),
        revision=NOTICE.c.revision + 1,
        state=OPEN,
        close_at=null(),
    )
)
_REVISION = select(NOTICE.c.revision).where(NOTICE.c.id == bindparam("the_notice"))
_AT = bindparam("at", type_=Instant())
_posted = DELIVERY.c.activity_id.is_not(None)
_WANT = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"), DELIVERY.c.wanted_revision > 0)
    .values(
        wanted_revision=bindparam("revision"),
        try_at=case((_posted, _AT), else_=DELIVERY.c.try_at),
        attempt=case((_posted, 0), else_=DELIVERY.c.attempt),
    )
)


def revise(
    tx: Tx, *, notice: int, cards: Cards, summaries: Mapping[str, str] | None = None
) -> None:
    """Show these cards instead: every posted copy is replaced, every pending one goes out new.

    A withdrawn notice stays withdrawn. Without `summaries` the cards' fallback text serves.
    Raises NotFound.
    """
    turnstile(tx)
    row = tx.first(_PAYLOAD_KEY, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    if row.state == WITHDRAWN:
        return
    key = payload.sealing_key(row.kind, row.source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries or {})
    tx.run(_REVISE, the_notice=notice, sealed=sealed)
    revision = tx.value(_REVISION, the_notice=notice)
    tx.run(_WANT, the_notice=notice, revision=revision, at=real_now())
    _wake(tx)


_WITHDRAW_NOTICE = (
    update(NOTICE).where(NOTICE.c.id == bindparam("the_notice")).values(state=WITHDRAWN)
)
_waiting = DELIVERY.c.state == State.PENDING
_untried = and_(_waiting, DELIVERY.c.uncertain == 0)
_WITHDRAW = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .values(
        wanted_revision=0,
        state=case(
            (_untried, State.WITHDRAWN.value),
            (_waiting, State.UNKNOWN.value),
            else_=DELIVERY.c.state,
        ),
        try_at=case((_posted, _AT), (_waiting, null()), else_=DELIVERY.c.try_at),
        attempt=case((_posted, 0), else_=DELIVERY.c.attempt),
    )
)


def withdraw(tx: Tx, *, notice: int) -> None:
    """Take the notice back: pending copies are never sent, posted ones are deleted.

    A copy whose posting was uncertain stays `unknown` until a press on it reveals it.
    """
    turnstile(tx)
    if not tx.run(_WITHDRAW_NOTICE, the_notice=notice):
        raise NotFound(f"notice:{notice}")
    tx.run(_WITHDRAW, the_notice=notice, at=real_now())
    _wake(tx)


_CONFIRM = (
    update(DELIVERY)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.recipient == bindparam("person"),
        or_(
            DELIVERY.c.state.in_([state.value for state in _SEEN]),
            and_(_waiting, DELIVERY.c.uncertain > 0),
        ),
    )
    .values(
        state=State.CONFIRMED.value,
        try_at=case((_posted, DELIVERY.c.try_at), else_=null()),
    )
)


def confirm(tx: Tx, *, notice: int, person: int) -> bool:
    """The person has answered their copy; False where it had not arrived or was answered before.

    A copy that waits for its second try after an uncertain one has evidently arrived.
    """
    turnstile(tx)
    return tx.run(_CONFIRM, the_notice=notice, person=person) > 0


_REVEAL_ROW = select(
    DELIVERY.c.state, DELIVERY.c.uncertain, DELIVERY.c.activity_id, DELIVERY.c.stray
).where(
    DELIVERY.c.id == bindparam("the_delivery"),
    DELIVERY.c.conversation == bindparam("conversation"),
)
_REVEAL = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_delivery"))
    .values(
        activity_id=bindparam("shown_as"),
        stray=bindparam("other"),
        state=bindparam("new_state"),
        shown_revision=-1,  # whatever it shows, it is older than what is wanted
        try_at=bindparam("at"),
        attempt=0,
    )
)


def reveal(tx: Tx, *, delivery: int, conversation: str, activity_id: str) -> bool:
    """A press or refresh on a copy tells its id: adopt a copy whose posting was uncertain.

    Where another copy is known already, that one is the duplicate and is deleted. True if
    something was learnt. Only a press in the copy's own conversation counts (a card can be
    forwarded), and only where an answer of Teams was lost.
    """
    turnstile(tx)
    row = tx.first(_REVEAL_ROW, the_delivery=delivery, conversation=conversation)
    if row is None or activity_id in (row.activity_id, row.stray):
        return False
    if row.activity_id is not None and (not row.uncertain or row.stray is not None):
        return False
    waits = row.state in (State.UNKNOWN, State.PENDING)
    tx.run(
        _REVEAL,
        the_delivery=delivery,
        shown_as=activity_id,
        other=row.activity_id,
        new_state=State.SENT.value if waits else row.state,
        at=real_now(),
    )
    _wake(tx)
    return True


_CLOSE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"), NOTICE.c.state != CLOSED)
    .values(close_at=bindparam("at"))
)


def close(tx: Tx, *, notice: int, now: datetime) -> None:
    """Its matter is settled or expired: empty the content once every copy shows the last state.

    It happens by itself when all deliveries have ended and the undo time is over.
    """
    tx.run(_CLOSE, the_notice=notice, at=now + UNDO)
    _wake(tx)


_MOVE_NOTICE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(due_at=bindparam("at"), expires_at=bindparam("until"))
)
_MOVE = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .values(not_before=bindparam("at"), expires_at=bindparam("until"))
)
_UNTOUCHED = select(func.count()).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    or_(DELIVERY.c.state != State.PENDING, DELIVERY.c.uncertain > 0),
)


def move(tx: Tx, *, notice: int, due_at: datetime, expires_at: datetime) -> bool:
    """Send it at another time; False, and nothing changed, once any copy has been sent."""
    turnstile(tx)
    if tx.value(_UNTOUCHED, the_notice=notice):
        return False
    tx.run(_MOVE_NOTICE, the_notice=notice, at=due_at, until=expires_at)
    tx.run(_MOVE, the_notice=notice, at=due_at, until=expires_at)
    _wake(tx)
    return True


_REACHED = (
    update(DELIVERY)
    .where(
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.uncertain == 0,
    )
    .values(
        conversation=bindparam("place"),
        service_url=bindparam("address"),
        teams_id=bindparam("known_as"),
        try_at=bindparam("at"),
    )
)
_MOVED = (
    update(DELIVERY)
    .where(
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.conversation == bindparam("place"),
        DELIVERY.c.service_url != bindparam("address"),
    )
    .values(service_url=bindparam("address"))
)


def reached(tx: Tx, *, person: int) -> None:
    """The person's conversation became known or changed: what waits for them can go out.

    To be called in the transaction that saves a conversation reference.
    """
    reference = references.find(tx, person)
    if reference is None:
        return
    turnstile(tx)
    place, address = reference.conversation, reference.service_url
    tx.run(_MOVED, person=person, place=place, address=address)
    given = {"place": place, "address": address, "known_as": reference.teams_id}
    if tx.run(_REACHED, person=person, at=real_now(), **given):
        _wake(tx)

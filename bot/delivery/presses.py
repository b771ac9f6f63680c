"""What a person's doing says about their copy: confirmed, revealed, reached, read."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, null, or_, select, update

from bot.clock import real_now
from bot.delivery.rows import AT_ONCE, DELIVERY, State
from bot.delivery.stillness import Pressed, is_urgent, let_go, stands_still
from bot.delivery.turnstile import turnstile, wake
from bot.people import references
from bot.storage.columns import Instant
from bot.storage.tx import Tx

_SEEN = (State.SENT, State.SENDING, State.UNKNOWN)
_posted = DELIVERY.c.activity_id.is_not(None)
_waiting = DELIVERY.c.state == State.PENDING
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
        held=0,
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
    DELIVERY.c.id,
    DELIVERY.c.state,
    DELIVERY.c.uncertain,
    DELIVERY.c.activity_id,
    DELIVERY.c.stray,
    DELIVERY.c.wanted_revision,
    DELIVERY.c.shown_revision,
    DELIVERY.c.still_until,
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
        held=0,
        shown_revision=-1,  # whatever it shows, it is older than what is wanted
        try_at=bindparam("at"),
        still_until=bindparam("still"),
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
    return row is not None and _revealed(tx, row, activity_id)


def pressed(tx: Tx, *, delivery: int, conversation: str, activity_id: str) -> Pressed | None:
    """A person presses on a copy, which reveals it; a form that was open on it is open no more.

    The copy, for `stand_still` where the answer is a form; None where it is none that stays.
    """
    turnstile(tx)
    row = tx.first(_REVEAL_ROW, the_delivery=delivery, conversation=conversation)
    if row is None:
        return None
    if _revealed(tx, row, activity_id):
        waits = row.activity_id is None  # else the duplicate goes first, and goes at once
        return Pressed(delivery=delivery, activity_id=activity_id, waits=waits)
    if row.activity_id != activity_id:
        return None
    if stands_still(row):
        let_go(tx, delivery)
    behind = row.wanted_revision != row.shown_revision and row.stray is None
    waits = behind and not is_urgent(row)
    return Pressed(delivery=delivery, activity_id=activity_id, waits=waits)


def _revealed(tx: Tx, row: Any, activity_id: str) -> bool:
    if activity_id in (row.activity_id, row.stray):
        return False
    if row.activity_id is not None and (not row.uncertain or row.stray is not None):
        return False
    waits = row.state in (State.UNKNOWN, State.PENDING)
    tx.run(
        _REVEAL,
        the_delivery=row.id,
        shown_as=activity_id,
        other=row.activity_id,
        new_state=State.SENT.value if waits else row.state,
        at=real_now(),
        still=AT_ONCE if is_urgent(row) else None,
    )
    wake(tx)
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
        try_at=case((DELIVERY.c.held == 0, bindparam("at", type_=Instant())), else_=null()),
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


def reached(tx: Tx, *, person: int) -> bool:
    """The person's conversation became known or changed: what waits for them can go out, unless
    its notice's gate holds it. Whether anything waits.

    To be called in the transaction that saves a conversation reference.
    """
    reference = references.find(tx, person)
    if reference is None:
        return False
    turnstile(tx)
    place, address = reference.conversation, reference.service_url
    tx.run(_MOVED, person=person, place=place, address=address)
    given = {"place": place, "address": address, "known_as": reference.teams_id}
    waits = tx.run(_REACHED, person=person, at=real_now(), **given) > 0
    if waits:
        wake(tx)
    return waits


_UNREAD = (
    select(DELIVERY.c.id, DELIVERY.c.activity_id)
    .where(
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.conversation == bindparam("place"),
        DELIVERY.c.activity_id.is_not(None),
        DELIVERY.c.read_at.is_(None),
    )
    .order_by(DELIVERY.c.id)
)
_READ = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_delivery"), DELIVERY.c.read_at.is_(None))
    .values(read_at=bindparam("at"))
)


def seen(tx: Tx, conversation: str, upto: str, at: datetime) -> int:
    """Teams tells that a personal chat was read up to this activity; how many copies are now read.

    Teams' activity ids are times, so that they compare as numbers; what has another shape is
    left alone.
    """
    person = references.person_in(tx, conversation)
    if person is None or not _is_number(upto):
        return 0
    unread = tx.all(_UNREAD, person=person, place=conversation)
    read = [row.id for row in unread if _is_within(row.activity_id, upto)]
    if read:
        turnstile(tx)
    return tx.many(_READ, [{"the_delivery": delivery, "at": at} for delivery in read])


def _is_within(activity_id: str, upto: str) -> bool:
    return _is_number(activity_id) and int(activity_id) <= int(upto)


def _is_number(activity_id: str) -> bool:
    return len(activity_id) <= 30 and activity_id.isascii() and activity_id.isdigit()

"""What home remembers: what it did on which day, what it told whom, which posts were taken."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.delivery.rows import DELIVERY, NOTICE, OPEN, Lane
from bot.people.tables import CURRENT, FIRST, HOLDING, LAST, LISTING
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

DONE = table(
    "home_done",
    Column("what", String(40), nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "what", "day"),
)
TAKEN = table(
    "home_taken",
    Column("post", Integer, nullable=False),
    Column("since", Date, nullable=False),  # the first day of the holder who took it over
    Column("person", Integer, nullable=False),
    Column("taken_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "post", "since"),
)
TODAYS = table(
    "home_todays",
    Column("person", Integer, nullable=False),
    Column("lines", String(64), nullable=False),  # a digest of what was last sent, no words
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person"),
)

_TODAYS = select(TODAYS.c.lines, TODAYS.c.day).where(TODAYS.c.person == bindparam("one"))
_add_todays = upsert(TODAYS).values({name: bindparam(name) for name in ("person", "lines", "day")})
_KEEP_TODAYS = _add_todays.on_conflict_do_update(
    index_elements=["tenant_id", "person"],
    set_={"lines": _add_todays.excluded.lines, "day": _add_todays.excluded.day},
)
_ONCE = upsert(DONE).values(what=bindparam("what"), day=bindparam("day")).on_conflict_do_nothing()
_TAKE = (
    upsert(TAKEN)
    .values({name: bindparam(name) for name in ("post", "since", "person", "taken_at")})
    .on_conflict_do_nothing()
)
_IS_TAKEN = select(TAKEN.c.person).where(
    TAKEN.c.post == bindparam("one"), TAKEN.c.since == bindparam("from_", type_=Date)
)
_TAKEN_BY = (
    select(TAKEN.c.post, TAKEN.c.taken_at)
    .where(TAKEN.c.person == bindparam("one"))
    .order_by(TAKEN.c.taken_at)
)
_FORGET = (
    delete(TODAYS).where(TODAYS.c.person == bindparam("one")),
    delete(TAKEN).where(TAKEN.c.person == bindparam("one")),
)
_REMINDED = (
    select(DELIVERY.c.recipient)
    .join(NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .where(NOTICE.c.lane == int(Lane.REMINDER), NOTICE.c.state == OPEN)
    .distinct()
    .order_by(DELIVERY.c.recipient)
)
# Who has left by the directory holds their posts on paper only, however long the file says.
_held = (
    select(
        HOLDING.c.person,
        HOLDING.c.post,
        HOLDING.c.since,
        HOLDING.c.until,
        LISTING.c.left_on,
    )
    .join(LISTING, LISTING.c.person == HOLDING.c.person)
    .where(
        HOLDING.c.generation == CURRENT,
        LISTING.c.generation == CURRENT,
        HOLDING.c.post.is_not(None),
    )
    .order_by(HOLDING.c.id)
)
_ENDING = _held.where(
    HOLDING.c.until >= bindparam("first", type_=Date),
    HOLDING.c.until <= bindparam("last", type_=Date),
)
_STARTED = _held.where(
    HOLDING.c.since >= bindparam("first", type_=Date),
    HOLDING.c.since <= bindparam("last", type_=Date),
)
_LEFT = _held.where(
    LISTING.c.left_on >= bindparam("first", type_=Date),
    LISTING.c.left_on <= bindparam("last", type_=Date),
    HOLDING.c.since < LISTING.c.left_on,
    HOLDING.c.until >= LISTING.c.left_on,
)
_POSTS_LEFT = _held.where(
    LISTING.c.aad_object_id == bindparam("one"),
    LISTING.c.left_on <= bindparam("on", type_=Date),
    HOLDING.c.since < LISTING.c.left_on,
    HOLDING.c.until >= LISTING.c.left_on,
)
_HELD_ON = select(HOLDING.c.person).where(
    HOLDING.c.generation == CURRENT,
    HOLDING.c.post == bindparam("one"),
    HOLDING.c.since <= bindparam("on", type_=Date),
    HOLDING.c.until >= bindparam("on", type_=Date),
)
_HERE_ON = _HELD_ON.join(LISTING, LISTING.c.person == HOLDING.c.person).where(
    LISTING.c.generation == CURRENT, LISTING.c.left_on > bindparam("on", type_=Date)
)


def once(tx: Tx, what: str, day: date) -> bool:
    """True the first time that this is asked for that day, in any process."""
    return tx.run(_ONCE, what=what, day=day) == 1


def todays_sent(tx: Tx, person: int) -> tuple[str, date] | None:
    """The digest of the 「今日やること」 that a person was last sent, and its day."""
    row = tx.first(_TODAYS, one=person)
    return None if row is None else (row.lines, row.day)


def keep_todays(tx: Tx, person: int, lines: str, day: date) -> None:
    """A person was sent this 「今日やること」."""
    tx.run(_KEEP_TODAYS, person=person, lines=lines, day=day)


def reminded(tx: Tx) -> tuple[int, ...]:
    """Everybody who was reminded of something that is still open."""
    return tuple(row.recipient for row in tx.all(_REMINDED))


def ending(tx: Tx, first: date, last: date) -> list[Any]:
    """Posts whose holder's last day lies between two days and who doesn't keep the post."""
    found = tx.all(_ENDING, first=first, last=last) if last < LAST else []
    return [
        row
        for row in found
        if row.left_on > row.until and not _holds(tx, row, row.until + timedelta(days=1))
    ]


def vacated(tx: Tx, first: date, today: date) -> list[Any]:
    """Posts whose last holder went since `first`, as the file says, and that nobody holds today."""
    found = tx.all(_ENDING, first=first, last=today - timedelta(days=1))
    return [row for row in found if is_vacant(tx, row.post, today)]


def left(tx: Tx, first: date, today: date) -> list[Any]:
    """Posts whose holder's account went since `first`, sooner than the file says."""
    return list(tx.all(_LEFT, first=first, last=today))


def posts_left(tx: Tx, account: str, today: date) -> list[Any]:
    """The posts of which the file still says that this account's person, who has left, has them."""
    return list(tx.all(_POSTS_LEFT, one=account, on=today))


def is_vacant(tx: Tx, post: int, today: date) -> bool:
    """Whether nobody who is here holds the post today."""
    return tx.first(_HERE_ON, one=post, on=today) is None


def started(tx: Tx, first: date, last: date) -> list[Any]:
    """Posts whose holder began between two days and took over from somebody else."""
    found = tx.all(_STARTED, first=max(first, FIRST + timedelta(days=1)), last=last)
    return [row for row in found if row.left_on > last and _came_after_another(tx, row)]


def _came_after_another(tx: Tx, row: Any) -> bool:
    before = {
        one.person for one in tx.all(_HELD_ON, one=row.post, on=row.since - timedelta(days=1))
    }
    return bool(before) and row.person not in before


def _holds(tx: Tx, row: Any, on: date) -> bool:
    return any(one.person == row.person for one in tx.all(_HELD_ON, one=row.post, on=on))


def take(tx: Tx, post: int, since: date, person: int, *, at: datetime) -> bool:
    """「引き継ぎました」; False where it was said before."""
    return tx.run(_TAKE, post=post, since=since, person=person, taken_at=at) == 1


def is_taken(tx: Tx, post: int, since: date) -> bool:
    """Whether the post was taken over by who began on that day."""
    return tx.first(_IS_TAKEN, one=post, from_=since) is not None


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """The posts that a person has taken over; of what was last sent only a digest is kept."""
    taken = tx.all(_TAKEN_BY, one=person)
    return tuple({"took_over": row.post, "at": row.taken_at} for row in taken)


def forget(tx: Tx, person: int) -> int:
    """Take a person out; how many rows there were."""
    return sum(tx.run(statement, one=person) for statement in _FORGET)

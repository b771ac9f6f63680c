"""Whom no card has reached: what the office tells by telephone (電話で伝える一覧); no child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from bot.attendance.store.shows import CARD
from bot.delivery.rows import DELIVERY, NOTICE, State
from bot.errors import NotFound
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

# One line for a class (0: the school itself) and day: `who` says which of its staff. `matters`
# counts what they are rung about: whoever has rung has told what the list said at that time.
TELEPHONE = table(
    "attendance_telephone",
    Column("id", Integer, primary_key=True),
    Column("school", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("who", String(10), nullable=False),
    Column("since", Instant, nullable=False),
    Column("told_at", Instant),
    Column("told_by", Integer, nullable=False),
    Column("matters", Integer, nullable=False),
    UniqueConstraint("tenant_id", "school", "day", "class_id", "who"),
    sqlite_autoincrement=True,
)
Index("ix_attendance_telephone_day", TELEPHONE.c.tenant_id, TELEPHONE.c.day)
# What a line was put on the list for (`report:5`, `notice:9`): each is rung about once.
RUNG = table(
    "attendance_rung",
    Column("day", Date, nullable=False),
    Column("matter", String(80), nullable=False),
    PrimaryKeyConstraint("tenant_id", "day", "matter"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Staff to ring about so many matters: of a class, or the school's own `office` or `heads`."""

    id: int
    school: int
    class_id: int
    day: date
    who: str
    since: datetime
    told_at: datetime | None = None
    told_by: int = 0
    matters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A card that nobody has got: its notice, of which school, kind and group (`class:3`)."""

    notice: int
    school: int
    kind: str
    about: str


_one: Any = bindparam("one")
_add = upsert(TELEPHONE).values(
    {name: bindparam(name) for name in ("school", "class_id", "day", "who", "since")}
    | {"told_at": None, "told_by": 0, "matters": 0}
)
# Who was rung already is rung again about what came since.
_ADD = _add.on_conflict_do_update(
    index_elements=["tenant_id", "school", "day", "class_id", "who"],
    set_={name: _add.excluded[name] for name in ("since", "told_at", "told_by")},
    where=TELEPHONE.c.told_at.is_not(None),
)
_MORE = (
    update(TELEPHONE)
    .where(
        TELEPHONE.c.school == bindparam("of_school"),
        TELEPHONE.c.class_id == bindparam("of_class"),
        TELEPHONE.c.day == bindparam("on"),
        TELEPHONE.c.who == bindparam("which"),
    )
    .values(matters=TELEPHONE.c.matters + bindparam("more", type_=Integer))
)
_RING = (
    upsert(RUNG)
    .values(day=bindparam("day"), matter=bindparam("matter"))
    .on_conflict_do_nothing(index_elements=["tenant_id", "day", "matter"])
)
_OF = (
    select(TELEPHONE)
    .where(TELEPHONE.c.school == _one, TELEPHONE.c.day == bindparam("on"))
    .order_by(TELEPHONE.c.since, TELEPHONE.c.id)
)
_GET = select(TELEPHONE).where(TELEPHONE.c.id == _one)
_TOLD = (
    update(TELEPHONE)
    .where(
        TELEPHONE.c.id == _one,
        TELEPHONE.c.told_at.is_(None),
        TELEPHONE.c.matters == bindparam("about"),
    )
    .values(told_at=bindparam("at", type_=Instant()), told_by=bindparam("by"))
)
# Cards of a day of which no copy shows what it should although it was due: nobody has seen it. A
# copy whose edit was given up, or fails and fails, shows what was true before.
_LONG = 20  # attempts: some ten minutes
_ARRIVED = select(DELIVERY.c.id).where(
    DELIVERY.c.notice_id == CARD.c.notice,
    DELIVERY.c.state.in_([State.SENT.value, State.CONFIRMED.value]),
    or_(
        DELIVERY.c.activity_id.is_(None),  # nobody can edit it until a press reveals it
        DELIVERY.c.wanted_revision == DELIVERY.c.shown_revision,
        DELIVERY.c.wanted_revision == 0,
        and_(DELIVERY.c.try_at.is_not(None), DELIVERY.c.attempt < _LONG),
    ),
)
_DUE = select(DELIVERY.c.id).where(
    DELIVERY.c.notice_id == CARD.c.notice,
    DELIVERY.c.state != State.WITHDRAWN.value,
    DELIVERY.c.not_before <= bindparam("before", type_=Instant()),
)
_UNSEEN = (
    select(CARD.c.notice, CARD.c.school, CARD.c.about, NOTICE.c.kind)
    .join(NOTICE, NOTICE.c.id == CARD.c.notice)
    .where(CARD.c.day == bindparam("on"), _DUE.exists(), ~_ARRIVED.exists())
    .order_by(CARD.c.school, CARD.c.about, CARD.c.notice)
)

_before: Any = bindparam("before", type_=Date)
_FORGET = delete(TELEPHONE).where(TELEPHONE.c.day < _before)
_FORGET_RUNG = delete(RUNG).where(RUNG.c.day < _before)


def add(
    tx: Tx,
    *,
    school: int,
    class_id: int,
    day: date,
    who: str,
    since: datetime,
    matters: Iterable[str],
) -> bool:
    """These staff are to be rung that day about these matters as well; False where all of it is on
    the list already, or they were rung about it."""
    named = f"{who}:{class_id}" if class_id else f"{who}@{school}"
    asked = [tx.run(_RING, day=day, matter=f"{named}:{one}") for one in matters]
    line = {"school": school, "class_id": class_id, "day": day, "who": who, "since": since}
    if any(asked):
        tx.run(_ADD, **line)
        tx.run(_MORE, of_school=school, of_class=class_id, on=day, which=who, more=sum(asked))
    return any(asked)


def of_school(tx: Tx, school: int, day: date) -> tuple[Line, ...]:
    """Whom a school's office is to ring that day, and whom it has rung."""
    return tuple(map(_line, tx.all(_OF, one=school, on=day)))


def get(tx: Tx, line: int) -> Line:
    """One line; raises NotFound."""
    row = tx.first(_GET, one=line)
    if row is None:
        raise NotFound(f"telephone:{line}")
    return _line(row)


def told(tx: Tx, line: int, *, at: datetime, by: int, matters: int) -> bool:
    """They were told of so many matters by telephone; False where somebody else has done it, or
    where something came that the list didn't say yet."""
    return tx.run(_TOLD, one=line, at=at, by=by, about=matters) > 0


def unseen(tx: Tx, day: date, before: datetime) -> tuple[Unseen, ...]:
    """The cards of a day, due before `before`, of which no copy has arrived."""
    rows = tx.all(_UNSEEN, on=day, before=before)
    return tuple(
        Unseen(notice=row.notice, school=row.school, kind=row.kind, about=row.about) for row in rows
    )


def forget(tx: Tx, before: date) -> int:
    """Destroy the lists of days before one; how many lines there were."""
    tx.run(_FORGET_RUNG, before=before)
    return tx.run(_FORGET, before=before)


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        school=row.school,
        class_id=row.class_id,
        day=row.day,
        who=row.who,
        since=row.since,
        told_at=row.told_at,
        told_by=row.told_by,
        matters=row.matters,
    )

"""What is remembered of notices to many; delivery's own draft holds title, people and dates."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.delivery import outbox
from bot.delivery.rows import DRAFT, DRAFTED, NOTICE
from bot.errors import NotFound
from bot.notices import editors, rows
from bot.notices.model import Broadcast, Stage
from bot.notices.rows import BROADCAST
from bot.notices.rules import DECIDABLE
from bot.storage.columns import Instant
from bot.storage.tx import Tx

NOBODY = 0  # the author of what somebody wrote who was erased since
_ADD = insert(BROADCAST)
_SAVE = (
    update(BROADCAST)
    .where(BROADCAST.c.notice == bindparam("the_notice"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in BROADCAST.c.keys()  # noqa: SIM118 - not a dictionary
            if name not in ("tenant_id", "notice")
        }
    )
)
_BY_ID = select(BROADCAST).where(BROADCAST.c.notice == bindparam("the_notice"))
_IN_STAGE = (
    select(BROADCAST.c.notice)
    .where(BROADCAST.c.stage == bindparam("stage"))
    .order_by(BROADCAST.c.notice)
)
_AWAKE = select(BROADCAST.c.notice).where(BROADCAST.c.awake == 1).order_by(BROADCAST.c.notice)
_NEWEST = select(BROADCAST.c.notice).order_by(BROADCAST.c.notice.desc()).limit(bindparam("most"))
_SEEN = (
    select(BROADCAST.c.notice)
    .join_from(BROADCAST, DRAFT, DRAFT.c.notice_id == BROADCAST.c.notice)
    .where(
        BROADCAST.c.desk.in_(bindparam("desks", expanding=True))
        | (DRAFT.c.author == bindparam("one"))
        | (BROADCAST.c.approver == bindparam("one")),
        or_(BROADCAST.c.stage != Stage.CANCELLED.value, BROADCAST.c.begun_at.is_not(None)),
    )
    .order_by(BROADCAST.c.notice.desc())
    .limit(bindparam("most"))
)
_NEW_DRAFTS = (
    select(DRAFT.c.notice_id)
    .join_from(DRAFT, NOTICE, NOTICE.c.id == DRAFT.c.notice_id)
    .outerjoin(BROADCAST, BROADCAST.c.notice == DRAFT.c.notice_id)
    .where(
        NOTICE.c.state == DRAFTED,
        or_(BROADCAST.c.notice.is_(None), BROADCAST.c.revision != NOTICE.c.revision),
    )
    .order_by(DRAFT.c.notice_id)
    .limit(100)
)
_CLOSABLE = (
    select(BROADCAST.c.notice)
    .join_from(BROADCAST, NOTICE, NOTICE.c.id == BROADCAST.c.notice)
    .where(
        BROADCAST.c.settled == 1,
        NOTICE.c.close_at.is_(None),
        NOTICE.c.expires_at <= bindparam("now", type_=Instant),
    )
    .order_by(BROADCAST.c.notice)
    .limit(100)
)
_LAPSED = (
    select(BROADCAST.c.notice)
    .join_from(BROADCAST, NOTICE, NOTICE.c.id == BROADCAST.c.notice)
    .where(
        BROADCAST.c.stage.in_([stage.value for stage in (*DECIDABLE, Stage.ASKED)]),
        NOTICE.c.expires_at <= bindparam("now", type_=Instant),
    )
    .order_by(BROADCAST.c.notice)
    .limit(100)
)
_BY_PERSON = (
    select(BROADCAST.c.notice, BROADCAST.c.stage, BROADCAST.c.asked_at)
    .join_from(BROADCAST, DRAFT, DRAFT.c.notice_id == BROADCAST.c.notice)
    .where(
        (DRAFT.c.author == bindparam("one"))
        | (BROADCAST.c.approver == bindparam("one"))
        | (BROADCAST.c.changed_by == bindparam("one"))
        | (BROADCAST.c.asked_by == bindparam("one"))
        | (BROADCAST.c.proposed_by == bindparam("one"))
        | BROADCAST.c.notice.in_(editors.BY)
    )
    .order_by(BROADCAST.c.notice)
)
_PROPOSED = (
    select(BROADCAST.c.notice).where(BROADCAST.c.proposed.is_not(None)).order_by(BROADCAST.c.notice)
)
_ENDED = (
    select(BROADCAST.c.notice, BROADCAST.c.changed_at, NOTICE.c.expires_at)
    .join_from(BROADCAST, NOTICE, NOTICE.c.id == BROADCAST.c.notice)
    .where(
        or_(BROADCAST.c.settled == 1, NOTICE.c.state == DRAFTED),  # over, or never let go
        NOTICE.c.expires_at < bindparam("before", type_=Instant),
    )
    .order_by(BROADCAST.c.notice)
)
_DROP = delete(BROADCAST).where(BROADCAST.c.notice == bindparam("the_notice"))
_FORGET_AUTHOR = update(DRAFT).where(DRAFT.c.author == bindparam("one")).values(author=NOBODY)
_FORGET_CHANGER = (
    update(BROADCAST).where(BROADCAST.c.changed_by == bindparam("one")).values(changed_by=None)
)
_FORGET_APPROVER = (
    update(BROADCAST).where(BROADCAST.c.approver == bindparam("one")).values(approver=None)
)
_FORGET_ASKER = (
    update(BROADCAST).where(BROADCAST.c.asked_by == bindparam("one")).values(asked_by=None)
)
_FORGET_PROPOSER = (
    update(BROADCAST).where(BROADCAST.c.proposed_by == bindparam("one")).values(proposed_by=None)
)


def add(tx: Tx, broadcast: Broadcast) -> None:
    """Remember a new one."""
    tx.run(_ADD, notice=broadcast.notice, **rows.written(tx, broadcast))
    editors.keep(tx, broadcast)


def save(tx: Tx, broadcast: Broadcast) -> Broadcast:
    """Keep what has become of it; what delivery's draft holds is changed there."""
    given = {f"new_{name}": value for name, value in rows.written(tx, broadcast).items()}
    tx.run(_SAVE, the_notice=broadcast.notice, **given)
    return broadcast


def get(tx: Tx, notice: int) -> Broadcast:
    """The notice to many with this id; raises NotFound."""
    if (found := find(tx, notice)) is None:
        raise NotFound(f"notice:{notice}")
    return found


def find(tx: Tx, notice: int) -> Broadcast | None:
    """The notice, or None: also for a draft that nobody has taken up yet."""
    row = tx.first(_BY_ID, the_notice=notice)
    return None if row is None else rows.read(tx, row, outbox.get_draft(tx, notice))


def awake(tx: Tx) -> tuple[int, ...]:
    """Those whose stage or numbers change without anybody's doing."""
    return _ids(tx.all(_AWAKE))


def in_stage(tx: Tx, stage: Stage) -> tuple[Broadcast, ...]:
    """Every notice in one stage, the oldest first."""
    return tuple(get(tx, notice) for notice in _ids(tx.all(_IN_STAGE, stage=stage.value)))


def newest(tx: Tx, most: int) -> tuple[Broadcast, ...]:
    """The newest, in any stage."""
    return tuple(get(tx, notice) for notice in _ids(tx.all(_NEWEST, most=most)))


def concerning(tx: Tx, person: int, desks: Iterable[str], most: int) -> tuple[Broadcast, ...]:
    """The newest of these desks and those that a person wrote or approved, but what was discarded
    before it went out."""
    found = tx.all(_SEEN, one=person, desks=list(desks), most=most)
    return tuple(get(tx, notice) for notice in _ids(found))


def not_taken_up(tx: Tx) -> tuple[int, ...]:
    """Drafts of any slice that have no stage yet, or were written anew by their slice."""
    return tuple(row.notice_id for row in tx.all(_NEW_DRAFTS))


def closable(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Those that are over in Teams and whose last day has passed, still open in delivery."""
    return _ids(tx.all(_CLOSABLE, now=now))


def lapsed(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Those that wait for a decision and are too late to be sent."""
    return _ids(tx.all(_LAPSED, now=now))


def proposed(tx: Tx) -> tuple[Broadcast, ...]:
    """Every notice of which a correction waits for an approver, the oldest first."""
    return tuple(get(tx, notice) for notice in _ids(tx.all(_PROPOSED)))


def ended(tx: Tx, before: datetime) -> tuple[tuple[int, datetime], ...]:
    """What is over in Teams, or was never let go, and expired before then; with its last moment."""
    return tuple(
        (row.notice, max(row.expires_at, row.changed_at or row.expires_at))
        for row in tx.all(_ENDED, before=before)
    )


def dispose(tx: Tx, notice: int) -> int:
    """Destroy what is remembered of a notice here; whether there was anything."""
    editors.dispose(tx, notice)
    return tx.run(_DROP, the_notice=notice)


def of_person(tx: Tx, person: int) -> tuple[Any, ...]:
    """What a person wrote, changed or approved."""
    return tuple(tx.all(_BY_PERSON, one=person))


def forget(tx: Tx, person: int) -> int:
    """Forget who wrote, asked, proposed or approved; the ledger keeps it under a pseudonym."""
    statements = (
        _FORGET_AUTHOR,
        _FORGET_CHANGER,
        _FORGET_APPROVER,
        _FORGET_ASKER,
        _FORGET_PROPOSER,
    )
    return editors.forget(tx, person) + sum(
        tx.run(statement, one=person) for statement in statements
    )


def _ids(found: Iterable[Any]) -> tuple[int, ...]:
    return tuple(row.notice for row in found)

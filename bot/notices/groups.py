"""Groups of the directory: their members are read by an errand and known before counting."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    insert,
    select,
)

from bot.clock import real_now
from bot.errands import rows as errands
from bot.notices.asked import READ_GROUP, ReadGroup
from bot.people import members
from bot.people.selectors import Audience, By, Selector
from bot.storage.columns import Json
from bot.storage.tables import table
from bot.storage.tx import Tx

MISSING_REMARK = "notices.remark.group"  # a text key: the group is no more
PAGE = 1000  # members
FRESH = timedelta(hours=1)

# What the errand has read and nobody has looked up in the register yet.
GROUP_PAGE = table(
    "group_page",
    Column("list_key", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("ids", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "list_key", "number"),
)
_ADD = insert(GROUP_PAGE)
_NEXT = (
    select(GROUP_PAGE.c.number, GROUP_PAGE.c.ids)
    .where(GROUP_PAGE.c.list_key == bindparam("one"))
    .order_by(GROUP_PAGE.c.number)
    .limit(1)
)
_REMOVE = delete(GROUP_PAGE).where(
    GROUP_PAGE.c.list_key == bindparam("one"), GROUP_PAGE.c.number == bindparam("page")
)
_CLEAR = delete(GROUP_PAGE).where(GROUP_PAGE.c.list_key == bindparam("one"))


class State(StrEnum):
    """How much is known of the groups of an audience."""

    WHOLE = "whole"
    READING = "reading"
    MISSING = "missing"  # a list that was never filled, or a group that the directory doesn't know


def read_on(tx: Tx, whom: Audience, now: datetime) -> State:
    """Ask for the groups that nobody has read, take up a page of what came, say how far it is."""
    for selector in whom.member_lists:
        if not members.is_whole(tx, selector):
            return _read_on(tx, selector, now)
    return State.WHOLE


def _read_on(tx: Tx, selector: Selector, now: datetime) -> State:
    if selector.by is By.LIST:
        return State.MISSING
    match members.state(tx, selector):
        case None:
            _ask(tx, selector, now)
        case members.MISSING:
            members.forget(tx, selector)  # asked again when the draft is counted again
            return State.MISSING
        case members.ARRIVED:
            _take_up(tx, selector, now)
    return State.READING


def refresh(tx: Tx, whom: Audience, now: datetime) -> None:
    """Have groups read anew that were read more than an hour ago."""
    for selector in whom.member_lists:
        read_at = members.read_at(tx, selector) if selector.by is By.GROUP else None
        if read_at is not None and read_at < now - FRESH:
            members.forget(tx, selector)


def _ask(tx: Tx, selector: Selector, now: datetime) -> None:
    real = real_now()
    members.begin(tx, selector, at=now)
    job = ReadGroup(group=selector.value)
    key = f"group:{selector.value}:{real:%Y%m%d%H%M%S%f}"
    errands.ask(tx, READ_GROUP, key=key, job=job, due=now, now=real)


def arrived(tx: Tx, group: str, ids: tuple[str, ...], now: datetime) -> None:
    """Put aside what the directory says; it is looked up in the register page by page."""
    selector = Selector(by=By.GROUP, value=group)
    key = str(selector)
    tx.run(_CLEAR, one=key)
    pages = [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]
    rows = [{"list_key": key, "number": n, "ids": list(page)} for n, page in enumerate(pages)]
    if rows:
        tx.many(_ADD, rows)
    members.mark(tx, selector, members.ARRIVED, at=now)


def missing(tx: Tx, group: str, now: datetime) -> None:
    """The directory doesn't know the group, or may not tell."""
    members.mark(tx, Selector(by=By.GROUP, value=group), members.MISSING, at=now)


def _take_up(tx: Tx, selector: Selector, now: datetime) -> None:
    key = str(selector)
    page = tx.first(_NEXT, one=key)
    if page is None:
        members.end(tx, selector, at=now)
        return
    members.fill(tx, selector, page.ids, at=now)
    members.mark(tx, selector, members.ARRIVED, at=now)
    tx.run(_REMOVE, one=key, page=page.number)

"""Groups of the directory: their members are read by an errand and known before counting."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.clock import real_now
from bot.errands import rows as errands
from bot.notices.asked import READ_GROUP, ReadGroup
from bot.people import members
from bot.people.selectors import Audience, By, Selector
from bot.storage.columns import Json
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

GONE = "missing"  # the reason with which the errand ends
MOST_PAGES = 1000  # a million people: a directory that has more to tell has no end
FRESH = timedelta(hours=1)

# What the errand has read and nobody has looked up in the register yet.
GROUP_PAGE = table(
    "group_page",
    Column("list_key", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("ids", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "list_key", "number"),
)
_add = upsert(GROUP_PAGE).values(
    list_key=bindparam("list_key"), number=bindparam("number"), ids=bindparam("ids", type_=Json)
)
_ADD = _add.on_conflict_do_update(
    index_elements=["tenant_id", "list_key", "number"], set_={"ids": _add.excluded.ids}
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Accounts of a group's members, and where the directory goes on; "" after the last."""

    ids: tuple[str, ...]
    link: str


class State(StrEnum):
    """How much is known of the groups of an audience."""

    WHOLE = "whole"
    READING = "reading"
    MISSING = "missing"  # a list that was never filled, or a group that the directory doesn't know
    UNREAD = "unread"  # a group that the directory doesn't let be read, for want of consent mostly


# Text keys: what its author reads where a group can't be counted.
REMARKS = {State.MISSING: "notices.remark.group", State.UNREAD: "notices.remark.unread"}


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
        case State.UNREAD:
            members.forget(tx, selector)
            return State.UNREAD
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
    members.begin(tx, selector, at=now)
    tx.run(_CLEAR, one=str(selector))
    _ask_for(tx, ReadGroup(group=selector.value), now)


def _ask_for(tx: Tx, job: ReadGroup, now: datetime) -> None:
    """An errand for each page: all of a large group can't be read within one's time."""
    key = f"group:{uuid.uuid4()}"
    errands.ask(tx, READ_GROUP, key=key, job=job, due=now, now=real_now())


def arrived(tx: Tx, job: ReadGroup, page: Page, now: datetime) -> None:
    """Put aside a page of what the directory says, and ask for the next; once all are there, they
    are looked up in the register page by page."""
    selector = Selector(by=By.GROUP, value=job.group)
    if page.ids:
        tx.run(_ADD, list_key=str(selector), number=job.number, ids=list(page.ids))
    if page.link:
        following = ReadGroup(group=job.group, link=page.link, number=job.number + 1)
        _ask_for(tx, following, now)
    else:
        members.mark(tx, selector, members.ARRIVED, at=now)


def missing(tx: Tx, group: str, now: datetime) -> None:
    """The directory doesn't know the group."""
    members.mark(tx, Selector(by=By.GROUP, value=group), members.MISSING, at=now)


def unread(tx: Tx, group: str, now: datetime) -> None:
    """The directory gave no answer, or none that may be read."""
    members.mark(tx, Selector(by=By.GROUP, value=group), State.UNREAD.value, at=now)


def _take_up(tx: Tx, selector: Selector, now: datetime) -> None:
    key = str(selector)
    page = tx.first(_NEXT, one=key)
    if page is None:
        members.end(tx, selector, at=now)
        return
    members.fill(tx, selector, page.ids, at=now)
    members.mark(tx, selector, members.ARRIVED, at=now)
    tx.run(_REMOVE, one=key, page=page.number)

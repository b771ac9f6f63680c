"""The register of people: what the file or the directory says, by generation, and what people say.

An import writes a whole new generation beside the current one, in small transactions, and then
makes it the current one by changing a single row; nobody ever sees half of a file. Days are
never NULL here: FIRST and LAST stand for "open on that side".
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    or_,
    select,
    text,
)

from bot.people.model import Span
from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)

REGISTER = table(
    "register",
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)
# Generations that were begun; one that is neither current nor young was left by a crash.
BUILD = table(
    "register_build",
    Column("generation", Integer, nullable=False),
    Column("begun_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "generation"),
)
# Parts of the register that a slice keeps beside it, each with a generation of its own.
PART = table(
    "register_part",
    Column("part", String(40), nullable=False),
    Column("generation", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "part"),
)
# Who a person is and what they chose themselves outlives every generation.
PERSON = table(
    "person",
    Column("id", Integer, primary_key=True),
    Column("key", String(320), nullable=False),  # aad object id, or mail:… without one
    Column("language", String(16), nullable=False, server_default=""),  # chosen in chat
    UniqueConstraint("tenant_id", "key"),
)
LISTING = table(
    "listing",
    Column("generation", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("aad_object_id", String(64), nullable=False),
    Column("name", String(200), nullable=False),  # "" since it is sealed
    # Stands for the first letter of the name as rules.folded writes it.
    Column("folded", String(200), nullable=False),
    Column(
        "sealed_name", Sealed(lambda row: str(row.person))
    ),  # NULL: of a release that didn't seal names
    Column("mail", String(320), nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("left_on", Date, nullable=False),
    # Listed by a slice, and perhaps with the account of a guest; both databases read the default.
    Column("outside", Boolean, nullable=False, server_default="0"),
    PrimaryKeyConstraint("tenant_id", "person", "generation"),
    Index(None, "tenant_id", "aad_object_id"),
    Index(None, "tenant_id", "mail"),
    Index(None, "tenant_id", "folded"),
    Index(None, "tenant_id", "municipality", "person"),
)
POST = table(
    "post",
    Column("id", Integer, primary_key=True),
    Column("department", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("short", String(200), nullable=False),  # the name, and department with name,
    Column("label", String(400), nullable=False),  # as rules.label writes them
    UniqueConstraint("tenant_id", "department", "name"),
    Index(None, "tenant_id", "short"),
    Index(None, "tenant_id", "label"),
)
# Which post stands above another from a day on; also: from which day a post exists.
STANDING = table(
    "standing",
    Column("generation", Integer, nullable=False),
    Column("post", Integer, nullable=False),
    Column("superior", Integer),
    Column("since", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "post", "generation", "since"),
    Index(None, "tenant_id", "superior"),
)
HOLDING = table(
    "holding",
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("post", Integer),  # None: someone of the department without a post
    Column("department", String(200), nullable=False),
    Column("grade", String(100), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index(None, "tenant_id", "person"),
    Index(None, "tenant_id", "post", "person"),
    Index(None, "tenant_id", "department", "person"),
    Index(None, "tenant_id", "grade", "person"),
)
ROLE = table(
    "role",
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("role", String(40), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index(None, "tenant_id", "person"),
    Index(None, "tenant_id", "role", "person"),
)
BY_HAND = 0  # the generation of what was said in chat or by the desk
LEAVE = table(
    "leave",
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index(None, "tenant_id", "person"),
)
DEPUTY = table(
    "deputy",
    Column("id", Integer, primary_key=True),
    Column("person", Integer, nullable=False),
    Column("deputy", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("shown", Integer, nullable=False, server_default="0"),  # 後閲 has been shown
    Index(None, "tenant_id", "person"),
    Index(None, "tenant_id", "deputy"),
    Index(None, "tenant_id", "until"),
)
# Keyed by the directory's id, for people write to the bot before any file knows them.
REFERENCE = table(
    "reference",
    Column("aad_object_id", String(64), nullable=False),  # "" for a channel
    Column("channel", String(200), nullable=False),  # "" for the personal chat
    Column("conversation", String(400), nullable=False),
    Column("service_url", String(400), nullable=False),
    Column("teams_id", String(200), nullable=False),
    Column("bot_id", String(200), nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "aad_object_id", "channel"),
    Index(None, "tenant_id", "conversation"),
)
# The rows of a file on their way into a generation.
STAGED = table(
    "staged",
    Column("generation", Integer, nullable=False),
    Column("key", String(320), nullable=False),
    Column("line", Integer, nullable=False),
    Column("row", Json, nullable=False),
    Column("sealed_name", Sealed(lambda row: f"{row.generation}:{row.key}:{row.line}")),
    PrimaryKeyConstraint("tenant_id", "generation", "key", "line"),
)
_GONE = text("gone_on IS NOT NULL")
# What the directory says of its accounts, listed here or not. NULL: it has never said.
DIRECTORY = table(
    "directory",
    Column("aad_object_id", String(64), nullable=False),
    Column("name", String(200)),  # NULL since it is sealed
    Column("sealed_name", Sealed(lambda row: row.aad_object_id)),
    Column("mail", String(320)),
    Column("sign_in", String(320)),
    Column("department", String(200)),
    Column("job_title", String(200)),
    Column("enabled", Integer),
    Column("guest", Integer),
    Column("removed", Integer, nullable=False),
    Column("round", Integer, nullable=False),  # the newest in which it was seen
    Column("step", Integer, nullable=False),  # the one that changed it last
    Column("gone_on", Date),  # the day on which it was first found deleted or disabled
    Column("told", Integer, nullable=False),  # the desk has been told that it is gone
    PrimaryKeyConstraint("tenant_id", "aad_object_id"),
    Index(None, "tenant_id", "step"),
    # Few are gone; an index over all accounts would cost each of them.
    Index(None, "tenant_id", "mail", sqlite_where=_GONE, postgresql_where=_GONE),
    Index(None, "tenant_id", "gone_on", sqlite_where=_GONE, postgresql_where=_GONE),
)
# How far the directory has been read; every step counts, so that none is taken twice.
SYNC = table(
    "directory_sync",
    Column("step", Integer, nullable=False),
    Column("round", Integer, nullable=False),  # counts readings of the whole directory
    Column("place", Sealed(lambda _: "")),  # sealed: where to go on
    Column("ended_at", Instant),  # when accounts were last read to their end
    Column("knows_changes", Integer, nullable=False),  # the next reading asks for changes alone
    Column("roles", Integer, nullable=False),  # the generation of roles by groups; 0: none
    Column("other_roles", Integer, nullable=False),  # one being built or cleared; 0: none
    Column("unread_groups", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

CURRENT = select(REGISTER.c.generation).scalar_subquery()
_BY_GROUPS = select(SYNC.c.roles).scalar_subquery()
_PARTS = select(PART.c.generation)
ON: Any = bindparam("on", type_=Date)
ONE: Any = bindparam("one")


def covers(table: Table) -> Any:
    """The rows whose days hold the day asked for."""
    return (table.c.since <= ON) & (table.c.until >= ON)


def valid(table: Table) -> Any:
    """The rows of the current generation, and of the register's parts."""
    # In this order: rows of the file itself, the most by far, never ask for the parts.
    return or_(table.c.generation == CURRENT, table.c.generation.in_(_PARTS))


def now(table: Table) -> Any:
    """The valid rows that hold on that day."""
    return valid(table) & covers(table)


def held(roles: Table = ROLE) -> Any:
    """The roles that hold on that day: by the file, by a part, or by the directory's groups."""
    return or_(valid(roles), roles.c.generation == _BY_GROUPS) & covers(roles)


def span(since: date, until: date) -> Span:
    """A span as the model says it, None for an open side."""
    return Span(since=None if since == FIRST else since, until=None if until == LAST else until)

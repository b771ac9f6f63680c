"""The tables of the agreements slice."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)

from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

# `facts` holds what nothing searches for. `next_due_on` is the day on which the clock looks at
# the agreement again; it is recomputed when dates, lead time or closed days change. `words` is
# what a search looks through: number, title, department and every name a party ever had.
# No id is given twice: a card posted years ago still names its own, or nothing.
AGREEMENT = table(
    "agreement",
    Column("id", Integer, primary_key=True),
    Column("number", String(60)),
    Column("title", String(400), nullable=False),
    Column("state", String(20), nullable=False),
    Column("end", Date),
    Column("post", Integer, nullable=False),
    Column("facts", Json, nullable=False),
    Column("contacts", Sealed(lambda row: str(row.id))),
    Column("words", Text, nullable=False),
    Column("alerted", Integer),
    Column("alerted_on", Date),
    Column("snoozed_until", Date),
    Column("seen_on", Date),
    Column("next_due_on", Date),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "number"),
    Index(None, "tenant_id", "next_due_on"),
    Index(None, "tenant_id", "end"),
    sqlite_autoincrement=True,
)

# Which posts own an agreement: the owner (rank 0), then its deputies.
OWNER = table(
    "agreement_owner",
    Column("post", Integer, nullable=False),
    Column("agreement_id", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "post", "agreement_id"),
    Index(None, "tenant_id", "agreement_id"),
)

# One row for each press, command or silent renewal; `before` (encrypted) is what undo brings back.
CHANGE = table(
    "agreement_change",
    Column("id", Integer, primary_key=True),
    Column("agreement_id", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", Integer),
    Column("post", Integer),
    Column("deputy_for", Integer),
    Column("act", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("undoable", Boolean, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("before", Sealed(lambda row: f"{row.agreement_id}:{row.version - 1}")),
    UniqueConstraint("tenant_id", "agreement_id", "version"),
    Index(None, "tenant_id", "person"),
)

# The notices about an agreement whose copies must change with it, until its term is settled.
SHOWN = table(
    "agreement_notice",
    Column("notice_id", Integer, nullable=False),
    Column("agreement_id", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "agreement_id", "notice_id"),
)

# What a digest told in one card: so nothing is told again, and a lost digest loses no matter.
DIGEST_LINE = table(
    "agreement_digest_line",
    Column("notice_id", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("source_key", String, nullable=False),
    Column("agreement_id", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kind", "source_key", "notice_id"),
    Index(None, "tenant_id", "notice_id"),
)

DISCLOSURE = table(
    "agreement_disclosure",
    Column("id", Integer, primary_key=True),
    Column("agreement_id", Integer, nullable=False),
    Column("post", Integer, nullable=False),
    Column("disclosed_on", Date, nullable=False),
    Column("ours", Boolean, nullable=False),
    Column("topic", Sealed(lambda row: row.seal_key), nullable=False),
    Column("told_confidential", Boolean, nullable=False),
    Column("due_on", Date),
    Column("written_on", Date),
    Column("seal_key", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "agreement_id"),
    Index(None, "tenant_id", "due_on"),
    sqlite_autoincrement=True,
)

PUBLICITY = table(
    "agreement_publicity",
    Column("id", Integer, primary_key=True),
    Column("agreement_id", Integer, nullable=False),
    Column("post", Integer, nullable=False),
    Column("medium", String(200), nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("requested_on", Date, nullable=False),
    Column("answer", String(20), nullable=False),
    Column("answered_on", Date),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "agreement_id"),
    sqlite_autoincrement=True,
)

READING = table(
    "agreement_reading",
    Column("id", Integer, primary_key=True),
    Column("file", String(400), nullable=False),
    Column("document", Json, nullable=False),
    Column("proposal", Json, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("agreement_id", Integer),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "state"),
    sqlite_autoincrement=True,
)

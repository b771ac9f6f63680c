"""The tables of the meetings slice."""

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

# `next_due_on` is the day on which the clock looks at the series again; NULL: never. `duty` and
# `duty_version` are the promise as the series was last brought in step with it.
# No id is given twice: a card posted years ago still names its own, or nothing.
SERIES = table(
    "meeting_series",
    Column("id", Integer, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("article", String(100), nullable=False),
    Column("title", String(400), nullable=False),
    Column("partner", Text, nullable=False),
    Column("post", Integer, nullable=False),
    Column("unit", String(10)),
    Column("count", Integer),
    Column("soft", Boolean, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("room", String(320), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("online", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("registered_on", Date),
    Column("next_due_on", Date),
    Column("promise", Integer, nullable=False),
    Column("duty", Integer),
    Column("duty_version", Integer),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "source"),
    Index(None, "tenant_id", "next_due_on"),
    Index(None, "tenant_id", "post"),
    Index(None, "tenant_id", "promise"),
    Index(None, "tenant_id", "duty"),
    sqlite_autoincrement=True,
)

# Whose holders attend besides the owner's.
ATTENDING = table(
    "meeting_series_post",
    Column("series", Integer, nullable=False),
    Column("post", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "series", "post"),
    Index(None, "tenant_id", "post"),
)

# `words` (encrypted): reason, link of the minutes, decisions. `look_at`: when the clock looks at
# the meeting again (NULL: never); `looked_at`: until when it has looked, at the slot that begins
# at `looked_for`. `met` is the duty that its record met.
MEETING = table(
    "meeting",
    Column("id", Integer, primary_key=True),
    Column("series", Integer, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("stage", String(12), nullable=False),
    Column("slots", Json, nullable=False),
    Column("doubts", Json, nullable=False),
    Column("slot_start", Instant),
    Column("slot_end", Instant),
    Column("wanted_start", Instant),
    Column("wanted_end", Instant),
    Column("seen_start", Instant),
    Column("seen_end", Instant),
    Column("organiser", Integer),
    Column("event_id", Text, nullable=False),
    Column("transaction_id", String(64), nullable=False),
    Column("join_url", Text, nullable=False),
    Column("in_calendar", Boolean, nullable=False),
    Column("words", Sealed(lambda row: f"{row.series}:{row.first}"), nullable=False),
    Column("held_on", Date),
    Column("round", Integer, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("revivals", Integer, nullable=False),
    Column("look_at", Instant),
    Column("looked_at", Instant),
    Column("looked_for", Instant),
    Column("met", Integer),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "series", "first"),
    Index(None, "tenant_id", "look_at"),
    Index(None, "tenant_id", "slot_start"),
    Index(None, "tenant_id", "stage"),
    Index(None, "tenant_id", "organiser"),
    sqlite_autoincrement=True,
)

# An item of the agenda; `follow_up`: it was carried over from there.
ITEM = table(
    "meeting_item",
    Column("id", Integer, primary_key=True),
    Column("meeting", Integer, nullable=False),
    Column("text", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("by", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("follow_up", Integer),
    UniqueConstraint("tenant_id", "meeting", "follow_up"),
    Index(None, "tenant_id", "by"),
    sqlite_autoincrement=True,
)

ANSWER = table(
    "meeting_answer",
    Column("meeting", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("reply", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "meeting", "person"),
    Index(None, "tenant_id", "person"),
)

FOLLOW_UP = table(
    "meeting_follow_up",
    Column("id", Integer, primary_key=True),
    Column("series", Integer, nullable=False),
    Column("meeting", Integer, nullable=False),
    Column("text", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("post", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "series"),
    Index(None, "tenant_id", "meeting"),
    Index(None, "tenant_id", "post"),
    Index(None, "tenant_id", "due_on"),
    sqlite_autoincrement=True,
)

# One row for each press; `before` (encrypted) is what an undo brings back.
CHANGE = table(
    "meeting_change",
    Column("id", Integer, primary_key=True),
    Column("meeting", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", Integer),
    Column("act", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("before", Sealed(lambda row: row.seal_key)),
    Index(None, "tenant_id", "meeting"),
    Index(None, "tenant_id", "person"),
    sqlite_autoincrement=True,
)

# The last press on what has no history of its own (`series:2`, `follow_up:4`, `item:9`), kept for
# the minutes in which it may be taken back.
STEP = table(
    "meeting_step",
    Column("subject", String(60), nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("act", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("before", Sealed(lambda row: row.seal_key), nullable=False),
    PrimaryKeyConstraint("tenant_id", "subject"),
    Index(None, "tenant_id", "at"),
    Index(None, "tenant_id", "person"),
)

# The notices about a meeting whose copies must change with it.
SHOWN = table(
    "meeting_notice",
    Column("meeting", Integer, nullable=False),
    Column("notice", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "meeting", "notice"),
    Index(None, "tenant_id", "notice"),
)

# How far the clock has come with what it does once: on which day, up to which row.
# What the directory calls the room with this mail address (in small letters).
ROOM = table(
    "meeting_room",
    Column("mail", String(320), nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "mail"),
)

MARK = table(
    "meeting_mark",
    Column("name", String(40), nullable=False),
    Column("day", Date),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)

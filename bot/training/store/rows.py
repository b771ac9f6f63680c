"""The tables of the training slice."""

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
    text,
)

from bot.storage.columns import Instant, Json
from bot.storage.tables import table

# `audience`: {"to": […], "but": […]}, as people's selectors are written. No id is given twice: a
# card posted years ago still names its own, or nothing.
COURSE = table(
    "training_course",
    Column("id", Integer, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("requires", Json, nullable=False),
    Column("mandatory", Boolean, nullable=False),
    Column("repeats", Boolean, nullable=False),
    Column("audience", Json, nullable=False),
    Column("head", String(10), nullable=False),
    Column("duty", String(10), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("recording", Text, nullable=False),
    Column("questions", Json, nullable=False),
    Column("topics", Text, nullable=False),
    Column("promise", Integer, nullable=False),
    Column("opens_at", Instant),
    Column("choose_by", Date),
    Column("finish_by", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("home", String(64), nullable=False),
    Column("home_course", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "home", "code", "year"),
    Index(None, "tenant_id", "code"),
    Index(None, "tenant_id", "state"),
    sqlite_autoincrement=True,
)

# Whoever changes a seat locks its row first. `lapse_at`: no offer of its seats runs out earlier.
SESSION = table(
    "training_session",
    Column("id", Integer, primary_key=True),
    Column("course", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("host", String(200), nullable=False),
    Column("organizer", String(320), nullable=False),
    Column("state", String(10), nullable=False),
    Column("held", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("lapse_at", Instant),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "course", "number"),
    Index(None, "tenant_id", "starts_at"),
    Index(None, "tenant_id", "state", "ends_at"),
    Index(None, "tenant_id", "lapse_at"),
    sqlite_autoincrement=True,
)

# The event in the organiser's calendar of a session whose online meeting we make ourselves.
GATHERING = table(
    "training_gathering",
    Column("session", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("organizer", String(320), nullable=False),
    Column("account", String(64), nullable=False),
    Column("transaction_id", String(200), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("join_url", Text, nullable=False),
    Column("trouble", String(10), nullable=False),
    PrimaryKeyConstraint("tenant_id", "session"),
)

QUOTA = table(
    "training_quota",
    Column("session", Integer, nullable=False),
    Column("org", String(12), nullable=False),
    Column("name", String(200), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "session", "org", "name"),
)

WAVE = table(
    "training_wave",
    Column("course", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "course", "number"),
)

# Which wave a municipality has chosen, and whose word it was.
CHOICE = table(
    "training_wave_choice",
    Column("course", Integer, nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("person", Integer),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "course", "municipality"),
    Index(None, "tenant_id", "person"),
)

_COUNTED = "ix_training_enrolment_counted"  # the names of its columns would be too long a name
_FINISHED = "ix_training_completion_counted"
_OFFERED = text("until IS NOT NULL")
_SUBSTITUTED = text("asked IS NOT NULL")
_UNDECIDED = text("NOT approved")
_UNDECIDED_ON_SQLITE = text("approved = 0")  # in the words of the queries, or no index is taken
_WANTED = text("entry = 'wanted'")

# One row for a person's whole way through a course. Most presses write one, so that only three
# indexes hold every row: by person, the sessions' queues, and what reports count without reading
# the rows. What few rows are found by holds those alone.
ENROLMENT = table(
    "training_enrolment",
    Column("id", Integer, primary_key=True),
    Column("course", Integer, nullable=False),
    Column("session", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("department", String(200), nullable=False),
    Column("state", String(10), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("approved", Boolean, nullable=False),
    Column("asked", Integer),
    Column("cause", String(12), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("entry", String(10), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("transaction_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "person", "course"),
    Index(None, "tenant_id", "course", "session", "state", "since"),
    Index(_COUNTED, "tenant_id", "course", "municipality", "department", "state", "person"),
    Index(None, "tenant_id", "until", sqlite_where=_OFFERED, postgresql_where=_OFFERED),
    Index(None, "tenant_id", "asked", sqlite_where=_SUBSTITUTED, postgresql_where=_SUBSTITUTED),
    Index(
        None,
        "tenant_id",
        "approved",
        sqlite_where=_UNDECIDED_ON_SQLITE,
        postgresql_where=_UNDECIDED,
    ),
    Index(None, "tenant_id", "entry", sqlite_where=_WANTED, postgresql_where=_WANTED),
    sqlite_autoincrement=True,
)

# What is still to be done with the people of a session that changed: some dozens at a step, the
# rows are few and soon gone. `last`: the enrolment up to which it is done.
CROWD = table(
    "training_crowd",
    Column("id", Integer, primary_key=True),
    Column("session", Integer, nullable=False),
    Column("act", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("was", Instant),
    Column("last", Integer, nullable=False),
    Column("minutes", Json, nullable=False),
    Index(None, "tenant_id", "id"),
)

_BY_OTHERS = text("person > 0")
# `person`: who did it where it wasn't the participant (NULL); 0 is the clock.
STEP = table(
    "training_step",
    Column("id", Integer, primary_key=True),
    Column("enrolment", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", Integer),
    Column("act", String(60), nullable=False),
    Column("session", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Index(None, "tenant_id", "enrolment"),
    Index(None, "tenant_id", "person", sqlite_where=_BY_OTHERS, postgresql_where=_BY_OTHERS),
)

_UNTOLD = text("NOT told")
_UNTOLD_ON_SQLITE = text("told = 0")
# `told`: the person has their certificate card, or is to get none.
COMPLETION = table(
    "training_completion",
    Column("course", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("on", Date, nullable=False),
    Column("how", String(12), nullable=False),
    Column("municipality", String(200), nullable=False),
    Column("department", String(200), nullable=False),
    Column("told", Boolean, nullable=False, server_default="0"),  # both databases read it
    PrimaryKeyConstraint("tenant_id", "person", "course"),
    Index(_FINISHED, "tenant_id", "course", "municipality", "department", "how", "person"),
    Index(
        "ix_training_completion_untold",
        "tenant_id",
        "on",
        "course",
        "person",
        sqlite_where=_UNTOLD_ON_SQLITE,
        postgresql_where=_UNTOLD,
    ),
)

# Our course in another tenant; it tells only how many booked and finished there.
OFFER = table(
    "training_offer",
    Column("course", Integer, nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("booked", Integer, nullable=False),
    Column("finished", Integer, nullable=False),
    Column("told_at", Instant),
    PrimaryKeyConstraint("tenant_id", "course", "tenant"),
)

# The notices about a subject (`enrolment:5`, `session:3`, `course:2`) whose copies change with it.
SHOWN = table(
    "training_notice",
    Column("subject", String(40), nullable=False),
    Column("notice", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "subject", "notice"),
)

# How often a person has answered the check after a recording without passing it.
TRY = table(
    "training_try",
    Column("course", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person", "course"),
    Index(None, "tenant_id", "course"),
)

# How far the clock has come with what it does once: on which day, up to which number.
MARK = table(
    "training_mark",
    Column("name", String(80), nullable=False),
    Column("day", Date),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)

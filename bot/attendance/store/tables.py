"""The tables of schools, classes, children and who speaks for them.

What a roster says is kept by generation: an import writes a new one beside the current one, where
nobody sees it, and makes it the current one by changing a row of ROSTER. What a school decides
itself (its times, who is protected, which guardians are confirmed) is no file's and stays.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    FromClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    select,
)

from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

CLASSES, PUPILS, STAFF = "classes", "pupils", "staff"  # each has generations of its own
GUARDIANS = "guardians"  # the import that named them last: links outlive it

# Which generation of each kind holds for a school year. `announced_at` is that of its classes.
ROSTER = table(
    "attendance_roster",
    Column("kind", String(10), nullable=False),
    Column("year", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("announced_at", Instant),
    Column("imported_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kind", "year"),
)
# Generations that were begun and are not the current one yet; a crash leaves its own behind.
ROSTER_BUILD = table(
    "attendance_roster_build",
    Column("generation", Integer, nullable=False),
    Column("begun_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "generation"),
)
# `batch`: the generation that brought the school, unseen until that one is complete.
SCHOOL = table(
    "attendance_school",
    Column("id", Integer, primary_key=True),
    Column("code", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("times", Json, nullable=False),
    Column("holds_pupils", Boolean, nullable=False),
    Column("shows_teacher", Boolean, nullable=False),
    Column("meals_days", Integer),
    Column("closure_percent", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "code"),
    sqlite_autoincrement=True,
)
# A class keeps its id however often its year is imported: cards, rolls and reports name it.
CLASS = table(
    "attendance_class",
    Column("id", Integer, primary_key=True),
    Column("school", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("name", String(40), nullable=False),
    UniqueConstraint("tenant_id", "school", "year", "grade", "name"),
    sqlite_autoincrement=True,
)
CLASS_LINE = table(
    "attendance_class_line",
    Column("generation", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("stream", String(10), nullable=False),
    PrimaryKeyConstraint("tenant_id", "class_id", "generation"),
)
# `protected` is set by the office or a file, and taken back by the office alone.
PUPIL = table(
    "attendance_pupil",
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "key"),
    Index(None, "tenant_id", "id"),  # disposal looks at all of them, page by page
    sqlite_autoincrement=True,
)
PUPIL_LINE = table(
    "attendance_pupil_line",
    Column("generation", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    # Name and reading are sealed in `names`; where that is NULL they stand beside it, as they did.
    Column("name", String(200), nullable=False),
    Column("reading", String(200), nullable=False),
    Column("folded", String(200), nullable=False),
    Column("folded_reading", String(200), nullable=False),
    Column("names", Sealed(lambda row: str(row.pupil))),
    Column("person", Integer, nullable=False),  # 0: no account
    Column("language", String(16), nullable=False),
    Column("line", Integer, nullable=False),  # of the file
    PrimaryKeyConstraint("tenant_id", "pupil", "generation"),
    Index(None, "tenant_id", "person"),
    Index(None, "tenant_id", "folded"),
    Index(None, "tenant_id", "folded_reading"),
)
ENROLMENT = table(
    "attendance_enrolment",
    Column("generation", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("main", Boolean, nullable=False),
    Column("line", Integer, nullable=False),  # of the file
    PrimaryKeyConstraint("tenant_id", "pupil", "generation", "class_id", "since"),
    Index(None, "tenant_id", "class_id", "generation"),
    Index(None, "tenant_id", "school", "pupil"),
)
# What a post at a school is; who holds it is people's.
SCHOOL_POST = table(
    "attendance_post",
    Column("school", Integer, nullable=False),
    Column("function", String(20), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("class_name", String(40), nullable=False),
    Column("post", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "school", "function", "grade", "class_name"),
    Index(None, "tenant_id", "post"),
)
# `key` stands for the account or the contact without telling it; `adult` holds name, relation,
# contact and household. `batch`: the generation that brought the link, unseen until that one is
# complete; `seen`: the newest that named it.
GUARDIAN = table(
    "attendance_guardian",
    Column("id", Integer, primary_key=True),
    Column("pupil", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("person", Integer, nullable=False),  # 0: no account
    Column("adult", Sealed(lambda row: f"{row.pupil}:{row.key}"), nullable=False),
    Column("language", String(16), nullable=False),
    Column("state", String(10), nullable=False),
    Column("may_report", Boolean, nullable=False),
    Column("may_see_status", Boolean, nullable=False),
    Column("may_be_notified", Boolean, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "pupil", "key"),
    Index(None, "tenant_id", "person"),
    sqlite_autoincrement=True,
)
# Schools at which the import `batch` found links that it doesn't name, and whose office is still to
# be told.
GONE_LINKS = table(
    "attendance_gone_links",
    Column("school", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "school"),
)
# A family's word as a slow hash; wrong tries since it was last right.
WORD = table(
    "attendance_word",
    Column("pupil", Integer, nullable=False),
    Column("hash", String(200), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("locked_at", Instant),
    PrimaryKeyConstraint("tenant_id", "pupil"),
)


def standing(lines: FromClause, kind: str) -> Any:
    """The lines that a roster holds by now, of whichever year; nothing of one being imported."""
    return lines.c.generation.in_(select(ROSTER.c.generation).where(ROSTER.c.kind == kind))

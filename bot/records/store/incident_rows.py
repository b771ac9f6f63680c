"""The tables of incidents: what was reported, and what was done about it; the words are sealed."""

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String, UniqueConstraint

from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

__all__ = ["INCIDENT", "STEP"]

# `token`: one case for one form that was sent, or for one exposure. `seal_key` is new with each
# sealing. `look_on`: the next day on which the clock has something to say, NULL for none.
INCIDENT = table(
    "incident",
    Column("id", Integer, primary_key=True),
    Column("token", String(60), nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("known_on", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("reporter", Integer),
    Column("agreement", Integer),
    Column("ours", String(10), nullable=False),
    Column("exposure", Integer),
    Column("facts", Json, nullable=False),
    Column("words", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("closed_at", Instant),
    Column("closed_on", Date),
    Column("closed_by", Integer),
    Column("said_on", Date, nullable=False),
    Column("look_on", Date),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "token"),
    Index(None, "tenant_id", "look_on"),
    Index(None, "tenant_id", "agreement"),
    Index(None, "tenant_id", "exposure"),
    Index(None, "tenant_id", "reporter"),
    Index(None, "tenant_id", "state"),
    sqlite_autoincrement=True,
)

# Every settling of a step; the newest of a step counts, the others show what was corrected.
STEP = table(
    "incident_step",
    Column("incident", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("step", String(20), nullable=False),
    Column("way", String(10), nullable=False),
    Column("settled_on", Date, nullable=False),
    Column("by", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("words", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    PrimaryKeyConstraint("tenant_id", "incident", "number"),
    Index(None, "tenant_id", "by"),
)

"""The tables of places: channels and group chats in which the app is, and what the guard found."""

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)

from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

__all__ = ["PLACE", "PLACE_CHECK"]

# `conversation` is a channel's own id, or the chat's. `owner` names whose cards go there, such as
# school:3; "" where nobody has chosen it. `near`: the owners of whom staff was found there; without
# trouble, those whose staff all are. `name` is sealed. `team` is the team's group in the directory,
# `thread` how Teams' own events name the team. `trouble`: why nothing goes there, `told` 0: the
# desk doesn't know yet. `recheck` 1: somebody came or went. `version` counts whatever may change
# the verdict, so that one that was asked for before is never taken for today's. `fine_at`: when
# everything was last found in order. `swept_on`: the last day on which it was looked at anyway.
PLACE = table(
    "place",
    Column("id", Integer, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("near", Json, nullable=False),
    Column("kind", String(16), nullable=False),  # chat | team | private
    Column("name", Sealed(lambda row: str(row.conversation))),
    Column("conversation", String(200), nullable=False),
    Column("service_url", String(400), nullable=False),
    Column("team", String(64), nullable=False),
    Column("thread", String(200), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("trouble", String(40), nullable=False),
    Column("told", Integer, nullable=False),
    Column("recheck", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("met_at", Instant, nullable=False),
    Column("fine_at", Instant),
    Column("swept_on", Date),
    UniqueConstraint("tenant_id", "conversation"),
    Index(None, "tenant_id", "thread"),
    Index(None, "tenant_id", "owner"),
    sqlite_autoincrement=True,  # copies and exposures name an id: it is never given again
)
_waits = (PLACE.c.recheck == 1) | (PLACE.c.told == 0)
Index("place_waits", PLACE.c.tenant_id, sqlite_where=_waits, postgresql_where=_waits)

# What the guard found; without a row, or with an old one, it asks Microsoft Graph.
PLACE_CHECK = table(
    "place_check",
    Column("place", Integer, nullable=False),
    Column("checked_at", Instant, nullable=False),  # real time
    Column("ok", Integer, nullable=False),
    Column("reason", String(40), nullable=False),
    PrimaryKeyConstraint("tenant_id", "place"),
)

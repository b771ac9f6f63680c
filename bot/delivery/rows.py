"""The tables of delivery: notices, one row for each recipient, who pumps, and the rate budget."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
)

from bot.delivery.states import Gate, Lane, State
from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table

__all__ = [
    "AT_ONCE",
    "BUDGET",
    "CANCELLED",
    "CLOSED",
    "DELIVERY",
    "DRAFT",
    "DRAFTED",
    "EXPOSURE",
    "MANY",
    "NOTICE",
    "OPEN",
    "PUMP",
    "WITHDRAWN",
    "Gate",
    "Lane",
    "State",
]

OPEN, WITHDRAWN, CLOSED = "open", "withdrawn", "closed"
DRAFTED, CANCELLED = "draft", "cancelled"
AT_ONCE = datetime.min.replace(tzinfo=UTC)
MANY = 1000  # copies beyond which a notice is no longer changed in one transaction

# `source_key` names cycle and offset (renewal:7:2027-03-31:T-30), so that any number of ticks
# insert one notice. `payload` is empty once the matter is over; `close_at` is when it may be. A
# notice that was withdrawn or cancelled stays so, any other is then closed.
# `gate` says how many of a broadcast's copies may go out, `audience` how many copies there are.
# From the civil time `feed_at` on a walk over the copies brings them what became of the notice;
# `fed_to` is the last recipient it has passed. NULL: the copies know.
NOTICE = table(
    "notice",
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("source_key", String, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("guard", String),
    Column("payload", Sealed(lambda row: f"{row.kind}:{row.source_key}")),
    Column("revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("close_at", Instant),
    Column("gate", String, nullable=False),
    Column("audience", Integer, nullable=False),
    Column("feed_at", Instant),
    Column("fed_to", Integer, nullable=False),
    UniqueConstraint("tenant_id", "kind", "source_key"),
)

# Civil time: not_before, expires_at. Real time: try_at (the next attempt; NULL: there is nothing
# to do, or no conversation to do it in) and lease_until. `wanted_revision` 0 is a deletion.
# conversation, service_url and teams_id are copied from the person's reference, so that a claim
# asks no other table. `stray` is a duplicate, revealed by a press on it, that is to be deleted.
# `told` 1 says that the slice has heard of a copy that never arrived. `held` 1: its notice's gate
# has not let it through yet. `sent_at` is when Teams took it, `read_at` when it was seen. Until the
# real time `still_until` edits wait, for somebody fills in a form there; AT_ONCE: what is to be
# shown next waits for no form.
DELIVERY = table(
    "delivery",
    Column("id", Integer, primary_key=True),
    Column("notice_id", Integer, nullable=False),
    Column("recipient", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("conversation", String),
    Column("service_url", String),
    Column("teams_id", String),
    Column("lane", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("try_at", Instant),
    Column("lease_until", Instant),
    Column("lease_owner", String),
    Column("attempt", Integer, nullable=False),
    Column("uncertain", Integer, nullable=False),
    Column("activity_id", String),
    Column("stray", String),
    Column("wanted_revision", Integer, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("told", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("sent_at", Instant),
    Column("read_at", Instant),
    Column("still_until", Instant),
    UniqueConstraint("tenant_id", "notice_id", "recipient"),
)

_due = DELIVERY.c.try_at.is_not(None)
Index(
    "delivery_due",
    DELIVERY.c.tenant_id,
    DELIVERY.c.lane,
    DELIVERY.c.not_before,
    DELIVERY.c.id,
    sqlite_where=_due,
    postgresql_where=_due,
)
_leased = DELIVERY.c.lease_until.is_not(None)
Index(
    "delivery_leased",
    DELIVERY.c.tenant_id,
    DELIVERY.c.lease_until,
    sqlite_where=_leased,
    postgresql_where=_leased,
)
_pending = DELIVERY.c.state == "pending"
_expiring = _pending & (DELIVERY.c.held == 0)
Index(
    "delivery_pending",
    DELIVERY.c.tenant_id,
    DELIVERY.c.expires_at,
    sqlite_where=_expiring,
    postgresql_where=_expiring,
)
_lapsed = DELIVERY.c.state.in_(("expired", "unreachable", "failed", "unknown")) & (
    DELIVERY.c.told == 0
)
Index(
    "delivery_lapsed",
    DELIVERY.c.tenant_id,
    DELIVERY.c.notice_id,
    sqlite_where=_lapsed,
    postgresql_where=_lapsed,
)
Index("delivery_recipient", DELIVERY.c.tenant_id, DELIVERY.c.recipient)
_uncontacted = _pending & DELIVERY.c.conversation.is_(None)
Index(
    "delivery_uncontacted",
    DELIVERY.c.tenant_id,
    DELIVERY.c.recipient,
    sqlite_where=_uncontacted,
    postgresql_where=_uncontacted,
)
Index(
    "delivery_unreached",
    DELIVERY.c.tenant_id,
    DELIVERY.c.notice_id,
    DELIVERY.c.recipient,
    sqlite_where=_uncontacted,
    postgresql_where=_uncontacted,
)
_behind = NOTICE.c.feed_at.is_not(None)
Index(
    "notice_behind",
    NOTICE.c.tenant_id,
    NOTICE.c.feed_at,
    sqlite_where=_behind,
    postgresql_where=_behind,
)
_worded = NOTICE.c.payload.is_not(None)
# Few notices have words at any time; a disposal reads them in order, for each who goes.
Index(
    "notice_worded",
    NOTICE.c.tenant_id,
    NOTICE.c.id,
    sqlite_where=_worded,
    postgresql_where=_worded,
)
_closing = NOTICE.c.close_at.is_not(None) & NOTICE.c.payload.is_not(None)
Index(
    "notice_closing",
    NOTICE.c.tenant_id,
    NOTICE.c.close_at,
    sqlite_where=_closing,
    postgresql_where=_closing,
)

# What the makers of a broadcast know of it; it outlives the draft.
DRAFT = table(
    "draft",
    Column("notice_id", Integer, primary_key=True, autoincrement=False),
    Column("title", String, nullable=False),
    Column("author", Integer, nullable=False),
    Column("audience", Json, nullable=False),
    Column("urgent", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
)

# Who pumps a tenant now; also the turnstile through which everybody passes who changes many
# delivery rows, so that two of them never wait for each other.
PUMP = table(
    "pump",
    Column("owner", String, nullable=False),
    Column("held_until", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

# The rate budget of a tenant: which slots of time are given away, and Teams' own pause.
BUDGET = table(
    "budget",
    Column("common_from", BigInteger, nullable=False),
    Column("reserved_from", BigInteger, nullable=False),
    Column("bulk_until", BigInteger, nullable=False),
    Column("paused_until", Instant),
    PrimaryKeyConstraint("tenant_id"),
)

# A guarded card stood where it should not have: where, since when, which notices. Written in the
# transaction that withdraws it; the records room opens an incident from each row.
EXPOSURE = table(
    "exposure",
    Column("id", Integer, primary_key=True),
    Column("destination", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("notices", Json, nullable=False),
    Column("found_at", Instant, nullable=False),
)

"""The table of notices to many, and how a notice is written into its row and read out of it."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String

from bot.delivery.outbox import Draft
from bot.notices import editors, words
from bot.notices.model import Broadcast, Content, Proposal, Stage
from bot.storage.columns import Instant
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Tx

# `words` seals what the notice says, a correction that waits, what approvers were shown, and the
# approver's remark. `proposed`: the version at which the correction that waits was proposed (NULL:
# there is none). `awake` 1: its stage or its numbers change without anybody's doing. Real time:
# begun_at, canary_at, looked_at, told_at. Civil: asked_at, changed_at, counted_on, proposed_at.
BROADCAST = table(
    "broadcast",
    Column("notice", Integer, nullable=False),
    Column("desk", String(40), nullable=False),
    Column("stage", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("words", Sealed(lambda row: str(row.notice)), nullable=False),
    Column("changed_by", Integer),
    Column("changed_at", Instant),
    Column("approver", Integer),
    Column("approved_audience", Integer),
    Column("asked_at", Instant),
    Column("asked_by", Integer),
    Column("proposed", Integer),
    Column("proposed_by", Integer),
    Column("proposed_at", Instant),
    Column("clearing", Integer, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("counted_on", Date),
    Column("on_leave", Integer, nullable=False),
    Column("without_account", Integer, nullable=False),
    Column("pupils", Integer, nullable=False),
    Column("begun_at", Instant),
    Column("canary_at", Instant),
    Column("back_to", String(12)),
    Column("settled", Integer, nullable=False),
    Column("awake", Integer, nullable=False),
    Column("looked_at", Instant),
    Column("told", String(200), nullable=False),
    Column("told_at", Instant),
    Column("rung_to", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "notice"),
    Index(None, "tenant_id", "stage"),
    Index(None, "tenant_id", "awake"),
)
_PROPOSAL = ("proposed", "proposed_by", "proposed_at")
_KEPT = tuple(
    c.name
    for c in BROADCAST.c
    if c.name not in ("tenant_id", "notice", "words", "awake", *_PROPOSAL)
)
_MOVES = frozenset((Stage.COUNTING, Stage.SCHEDULED, Stage.CANARY, Stage.SENDING, Stage.RESTING))
_RESTS = frozenset((Stage.DRAFT, Stage.READY, Stage.ASKED, Stage.RETURNED))


def written(tx: Tx, broadcast: Broadcast) -> dict[str, Any]:
    """What is kept of a notice, by column."""
    return {**_kept(broadcast), "words": words.sealed(tx, broadcast)}


def _kept(broadcast: Broadcast) -> dict[str, Any]:
    values = {name: getattr(broadcast, name) for name in _KEPT}
    back_to = broadcast.back_to.value if broadcast.back_to else None
    stages = {"stage": broadcast.stage.value, "back_to": back_to}
    flags = {name: int(values[name]) for name in ("clearing", "settled")}
    flags["awake"] = int(_is_awake(broadcast))
    return {**values, **stages, **flags, **_kept_proposal(broadcast.proposal)}


def _kept_proposal(proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None:
        return dict.fromkeys(_PROPOSAL)
    return dict(zip(_PROPOSAL, (proposal.version, proposal.by, proposal.at), strict=True))


def _is_awake(broadcast: Broadcast) -> bool:
    rests = broadcast.stage in _RESTS or broadcast.settled
    return broadcast.stage in _MOVES or broadcast.clearing or not rests


def read(tx: Tx, row: Any, draft: Draft) -> Broadcast:
    """The notice of a row and of delivery's draft."""
    said = words.unsealed(tx, row.notice, row.words)
    kept = {name: getattr(row, name) for name in _KEPT}
    stages = {
        "stage": Stage(row.stage),
        "back_to": Stage(row.back_to) if row.back_to else None,
        "clearing": bool(row.clearing),
        "settled": bool(row.settled),
    }
    title = draft.title if said.content is None else said.content.ja.title
    return Broadcast(
        **{**kept, **stages},
        **_of_draft(draft),
        editors=editors.of(tx, row.notice),
        title=title,
        content=said.content,
        before=said.before,
        shown=said.shown,
        remark=said.remark,
        proposal=_proposal(row, said.proposed),
    )


def _proposal(row: Any, content: Content | None) -> Proposal | None:
    if content is None:
        return None
    by, at, version = row.proposed_by, row.proposed_at, row.proposed
    return Proposal(content=content, by=by, at=at, version=version)


def _of_draft(draft: Draft) -> dict[str, Any]:
    return {
        "notice": draft.notice,
        "kind": draft.kind,
        "author": draft.author,
        "due_at": draft.due_at,
        "expires_at": draft.expires_at,
        "urgent": draft.urgent,
        "audience": draft.copies,
    }

"""A broadcast before it is let go: its content and whom it is meant for, to be changed at will."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.delivery import payload, posting
from bot.delivery.payload import Cards
from bot.delivery.rows import DRAFT, DRAFTED, NOTICE, Gate
from bot.errors import NotFound, Refused
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A broadcast as its makers see it, also after it was let go.

    `audience` says in words who is meant, `copies` how many copies were made by it so far.
    """

    notice: int
    kind: str
    source_key: str
    title: str
    author: int
    audience: Mapping[str, Any]
    urgent: bool
    made_at: datetime
    lane: int
    due_at: datetime
    expires_at: datetime
    revision: int
    state: str  # draft | open | cancelled | withdrawn | closed
    gate: Gate
    copies: int


_ADD = insert(DRAFT).values(
    {name: bindparam(name) for name in ("notice_id", "title", "author", "urgent")}
    | {"audience": bindparam("audience"), "made_at": bindparam("made_at")}
)


def draft(
    tx: Tx,
    *,
    kind: str,
    source_key: str,
    lane: int,
    due_at: datetime,
    expires_at: datetime,
    cards: Cards,
    summaries: Mapping[str, str],
    title: str,
    author: int,
    audience: Mapping[str, Any],
    urgent: bool = False,
    guard: str | None = None,
    now: datetime,
) -> int:
    """Begin a broadcast: nothing goes out, and it has no copies yet.

    A second one of the same kind and key changes nothing. Returns the notice's id, new or standing.
    """
    key: dict[str, Any] = {"kind": kind, "source_key": source_key}
    content: dict[str, Any] = {"cards": cards, "summaries": summaries, "guard": guard}
    dates: dict[str, Any] = {"lane": int(lane), "due_at": due_at, "expires_at": expires_at}
    new = posting.add(tx, **key, **content, **dates, state=DRAFTED, gate=Gate.SHUT, audience=0)
    if new is None:
        return posting.standing(tx, **key)
    about = {"title": title, "author": author, "audience": audience, "urgent": int(urgent)}
    tx.run(_ADD, notice_id=new, made_at=now, **about)
    return new


_ANEW = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        {"payload": bindparam("sealed"), "revision": NOTICE.c.revision + 1}
        | {"lane": bindparam("new_lane"), "due_at": bindparam("at")}
        | {"expires_at": bindparam("until")}
    )
)
_ABOUT = (
    update(DRAFT)
    .where(DRAFT.c.notice_id == bindparam("the_notice"))
    .values(
        {"title": bindparam("new_title"), "audience": bindparam("whom")}
        | {"urgent": bindparam("hurry")}
    )
)


def redraft(
    tx: Tx,
    *,
    notice: int,
    title: str,
    cards: Cards,
    summaries: Mapping[str, str],
    audience: Mapping[str, Any],
    urgent: bool,
    due_at: datetime,
    expires_at: datetime,
    lane: int,
) -> None:
    """Change everything about a draft but its copies. Raises NotFound, and Refused once let go.

    Copies that another audience has made are removed by `unexpand`.
    """
    standing = get_draft(tx, notice)
    if standing.state != DRAFTED:
        raise Refused("notices.refused.not_draft")
    key = payload.sealing_key(standing.kind, standing.source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries)
    dates = {"at": due_at, "until": expires_at}
    tx.run(_ANEW, the_notice=notice, sealed=sealed, new_lane=int(lane), **dates)
    tx.run(_ABOUT, the_notice=notice, new_title=title, whom=audience, hurry=int(urgent))


_DRAFTS = (
    select(
        DRAFT,
        NOTICE.c.kind,
        NOTICE.c.source_key,
        NOTICE.c.lane,
        NOTICE.c.due_at,
        NOTICE.c.expires_at,
        NOTICE.c.revision,
        NOTICE.c.state,
        NOTICE.c.gate,
        NOTICE.c.audience.label("copies"),
    )
    .join_from(DRAFT, NOTICE, NOTICE.c.id == DRAFT.c.notice_id)
    .order_by(DRAFT.c.notice_id.desc())
)
_ONE = _DRAFTS.where(DRAFT.c.notice_id == bindparam("the_notice"))


def get_draft(tx: Tx, notice: int) -> Draft:
    """The broadcast with this id, whatever became of it; raises NotFound."""
    if (found := find_draft(tx, notice)) is None:
        raise NotFound(f"draft:{notice}")
    return found


def find_draft(tx: Tx, notice: int) -> Draft | None:
    """The broadcast with this id, or None: also for a notice that was posted without a draft."""
    row = tx.first(_ONE, the_notice=notice)
    return None if row is None else _draft(row)


_PAYLOAD = select(NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.payload).where(
    NOTICE.c.id == bindparam("the_notice")
)


def written(tx: Tx, notice: int) -> Cards:
    """The cards of a notice by language, as its slice wrote them; none once it was closed."""
    row = tx.first(_PAYLOAD, the_notice=notice)
    if row is None or row.payload is None:
        return {}
    key = payload.sealing_key(row.kind, row.source_key)
    return payload.cards(tx, key=key, sealed=row.payload)


def drafts(tx: Tx) -> tuple[Draft, ...]:
    """Every broadcast of any slice, let go or not, the newest first."""
    return tuple(_draft(row) for row in tx.all(_DRAFTS))


def _draft(row: Any) -> Draft:
    return Draft(
        notice=row.notice_id,
        kind=row.kind,
        source_key=row.source_key,
        title=row.title,
        author=row.author,
        audience=row.audience,
        urgent=bool(row.urgent),
        made_at=row.made_at,
        lane=row.lane,
        due_at=row.due_at,
        expires_at=row.expires_at,
        revision=row.revision,
        state=row.state,
        gate=Gate(row.gate),
        copies=row.copies,
    )

"""What each digest told: the notices that a person would have got one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.agreements.store.rows import DIGEST_LINE
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_COLUMNS = ("notice_id", "kind", "source_key", "agreement_id")
_ADD = (
    upsert(DIGEST_LINE)
    .values({name: bindparam(name) for name in _COLUMNS})
    .on_conflict_do_nothing()
)
_OF = (
    select(DIGEST_LINE)
    .where(DIGEST_LINE.c.notice_id == bindparam("one"))
    .order_by(DIGEST_LINE.c.agreement_id, DIGEST_LINE.c.source_key)
)
_TOLD = (
    select(DIGEST_LINE.c.notice_id)
    .where(
        DIGEST_LINE.c.kind == bindparam("the_kind"), DIGEST_LINE.c.source_key == bindparam("key")
    )
    .limit(1)
)
_TELLING = (
    select(DIGEST_LINE.c.notice_id).where(DIGEST_LINE.c.agreement_id == bindparam("one")).distinct()
)
_DROP = delete(DIGEST_LINE).where(DIGEST_LINE.c.agreement_id == bindparam("one"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One notice inside a digest, by the kind and key that it has on its own."""

    kind: str
    key: str
    agreement: int


def add(tx: Tx, notice: int, lines: Iterable[Line]) -> None:
    """A digest tells these; said twice, it is the same."""
    rows = [
        {
            "notice_id": notice,
            "kind": line.kind,
            "source_key": line.key,
            "agreement_id": line.agreement,
        }
        for line in lines
    ]
    tx.many(_ADD, rows)


def of(tx: Tx, notice: int) -> tuple[Line, ...]:
    """What one digest tells."""
    return tuple(
        Line(kind=row.kind, key=row.source_key, agreement=row.agreement_id)
        for row in tx.all(_OF, one=notice)
    )


def telling_of(tx: Tx, agreement: int) -> tuple[int, ...]:
    """The digests that tell of an agreement, and of others too."""
    return tuple(row.notice_id for row in tx.all(_TELLING, one=agreement))


def has_told(tx: Tx, *, kind: str, key: str) -> bool:
    """Whether any digest told this notice."""
    return tx.first(_TOLD, the_kind=kind, key=key) is not None


def erase(tx: Tx, agreement: int) -> int:
    """Take the lines about an agreement out for good."""
    return tx.run(_DROP, one=agreement)

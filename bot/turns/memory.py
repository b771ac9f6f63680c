"""What was heard already, and what was answered: Teams sends again what it got no answer to."""

from datetime import datetime

import orjson
from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String, bindparam, delete, select

from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx
from bot.turns.heard import Answer

HEARD = table(
    "heard",
    Column("key", String(400), nullable=False),
    Column("at", Instant, nullable=False),
    Column("answer", LargeBinary),
    PrimaryKeyConstraint("tenant_id", "key"),
)
_FIND = select(HEARD.c.answer).where(HEARD.c.key == bindparam("one"))
_KEEP = (
    upsert(HEARD)
    .values(key=bindparam("key"), at=bindparam("at"), answer=bindparam("answer"))
    .on_conflict_do_nothing()
)
_FORGET = delete(HEARD).where(HEARD.c.at < bindparam("before"))


class Repeated(Exception):
    """Another process keeps the answer to the same activity at this moment."""


def find(tx: Tx, key: str) -> tuple[bool, Answer | None]:
    """Whether the activity was heard before, and what was answered then."""
    row = tx.first(_FIND, one=key)
    if row is None:
        return False, None
    if row.answer is None:
        return True, None
    return True, Answer(**orjson.loads(tx.unseal("heard", "answer", key, row.answer)))


def keep(tx: Tx, key: str, answer: Answer | None, at: datetime) -> None:
    """Remember the answer in the transaction of what it answers; raises Repeated."""
    sealed = None
    if answer is not None:
        words = {"card": answer.card, "text": answer.text, "summary": answer.summary}
        plain = orjson.dumps({**words, "status": answer.status}).decode()
        sealed = tx.seal("heard", "answer", key, plain)
    if not tx.run(_KEEP, key=key, at=at, answer=sealed):
        raise Repeated


def forget(tx: Tx, before: datetime) -> int:
    """Forget what is older: Teams gives up sending long before."""
    return tx.run(_FORGET, before=before)

"""What was heard already, and what was answered: Teams sends again what it got no answer to."""

from datetime import datetime

import orjson
from sqlalchemy import Column, PrimaryKeyConstraint, String, bindparam, delete, select

from bot.storage.columns import Instant
from bot.storage.like import ESCAPE, literal
from bot.storage.sealed import Sealed
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx
from bot.turns.heard import Answer, Heard

HEARD = table(
    "heard",
    Column("key", String(400), nullable=False),
    Column("at", Instant, nullable=False),
    Column("answer", Sealed(lambda row: row.key)),
    PrimaryKeyConstraint("tenant_id", "key"),
)
_FIND = select(HEARD.c.answer).where(HEARD.c.key == bindparam("one"))
_KEEP = (
    upsert(HEARD)
    .values(key=bindparam("key"), at=bindparam("at"), answer=bindparam("answer"))
    .on_conflict_do_nothing()
)
_FORGET = delete(HEARD).where(HEARD.c.at < bindparam("before"))
_OF_ACCOUNT = delete(HEARD).where(
    HEARD.c.key.like(bindparam("pattern"), escape=ESCAPE),
)


class Repeated(Exception):
    """Another process keeps the answer to the same activity at this moment."""


def key(heard: Heard) -> str:
    """What tells an activity from every other."""
    return f"{heard.aad_object_id}|{heard.conversation.id}|{heard.activity_id}"


def find(tx: Tx, key: str) -> tuple[bool, Answer | None]:
    """Whether the activity was heard before, and what was answered then."""
    row = tx.first(_FIND, one=key)
    if row is None:
        return False, None
    if row.answer is None:
        return True, None
    return True, _read(tx.unseal("heard", "answer", key, row.answer))


def keep(tx: Tx, key: str, answer: Answer | None, at: datetime) -> None:
    """Remember the answer in the transaction of what it answers; raises Repeated."""
    sealed = None if answer is None else tx.seal("heard", "answer", key, _written(answer))
    if not tx.run(_KEEP, key=key, at=at, answer=sealed):
        raise Repeated


def forget_account(tx: Tx, aad_object_id: str) -> int:
    """Forget everything that was heard of an account; how many activities."""
    return tx.run(_OF_ACCOUNT, pattern=literal(f"{aad_object_id}|") + "%")


def _written(answer: Answer) -> bytes:
    card = None if answer.card is None else orjson.Fragment(answer.card)
    words = {"card": card, "text": answer.text, "summary": answer.summary}
    return orjson.dumps({**words, "status": answer.status})


def _read(written: str) -> Answer:
    kept = orjson.loads(written)
    card = None if kept["card"] is None else orjson.dumps(kept["card"])
    return Answer(**{**kept, "card": card})


def forget(tx: Tx, before: datetime) -> int:
    """Forget what is older: Teams gives up sending long before."""
    return tx.run(_FORGET, before=before)

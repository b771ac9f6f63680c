"""What was done about incidents, each settling a row; receipts and notes stay sealed."""

import secrets
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.records.model.incidents import Done, Incident, Step, Way
from bot.records.store.incident_rows import STEP
from bot.storage.tx import Row, Tx

NOBODY = 0  # whoever settled it was taken out of the records
_COLUMNS = ("incident", "number", "step", "way", "settled_on", "by", "at", "words", "seal_key")
_OF = select(STEP).where(STEP.c.incident == bindparam("one")).order_by(STEP.c.number)
_COUNT = select(func.count()).select_from(STEP).where(STEP.c.incident == bindparam("one"))
_ADD = insert(STEP).values({name: bindparam(name) for name in _COLUMNS})
_ERASE = delete(STEP).where(STEP.c.incident == bindparam("one"))
_FORGET = update(STEP).where(STEP.c.by == bindparam("who")).values(by=NOBODY)


def of(tx: Tx, incident: int) -> tuple[Done, ...]:
    """Everything that was settled of a case, in the order in which it was written down."""
    return tuple(_read(tx, row) for row in tx.all(_OF, one=incident))


def keep(tx: Tx, incident: Incident) -> None:
    """Write down what was settled since; nothing that stands is changed."""
    known = int(tx.value(_COUNT, one=incident.id))
    for number, done in enumerate(incident.steps[known:], known + 1):
        tx.run(_ADD, number=number, incident=incident.id, **_values(tx, done))


def erase(tx: Tx, incident: int) -> int:
    """Destroy the steps of a case."""
    return tx.run(_ERASE, one=incident)


def forget(tx: Tx, person: int) -> int:
    """Take a person's name out of what they settled."""
    return tx.run(_FORGET, who=person)


def _values(tx: Tx, done: Done) -> dict[str, Any]:
    seal_key = secrets.token_hex(8)
    words = orjson.dumps({"receipt": done.receipt, "note": done.note})
    return {
        "step": done.step.value,
        "way": done.way.value,
        "settled_on": done.on,
        "by": done.by,
        "at": done.at,
        "words": tx.seal(STEP.name, "words", seal_key, words),
        "seal_key": seal_key,
    }


def _read(tx: Tx, row: Row) -> Done:
    words = orjson.loads(tx.unseal(STEP.name, "words", row.seal_key, row.words))
    return Done(
        step=Step(row.step),
        way=Way(row.way),
        on=row.settled_on,
        by=row.by,
        at=row.at,
        **words,
    )

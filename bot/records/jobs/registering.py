"""What is entered into the registers, whoever enters it: checked, kept, recorded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.records.model.registers import Line, Row, kind_of
from bot.records.rules import registers as rules
from bot.records.store import registers as store
from bot.storage.tx import Tx


def put(tx: Tx, row: Row, *, actor: Actor, act: str, at: datetime) -> Row:
    """Enter a row (id 0), or keep what it has become; raises Refused and Stale."""
    rules.check_row(row)
    kept = store.save(tx, row) if row.id else store.add(tx, row)
    noted(tx, actor, act, kept.subject, at, _of_row(kept))
    return kept


def remove(tx: Tx, row: Row, *, why: str, actor: Actor, act: str, at: datetime) -> None:
    """Take out what was entered by mistake; that it was stands in the ledger, with the reason."""
    store.drop(tx, row.id)
    record(tx, actor, at=at, act=act, subject=row.subject, why=why, detail=_of_row(row))


def add_line(
    tx: Tx, line: Line, *, actor: Actor, act: str, at: datetime, today: date
) -> Line | None:
    """Enter a line of the 取扱台帳; None where exactly this one stands there. Raises Refused."""
    rules.check_line(line, today)
    if (kept := store.add_line(tx, line)) is not None:
        noted(tx, actor, act, kept.subject, at, {"line": kept.id, "act": kept.act.value})
    return kept


def noted(
    tx: Tx, actor: Actor, act: str, subject: str, at: datetime, detail: Mapping[str, Any]
) -> None:
    """The ledger's entry: which row, never what stands in it."""
    record(tx, actor, at=at, act=act, subject=subject, detail=dict(detail))


def _of_row(row: Row) -> dict[str, Any]:
    return {"row": row.id, "kind": kind_of(row).value, "version": row.version}


def strike(tx: Tx, line: Line, *, why: str, actor: Actor, act: str, at: datetime) -> None:
    """Strike a line by another one, which says why; both stay to be read."""
    strikes = replace(line, id=0, corrects=line.id, note=why)
    store.add_line(tx, strikes)
    noted(tx, actor, act, line.subject, at, {"line": line.id})

"""Incidents by id, by what they concern and by the clock; their words stay sealed."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Date, bindparam, delete, null, select, update

from bot.errors import NotFound, Stale
from bot.records.model.incidents import Account, Certainty, Facts, Incident, State
from bot.records.store import exposures, incident_steps
from bot.records.store.incident_rows import INCIDENT
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

CHANGED = "records.incidents.refused.changed"
_PLAIN = (
    "known_at",
    "known_on",
    "opened_at",
    "opened_on",
    "reporter",
    "agreement",
    "ours",
    "exposure",
    "closed_at",
    "closed_on",
    "closed_by",
    "said_on",
    "version",
)
_COLUMNS = (*_PLAIN, "facts", "words", "seal_key", "state", "look_on")
_newest = (INCIDENT.c.known_on.desc(), INCIDENT.c.id.desc())
_GET = select(INCIDENT).where(INCIDENT.c.id == bindparam("one"))
_BY_TOKEN = select(INCIDENT).where(INCIDENT.c.token == bindparam("one"))
_EVERY = select(INCIDENT).order_by(*_newest)
_STANDING = _EVERY.where(INCIDENT.c.state == State.OPEN.value)
_ANY_STANDING = select(INCIDENT.c.id).where(INCIDENT.c.state == State.OPEN.value).limit(1)
_OF_AGREEMENT = _EVERY.where(INCIDENT.c.agreement == bindparam("one"))
_AGREEMENTS = select(INCIDENT.c.agreement).where(INCIDENT.c.agreement.is_not(None)).distinct()
_LOOSE = _EVERY.where(INCIDENT.c.agreement.is_(None))
_REPORTED = _EVERY.where(INCIDENT.c.reporter == bindparam("one"))
_DUE = (
    select(INCIDENT)
    .where(INCIDENT.c.look_on <= bindparam("today", type_=Date))
    .order_by(INCIDENT.c.look_on, INCIDENT.c.id)
    .limit(bindparam("most"))
)
_ADD = (
    upsert(INCIDENT)
    .values({name: bindparam(name) for name in (*_COLUMNS, "token")})
    .on_conflict_do_nothing(index_elements=["tenant_id", "token"])
    .returning(INCIDENT.c.id)
)
_SAVE = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("one"), INCIDENT.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_LOOKED = (
    update(INCIDENT)
    .where(INCIDENT.c.id == bindparam("one"))
    .values(said_on=bindparam("said", type_=Date), look_on=bindparam("look", type_=Date))
)
_ERASE = delete(INCIDENT).where(INCIDENT.c.id == bindparam("one"))
_FORGET = update(INCIDENT).where(INCIDENT.c.reporter == bindparam("who")).values(reporter=null())
_FORGET_CLOSER = (
    update(INCIDENT).where(INCIDENT.c.closed_by == bindparam("who")).values(closed_by=null())
)


def get(tx: Tx, incident: int) -> Incident:
    """The incident by id; raises NotFound."""
    found = find(tx, incident)
    if found is None:
        raise NotFound(f"incident:{incident}")
    return found


def find(tx: Tx, incident: int) -> Incident | None:
    """The incident by id, or None."""
    return _one(tx, tx.first(_GET, one=incident))


def find_by_token(tx: Tx, token: str) -> Incident | None:
    """The incident that one form or one exposure has brought, or None."""
    return _one(tx, tx.first(_BY_TOKEN, one=token))


def every(tx: Tx) -> tuple[Incident, ...]:
    """All of them, the newest first."""
    return _all(tx, tx.all(_EVERY))


def standing(tx: Tx) -> tuple[Incident, ...]:
    """Those that nobody has closed, also of agreements that are over."""
    return _all(tx, tx.all(_STANDING))


def is_any_open(tx: Tx) -> bool:
    """Whether there is an open case at all: a cheap look before a dear one."""
    return tx.first(_ANY_STANDING) is not None


def of_agreement(tx: Tx, agreement: int) -> tuple[Incident, ...]:
    """Those that happened in the work of one agreement."""
    return _all(tx, tx.all(_OF_AGREEMENT, one=agreement))


def agreements(tx: Tx) -> frozenset[int]:
    """Every agreement in whose work one happened."""
    return frozenset(int(row.agreement) for row in tx.all(_AGREEMENTS))


def of_no_agreement(tx: Tx) -> tuple[Incident, ...]:
    """Those of which nobody has said in which agreement's work they happened."""
    return _all(tx, tx.all(_LOOSE))


def reported_by(tx: Tx, person: int) -> tuple[Incident, ...]:
    """Those that one person has reported."""
    return _all(tx, tx.all(_REPORTED, one=person))


def due(tx: Tx, today: date, most: int) -> tuple[Incident, ...]:
    """Those of which something is to be said by a day."""
    return _all(tx, tx.all(_DUE, today=today, most=most))


def add(tx: Tx, new: Incident, token: str, *, look_on: date | None) -> Incident | None:
    """Open a case; None where one of this token was opened before."""
    found = tx.value(_ADD, token=token, **_values(tx, new, look_on))
    return None if found is None else replace(new, id=int(found))


def save(tx: Tx, incident: Incident, *, look_on: date | None) -> Incident:
    """Keep what a rule has made of it, the version raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(tx, incident, look_on).items()}
    if tx.run(_SAVE, one=incident.id, shown=incident.version - 1, **values) != 1:
        raise Stale(CHANGED)
    incident_steps.keep(tx, incident)
    return incident


def looked(tx: Tx, incident: Incident, said_on: date, look_on: date | None) -> None:
    """Everything up to a day was said; what people see of the case didn't change by it."""
    tx.run(_LOOKED, one=incident.id, said=said_on, look=look_on)


def erase(tx: Tx, incident: Incident) -> int:
    """Destroy a case with its steps, and the exposure that it came from: that would open it anew.

    Whether there was one.
    """
    incident_steps.erase(tx, incident.id)
    if incident.exposure is not None:
        exposures.erase(tx, incident.exposure)
    return tx.run(_ERASE, one=incident.id)


def forget(tx: Tx, person: int) -> int:
    """Take a person out of the cases that they reported, led or closed; the cases stay."""
    found = tx.run(_FORGET, who=person) + tx.run(_FORGET_CLOSER, who=person)
    return found + incident_steps.forget(tx, person)


def _values(tx: Tx, one: Incident, look_on: date | None) -> dict[str, Any]:
    seal_key = secrets.token_hex(8)
    words = orjson.dumps({name: word for name, word in asdict(one.account).items() if word})
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "facts": asdict(one.facts),
        "words": tx.seal(INCIDENT.name, "words", seal_key, words),
        "seal_key": seal_key,
        "state": one.state.value,
        "look_on": look_on,
    }


def _one(tx: Tx, row: Row | None) -> Incident | None:
    return None if row is None else _read(tx, row)


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Incident, ...]:
    return tuple(_read(tx, row) for row in rows)


def _read(tx: Tx, row: Row) -> Incident:
    words = orjson.loads(tx.unseal(INCIDENT.name, "words", row.seal_key, row.words))
    return Incident(
        id=row.id,
        facts=Facts(**{**row.facts, "certainty": Certainty(row.facts["certainty"])}),
        account=Account(**words),
        state=State(row.state),
        steps=incident_steps.of(tx, row.id),
        **{name: getattr(row, name) for name in _PLAIN},
    )

"""What the registers hold of people and for how long, and what they prove."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot import retention
from bot.agreements.rules.reminders import has_ended
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.errors import NotFound
from bot.people import store as people
from bot.people.rules import folded
from bot.records.jobs import inspection_notices, subcontracting
from bot.records.model.registers import CITY, kind_of
from bot.records.store import inspections, registers, subcontracts
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx

KEEPS = (Kind.HANDLING,)
_SUBJECT = "handling:"
FORGOTTEN = "消去済み-"  # stands for whoever did it; the number of the line follows


def title_of(tx: Tx, subject: str) -> str:
    """What is looked at in `inspection:5`, who works under `subcontract:3`, the agreement of the
    registers `handling:7`; "" for others."""
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ""
    try:
        if kind == "inspection":
            return inspections.get(tx, int(number)).topic
        if kind == "subcontract":
            return subcontracts.get(tx, int(number)).name
        if kind == "handling":
            return agreements.get(tx, int(number)).title
    except NotFound:
        return ""
    return ""


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """The inspections that were done under an article of any agreement."""
    return tuple(
        {
            "subject": one.subject,
            "title": one.topic,
            "kind": "inspection",
            "article": one.article,
            "on": one.done_on,
            "evidence": one.matter,
            "matter": one.matter,
        }
        for one in inspections.every(tx)
        if one.article == article and one.done_on is not None
    )


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """Where the city's own registers name a person; a partner's are the partner's people."""
    if not (name := _name(tx, person)):
        return ()
    rows = (row for row in registers.naming(tx, name) if row.subject == CITY)
    lines = (line for line in registers.lines_naming(tx, name) if line.subject == CITY)
    return (
        *({"register": kind_of(row).value, "since": row.since, "until": row.until} for row in rows),
        *({"handled": line.act.value, "on": line.on, "item": line.item} for line in lines),
    )


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out of the registers; the lines stay and name nobody. How many there were."""
    del now
    name = _name(tx, person)
    return registers.forget(tx, name, FORGOTTEN) if name else 0


def _name(tx: Tx, person: int) -> str:
    """The name of somebody of staff, for nobody else stands in a register; "" where two people
    share it: whose line it is, a register doesn't say."""
    found = people.find(tx, person, date.max)
    if found is None or (found.roles and not found.is_staff):
        return ""
    if not registers.is_named(tx, found.name):  # few are; to look for namesakes is dear
        return ""
    return "" if _is_shared(tx, person, found.name) else found.name


def _is_shared(tx: Tx, person: int, name: str) -> bool:
    """Whether anybody else has this name, or had it and stands in the register of people still."""
    others = (one for one in people.named(tx, name, date.min) if one.id != person)
    return any(folded(one.name) == folded(name) for one in others)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """The registers of agreements that ended longer ago than registers are kept."""
    if wanted.kind not in KEEPS:
        return ()
    today = now.date()
    found = (_expired(tx, one, wanted.years, today) for one in sorted(set(_agreements(tx))))
    return retention.page(filter(None, found), wanted, today)


def _expired(tx: Tx, agreement: int, years: int, today: date) -> Expired | None:
    if (ended := _ended(tx, agreement, today)) is None:
        return None
    is_open = any(one.is_open for one in inspections.of(tx, f"agreement:{agreement}"))
    return retention.expired(
        f"{_SUBJECT}{agreement}",
        agreement,
        ended=ended,
        years=years,
        blocked="open_inspection" if is_open else "",
    )


def _ended(tx: Tx, agreement: int, today: date) -> date | None:
    """The last day of an agreement, and of what was handled after it; None while it runs."""
    found = agreements.find(tx, agreement)
    if found is not None and not has_ended(found, today):
        return None
    handled = [line.on for line in registers.lines(tx, f"agreement:{agreement}")]
    looked = (one.closed_on or one.planned_on for one in inspections.of(tx, _of(agreement)))
    end = found.end if found is not None else None
    return max(filter(None, (end, *handled, *looked)), default=None)


def _of(agreement: int) -> str:
    return f"agreement:{agreement}"


def _agreements(tx: Tx) -> Iterator[int]:
    for subject in registers.subjects(tx):
        kind, _, number = subject.partition(":")
        if kind == "agreement":
            yield int(number)
    yield from (one.agreement for one in subcontracts.every(tx))
    for one in inspections.every(tx):
        if one.subject.startswith("agreement:"):
            yield int(one.subject.removeprefix("agreement:"))


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """The registers that hang on an agreement, or that name a person."""
    kind, _, number = subject.partition(":")
    if kind == "agreement":
        return (f"{_SUBJECT}{number}",)
    if kind == "person" and number.isdecimal() and (name := _name(tx, int(number))):
        rows = (*registers.naming(tx, name), *registers.lines_naming(tx, name))
        own = {row.subject for row in rows if row.subject.startswith("agreement:")}
        return tuple(f"{_SUBJECT}{one.removeprefix('agreement:')}" for one in sorted(own))
    return ()


def under(tx: Tx, subject: str) -> tuple[str, ...]:
    """The registers, subcontracts and inspections of an agreement."""
    kind, _, number = subject.partition(":")
    if kind != "agreement" or not number.isdecimal():
        return ()
    return (
        f"{_SUBJECT}{number}",
        *(one.subject for one in subcontracts.of(tx, int(number))),
        *(one.matter for one in inspections.of(tx, subject)),
    )


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy the registers, applications and inspections of these agreements, with their cards
    and duties; how many agreements had any."""
    del now
    return sum(bool(_dispose(tx, agreement)) for agreement in ids)


def _dispose(tx: Tx, agreement: int) -> int:
    gone = registers.erase(tx, _of(agreement))
    for one in subcontracts.of(tx, agreement):
        subcontracting.take_back(tx, one)
        gone += registers.erase(tx, one.subject) + subcontracts.erase(tx, one.id)
    for inspection in inspections.of(tx, _of(agreement)):
        inspection_notices.take_back(tx, inspection)
        duties.erase(tx, inspection.matter)
        gone += inspections.erase(tx, inspection.id)
    return gone

"""What the city proves of its own records: backups, keys, the ledger, incidents, disposal."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot import policy
from bot.ledger.verify import verify
from bot.people import store as people
from bot.people.model import Role
from bot.records.jobs import anchors, disposal_due
from bot.records.model.binder import Lack, Owes, Proof
from bot.records.rules.binder_kept import Item
from bot.records.store import incidents
from bot.storage.backup import register as backups
from bot.storage.crypto.tables import DATA_KEY, ROTATION
from bot.storage.tx import Tx

LATE = timedelta(days=8)  # a weekly backup, a day late
UNTRIED = timedelta(days=100)  # a quarter
_UTC = ZoneInfo("UTC")
_KEYS = select(func.count().label("count"), func.max(DATA_KEY.c.made_at).label("newest"))
_ROTATED = select(func.max(ROTATION.c.ended_at))


def found(tx: Tx, today: date) -> Iterator[tuple[str, Item]]:
    """Every item with the check that asks for it."""
    zone = policy.zone(tx, _UTC)
    for name, items in (
        ("own_incidents", _incidents(tx, today)),
        ("backup", _backup(tx, today, zone)),
        ("restore", _restore(tx, today, zone)),
        ("keys", _keys(tx, zone)),
        ("ledger", _ledger(tx)),
        ("own_disposal", _disposals(tx)),
    ):
        for item in items:
            yield name, item


def _incidents(tx: Tx, today: date) -> Iterator[Item]:
    if not people.with_role(tx, Role.SECURITY_OFFICER, today):
        yield Lack(what="no_officer", owes=Owes.OURS)
    every = incidents.every(tx)
    if not every:
        yield Proof(what="no_incident")
    closed = [one for one in every if not one.is_open]
    if closed:
        last = max(one.closed_on for one in closed if one.closed_on)
        yield Proof(what="incidents_closed", facts={"count": len(closed)}, on=last)
    for one in every:
        if one.is_open:
            facts = {"number": one.id, "day": one.known_on}
            yield Lack(what="incident_open", owes=Owes.OURS, facts=facts)


def _backup(tx: Tx, today: date, zone: ZoneInfo) -> Iterator[Item]:
    newest = backups.newest(tx)
    if newest is None or newest.made_at is None:
        yield Lack(what="no_backup", owes=Owes.OURS)
        return
    on = _day(newest.made_at, zone)
    count = len(backups.standing(tx, today))
    yield Proof(what="backup", facts={"count": count}, on=on, where=newest.name)
    if today - on > LATE:
        yield Lack(what="backup_old", owes=Owes.OURS, facts={"day": on})


def _restore(tx: Tx, today: date, zone: ZoneInfo) -> Iterator[Item]:
    last = backups.last_check(tx)
    if last is None:
        yield Lack(what="no_restore", owes=Owes.OURS)
        return
    on = _day(last.checked_at, zone)
    facts = {"rows": f"{last.rows:,}", "entries": f"{last.entries:,}", "samples": last.samples}
    if last.whole:
        yield Proof(what="restore", facts=facts, on=on, where=last.name)
    else:
        yield Lack(what="restore_failed", owes=Owes.OURS, facts={"day": on})
    if today - on > UNTRIED:
        yield Lack(what="restore_old", owes=Owes.OURS, facts={"day": on})


def _keys(tx: Tx, zone: ZoneInfo) -> Iterator[Item]:
    row = tx.first(_KEYS)
    rotated = tx.value(_ROTATED)
    if row is None or not row.count:
        yield Lack(what="no_key", owes=Owes.OURS)
        return
    on = _day(row.newest, zone) if row.newest else None
    yield Proof(what="keys", facts={"count": row.count}, on=on)
    if rotated is not None:
        yield Proof(what="rotated", on=_day(rotated, zone))
    else:
        yield Proof(what="not_rotated")


def _ledger(tx: Tx) -> Iterator[Item]:
    verdict = verify(tx)
    facts = {"entries": f"{verdict.entries:,}", "seq": verdict.seq, "hash": verdict.hash}
    if verdict.whole:
        yield Proof(what="ledger", facts=facts)
    else:
        first = verdict.faults[0]
        facts = {"count": len(verdict.faults), "first": first.first}
        yield Lack(what="ledger_broken", owes=Owes.OURS, facts=facts)
    for row in anchors.evidence(tx, "ledger"):
        facts = {"said": row["evidence"]}
        if row.get("gap"):
            yield Lack(what="given", owes=Owes.OURS, facts=facts)
        else:
            yield Proof(what="given", facts=facts, on=_date(row["on"]))


def _disposals(tx: Tx) -> Iterator[Item]:
    """Each certificate; a disposal that waits is owed."""
    rows = disposal_due.evidence(tx, disposal_due.TOPIC)
    if not rows:
        yield Proof(what="no_disposal")
    for row in rows:
        facts = {"said": f"{row['title']}　{row['evidence']}"}
        if row.get("gap"):
            yield Lack(what="given", owes=Owes.OURS, facts=facts)
        else:
            yield Proof(what="given", facts=facts, on=_date(row["on"]))


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()

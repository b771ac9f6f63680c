"""Self checks as nobody else can read them: found by a keyed digest of the person, sealed.

Neither the ledger nor an export has them. Departments are counted in whole fives, once a year for
each person, and what was counted never changes: no two looks at the numbers tell of fewer than
five people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
    update,
)

from bot.people.model import Person
from bot.storage.sealed import Sealed
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx
from bot.training.rules.years import fiscal_year
from bot.training.self_check.answers import Check, Tally, counted

CHECK = table(
    "self_check",
    Column("who", String(64), nullable=False),
    Column("payload", Sealed(lambda row: row.who), nullable=False),
    PrimaryKeyConstraint("tenant_id", "who"),
)
# `payload`: the department's name and tally, and who waits to be counted, the earliest first.
GROUP = table(
    "self_check_group",
    Column("year", Integer, nullable=False),
    Column("org", String(64), nullable=False),
    Column("payload", Sealed(lambda row: _row(row.year, row.org)), nullable=False),
    PrimaryKeyConstraint("tenant_id", "year", "org"),
)
_OF = select(CHECK.c.payload).where(CHECK.c.who == bindparam("one"))
_put = upsert(CHECK).values(who=bindparam("who"), payload=bindparam("payload"))
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "who"], set_={"payload": _put.excluded.payload}
)
_DROP = delete(CHECK).where(CHECK.c.who == bindparam("one"))
_GROUP = (GROUP.c.year == bindparam("the_year"), GROUP.c.org == bindparam("the_org"))
_LOCK = select(GROUP.c.payload).where(*_GROUP).with_for_update()
_BEGIN = (
    upsert(GROUP)
    .values({name: bindparam(name) for name in ("year", "org", "payload")})
    .on_conflict_do_nothing()
)
_SAVE = update(GROUP).where(*_GROUP).values(payload=bindparam("sealed"))
_GROUPS = select(GROUP.c.org, GROUP.c.payload).where(GROUP.c.year == bindparam("the_year"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is kept of a person: the check (None once they took it back), the year counted last."""

    check: Check | None = None
    counted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    tally: Tally
    waiting: tuple[str, ...] = ()


def of(tx: Tx, person: int) -> Check | None:
    """The person's own check; to be shown to nobody else."""
    return _kept(tx, _who(tx, person)).check


def keep(tx: Tx, person: Person, check: Check) -> None:
    """Remember a check in the place of an earlier one, and count its department's next five."""
    who, year = _who(tx, person.id), fiscal_year(check.on)
    org = " ".join(filter(None, (person.municipality, person.department)))
    group = _locked(tx, year, org) if org else None
    before = _kept(tx, who)
    _put_kept(tx, who, replace(before, check=check))
    if group is None or before.counted == year or who in group.waiting:
        return
    waiting = replace(group, waiting=(*group.waiting, who))
    _save(tx, year, _counted(tx, waiting, year))


def forget(tx: Tx, person: int) -> bool:
    """診断結果を消す: the answers are gone; whether there were any.

    That the person was counted this year stays, or taking back and answering again would fill a
    five with one's own answers and tell those of the others.
    """
    who = _who(tx, person)
    kept = _kept(tx, who)
    if kept.check is not None:
        _put_kept(tx, who, replace(kept, check=None))
    return kept.check is not None


def tallies(tx: Tx, year: int) -> tuple[Tally, ...]:
    """The departments of which at least five have answered in a fiscal year, by name."""
    rows = tx.all(_GROUPS, the_year=year)
    found = (_group(tx, year, row.org, row.payload).tally for row in rows)
    return tuple(sorted((one for one in found if one.people), key=lambda one: one.org))


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What is kept of a person, for this person alone."""
    check = of(tx, person)
    if check is None:
        return ()
    return ({"self_check": list(check.answers), "points": check.points, "on": check.on},)


def erase(tx: Tx, person: int) -> int:
    """Take a person out for good; departments keep their sums, which name nobody."""
    return tx.run(_DROP, one=_who(tx, person))


def _who(tx: Tx, person: int) -> str:
    return tx.digest("self_check", "who", str(person))


def _kept(tx: Tx, who: str) -> _Kept:
    row = tx.first(_OF, one=who)
    if row is None:
        return _Kept()
    words = orjson.loads(tx.unseal("self_check", "payload", who, row.payload))
    return _Kept(check=_read(words["check"]), counted=words["counted"])


def _read(words: dict[str, Any] | None) -> Check | None:
    if words is None:
        return None
    return Check(on=date.fromisoformat(words["on"]), answers=tuple(words["answers"]))


def _put_kept(tx: Tx, who: str, kept: _Kept) -> None:
    check = kept.check
    said = {"on": check.on, "answers": check.answers} if check else None
    words = orjson.dumps({"check": said, "counted": kept.counted})
    tx.run(_PUT, who=who, payload=tx.seal("self_check", "payload", who, words))


def _counted(tx: Tx, group: _Group, year: int) -> _Group:
    """The group with its next fives in the tally; who took their answers back waits no more."""
    kept = {who: _kept(tx, who) for who in group.waiting}
    here = {who: one for who, one in kept.items() if one.check and one.counted != year}
    checks = [one.check for one in here.values() if one.check]
    tally, many = counted(group.tally, checks)
    for who in list(here)[:many]:
        _put_kept(tx, who, replace(here[who], counted=year))
    return _Group(tally=tally, waiting=tuple(here)[many:])


def _locked(tx: Tx, year: int, org: str) -> _Group:
    """A department's group, for nobody else to change until the transaction ends."""
    key = tx.digest("self_check_group", "org", org)
    row = tx.first(_LOCK, the_year=year, the_org=key)
    if row is None:
        new = _Group(tally=Tally(org=org))
        tx.run(_BEGIN, year=year, org=key, payload=_sealed(tx, year, key, new))
        row = tx.first(_LOCK, the_year=year, the_org=key)
        assert row is not None  # noqa: S101 - one was just put there
    return _group(tx, year, key, row.payload)


def _save(tx: Tx, year: int, group: _Group) -> None:
    key = tx.digest("self_check_group", "org", group.tally.org)
    tx.run(_SAVE, the_year=year, the_org=key, sealed=_sealed(tx, year, key, group))


def _sealed(tx: Tx, year: int, key: str, group: _Group) -> bytes:
    tally = group.tally
    words = {"org": tally.org, "people": tally.people, "sums": tally.sums}
    return tx.seal("self_check_group", "payload", _row(year, key), _json(words, group.waiting))


def _json(words: dict[str, Any], waiting: Sequence[str]) -> bytes:
    return orjson.dumps({**words, "waiting": waiting})


def _group(tx: Tx, year: int, key: str, sealed: bytes) -> _Group:
    words = orjson.loads(tx.unseal("self_check_group", "payload", _row(year, key), sealed))
    tally = Tally(org=words["org"], people=words["people"], sums=tuple(words["sums"]))
    return _Group(tally=tally, waiting=tuple(words["waiting"]))


def _row(year: int, key: str) -> str:
    return f"{year}:{key}"

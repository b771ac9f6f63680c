"""What a tenant decides for itself: lead times, closed days, quiet hours; with defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Column, PrimaryKeyConstraint, String, bindparam, delete, select

from bot.errors import Unreadable
from bot.retention import TERMS, Kind
from bot.storage.columns import Json
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx
from bot.workdays import Calendar, Hours, Season, WorkingTimes

POLICY = table(
    "policy",
    Column("name", String(40), nullable=False),
    Column("value", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)
_ALL = select(POLICY.c.name, POLICY.c.value)
_CLEAR = delete(POLICY).where(POLICY.c.name == bindparam("one"))
_SET = upsert(POLICY).values(name=bindparam("name"), value=bindparam("value"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One field for each decision. Days are civil days, times those of the tenant's zone.

    `lead_days`: the city's own time before an agreement's end. `offsets`: cards so many days
    before the decision day. `mailing_days`: working days that a letter takes. `closed_days`:
    the city's own, beside holidays and the turn of the year. No card goes out from `quiet_from`
    until `quiet_to`. `morning`: when the day's cards go out. `approval_size`: a notice to more
    people than this needs somebody else's approval. `timezone`: where the tenant's days
    begin and end; None: as the operator has set it for everybody. Meetings are planned from
    `working_from` to `working_to`, not from `lunch_from` to `lunch_to`, not in `busy_seasons`.
    `role_groups`: a role and the id of a group of the directory whose people have it.
    `disclosure_window`: where people ask for disclosure, correction and suspension of use.
    `retention`: for how many years each kind of record is kept after its year.
    """

    lead_days: int = 90
    offsets: tuple[int, ...] = (90, 60, 30, 14, 7, 1)
    mailing_days: int = 3
    closed_days: tuple[date, ...] = ()
    quiet_from: time = time(18, 0)
    quiet_to: time = time(8, 0)
    morning: time = time(8, 30)
    approval_size: int = 100
    timezone: str | None = None
    working_from: time = time(9, 0)
    working_to: time = time(17, 0)
    lunch_from: time = time(12, 0)
    lunch_to: time = time(13, 0)
    busy_seasons: tuple[Season, ...] = (Season.read("03-20/04-10"),)
    role_groups: tuple[tuple[str, str], ...] = ()
    disclosure_window: str = ""
    retention: tuple[tuple[str, int], ...] = tuple(
        (kind, term.years) for kind, term in TERMS.items()
    )

    def kept_years(self, kind: Kind) -> int:
        """For how many years this kind is kept; at least as long as what goes with it."""
        years = dict(self.retention)
        return max(years[one] for one in (kind, *TERMS[kind].takes))

    @property
    def calendar(self) -> Calendar:
        return Calendar(frozenset(self.closed_days), self.mailing_days)

    @property
    def hours(self) -> Hours:
        return Hours(
            calendar=self.calendar,
            morning=self.morning,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
        )

    @property
    def working_times(self) -> WorkingTimes:
        return WorkingTimes(
            opens=self.working_from,
            closes=self.working_to,
            lunch_from=self.lunch_from,
            lunch_to=self.lunch_to,
            busy=self.busy_seasons,
        )


DEFAULT = Policy()


def of(tx: Tx) -> Policy:
    """The tenant's policy: what it has set, and sound defaults for the rest."""
    found: Policy | None = tx.known.get(POLICY.name)
    if found is None:
        found = tx.known[POLICY.name] = _found(tx)
    return found


def _found(tx: Tx) -> Policy:
    # What another release set stays in its row, and means nothing to this one.
    rows = [row for row in tx.all(_ALL) if row.name in _READERS]
    found = {row.name: _READERS[row.name](row.value) for row in rows}
    return replace(DEFAULT, **found) if found else DEFAULT


def zone(tx: Tx, otherwise: ZoneInfo) -> ZoneInfo:
    """The time zone that the tenant has set, else the operator's."""
    name = of(tx).timezone
    return ZoneInfo(name) if name else otherwise


def sending_time(tx: Tx, now: datetime) -> datetime:
    """`now` (in the tenant's zone), or the next morning on which cards may go out."""
    return of(tx).hours.opens(now)


def change(tx: Tx, given: Mapping[str, Any]) -> Policy:
    """Set what `given` names, all or nothing; None goes back to the default.

    Raises Unreadable with the name and what to write.
    """
    for name, value in given.items():
        tx.run(_CLEAR, one=_known(name))
        found = None if value is None else _read(name, value)
        if found is not None:
            tx.run(_SET, name=name, value=_plain(found))
    tx.known.pop(POLICY.name, None)
    return _sound(of(tx))


def _sound(policy: Policy) -> Policy:
    """The same; raises Unreadable where no meeting would find a time any more."""
    if policy.working_from >= policy.working_to:
        raise Unreadable("working_to", "write a time later than working_from")
    if policy.lunch_from > policy.lunch_to:
        raise Unreadable("lunch_to", "write a time not earlier than lunch_from")
    return policy


def shown(policy: Policy) -> dict[str, Any]:
    """The policy as plain JSON, in the order of its fields."""
    return {field.name: _plain(getattr(policy, field.name)) for field in fields(policy)}


def _known(name: str) -> str:
    if name not in _READERS:
        known = ", ".join(_READERS)
        raise Unreadable(f"{name}", f"no tenant setting has this name; there are: {known}")
    return name


def _read(name: str, value: Any) -> Any:
    try:
        return _READERS[name](value)
    except (TypeError, ValueError):
        raise Unreadable(name, f"write {_WANTED[name]}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Season):
        return str(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise ValueError
    return value


def _counts(value: Any) -> tuple[int, ...]:
    found = tuple(_count(one) for one in _listed(value))
    if not found:
        raise ValueError
    return tuple(sorted(set(found), reverse=True))


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _day(value: Any) -> date:
    return value if type(value) is date else date.fromisoformat(value)


def _days(value: Any) -> tuple[date, ...]:
    return tuple(sorted({_day(one) for one in _listed(value)}))


def _time(value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def _seasons(value: Any) -> tuple[Season, ...]:
    return tuple(Season.read(one) for one in _strings(value))


def _strings(value: Any) -> list[str]:
    found = _listed(value)
    if not all(isinstance(one, str) for one in found):
        raise TypeError
    return found


def _timezone(value: Any) -> str | None:
    """The name of a time zone; an empty one goes back to the operator's, as TOML has no null."""
    if not isinstance(value, str):
        raise TypeError
    try:
        return ZoneInfo(value).key if value else None
    except (ZoneInfoNotFoundError, OSError):  # a folder of the database is no zone either
        raise ValueError from None


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _MOST_WORDS:
        raise ValueError
    return " ".join(value.split())


_MOST_WORDS = 300
_ROLE = re.compile(r"[a-z_]{1,40}")


def _role_groups(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({_role_group(one) for one in _listed(value)}))


def _role_group(value: Any) -> tuple[str, str]:
    role, group = _listed(value)
    if not _ROLE.fullmatch(role):
        raise ValueError
    return role, str(UUID(str(group)))


_MOST_YEARS = 100


def _retention(value: Any) -> tuple[tuple[str, int], ...]:
    """Years by kind; what isn't named keeps its default, what the law sets isn't shortened."""
    given = dict(_term(one) for one in _listed(value))
    return tuple((kind, given.get(kind, term.years)) for kind, term in TERMS.items())


def _term(value: Any) -> tuple[Kind, int]:
    name, years = _listed(value)
    kind, least = _kind(name), TERMS[_kind(name)].least
    if _count(years) < least:
        line = f"the law keeps {kind} for {least} years; write {least} or more"
        raise Unreadable(f"retention, {kind}", line)
    if years > _MOST_YEARS:
        raise Unreadable(f"retention, {kind}", f"write at most {_MOST_YEARS} years")
    return kind, years


def _kind(name: Any) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        known = ", ".join(TERMS)
        raise Unreadable(
            "retention", f"no kind of records has this name; there are: {known}"
        ) from None


_READERS: dict[str, Any] = {
    "lead_days": _count,
    "offsets": _counts,
    "mailing_days": _count,
    "closed_days": _days,
    "quiet_from": _time,
    "quiet_to": _time,
    "morning": _time,
    "approval_size": _count,
    "timezone": _timezone,
    "working_from": _time,
    "working_to": _time,
    "lunch_from": _time,
    "lunch_to": _time,
    "busy_seasons": _seasons,
    "role_groups": _role_groups,
    "disclosure_window": _words,
    "retention": _retention,
}
_WANTED = {
    "lead_days": "a number of days, such as 90",
    "offsets": "a list of days, such as [90, 60, 30, 14, 7, 1]",
    "mailing_days": "a number of working days, such as 3",
    "closed_days": 'a list of days, such as ["2026-10-01"]',
    "quiet_from": 'a time, such as "18:00"',
    "quiet_to": 'a time, such as "08:00"',
    "morning": 'a time, such as "08:30"',
    "approval_size": "a number of people, such as 100",
    "timezone": 'a time zone, such as "Asia/Tokyo", or "" for RENKEI_TIMEZONE',
    "working_from": 'a time, such as "09:00"',
    "working_to": 'a time, such as "17:00"',
    "lunch_from": 'a time, such as "12:00"',
    "lunch_to": 'a time, such as "13:00"',
    "busy_seasons": 'a list of spans, such as ["03-20/04-10", "2026-12-01/2026-12-18"]',
    "role_groups": 'a list of roles with group ids, such as [["auditor", "0f8e…"]]',
    "disclosure_window": 'a text of at most 300 letters, such as "総務課 市政情報係 00-0000-0000"',
    "retention": 'a list of kinds and years, such as [["notices", 3]]',
}
assert _READERS.keys() == {field.name for field in fields(Policy)}  # noqa: S101

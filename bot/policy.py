"""What a tenant decides for itself: lead times, closed days, quiet hours, sizes; with defaults."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, String, bindparam, delete, select

from bot.errors import Unreadable
from bot.storage.columns import Json
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

POLICY = table(
    "policy",
    Column("name", String(40), nullable=False),
    Column("value", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)
_ALL = select(POLICY.c.name, POLICY.c.value)
_CLEAR = delete(POLICY).where(POLICY.c.name == bindparam("one"))
_SET = upsert(POLICY).values(name=bindparam("name"), value=bindparam("value"))
_MONTH_DAY = "MM-DD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One field for each decision. Days are civil days, times those of the tenant's zone.

    `lead_days`: the city's own time before an agreement's end. `offsets`: cards so many days
    before the decision day. `mailing_days`: working days that a letter takes. `closed_days`:
    the city's own, beside holidays and the turn of the year. `busy_seasons`: spans (MM-DD) in
    which no meeting is proposed. Nothing but attendance and safety is sent in quiet hours.
    `morning`: when the day's cards go out. `approval_size`: audience above which a notice needs
    a second person.
    """

    lead_days: int = 90
    offsets: tuple[int, ...] = (90, 60, 30, 14, 7, 1)
    mailing_days: int = 3
    closed_days: tuple[date, ...] = ()
    busy_seasons: tuple[tuple[str, str], ...] = (("03-20", "04-10"),)
    quiet_from: time = time(18, 0)
    quiet_to: time = time(8, 0)
    morning: time = time(8, 30)
    approval_size: int = 100


DEFAULT = Policy()


def of(tx: Tx) -> Policy:
    """The tenant's policy: what it has set, and sound defaults for the rest."""
    rows = tx.all(_ALL)
    return replace(DEFAULT, **{row.name: _READERS[row.name](row.value) for row in rows})


def change(tx: Tx, given: Mapping[str, Any]) -> Policy:
    """Set what `given` names, all or nothing; None goes back to the default.

    Raises Unreadable with the name and what to write.
    """
    for name, value in given.items():
        tx.run(_CLEAR, one=_known(name))
        if value is not None:
            tx.run(_SET, name=name, value=_plain(_read(name, value)))
    return of(tx)


def shown(policy: Policy) -> dict[str, Any]:
    """The policy as plain JSON, in the order of its fields."""
    return {name: _plain(value) for name, value in asdict(policy).items()}


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


def _seasons(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_month_day(first), _month_day(last)) for first, last in _listed(value))


def _month_day(value: Any) -> str:
    return date.fromisoformat(f"2000-{value}").strftime("%m-%d")


_READERS: dict[str, Any] = {
    "lead_days": _count,
    "offsets": _counts,
    "mailing_days": _count,
    "closed_days": _days,
    "busy_seasons": _seasons,
    "quiet_from": _time,
    "quiet_to": _time,
    "morning": _time,
    "approval_size": _count,
}
_WANTED = {
    "lead_days": "a number of days, such as 90",
    "offsets": "a list of days, such as [90, 60, 30, 14, 7, 1]",
    "mailing_days": "a number of working days, such as 3",
    "closed_days": 'a list of days, such as ["2026-10-01"]',
    "busy_seasons": f'a list of spans {_MONTH_DAY}, such as [["03-20", "04-10"]]',
    "quiet_from": 'a time, such as "18:00"',
    "quiet_to": 'a time, such as "08:00"',
    "morning": 'a time, such as "08:30"',
    "approval_size": "a number of people, such as 100",
}
assert _READERS.keys() == {field.name for field in fields(Policy)}  # noqa: S101

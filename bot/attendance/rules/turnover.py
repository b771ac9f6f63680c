"""What remains of the old when a newer roster of the same school year says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Somebody is in a class from–to, both days included."""

    class_id: int
    since: date
    until: date

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


def ended(stay: Stay, today: date) -> Stay | None:
    """What remains of a stay that the newest roster doesn't name any more: until yesterday.

    What hadn't begun was never true. So the books of past days keep who was in the class then.
    """
    last = min(stay.until, today - timedelta(days=1))
    return replace(stay, until=last) if stay.since <= last else None


def kept(old: Iterable[Stay], named: int | None, today: date) -> tuple[tuple[Stay, Stay], ...]:
    """Which old stays remain, each with what is left of it, where a roster without days names a
    child in the class `named` (None: in none)."""
    left = ((one, ended(one, today)) for one in old if not _goes_on(one, named, today))
    return tuple((one, rest) for one, rest in left if rest is not None)


def begins(old: Iterable[Stay], wanted: Stay, today: date) -> Stay:
    """From when a child is in the class that a roster without days names: as before where they
    are in it already, else from today on. `old`: what the roster until now says."""
    going_on = [one for one in old if _goes_on(one, wanted.class_id, today)]
    first = going_on[0].since if going_on else max(wanted.since, today)
    return replace(wanted, since=min(first, wanted.until))


def _goes_on(one: Stay, named: int | None, today: date) -> bool:
    return one.class_id == named and one.covers(today)

"""When the clock has something to do about schools' days: where a jump of it must stop."""

from datetime import datetime

from bot.attendance.plan import school_days
from bot.attendance.store import cases, clocks, rolls, schools
from bot.storage.tx import Tx
from bot.zone import zone


def instants(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When, after one moment and until another, a school's day, a roll or a search moves on."""
    here = zone(tx)
    found = {
        instant
        for school in schools.every(tx)
        for instant in school_days.instants(tx, school, since, until, here)
    }
    for kept in (rolls, cases, clocks):
        found |= {*kept.looks(tx, since, until)}
    return tuple(sorted(found))

"""Cells of a training workbook: codes, days with times, addresses, whom a course is for."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.errors import Unreadable
from bot.people.model import Role
from bot.people.selectors import By, Selector, parse
from bot.sheets import Row, clock_in, day_in
from bot.training.rules import bounds
from bot.workdays import ONE_DAY
from cards.verbs import FIRST_YEAR, LAST_YEAR

_PUPILS = [Selector(by=By.ROLE, value=role.value) for role in (Role.PUPIL, Role.GUARDIAN)]


def code(row: Row) -> str:
    """By what a course is named."""
    return row.needed("code", at_most=bounds.CODE)


def year(row: Row) -> int | None:
    """A fiscal year; None where it is left out."""
    return row.whole("year", at_least=FIRST_YEAR, at_most=LAST_YEAR)


def number(row: Row, key: str) -> int:
    """By what a session or a wave is named within its course."""
    return count(row, key, at_least=1, at_most=bounds.NUMBER)


def count(row: Row, key: str, *, at_least: int, at_most: int = bounds.SEATS) -> int:
    """A whole number that has to be there."""
    row.needed(key)
    found = row.whole(key, at_least=at_least, at_most=at_most)
    return 0 if found is None else found


def selectors(row: Row, key: str) -> tuple[str, ...]:
    """As people's selectors are written. Neither lists, which nobody keeps up to date, nor pupils
    and guardians: they don't attend."""
    found = []
    for text in row.listed(key):
        try:
            one = parse(text)
        except Unreadable as fault:
            raise row.bad(key, fault.remedy) from None
        if one.by is By.LIST:
            raise row.bad(key, "names a list; write a department, a role or another selector")
        if one in _PUPILS:
            raise row.bad(key, "names pupils or guardians; courses are for staff")
        found.append(str(one))
    return tuple(dict.fromkeys(found))


def link(row: Row, key: str) -> str:
    """An https address, "" for none."""
    found = row.text(key, at_most=2000)
    if found and not bounds.is_address(found):
        raise row.bad(key, "write an address that begins with https://")
    return found


def needed_day(row: Row, key: str) -> date:
    """A day that has to be there."""
    row.needed(key)
    found = day(row, key)
    if found is None:
        raise row.bad(key, "is empty; fill it in")
    return found


def day(row: Row, key: str) -> date | None:
    """A day that somebody can mean; None if empty."""
    found = row.day(key)
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise row.bad(key, f"is not in the years {FIRST_YEAR} to {LAST_YEAR}; correct it")
    return found


def clock(row: Row, key: str) -> time:
    """A time of day, from a time cell or a text."""
    cell = row.cells.get(key, "")
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    found = clock_in(row.needed(key))
    if found is None:
        raise row.bad(key, "is not a time; write it like 13:30")
    return found


def instant(row: Row, key: str, zone: ZoneInfo, *, end_of_day: bool) -> datetime | None:
    """A day with a time. A day alone begins it, or ends it (the first instant of the next)."""
    cell = row.cells.get(key, "")
    if isinstance(cell, datetime) and cell.time() != time.min:
        return cell.replace(second=0, microsecond=0, tzinfo=zone)
    text = row.text(key)
    day_part, _, clock_part = text.rpartition(" ")
    at = clock_in(clock_part) if day_part else None
    if at is not None and (found := day_in(day_part)) is not None:
        return datetime.combine(found, at, zone)
    whole = day(row, key)
    if whole is None:
        return None
    return datetime.combine(whole + ONE_DAY if end_of_day else whole, time.min, zone)

"""Names in a sheet that the people file has to know: what nobody answers to would bind nobody."""

from collections.abc import Callable, Iterable
from datetime import date

from bot.people import store as people
from bot.people.posts import posts_named
from bot.people.rules import folded
from bot.people.selectors import By, Selector, parse
from bot.sheets import Row
from bot.storage.tx import Tx
from bot.training.model import Org
from bot.training.store import departments, municipalities

_KNOWN = "training.names"
_NO_MUNICIPALITIES = (
    "names a municipality, but the people file names none; fill its column 市区町村, load it first"
)
_FAULTS = {
    By.DEPARTMENT: "is a department in which nobody in the people file works",
    By.GRADE: "is a grade that nobody in the people file has",
    By.POST: "is a post that the people file doesn't have",
}
_REMEDY = "correct it, or load the people file first"


def municipality(tx: Tx, row: Row, key: str, name: str) -> None:
    """Raise BadCell for a municipality to which nobody belongs."""
    if municipalities.has(tx, name):
        return
    if not municipalities.every(tx):
        raise row.bad(key, _NO_MUNICIPALITIES)
    fault = "names a municipality to which nobody in the people file belongs"
    raise row.bad(key, f"{fault}; {_REMEDY}")


def organisation(tx: Tx, row: Row, key: str, org: Org, name: str) -> None:
    """Raise BadCell for whom a quota could never count: it counts by the very letters."""
    if org is Org.MUNICIPALITY:
        municipality(tx, row, key, name)
    elif not departments.has(tx, name):
        raise row.bad(key, f"{_FAULTS[By.DEPARTMENT]}; {_REMEDY}")


def organizer(tx: Tx, row: Row, key: str, mail: str, on: date) -> None:
    """Raise BadCell for a mail of nobody: neither meeting nor attendance report would come."""
    if mail and people.find_by_mail(tx, mail, on) is None:
        raise row.bad(key, f"is a mail address that nobody in the people file has; {_REMEDY}")


def selectors(tx: Tx, row: Row, key: str, texts: Iterable[str], days: tuple[date, ...]) -> None:
    """Raise BadCell for whom no line of the people file can be on any of these days.

    A group's people are the directory's to know, and a role may be held by nobody for a while.
    """
    for one in map(parse, texts):
        if one.by is By.MUNICIPALITY and folded(one.value) not in _folded(tx, one.by):
            municipality(tx, row, key, one.value)
        elif one.by in _FAULTS and not _is_known(tx, one, days):
            raise row.bad(key, f"{one.value} {_FAULTS[one.by]}; {_REMEDY}")


def _is_known(tx: Tx, one: Selector, days: tuple[date, ...]) -> bool:
    if one.by is By.POST:
        return any(posts_named(tx, one.value, day) for day in days)
    return folded(one.value) in _folded(tx, one.by)


_EVERY: dict[By, Callable[[Tx], tuple[str, ...]]] = {
    By.MUNICIPALITY: municipalities.every,
    By.DEPARTMENT: departments.every,
    By.GRADE: departments.grades,
}


def _folded(tx: Tx, by: By) -> frozenset[str]:
    """All names as selectors compare them, looked up once for a file."""
    known: dict[By, frozenset[str]] = tx.known.setdefault(_KNOWN, {})
    if by not in known:
        known[by] = frozenset(map(folded, _EVERY[by](tx)))
    return known[by]

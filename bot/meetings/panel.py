"""Quarters met, for the tab: each series with its periods of last and this fiscal year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.meetings.model import Series, SeriesState
from bot.meetings.rules.quarters import Quarter, last_met_on, quarters
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from bot.people import names
from bot.people import store as people
from bot.people.model import Role
from bot.slice import Panel
from bot.turns.turn import Turn
from bot.zone import zone_of

MOST = 40  # series of one picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One series: how often it is promised, and what became of each period.

    `every` counts `unit` (months or weeks), 0 while nobody has said how often. `last_met_on`: the
    day on which it met last.
    """

    id: int
    title: str
    partner: str
    owner: str
    unit: str
    every: int
    quarters: tuple[Quarter, ...]
    last_met_on: date | None
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """All series that concern the reader, those with something missing first.

    `met` of `due` periods that have begun in this fiscal year were met, in writing too; `missed`
    passed without; `more`: how many series the picture leaves out.
    """

    today: date
    whole: bool
    series: tuple[Kept, ...]
    due: int
    met: int
    missed: int
    more: int


def offered(turn: Turn) -> bool:
    """Staff whose posts, or those below a manager, own or attend a series, and the desk."""
    return turn.person.is_staff and next(iter(_concerning(turn)), None) is not None


def read(turn: Turn, asked: Mapping[str, int]) -> Promises:
    """Every series with its quarters as they stand."""
    del asked
    found = [_kept(turn, one) for one in _concerning(turn)]
    found.sort(key=lambda one: (-_missing(one), one.title, one.id))
    shown = found[:MOST]
    begun = [quarter for one in found for quarter in one.quarters if _counts(quarter, turn.today)]
    return Promises(
        today=turn.today,
        whole=_sees_all(turn),
        series=tuple(shown),
        due=len(begun),
        met=sum(one.state in _MET for one in begun),
        missed=sum(one.state == "missed" for one in begun),
        more=len(found) - len(shown),
    )


_MET = ("met", "written")
_OWED = ("met", "written", "booked", "owed", "missed")
_APRIL = 4


def _sees_all(turn: Turn) -> bool:
    return Role.AGREEMENT_DESK in turn.person.roles


def _concerning(turn: Turn) -> Iterable[Series]:
    """Series of the reader's posts and, for a manager, of those below; all for the desk."""
    own = [holder.post for holder in turn.holders.of]
    if _sees_all(turn):
        found: Iterable[Series] = all_series.every(turn.tx)
    elif Role.MANAGER in turn.person.roles:
        found = all_series.concerning(turn.tx, (*own, *people.below(turn.tx, own, turn.today)))
    else:
        found = all_series.concerning(turn.tx, own)
    return (one for one in found if one.state is not SeriesState.ENDED)


def _kept(turn: Turn, series: Series) -> Kept:
    of_it = meetings.of_series(turn.tx, series.id)
    cadence = series.cadence
    return Kept(
        id=series.id,
        title=series.title,
        partner=series.partner,
        owner=names.post_name(turn.tx, series.post, turn.today),
        unit=cadence.unit.value if cadence else "",
        every=cadence.count if cadence else 0,
        quarters=quarters(series, of_it, turn.today, zone_of(turn.now)),
        last_met_on=last_met_on(of_it),
        own=turn.holders.owning((series.post, *series.posts)) is not None,
    )


def _missing(kept: Kept) -> int:
    return sum(one.state == "missed" for one in kept.quarters)


def _counts(quarter: Quarter, today: date) -> bool:
    """Whether the period is one of this fiscal year that has begun and in which one is owed."""
    year = today.year if today.month >= _APRIL else today.year - 1
    return date(year, _APRIL, 1) <= quarter.first <= today and quarter.state in _OWED


PANELS = (Panel(name="meetings", view=Promises, offered=offered, read=read, slow=True),)

"""「会議」 in chat, a meeting as it stands, and a series with what was met: nothing changes."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from bot.meetings import acting, shown
from bot.meetings.model import ENDED, Meeting, Series, SeriesState
from bot.meetings.store import follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.meetings.turns.press import card, readable_series, reading_at, series_card
from bot.people.model import Role
from bot.people.rules import folded
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()
MOST = 40  # a card lists the nearest; drawing all of a large city's would take its time


@router.on(view.Show, refreshes=True)
def show(turn: Turn, verb: view.Show) -> Card:
    """The meeting as it stands, for who decides and who attends."""
    return card(turn, reading_at(turn, verb.meeting_id))


@router.on(view.ShowSeries)
def show_series(turn: Turn, verb: view.ShowSeries) -> Card:
    """The series with its quarters met, as a table and a picture."""
    return series_card(turn, readable_series(turn, verb.series_id))


@router.on(view.Mine)
def mine(turn: Turn, verb: view.Mine) -> Card:
    """The series and meetings that concern the reader, and what they have still to do."""
    del verb
    return _listed(turn, "")


@router.hears(
    r"会議|定例会|(?:my\s+)?meetings?",
    r"(?:会議|定例会)\s+(?P<words>.+)",
    r"meetings?\s+(?P<words>.+)",
)
def hear(turn: Turn, words: str) -> Card:
    """「会議」; with words, those whose title or partner they name."""
    bare = words.lower() in ("会議", "定例会", "meeting", "meetings", "my meeting", "my meetings")
    return _listed(turn, "" if bare else words)


def _listed(turn: Turn, words: str) -> Card:
    acting.staff_only(turn)
    found = [one for one in _concerning(turn) if _is_named(one, words)]
    if words and len(found) == 1:
        return series_card(turn, found[0])
    coming = dict(_coming(turn, found))
    quiet = [one for one in found if one.id not in coming]
    nearest = sorted(coming.values(), key=partial(_day, turn))[:MOST]
    left = follow_ups.open_for(turn.tx, [holder.post for holder in turn.holders.of])
    return cards.mine(
        turn.lang,
        [shown.shown(turn.tx, one, turn.now) for one in nearest],
        shown.shown_follow_ups(turn.tx, left[:MOST], turn.today),
        series=[shown.shown_series(turn.tx, one, turn.now) for one in quiet[:MOST]],
        today=turn.today,
    )


def _concerning(turn: Turn) -> Iterable[Series]:
    """Series of the reader's own posts; all of them for the agreement desk."""
    if Role.AGREEMENT_DESK in turn.person.roles:
        found: Iterable[Series] = all_series.every(turn.tx)
    else:
        found = all_series.concerning(turn.tx, [holder.post for holder in turn.holders.of])
    return (one for one in found if one.state is not SeriesState.ENDED)


def _is_named(series: Series, words: str) -> bool:
    return folded(words) in folded(f"{series.title} {series.partner}")


def _coming(turn: Turn, found: Iterable[Series]) -> Iterator[tuple[int, Meeting]]:
    """Of each series the first meeting that has no answer yet."""
    for series in found:
        waiting = (one for one in meetings.of_series(turn.tx, series.id) if one.stage not in ENDED)
        if (meeting := next(waiting, None)) is not None:
            yield series.id, meeting


def _day(turn: Turn, meeting: Meeting) -> date:
    """The day by which lists go, as the tenant's calendar has it."""
    slot = meeting.slot
    return slot.start.astimezone(turn.now.tzinfo).date() if slot else meeting.period.last

"""What every press does: who may, is the card current, then history, ledger, every copy."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.meetings import acting, notices, shown, step
from bot.meetings.model import ENDED, Meeting, Series, SeriesState
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.rules.shown import Shown
from bot.meetings.store import follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.meetings.turns.steps import can_take_back
from bot.people.model import Holder
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.lang import Lang
from cards.meetings.verbs import EndSeries, SetCadence, Show, ShowSeries

CHANGED = "meetings.refused.changed"
NOT_YOURS = "meetings.refused.not_yours"
OF_SERIES = (SetCadence.name, EndSeries.name)  # what may be taken back of them


class Pressed(Protocol):
    """A verb about one meeting, drawn on its card at one version."""

    @property
    def name(self) -> str: ...
    @property
    def meeting_id(self) -> int: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A meeting with its series, and in which capacity the presser acts on it."""

    series: Series
    meeting: Meeting
    holder: Holder


def seat(turn: Turn, verb: Pressed, *, recording: bool = False) -> Seat:
    """The presser's seat; raises Refused for who doesn't decide, Stale (with what opens it) on an
    old card.

    Of a series that has ended nothing more is planned: what is `recording` goes on.
    """
    found = _seated(turn, verb.meeting_id, acting.deciding)
    if verb.version != found.meeting.version:
        raise Stale(CHANGED, show=Show(meeting_id=found.meeting.id))
    return found if recording else _planned(found)


def seat_at(turn: Turn, meeting_id: int, *, recording: bool = False) -> Seat:
    """As `seat`, for what doesn't depend on the card's version."""
    found = _seated(turn, meeting_id, acting.deciding)
    return found if recording else _planned(found)


def _planned(at: Seat) -> Seat:
    """A booked meeting of an ended series is people's own; raises Refused for any other."""
    if at.series.state is SeriesState.ENDED and at.meeting.stage in UNBOOKED:
        raise Refused("meetings.refused.series_ended")
    return at


def reading_at(turn: Turn, meeting_id: int) -> Seat:
    """The seat of whoever may read a meeting: who decides, and who attends. Else Refused."""
    return _seated(turn, meeting_id, acting.reading)


def attending_at(turn: Turn, meeting_id: int) -> Seat:
    """The seat of whoever attends a meeting. Else Refused."""
    return _seated(turn, meeting_id, acting.attending)


def _seated(turn: Turn, meeting_id: int, as_whom: acting.Seating) -> Seat:
    acting.staff_only(turn)
    meeting = meetings.get(turn.tx, meeting_id)
    series = all_series.get(turn.tx, meeting.series)
    holder = as_whom(turn, series)
    if holder is None:
        raise Refused(NOT_YOURS)
    return Seat(series=series, meeting=meeting, holder=holder)


def own_series(turn: Turn, series_id: int, version: int | None = None) -> tuple[Series, Holder]:
    """A series for whoever decides on it, as the card of that version showed it; raises Refused,
    and Stale on an old card."""
    acting.staff_only(turn)
    series = all_series.get(turn.tx, series_id)
    holder = acting.deciding(turn, series)
    if holder is None:
        raise Refused(NOT_YOURS)
    if version not in (None, series.version):
        raise Stale(CHANGED, show=ShowSeries(series_id=series.id))
    return series, holder


def readable_series(turn: Turn, series_id: int) -> Series:
    """A series for whoever may read it; raises Refused for others."""
    acting.staff_only(turn)
    series = all_series.get(turn.tx, series_id)
    if acting.reading(turn, series) is None:
        raise Refused(NOT_YOURS)
    return series


def keep(turn: Turn, seat: Seat, after: Meeting, act: str) -> Card:
    """Remember what a press made of a meeting, and show it in every posted copy."""
    kept = remember(turn, seat, after, act)
    show_everywhere(turn, kept)
    return card(turn, kept)


def remember(turn: Turn, seat: Seat, after: Meeting, act: str) -> Seat:
    """Save it, with how it stood before, and write it into the ledger; the seat at it now."""
    step.keep(turn.tx, seat.meeting, after, person=turn.person.id, act=act, at=turn.now)
    noted(turn, seat.holder, act=act, subject=after.subject)
    return replace(seat, meeting=after)


def show_everywhere(turn: Turn, seat: Seat) -> None:
    """Every posted copy shows the meeting as it stands."""
    notices.revise(turn.tx, seat.series, seat.meeting, turn.now)


def card(turn: Turn, seat: Seat) -> Card:
    """The meeting as it stands, for the person of this turn."""
    return cards.matter(turn.lang, shown_to(turn, seat))


def shown_to(turn: Turn, seat: Seat) -> Shown:
    """What the person of this turn sees of a meeting, with what is theirs to take back."""
    decides = acting.deciding(turn, seat.series) is not None
    return shown.shown(turn.tx, seat.meeting, turn.now, reader=turn.person.id, decides=decides)


def form(
    turn: Turn, meeting_id: int, build: Callable[[Lang, Shown], Card], *, recording: bool = False
) -> Card:
    """A form about a meeting, for who may send it back; it changes nothing."""
    return build(turn.lang, shown_to(turn, seat_at(turn, meeting_id, recording=recording)))


def series_card(turn: Turn, series: Series, done: cards.Done | None = None) -> Card:
    """A series with what was met, what comes next and what is left to do."""
    coming = [one for one in meetings.of_series(turn.tx, series.id) if one.stage not in ENDED]
    left = follow_ups.open_of_series(turn.tx, series.id)
    return cards.series(
        turn.lang,
        shown.shown_series(turn.tx, series, turn.now),
        follow_ups=shown.shown_follow_ups(turn.tx, left, turn.today),
        meeting=shown.shown(turn.tx, coming[0], turn.now) if coming else None,
        undoable=can_take_back(turn, series.subject, *OF_SERIES, version=series.version),
        done=done,
    )


def noted(turn: Turn, holder: Holder, *, act: str, subject: str) -> None:
    """The ledger's entry of a press, in the capacity in which it was made."""
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    record(turn.tx, actor, at=turn.now, act=act, subject=subject)

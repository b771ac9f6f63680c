"""A series by hand ends; and 取り消す of that, and of how often it shall meet."""

from dataclasses import replace

from bot.errors import Refused
from bot.meetings import asked, cadences, notices, shown
from bot.meetings.model import ENDED, Cadence, Meeting, Series, SeriesState, Stage, Unit
from bot.meetings.rules import promises, records
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.store import history, meetings
from bot.meetings.store.steps import Step
from bot.meetings.turns.press import (
    OF_SERIES,
    Seat,
    own_series,
    remember,
    show_everywhere,
)
from bot.meetings.turns.series import keep_series, running
from bot.meetings.turns.steps import stepped, take_back
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.lang import SOURCE, Lang
from cards.meetings import verbs as view

router = Router()


@router.on(view.OpenEnd)
def open_end(turn: Turn, verb: view.OpenEnd) -> Card:
    """The second step of 定例会を終了."""
    series, _ = own_series(turn, verb.series_id)
    _by_hand(series)
    return cards.end_form(turn.lang, shown.shown_series(turn.tx, series, turn.now))


@router.on(view.EndSeries)
def end(turn: Turn, verb: view.EndSeries) -> Card:
    """終了する: nothing further is owed; what is booked is cancelled before."""
    series, holder = own_series(turn, verb.series_id, verb.version)
    _by_hand(series)
    left = [one for one in meetings.of_series(turn.tx, series.id) if one.stage not in ENDED]
    if any(_is_ahead(turn, one) for one in left):
        raise Refused("meetings.refused.still_booked")
    for one in left:
        _let_go(turn, Seat(series=series, meeting=one, holder=holder), verb)
    after = promises.ended(series)
    stepped(turn, series.subject, verb.name, version=after.version)
    return keep_series(turn, holder, after, verb.name)


def _let_go(turn: Turn, at: Seat, verb: view.EndSeries) -> None:
    """A meeting that nobody owes any more: why the series ends is its answer, given or not."""
    if at.meeting.stage in UNBOOKED:
        reason = verb.reason or Lang(SOURCE).t("meetings.series_over")
        skipped = records.skip(at.meeting, version=at.meeting.version, reason=reason)
        at = remember(turn, at, skipped, verb.name)
        show_everywhere(turn, at)
    notices.close(turn.tx, at.meeting, turn.now)


def _is_ahead(turn: Turn, meeting: Meeting) -> bool:
    """Whether an event stands for it, or is being written, for a time that is still to come."""
    if meeting.stage in UNBOOKED:
        return False
    return meeting.slot is None or meeting.slot.end > turn.now


def _by_hand(series: Series) -> None:
    running(series)
    if series.source:
        raise Refused("meetings.refused.by_hand_only")


@router.on(view.UndoSeries)
def undo(turn: Turn, verb: view.UndoSeries) -> Card:
    """取り消す: the series as it was before it ended, or before its last cadence."""
    series, holder = own_series(turn, verb.series_id, verb.version)
    step = take_back(turn, series.subject, *OF_SERIES, version=series.version)
    if step.act == view.EndSeries.name:
        after = _running_again(series)
        for meeting in meetings.of_series(turn.tx, series.id):
            _bring_back(turn, Seat(series=after, meeting=meeting, holder=holder), step)
    else:
        cadences.check(turn.tx, series)
        after = _as_often_as_before(series, step)
    return keep_series(turn, holder, after, verb.name)


def _running_again(series: Series) -> Series:
    state = SeriesState.RUNNING if series.cadence else SeriesState.ASKING
    return replace(series, state=state, version=series.version + 1)


def _as_often_as_before(series: Series, step: Step) -> Series:
    said = step.before
    cadence = Cadence(unit=Unit(said["unit"]), count=said["count"]) if said else None
    return _running_again(replace(series, cadence=cadence))


def _bring_back(turn: Turn, at: Seat, ended: Step) -> None:
    """A meeting that the end of the series answered is owed again, as it stood."""
    change = history.last(turn.tx, at.meeting.id)
    if change is None or (change.act, change.at) != (ended.act, ended.at):
        return
    if change.before is None:
        return
    after = records.brought_back(at.meeting, change.before)
    at = remember(turn, at, after, view.UndoSeries.name)
    if after.stage is Stage.LOOKING:
        asked.ask_look(turn.tx, after, turn.now)
    show_everywhere(turn, at)

"""What ends a period: minutes, an exchange in writing, or why nobody met; and 取り消す."""

from collections.abc import Iterator
from datetime import date

from bot.errors import Refused, Stale
from bot.meetings import asked, carrying, notices, promise
from bot.meetings.model import FollowUp, SeriesState, Stage
from bot.meetings.rules import records
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.store import follow_ups, history
from bot.meetings.turns import typed
from bot.meetings.turns.press import Seat, form, keep, seat, seat_at
from bot.turns.returned import mistyped, returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()
_MET = frozenset((Stage.HELD, Stage.WRITTEN))


@router.on(view.OpenSkip)
def open_skip(turn: Turn, verb: view.OpenSkip | view.Skip) -> Card:
    """The form of 今期は開催しない."""
    return form(turn, verb.meeting_id, cards.skip_form, recording=True)


@router.on(view.Skip)
@returning(open_skip)
def skip(turn: Turn, verb: view.Skip) -> Card:
    """開催しないことを記録: with its reason an answer; the promise itself isn't met by it."""
    at = seat(turn, verb, recording=True)
    after = records.skip(at.meeting, version=verb.version, reason=verb.reason)
    return keep(turn, at, after, verb.name)


@router.on(view.OpenWritten)
def open_written(turn: Turn, verb: view.OpenWritten | view.RecordWritten) -> Card:
    """The form of 書面で実施."""
    return form(turn, verb.meeting_id, cards.written_form, recording=True)


@router.on(view.RecordWritten)
@returning(open_written)
def record_written(turn: Turn, verb: view.RecordWritten) -> Card:
    """書面での実施を記録: it meets the promise where the text only aims at meeting."""
    at = seat(turn, verb, recording=True)
    after = records.written(
        at.meeting,
        at.series,
        version=verb.version,
        on=verb.day,
        reason=verb.reason,
        today=turn.today,
    )
    promise.meet(turn.tx, at.series, after)
    return keep(turn, at, after, verb.name)


@router.on(view.OpenMinutes)
def open_minutes(turn: Turn, verb: view.OpenMinutes | view.RecordMinutes) -> Card:
    """The form of 議事録・決定事項を登録."""
    return form(turn, verb.meeting_id, cards.minutes_form, recording=True)


@router.on(view.RecordMinutes)
@returning(open_minutes)
def record_minutes(turn: Turn, verb: view.RecordMinutes) -> Card:
    """登録する: it was held; what it left to do has its owner and day, and comes back."""
    at = _to_record(turn, verb)
    after = records.minutes(
        at.meeting,
        version=verb.version,
        on=verb.day,
        link=verb.link,
        decisions=verb.decisions,
        now=turn.now,
    )
    for left in tuple(_left_to_do(turn, at, verb)):
        kept = follow_ups.add(turn.tx, left)
        notices.follow_up_given(turn.tx, kept, turn.now, by=turn.person.id)
    promise.meet(turn.tx, at.series, after)
    carrying.carry_on(turn.tx, at.series, after, at=turn.now)
    return keep(turn, at, after, verb.name)


def _to_record(turn: Turn, verb: view.RecordMinutes) -> Seat:
    """The seat; where the meeting changed while the minutes were typed, they come back.

    Pressed twice, they stand there already: an old card answers as everywhere.
    """
    try:
        return seat(turn, verb, recording=True)
    except Stale as stale:
        now = seat_at(turn, verb.meeting_id, recording=True).meeting
        if (now.decisions, now.minutes_url) == (verb.decisions, verb.link):
            raise
        raise mistyped(turn, verb, Refused(stale.reason), open_minutes) from None


def _left_to_do(turn: Turn, at: Seat, verb: view.RecordMinutes) -> Iterator[FollowUp]:
    """Each with a day that is still to come; who is left blank is the post that owns the series."""
    for text, who, due in (
        (verb.todo1, verb.post1, verb.due1),
        (verb.todo2, verb.post2, verb.due2),
        (verb.todo3, verb.post3, verb.due3),
    ):
        if text or who:
            yield FollowUp(
                id=0,
                series=at.series.id,
                meeting=at.meeting.id,
                text=text,
                post=typed.post(turn, who) if who else at.series.post,
                due_on=_due(turn, text, due),
            )


def _due(turn: Turn, text: str, due: date | None) -> date:
    if not text or due is None:
        raise Refused("meetings.refused.todo_incomplete")
    return typed.not_past(turn, due)


@router.on(view.Undo)
def undo(turn: Turn, verb: view.Undo) -> Card:
    """取り消す: as it stood before the record, with the promise and what it left to do."""
    at = seat(turn, verb, recording=True)
    change = history.last(turn.tx, at.meeting.id)
    after = records.undo(
        at.meeting, change, person=turn.person.id, at=turn.now, version=verb.version
    )
    if at.series.state is SeriesState.ENDED and after.stage in UNBOOKED:
        raise Refused("meetings.refused.series_ended")
    if at.meeting.stage in _MET:
        promise.owe_again(turn.tx, at.series, at.meeting)
    if change is not None and at.meeting.stage is Stage.HELD:
        for left in follow_ups.of_meeting(turn.tx, at.meeting.id):
            notices.follow_up_gone(turn.tx, left)
        carrying.take_back(turn.tx, at.series, at.meeting, at=change.at)
    if after.stage is Stage.LOOKING:
        asked.ask_look(turn.tx, after, turn.now)
    return keep(turn, at, after, verb.name)

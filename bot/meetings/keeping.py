"""What the slice keeps of people and for how long: evidence, disclosure, erasure, disposal."""

from datetime import date, datetime
from typing import Any

from bot.meetings.model import Meeting, Series, SeriesState, Stage
from bot.meetings.rules.records import evidence_of
from bot.meetings.store import agenda, answers, follow_ups, history, meetings, shown, steps
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx

KEPT_YEARS = 10  # after the fiscal year of the last meeting, as what agreements ask for is filed
_APRIL = 4
_MET = (Stage.HELD, Stage.WRITTEN)


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """The meetings that were held under an article of any matter, with where it is recorded."""
    return tuple(
        {
            "subject": meeting.subject,
            "title": series.title,
            "kind": "meeting",
            "article": series.article,
            "on": meeting.held_on,
            "evidence": evidence_of(meeting),
        }
        for series in all_series.every(tx)
        if series.article == article
        for meeting in meetings.of_series(tx, series.id)
        if meeting.stage in _MET
    )


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What a person pressed, added to agendas, answered, and has in their calendar."""
    acts = (
        {"at": one.at, "act": one.act, "subject": f"meeting:{one.meeting}"}
        for one in history.by(tx, person)
    )
    items = (
        {"at": one.at, "item": one.text, "subject": f"meeting:{one.meeting}"}
        for one in agenda.by(tx, person)
    )
    replies = (
        {"at": one.at, "reply": one.reply.value, "subject": f"meeting:{one.meeting}"}
        for one in answers.by(tx, person)
    )
    organised = ({"organises": one.subject} for one in meetings.organised_by(tx, person))
    return (*acts, *items, *replies, *organised)


def erase(tx: Tx, person: int) -> int:
    """Take a person out; meetings, agendas and records stay. How many rows named them."""
    return (
        history.forget(tx, person)
        + agenda.forget(tx, person)
        + answers.forget(tx, person)
        + meetings.forget(tx, person)
        + steps.forget(tx, person)
    )


def expired(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Ended series whose last period lies longer back than records are kept."""
    today = now.date()
    return tuple(
        series.id
        for series in all_series.every(tx)
        if series.state is SeriesState.ENDED
        and _fiscal_year(today) > _fiscal_year(_last_day(tx, series)) + KEPT_YEARS
    )


def _last_day(tx: Tx, series: Series) -> date:
    days = (_day(one) for one in meetings.of_series(tx, series.id))
    return max(days, default=series.until or series.since)


def _day(meeting: Meeting) -> date:
    return max(meeting.period.last, meeting.held_on or meeting.period.last)


def _fiscal_year(day: date) -> int:
    return day.year if day.month >= _APRIL else day.year - 1


def dispose(tx: Tx, ids: tuple[int, ...]) -> int:
    """Destroy these series and all that hangs on them; how many there were."""
    for series in ids:
        for meeting in meetings.of_series(tx, series):
            _dispose(tx, meeting.id)
    return sum(all_series.erase(tx, series) for series in ids)


def _dispose(tx: Tx, meeting: int) -> None:
    history.erase(tx, meeting)
    agenda.erase(tx, meeting)
    answers.erase(tx, meeting)
    follow_ups.erase(tx, meeting)
    shown.settle(tx, meeting)
    meetings.erase(tx, meeting)

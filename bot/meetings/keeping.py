"""What the slice keeps of people and for how long: evidence, disclosure, erasure, disposal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot import retention
from bot.delivery import outbox
from bot.meetings import posted
from bot.meetings.model import Meeting, Series, SeriesState, Stage
from bot.meetings.rules.records import evidence_of
from bot.meetings.store import agenda, answers, follow_ups, history, meetings, shown, steps
from bot.meetings.store import series as all_series
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx

KEEPS = (Kind.MEETINGS,)
_MET = (Stage.HELD, Stage.WRITTEN)


def evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    """The meetings that were held under an article of any matter, with where it is recorded."""
    return tuple(
        {
            "subject": meeting.subject,
            "source": series.source,
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


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out; meetings, agendas and records stay. How many rows named them."""
    del now
    return (
        history.forget(tx, person)
        + agenda.forget(tx, person)
        + answers.forget(tx, person)
        + meetings.forget(tx, person)
        + steps.forget(tx, person)
    )


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Ended series whose last period lies longer back than records are kept."""
    if wanted.kind not in KEEPS:
        return ()
    found = (
        retention.expired(one.subject, one.id, ended=_last_day(tx, one), years=wanted.years)
        for one in all_series.every(tx)
        if one.state is SeriesState.ENDED
    )
    return retention.page(found, wanted, now.date())


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """The series of a meeting, and those that hang on a matter such as an agreement."""
    kind, _, number = subject.partition(":")
    if kind == "meeting" and number.isdecimal():
        found = meetings.find_one(tx, int(number))
        return (_subject(found.series),) if found else ()
    if kind == "person" and number.isdecimal():
        return tuple(_subject(one) for one in _series_of(tx, int(number)))
    return tuple(one.subject for one in all_series.every(tx) if one.source == subject)


def under(tx: Tx, subject: str) -> tuple[str, ...]:
    """The series of a matter such as an agreement, with their meetings and what was agreed there;
    of a series its meetings."""
    return tuple(
        near
        for series in all_series.every(tx)
        if subject in (series.source, series.subject)
        for near in (series.subject, *_meetings(tx, series.id))
    )


def _meetings(tx: Tx, series: int) -> Iterator[str]:
    for meeting in meetings.of_series(tx, series):
        yield meeting.subject
        yield from (f"follow_up:{one.id}" for one in follow_ups.of_meeting(tx, meeting.id))


def _series_of(tx: Tx, person: int) -> frozenset[int]:
    """Where somebody pressed, wrote or answered."""
    acts = (one.meeting for one in history.by(tx, person))
    items = (one.meeting for one in agenda.by(tx, person))
    replies = (one.meeting for one in answers.by(tx, person))
    found = (meetings.find_one(tx, one) for one in {*acts, *items, *replies})
    return frozenset(one.series for one in found if one is not None)


def _subject(series: int) -> str:
    return f"series:{series}"


def _last_day(tx: Tx, series: Series) -> date:
    days = (_day(one) for one in meetings.of_series(tx, series.id))
    return max(days, default=series.until or series.since)


def _day(meeting: Meeting) -> date:
    return max(meeting.period.last, meeting.held_on or meeting.period.last)


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these series and all that hangs on them, their cards in chats too; how many there
    were."""
    for series in ids:
        outbox.empty(tx, posted.of_series(tx, series), now)
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

"""The days of an agreement as an .ics file, for anybody's own calendar."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import deadlines
from bot.agreements.rules.shown import partner_names
from bot.workdays import ONE_DAY, Calendar
from cards.lang import Lang

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Renkei//agreements//JA"


def of_agreement(
    agreement: Agreement, calendar: Calendar, *, now: datetime, today: date, lang: Lang
) -> bytes:
    """All-day events: the day to decide by, the contractual notice day and the end.

    A file read again replaces the events of the one before (same UID, later sequence).
    """
    from icalendar import Calendar as File  # a twentieth of the start, and seldom asked for

    file = File()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    for name, what, day in _days(agreement, calendar, lang):
        uid = f"{agreement.subject}:{name}@renkei"
        file.add_component(_event(agreement, uid, what, day, now=now, today=today))
    return bytes(file.to_ical())


def _days(agreement: Agreement, calendar: Calendar, lang: Lang) -> Iterator[tuple[str, str, date]]:
    days = deadlines(agreement, calendar)
    if days is None:
        return
    yield "decide", lang.t("agreements.what.renewal"), days.practical
    if days.notice is not None:
        yield "notice", lang.t("agreements.what.notice"), days.notice
    yield "end", lang.t("agreements.fact.end"), days.end


def _event(
    agreement: Agreement, uid: str, what: str, day: date, *, now: datetime, today: date
) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("sequence", agreement.version)
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("summary", f"{what}：{agreement.title}")
    event.add("description", partner_names(agreement, today))
    event.add("transp", "TRANSPARENT")
    return event

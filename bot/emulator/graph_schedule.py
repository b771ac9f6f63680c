"""Graph's getSchedule: when mailboxes are taken, at most twenty of them over 62 days."""

from datetime import datetime, timedelta

from bot.emulator.calendars import Calendars, Mailbox
from bot.emulator.graph_answers import Asked, Body
from bot.emulator.graph_events import Zone, bad, instant, preferred
from bot.emulator.tenant import Person

_MOST = 20
_LONGEST = timedelta(days=62)
_DIGITS = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
_WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class Schedules:
    """Answers for people and rooms of this tenant; nobody else can be seen."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def answer(self, asked: Asked) -> Body:
        """One entry for each that is asked about, be it only why it can't be seen."""
        wish = {name.lower(): value for name, value in (asked.body or {}).items()}
        start, end = instant(wish.get("starttime")), instant(wish.get("endtime"))
        mails = wish.get("schedules") or []
        minutes = wish.get("availabilityviewinterval", 30)
        _check(mails, start, end, minutes)
        zone, step = preferred(asked.prefer), timedelta(minutes=minutes)
        rows = [self._one(str(mail), start, end, zone, step) for mail in mails]
        context = "Collection(microsoft.graph.scheduleInformation)"
        return {"@odata.context": f"{asked.base}/$metadata#{context}", "value": rows}

    def _one(self, mail: str, start: datetime, end: datetime, zone: Zone, step: timedelta) -> Body:
        try:
            mailbox = self._calendars.mailbox(mail)
        except KeyError:
            message = f"Unable to resolve e-mail address {mail} to an Active Directory object."
            return _unseen(mail, "5009", message)
        if mailbox is None:
            return _unseen(mail, "5016", "Microsoft.Exchange.InfoWorker: mailbox logon failed.")
        taken = self._taken(mailbox, start, end)
        return {
            "scheduleId": mail,
            "availabilityView": _view(taken, start, end, step),
            "scheduleItems": [_item(*one, zone) for one in taken],
            "workingHours": _hours(mailbox),
        }

    def _taken(
        self, mailbox: Mailbox, start: datetime, end: datetime
    ) -> list[tuple[str, datetime, datetime]]:
        found = self._calendars.between(mailbox, start, end)
        return [(self._calendars.shown(mailbox, one), one.start, one.end) for one in found]


def _check(mails: object, start: datetime, end: datetime, minutes: object) -> None:
    if not isinstance(mails, list) or not 0 < len(mails) <= _MOST:
        raise bad("ErrorInvalidParameter", f"Between 1 and {_MOST} schedules can be requested.")
    if not isinstance(minutes, int) or not 5 <= minutes <= 1440:
        raise bad("ErrorInvalidMergedFreeBusyInterval", "The interval is out of range.")
    if start >= end:
        raise bad("ErrorInvalidTimeInterval", "The time duration specified is invalid.")
    if end - start > _LONGEST:
        message = "The requested time duration is too big. The allowed limit is 62 days."
        raise bad("ErrorTimeIntervalTooBig", message)


def _unseen(mail: str, code: str, message: str) -> Body:
    return {"scheduleId": mail, "error": {"message": message, "responseCode": code}}


def _item(status: str, start: datetime, end: datetime, zone: Zone) -> Body:
    return {"status": status, "start": zone.moment(start), "end": zone.moment(end)}


def _view(
    taken: list[tuple[str, datetime, datetime]], start: datetime, end: datetime, step: timedelta
) -> str:
    digits, at = [], start
    while at < end:
        over = (kind for kind, first, last in taken if first < at + step and at < last)
        digits.append(max((_DIGITS.get(kind, 0) for kind in over), default=0))
        at += step
    return "".join(str(digit) for digit in digits)


def _hours(mailbox: Mailbox) -> Body:
    works = mailbox.works if isinstance(mailbox, Person) else None
    first, last = (f"{at:%H:%M:%S}.0000000" for at in works) if works else ("00:00:00", "23:59:00")
    return {
        "daysOfWeek": list(_WORKDAYS),
        "startTime": first,
        "endTime": last,
        "timeZone": {"name": "Tokyo Standard Time"},
    }

"""What the calendars' answers put in doubt: of people, of the room, of the calendars themselves."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.errands.model import NOT_CONSENTED, Never
from bot.meetings import audience
from bot.meetings.calendars import Seen, Written
from bot.meetings.model import Doubt, Meeting, Series, Trouble
from bot.people import store as people
from bot.storage.tx import Tx
from graph.calendar import Event

DECLINED = "declined"
# What each look at an event finds out anew.
NOTICED = frozenset((Trouble.UNINVITED, Trouble.LEFT, Trouble.ROOM_MISSING, Trouble.ROOM_DECLINED))


def of_seen(mails: Sequence[str], persons: Sequence[int], seen: Seen) -> Iterator[Doubt]:
    """Whose calendar, and whether the room's, could not be seen."""
    whose = dict(zip(mails, persons, strict=True))
    for mail in seen.unseen:
        yield Doubt(trouble=Trouble.NO_MAILBOX, person=whose[mail])
    for mail in seen.hidden:
        yield Doubt(trouble=Trouble.UNSEEN, person=whose[mail])
    if seen.room_missing:
        yield Doubt(trouble=Trouble.ROOM_MISSING)
    if seen.room_hidden:
        yield Doubt(trouble=Trouble.ROOM_UNSEEN)


def vacant(tx: Tx, series: Series, on: date) -> Iterator[Doubt]:
    """The posts that must attend and for which nobody is there."""
    for post in audience.vacant(tx, series, on):
        yield Doubt(trouble=Trouble.VACANT, post=post)


def unanswered(outcome: object, person: int = 0, *, wrote: bool = True) -> list[Doubt]:
    """Why the calendars gave no answer; nothing where they did. `wrote`: they were to be written.

    That a mailbox is missing is said of each person by name.
    """
    match outcome:
        case Trouble.NO_MAILBOX:
            return []
        case Trouble():
            return [Doubt(trouble=outcome, person=person)]
        case Never(reason) if reason.startswith(NOT_CONSENTED):
            return [Doubt(trouble=Trouble.NOT_CONSENTED)]
        case Seen() | Event() | Written():
            return []
    return [Doubt(trouble=Trouble.UNANSWERED if wrote else Trouble.UNREACHABLE)]


def of_room(series: Series, event: Event) -> list[Doubt]:
    """Whether the series' room is invited and won't have the meeting, or isn't invited at all."""
    if not series.room:
        return []
    replies = {mail.lower(): reply for mail, reply in event.responses}
    reply = replies.get(series.room.lower())
    if reply is None:
        return [Doubt(trouble=Trouble.ROOM_MISSING)]
    return [Doubt(trouble=Trouble.ROOM_DECLINED)] if reply == DECLINED else []


def of_invited(tx: Tx, series: Series, meeting: Meeting, event: Event, on: date) -> Iterator[Doubt]:
    """Who comes on that day and has no invitation; who has one and is not here any more."""
    invited = {mail.lower() for mail, _ in event.responses}
    for person in audience.attendees(tx, series, on):
        has_it = person.id == meeting.organiser or person.mail.lower() in invited
        if person.mail and not has_it:
            yield Doubt(trouble=Trouble.UNINVITED, person=person.id)
    for mail in sorted(invited - {series.room.lower()}):
        found = people.find_by_mail(tx, mail, on)
        if found is not None and not found.is_here(on):
            yield Doubt(trouble=Trouble.LEFT, person=found.id)

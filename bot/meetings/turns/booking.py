"""先方の回答を登録して予約: one of the slots, or a day of one's own."""

import uuid

from bot.errors import Refused
from bot.meetings import acting, asked, clashes
from bot.meetings.model import Meeting, Slot, Trouble
from bot.meetings.rules import lifecycle
from bot.meetings.turns import typed
from bot.meetings.turns.press import Seat, form, keep, seat
from bot.people import store as people
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from bot.zone import zone_of
from cards import meetings as cards
from cards.elements import Card
from cards.meetings import verbs as view

router = Router()
# Where these stood in the way, a day that is typed in is kept without asking the calendars.
_CLOSED = frozenset(
    (
        Trouble.NOT_CONSENTED,
        Trouble.ORGANISER_MAILBOX,
        Trouble.UNREACHABLE,
        Trouble.UNANSWERED,
    )
)


@router.on(view.OpenBooking)
def open_booking(turn: Turn, verb: view.OpenBooking | view.Book) -> Card:
    """The form with the slots that were offered, and for a day of one's own."""
    return form(turn, verb.meeting_id, cards.booking_form)


@router.on(view.Book)
@returning(open_booking)
def book(turn: Turn, verb: view.Book) -> Card:
    """予約する: the calendar is asked once more, and gets one event however often it is tried."""
    at = seat(turn, verb)
    slot = _slot(turn, at, verb)
    organiser = acting.organiser(turn, at.series)
    refuse_clash(turn, at, slot)
    if organiser is None or (verb.slot < 0 and _is_closed(turn, at.meeting, organiser)):
        after = lifecycle.book_by_hand(
            at.meeting, slot, version=verb.version, organiser=organiser, now=turn.now
        )
        return keep(turn, at, after, verb.name)
    after = lifecycle.book(
        at.meeting,
        slot,
        version=verb.version,
        transaction_id=transaction_of(at.meeting),
        organiser=organiser,
        now=turn.now,
    )
    card = keep(turn, at, after, verb.name)
    asked.ask_book(turn.tx, after, turn.now)
    return card


def _slot(turn: Turn, at: Seat, verb: view.Book) -> Slot:
    if verb.day is not None or verb.at:
        if verb.slot >= 0:
            raise Refused("meetings.refused.two_days")
        return typed.slot(turn, verb.day, verb.at, at.series.minutes)
    return lifecycle.offered(at.meeting, verb.slot)


def _is_closed(turn: Turn, meeting: Meeting, organiser: int) -> bool:
    """Whether the last answer was that no event can be written for this organiser."""
    found = people.find(turn.tx, organiser, turn.today)
    if found is None or not found.aad_object_id:
        return True
    return any(
        doubt.trouble in _CLOSED
        or (doubt.trouble is Trouble.NO_MAILBOX and doubt.person == organiser)
        for doubt in meeting.doubts
    )


def refuse_clash(turn: Turn, at: Seat, slot: Slot) -> None:
    """Raise Refused where another of our meetings has the same people, or the room, then."""
    zone = zone_of(turn.now)
    coming = clashes.coming_to(turn.tx, at.series.id, slot.start.astimezone(zone).date())
    if clashes.of(turn.tx, at.series, at.meeting, coming, slot, zone):
        raise Refused("meetings.refused.clash")


def transaction_of(meeting: Meeting) -> str:
    """What makes one event of all attempts at one booking; of one of which nobody knows whether it
    left an event, the next goes on."""
    unknown = "" if meeting.event_id else meeting.transaction_id
    return unknown or str(uuid.uuid4())

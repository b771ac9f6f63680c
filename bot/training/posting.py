"""Hands notices about training to delivery, and says who a participant is."""

from datetime import datetime

from bot import reminder
from bot.people import store as people
from bot.people.model import Person
from bot.reminder import Draw
from bot.storage.tx import Tx
from bot.training import shown
from bot.training.model import Course, Enrolment
from bot.training.plan.item import Item
from bot.training.rules.shown import ShownOwn
from bot.training.store import shows


def post(tx: Tx, one: Item, draw: Draw, due_at: datetime, *, about: str = "") -> int | None:
    """Hand over a notice, once for each key; None where there is nobody to tell.

    `about`: the subject whose copies it must follow. `due_at` in the tenant's zone; however late
    it goes out, it may be sent on that day.
    """
    if not one.to:
        return None
    notice = reminder.post(tx, one, draw, due_at)
    if about:
        shows.add(tx, about, notice)
    return notice


def own(tx: Tx, one: Enrolment, course: Course, now: datetime) -> tuple[Person, ShownOwn] | None:
    """The participant, and the course as they see it; None where they are no more."""
    person = people.find(tx, one.person, now.date())
    if person is None or not person.is_here(now.date()):
        return None
    return person, shown.own(tx, person, course, now)

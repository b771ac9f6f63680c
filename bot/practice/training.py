"""The sample courses: their sheets imported, and the courses opened, as a clerk would."""

from datetime import datetime

from bot.emulator import city_training
from bot.ledger.model import Actor
from bot.storage.tx import Tx
from bot.training import managing, promises
from bot.training.managing import Deed
from bot.training.model import Course
from bot.training.sheets import book, entering
from bot.training.sheets.completions import Known
from bot.training.store import courses, sessions
from bot.zone import zone


def load(tx: Tx, now: datetime) -> None:
    """Enter every sheet and let people book; `now` in the tenant's zone.

    A course that nobody could attend yet stays a draft.
    """
    deed = Deed(by=0, actor=Actor.job("practice"), now=now)
    for sheet in city_training.files():
        entering.put(tx, book.read(sheet, zone(tx)), Known(), deed)
    for course in tuple(courses.every(tx)):
        if course.recording or sessions.of_course(tx, course.id):
            _offer(tx, course, deed)


def _offer(tx: Tx, course: Course, deed: Deed) -> None:
    """募集を始める; what is taught because an agreement says so is bound to that duty."""
    managing.open_course(tx, course.id, deed)
    owed = promises.choices(tx, course) if course.topics else ()
    if owed:
        promises.bind(tx, course.id, deed, duty_id=owed[0].duty_id)

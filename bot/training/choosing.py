"""Which wave (受講期) a municipality attends in: chosen by its coordinator, or by the desk."""

from bot.errors import Refused
from bot.storage.tx import Tx
from bot.training import announcing, notices, waving
from bot.training.managing import Deed, note
from bot.training.model import Course, CourseState
from bot.training.rules import waves as rules
from bot.training.store import courses, municipalities, waves
from cards.training.verbs import ChooseWave


def choose_wave(
    tx: Tx, course_id: int, deed: Deed, *, wave: int, municipality: str, desk: bool
) -> Course:
    """この期に決める. Pressed twice it is chosen once.

    A coordinator may until the day and while neither wave's card was sent, the desk also later:
    bookings made stay, and who booked another wave's session is told.
    """
    course = courses.get(tx, course_id)
    if course.state is CourseState.ENDED:
        raise Refused("training.refused.ended")
    before = waves.chosen(tx, course.id, municipality)
    if wave and before == wave:
        return course
    if not municipalities.has(tx, municipality):
        raise Refused("training.refused.no_municipality")
    rules.check_choice(
        course,
        waving.of_course(tx, course),
        number=wave,
        before=before or None,
        by_desk=desk,
        today=deed.now.date(),
    )
    waves.choose(tx, course.id, municipality, wave, person=deed.by or None, at=deed.now)
    if before:
        notices.wave_changed(tx, course, municipality, wave, deed.now)
    announcing.changed(tx, course, deed.now)
    detail = {"municipality": municipality, "wave": wave, "before": before}
    note(tx, deed, ChooseWave.name, course.subject, **detail)
    return course

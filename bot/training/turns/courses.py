"""研修の管理: the courses that somebody minds, how far they are, and when staff may apply."""

from bot.training import counting, managing
from bot.training.model import Course, Org
from bot.training.turns import desk
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()
_BY = {"department": Org.DEPARTMENT, "municipality": Org.MUNICIPALITY}


@router.on(view.Courses)
def courses(turn: Turn, verb: view.Courses) -> Card:
    """Every course that the reader minds."""
    del verb
    who = desk.reader(turn)
    found = desk.managed(turn, desk.minded(turn, who), who)
    return view.courses(turn.lang, found, desk=not who.municipality)


@router.on(view.Manage)
def manage(turn: Turn, verb: view.Manage) -> Card:
    """A course with its sessions."""
    course, who = desk.readable(turn, verb.course_id)
    return view.manage(turn.lang, desk.shown_course(turn, course, who))


@router.on(view.ShowProgress)
def show_progress(turn: Turn, verb: view.ShowProgress) -> Card:
    """受講状況: counts alone; a coordinator sees their own municipality's departments."""
    course, who = desk.readable(turn, verb.course_id)
    by: view.By = "department" if who.municipality else verb.by
    (counted,) = counting.counted(turn.tx, (course,), turn.today)
    return view.progress(
        turn.lang,
        desk.shown_course(turn, course, who).course,
        counted.by(_BY[by], who.municipality),
        counted.total(who.municipality),
        by,
        switch=not who.municipality,
    )


@router.on(view.OpenCourse)
def open_course(turn: Turn, verb: view.OpenCourse) -> Card:
    """募集を始める."""
    deed = desk.deed(turn, desk.at_desk(turn), verb.version)
    return _managed(turn, managing.open_course(turn.tx, verb.course_id, deed), "opened")


@router.on(view.CloseCourse)
def close_course(turn: Turn, verb: view.CloseCourse) -> Card:
    """募集を終える."""
    deed = desk.deed(turn, desk.at_desk(turn), verb.version)
    return _managed(turn, managing.close_course(turn.tx, verb.course_id, deed), "closed")


def _managed(turn: Turn, course: Course, done: view.CourseDone) -> Card:
    return view.manage(turn.lang, desk.shown_course(turn, course), done=done)

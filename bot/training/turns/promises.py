"""協定の教育義務: which one a course is evidence for, and today's numbers as that evidence."""

from bot.training import promises
from bot.training.turns import desk
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.agreements.verbs import Show
from cards.elements import Card
from cards.verbs import Verb

router = Router()


@router.on(view.OpenPromise)
def open_promise(turn: Turn, verb: view.OpenPromise | view.BindPromise) -> Card:
    """The form with every open duty to teach."""
    desk.at_desk(turn)
    course, who = desk.readable(turn, verb.course_id)
    found = promises.choices(turn.tx, course)
    return view.promise_form(turn.lang, desk.shown_course(turn, course, who), found)


@router.on(view.BindPromise)
@returning(open_promise)
def bind_promise(turn: Turn, verb: view.BindPromise) -> Card:
    """この義務の証拠にする, or 結び付けを外す; without a choice the form comes back."""
    deed = desk.deed(turn, desk.at_desk(turn), verb.version)
    if verb.untie:
        course = promises.untie(turn.tx, verb.course_id, deed)
    else:
        course = promises.bind(turn.tx, verb.course_id, deed, duty_id=verb.duty_id)
    done: view.CourseDone = "untied" if verb.untie else "bound"
    return view.manage(turn.lang, desk.shown_course(turn, course), done=done)


@router.on(view.MeetPromise)
def meet_promise(turn: Turn, verb: view.MeetPromise) -> Card:
    """教育義務の履行として記録."""
    deed = desk.deed(turn, desk.at_desk(turn), verb.version)
    duty = promises.meet(turn.tx, verb.course_id, deed)
    course, who = desk.readable(turn, verb.course_id)
    shown = desk.shown_course(turn, course, who)
    return view.promise_met(turn.lang, shown, show=_opens(duty.source))


def _opens(source: str) -> Verb | None:
    """What opens the agreement that a duty comes from."""
    kind, _, number = source.partition(":")
    return Show(agreement_id=int(number)) if kind == "agreement" and number.isdigit() else None

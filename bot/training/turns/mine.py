"""「研修」 in chat: what the reader has booked, may book and has finished; nothing changes."""

from collections.abc import Sequence

from bot.people.rules import folded
from bot.training import acting, shown_lines
from bot.training.rules import rights
from bot.training.rules.shown import ShownLine
from bot.training.secondments import store as secondment_store
from bot.training.store import courses
from bot.training.turns.heads import waiting_for
from bot.training.turns.press import own_card
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()


@router.on(view.Mine)
def mine(turn: Turn, verb: view.Mine) -> Card:
    """研修の一覧."""
    del verb
    acting.staff_only(turn)
    return _listed(turn, shown_lines.lines(turn.tx, turn.person, turn.now))


@router.hears(r"研修|研修\s*受講|受講|(?:my\s+)?(?:trainings?|courses?)")
def hear(turn: Turn, words: str) -> Card:
    """「研修」."""
    del words
    acting.staff_only(turn)
    return _listed(turn, shown_lines.lines(turn.tx, turn.person, turn.now))


@router.hears(r"(?:研修|受講)\s+(?P<words>.+)", r"(?:trainings?|courses?)\s+(?P<words>.+)")
def find(turn: Turn, words: str) -> Card:
    """「研修 情報セキュリティ」: the course of that name; where several fit, the list of them."""
    acting.staff_only(turn)
    found = [
        one for one in shown_lines.lines(turn.tx, turn.person, turn.now) if _is_named(one, words)
    ]
    if len(found) == 1:
        return own_card(turn, courses.get(turn.tx, found[0].course.course_id))
    return _listed(turn, found)


def _is_named(line: ShownLine, words: str) -> bool:
    course = line.course
    return folded(words) in folded(f"{course.title} {course.series} {course.code}")


def _listed(turn: Turn, lines: Sequence[ShownLine]) -> Card:
    return view.mine(
        turn.lang,
        lines,
        requests=len(waiting_for(turn)),
        manages=rights.sees(turn.person) is not None,
        seconded=bool(secondment_store.of_person(turn.tx, turn.person.id)),
    )

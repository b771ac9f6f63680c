"""代わりの人: a colleague is asked by name, and takes the seat or leaves it where it is."""

from bot.errors import Refused, Stale
from bot.people import store as people
from bot.people.model import Person
from bot.training import acting, notices, seats, shown
from bot.training.model import Enrolment
from bot.training.rules import eligible
from bot.training.store import enrolments
from bot.training.turns.press import CHANGED, concerned, current, noted, own_card, own_of, settled
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()


@router.on(view.OpenSubstitute)
def open_substitute(turn: Turn, verb: view.OpenSubstitute | view.Substitute) -> Card:
    """代わりの人を推薦する: asks for the name, of whoever has a seat."""
    found = concerned(turn, verb.course_id)
    own = enrolments.of(turn.tx, found.id, turn.person.id)
    if own is None or not eligible.is_substitutable(own):
        raise Stale(CHANGED, show=view.Show(course_id=found.id))
    return view.substitute_form(turn.lang, own_of(turn, found))


@router.on(view.Substitute)
@returning(open_substitute)
def substitute(turn: Turn, verb: view.Substitute) -> Card:
    """推薦する: the colleague is asked; until they agree the seat stays the reader's."""
    found = concerned(turn, verb.course_id)
    who = _meant(turn, verb.who)
    with current(view.Show(course_id=found.id)):
        outcome = seats.ask_substitute(
            turn.tx, turn.person.id, found.id, who, turn.now, verb.version
        )
    return settled(turn, outcome, verb.name, "substitute_asked")


def _meant(turn: Turn, said: str) -> Person:
    """The one colleague meant by a mail address or a name; of several, one's own department's."""
    if "@" in said:
        found = people.find_by_mail(turn.tx, said, turn.today)
        fitting = [found] if found is not None and found.is_here(turn.today) else []
    else:
        fitting = list(people.named(turn.tx, said, turn.today))
    fitting = [one for one in fitting if one.is_staff]
    if len(fitting) > 1:
        fitting = [one for one in fitting if _is_near(one, turn.person)]
    if len(fitting) != 1:
        raise Refused("training.refused.no_person")
    return fitting[0]


def _is_near(one: Person, other: Person) -> bool:
    return (one.municipality, one.department) == (other.municipality, other.department)


@router.on(view.ShowAsked)
def show_asked(turn: Turn, verb: view.ShowAsked) -> Card:
    """代わりの受講のお願い, for whoever was asked; an old one for everybody else."""
    acting.staff_only(turn)
    asked = shown.request(turn.tx, _asked(turn, verb.enrolment_id), turn.now)
    return view.substitute_asked(turn.lang, asked, by=asked.name)


def _asked(turn: Turn, enrolment_id: int) -> Enrolment:
    """The enrolment whose seat the reader is asked to take; raises Stale where they aren't."""
    found = enrolments.get(turn.tx, enrolment_id)
    if found.asked != turn.person.id:
        raise Stale(CHANGED, show=view.Mine())
    return found


@router.on(view.TakeOver)
def take_over(turn: Turn, verb: view.TakeOver) -> Card:
    """代わりに受講する, or not: by whoever was asked, and nobody else."""
    acting.staff_only(turn)
    asked = _asked(turn, verb.enrolment_id)
    with current(view.ShowAsked(enrolment_id=asked.id)):
        outcome = seats.take_over(
            turn.tx, asked.id, turn.person, turn.now, verb.version, agree=verb.agree
        )
    notices.tell(turn.tx, outcome, turn.now, by=turn.person.id)
    noted(turn, act=verb.name, subject=asked.subject)
    if verb.agree:
        return own_card(turn, outcome.course, "took_over")
    return _declined(turn, asked)


def _declined(turn: Turn, asked: Enrolment) -> Card:
    return view.not_taken(turn.lang, shown.request(turn.tx, asked, turn.now))

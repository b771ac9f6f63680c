"""After a recording: its questions; and the certificate of whoever has finished, also on paper."""

from bot.errors import NotFound, Refused
from bot.training import acting, notices, readers, shown
from bot.training.model import Completion, Course, How
from bot.training.rules import check, eligible
from bot.training.rules.shown import ShownOwn
from bot.training.store import completions, courses, enrolments, tries
from bot.training.turns.press import concerned, noted, own_of
from bot.turns import links
from bot.turns.links import Page
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()
CERTIFICATE = "training.certificate"  # the page


@router.on(view.OpenCheck)
def open_check(turn: Turn, verb: view.OpenCheck | view.AnswerCheck) -> Card:
    """確認問題に答える; who has finished sees the certificate."""
    found = _watched(turn, verb.course_id)
    if completions.of(turn.tx, found.id, turn.person.id) is not None:
        return _certificate(turn, found)
    own, tried = own_of(turn, found), tries.count(turn.tx, found.id, turn.person.id)
    return view.check_form(turn.lang, own, found.questions, tries=tried)


@router.on(view.AnswerCheck)
@returning(open_check)
def answer_check(turn: Turn, verb: view.AnswerCheck) -> Card:
    """回答する: all right, and the course is finished; else it may be tried again."""
    found = _watched(turn, verb.course_id)
    who = turn.person.id
    if completions.of(turn.tx, found.id, who) is not None:
        return _certificate(turn, found)
    answers = (verb.answer1, verb.answer2, verb.answer3)[: len(found.questions)]
    result = check.marked(found.questions, answers, tries.count(turn.tx, found.id, who))
    if result.passed:
        return _finished(turn, found, verb.name)
    return view.check_form(
        turn.lang,
        own_of(turn, found),
        found.questions,
        tries=tries.add(turn.tx, found.id, who),
        wrong=[number - 1 for number in result.wrong],
        answers=answers,
    )


def _watched(turn: Turn, course_id: int) -> Course:
    """A course that the reader may finish by its recording. Else Refused."""
    found = concerned(turn, course_id)
    own = enrolments.of(turn.tx, found.id, turn.person.id)
    asks = readers.reader(turn.tx, found, turn.person, turn.today, own, wave=False)
    if not eligible.may_watch(found, asks):
        raise Refused("training.refused.no_check")
    return found


def _finished(turn: Turn, found: Course, act: str) -> Card:
    done = Completion(
        course=found.id,
        person=turn.person.id,
        on=turn.today,
        how=How.RECORDING,
        municipality=turn.person.municipality,
        department=turn.person.department,
    )
    completions.add(turn.tx, done)
    tries.clear(turn.tx, found.id, turn.person.id)
    noted(turn, act=act, subject=found.subject)
    notices.finished(turn.tx, found, turn.person.id, turn.now)
    return _certificate(turn, found)


@router.on(view.ShowCertificate)
def show_certificate(turn: Turn, verb: view.ShowCertificate) -> Card:
    """修了証, one's own."""
    acting.staff_only(turn)
    return _certificate(turn, courses.get(turn.tx, verb.course_id))


def _certificate(turn: Turn, found: Course) -> Card:
    own = _completed(turn, found)
    address = links.to(turn, CERTIFICATE, found.subject)
    return view.certificate(turn.lang, own, **_whose(turn), print_url=address)


@router.opens(CERTIFICATE)
def certificate_page(turn: Turn, subject: str) -> Page:
    """修了証 on paper, for whose it is."""
    acting.staff_only(turn)
    own = _completed(turn, courses.get(turn.tx, _id(subject)))
    page = view.certificate_page(turn.lang, own, **_whose(turn), at=turn.now)
    return Page(body=page.encode())


def _completed(turn: Turn, found: Course) -> ShownOwn:
    """A course as who has finished it sees it. Else Refused."""
    own = shown.own(turn.tx, turn.person, found, turn.now)
    if own.mine.finished_on is None:
        raise Refused("training.refused.not_finished")
    return own


def _whose(turn: Turn) -> dict[str, str]:
    return {"name": turn.person.name, "city": turn.person.municipality}


def _id(subject: str) -> int:
    kind, _, number = subject.partition(":")
    if kind != "course" or not number.isdecimal():
        raise NotFound(subject)
    return int(number)

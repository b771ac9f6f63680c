"""内容を見る, 今日の出欠: what families wrote, to who may read it; each reading is logged."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.attendance import access, seen
from bot.attendance.model import Class, Report
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.shown.reports import ShownTold
from bot.attendance.store import enrolments, reads, reports
from bot.attendance.turns import right
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.turns.privately import privately
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import content as view
from cards.attendance import staff, staff_lists
from cards.attendance.verbs import office as office_verbs
from cards.attendance.verbs import staff as verbs
from cards.elements import Action, press

router = Router()
READ = "attendance.read_content"


@router.on(verbs.ReadContent)
def read_content(turn: Turn, verb: verbs.ReadContent) -> Card:
    """One report, whole, to the presser alone: the answer of a press and never a posted copy."""
    found, capacity = right.report(turn, verb.report_id, Right.READ)
    _log(turn, (found,), right.actor(turn, capacity))
    prepares = right.of(turn, found, Right.PREPARE) is not None
    suspends = (found.school, found.pupil) if prepares else None
    return view.content(turn.lang, right.told(turn, found), found.content, suspends=suspends)


@router.on(verbs.ReadClass, among=True)
def read_class(turn: Turn, verb: verbs.ReadClass) -> Card:
    """The reports of a class and day. Pressed in a staff place, where others read along, the
    presser gets a way to them in their own chat."""
    class_, capacity = access.class_right(turn, Right.READ, verb.class_id)
    if turn.place:
        return privately(turn, staff.opened(turn.lang, verb), kind="attendance.opened")
    found = _of_class(turn, class_, verb.day)
    told = seen.told(turn.tx, found, turn.now, can_answer=_may_answer(turn, class_))
    shown = _paired(told, found)[: view.MOST]
    readable = {one.report_id for one, _ in shown}
    actor = right.actor(turn, capacity)
    _log(turn, (one for one in found if one.id in readable), actor)
    every = verbs.ConfirmClass(class_id=class_.id, day=verb.day)
    return view.of_class(
        turn.lang,
        seen.named(turn.tx, class_),
        every,
        [(one, report.content) for one, report in shown],
        more=len(told) - len(shown),
    )


def _may_answer(turn: Turn, class_: Class) -> bool:
    return access.of(turn).may_in(Right.ANSWER, class_, turn.now)


def _of_class(turn: Turn, class_: Class, day: date) -> tuple[Report, ...]:
    pupils = tuple(one.pupil for one in enrolments.of_class(turn.tx, class_.id, day))
    found = reports.of_pupils(turn.tx, pupils, day, day)
    return tuple(one for one in found if one.school == class_.school)


def _paired(told: Sequence[ShownTold], found: Sequence[Report]) -> list[tuple[ShownTold, Report]]:
    """What waits for an answer first."""
    by_id = {one.id: one for one in found}
    pairs = [(one, by_id[one.report_id]) for one in told]
    return sorted(pairs, key=lambda pair: bool(pair[0].ack))


def _log(turn: Turn, found: Iterable[Report], actor: Actor) -> None:
    """Who reads a child's report is in the ledger, once for each person, report and hour."""
    for one in found:
        if reads.first(turn.tx, turn.person.id, one.subject, turn.now):
            record(turn.tx, actor, at=turn.now, act=READ, subject=one.subject)


@router.on(verbs.ShowReports)
def show_reports(turn: Turn, verb: verbs.ShowReports) -> Card:
    """今日の出欠: the reports of a day of all classes that the reader answers for; no reasons."""
    if not access.of(turn).reach(Right.READ):
        raise Refused(NOT_YOURS)
    day = verb.day or turn.today
    found = _within_reach(turn, day)
    pages = max(1, -(-len(found) // staff_lists.A_PAGE))
    page = min(max(verb.page, 1), pages)
    told = seen.told(turn.tx, found, turn.now)
    return staff_lists.reports(turn.lang, told, day, page=page, pages=pages, extra=_beside(turn))


def _within_reach(turn: Turn, day: date) -> tuple[Report, ...]:
    schools = sorted(access.of(turn).schools(Right.READ))
    every = (one for school in schools for one in reports.of_school(turn.tx, school, day))
    return tuple(one for one in every if right.of(turn, one, Right.READ) is not None)


def _beside(turn: Turn) -> list[Action]:
    """What else the reader may open from here."""
    entering = bool(access.of(turn).schools(Right.ENTER))
    words = turn.lang.t("attendance.office.press.open")
    return [press(words, office_verbs.OpenEntry())] if entering else []


@router.hears("今日の出欠", "出欠(の)?(連絡|一覧)?", "出欠連絡", "attendance( today)?")
def hear(turn: Turn, words: str) -> Card | None:
    """「出欠」 of who teaches; a family's own is heard elsewhere. What answers words stays in the
    chat, so it names nobody."""
    del words
    may = access.of(turn).reach(Right.READ)
    return staff.opened(turn.lang, verbs.ShowReports()) if may else None

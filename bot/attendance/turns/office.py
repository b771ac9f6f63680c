"""電話の連絡を入力: a telephone report in ten seconds, by whoever answers at the school."""

import secrets
from datetime import time, timedelta

import orjson

from bot.attendance import access, receiving, seen
from bot.attendance.model import Class, Content, Door, Kind, Reason, Report, School, Stream
from bot.attendance.rules import contradictions, reporting
from bot.attendance.rules import times as of_times
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.reporting import Wanted
from bot.attendance.store import classes, days, reports, schools
from bot.attendance.turns import finding, right
from bot.attendance.turns.finding import Found
from bot.errors import Mistyped, Refused
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.again import again
from cards.attendance import office as view
from cards.attendance.office import Entering
from cards.attendance.verbs import office as verbs
from cards.attendance.verbs import staff as staff_verbs
from cards.elements import Action, press

router = Router()
TO_UNDO = timedelta(minutes=5)


@router.on(verbs.OpenEntry)
def open_entry(turn: Turn, verb: verbs.OpenEntry) -> Card:
    """The form of a school at which the presser has any post; who works at several chooses."""
    mine = sorted(access.of(turn).schools(Right.ENTER))
    if not mine:
        raise Refused("attendance.refused.no_post")
    chosen = verb.school_id or (mine[0] if len(mine) == 1 else 0)
    if not chosen:
        return view.schools(turn.lang, [schools.get(turn.tx, one) for one in mine])
    school, _ = _school(turn, chosen)
    return view.entry(turn.lang, _form(turn, school, secrets.token_hex(8)))


def _school(turn: Turn, school: int) -> tuple[School, Capacity]:
    capacity = access.capacity(turn, Right.ENTER, school=school)
    return schools.get(turn.tx, school), capacity


def _form(turn: Turn, school: School, token: str) -> Entering:
    """Classes to choose from are those that the presser may know of; a 特別支援学級 is on no list:
    its children are found by name, or where they sit with others."""
    named = [
        seen.named(turn.tx, one)
        for one in classes.current(turn.tx, school.id, turn.today)
        if one.stream is not Stream.SUPPORT and _may(turn, one)
    ]
    return Entering(
        school_id=school.id, school=school.name, today=turn.today, token=token, classes=named
    )


def _may(turn: Turn, class_: Class) -> bool:
    return access.of(turn).may_in(Right.ENTER, class_, turn.now)


@router.on(verbs.Enter)
def enter(turn: Turn, verb: verbs.Enter) -> Card:
    """送信. Who rang is kept with it; the same form sent twice is one report, while the form that
    still stands in the chat serves for the next child as well.

    Raises Mistyped with the form where number or name fit nobody or several, or a day can't be.
    """
    school, capacity = _school(turn, verb.school_id)
    found = finding.child(turn, school, verb)
    if isinstance(found, tuple):
        raise _which(turn, school, verb, found)
    try:
        report = _report(turn, school, found, verb)
    except Refused as refused:
        raise _mistyped(turn, school, verb, refused) from None
    kept = receiving.receive(
        turn.tx,
        report,
        turn.now,
        actor=right.actor(turn, capacity),
        key=_key(turn, found.pupil.id, verb),
    )
    return _entered(turn, kept, found)


@router.on(verbs.UndoEntry)
def undo(turn: Turn, verb: verbs.UndoEntry) -> Card:
    """取り消す, by who entered it and for five minutes; a second press changes nothing."""
    kept = _own(turn, verb.report_id)
    _, capacity = _school(turn, kept.school)
    shown = finding.shown(turn, _found(turn, kept), kept.since)
    if kept.state in contradictions.ALIVE and turn.now - kept.sent_at > TO_UNDO:
        refused = Refused("attendance.refused.undo_over")
        standing = _entered(turn, kept, _found(turn, kept))
        raise Mistyped(refused, again(standing, verb, turn.lang.t(refused.reason)))
    receiving.withdraw(turn.tx, kept, turn.now, actor=right.actor(turn, capacity))
    return view.undone(turn.lang, kept.school, shown)


def _own(turn: Turn, report_id: int) -> Report:
    """A telephone report that the presser has entered; any other is refused as nobody's."""
    for kept in reports.some(turn.tx, (report_id,)):
        if kept.door is Door.OFFICE and kept.author == turn.person.id:
            return kept
    raise Refused(NOT_YOURS)


def _found(turn: Turn, kept: Report) -> Found:
    return finding.seated(turn, schools.get(turn.tx, kept.school), kept.pupil, kept.since)


def _key(turn: Turn, pupil: int, verb: verbs.Enter) -> str:
    """One report for one matter: the same token with another child, day or word is another. So is
    what was said before and has been replaced or taken back since: the last word counts."""
    said = orjson.dumps([turn.person.id, pupil, verb.data()], option=orjson.OPT_SORT_KEYS)
    key = _entry(turn, said.decode())
    while (known := reports.keyed(turn.tx, key)) and known.state not in contradictions.ALIVE:
        key = _entry(turn, f"{key}:{known.id}")
    return key


def _entry(turn: Turn, said: str) -> str:
    return f"entry:{turn.tx.digest('attendance_report', 'entry', said)}"


def _which(turn: Turn, school: School, verb: verbs.Enter, found: tuple[Found, ...]) -> Mistyped:
    """Nobody fits, or several, or one whom only a part of the name fits: whose seats are offered.
    Nothing is recorded before the presser has seen whom they enter."""
    reason = ("nobody_named", "check_child", "choose_child")[min(len(found), 2)]
    refused = Refused(f"attendance.refused.{reason}")
    return _mistyped(turn, school, verb, refused, found)


def _mistyped(
    turn: Turn,
    school: School,
    verb: verbs.Enter,
    refused: Refused,
    among: tuple[Found, ...] = (),
) -> Mistyped:
    day = verb.since or turn.today
    children = tuple(finding.shown(turn, one, day) for one in among)
    form = _form(turn, school, verb.token)
    shown = view.entry(turn.lang, view.with_children(form, children))
    said = turn.lang.t(refused.reason, **refused.facts)
    return Mistyped(refused, again(shown, verb, said))


def _report(turn: Turn, school: School, found: Found, verb: verbs.Enter) -> Report:
    """As `reporting` lets it be; a call is shorter than a form."""
    since = verb.since or turn.today
    wanted = Wanted(
        since=since,
        until=verb.until or since,
        kind=Kind(verb.kind),
        door=Door.OFFICE,
        content=_content(verb),
    )
    _check(turn, school, found, wanted)
    return Report(
        id=0,
        pupil=found.pupil.id,
        school=school.id,
        day_class=0,
        since=wanted.since,
        until=wanted.until,
        kind=wanted.kind,
        door=wanted.door,
        author=turn.person.id,
        sent_at=turn.now,
        content=wanted.content,
    )


def _check(turn: Turn, school: School, found: Found, wanted: Wanted) -> None:
    first, last = min(turn.today, wanted.since), max(turn.today, wanted.until)
    calendar = days.calendar(turn.tx, school, found.class_, first, last)
    reporting.check(wanted, today=turn.today, calendar=calendar)


def _content(verb: verbs.Enter) -> Content:
    at = _time(verb.at)
    return Content(
        reason=Reason(verb.reason) if verb.reason else None,
        arrives=at if verb.kind == "late" else None,
        leaves=at if verb.kind == "early" else None,
        text=verb.text,
        relation=verb.relation,
    )


def _time(typed: str) -> time | None:
    try:
        return of_times.typed(typed) if typed else None
    except ValueError:
        raise Refused("attendance.refused.time") from None


def _entered(turn: Turn, kept: Report, found: Found) -> Card:
    """Afterwards who entered it sees 「入力しました」 and for whom, unless they may read it anyway;
    for a while they may take it back."""
    return view.entered(
        turn.lang,
        kept.school,
        finding.shown(turn, found, kept.since),
        announced=kept.day_class > 0,
        beside=[*_undoing(turn, kept), *_reading(turn, kept)],
    )


def _undoing(turn: Turn, kept: Report) -> list[Action]:
    over = kept.state not in contradictions.ALIVE or turn.now - kept.sent_at > TO_UNDO
    words = turn.lang.t("attendance.office.press.undo")
    return [] if over else [press(words, verbs.UndoEntry(report_id=kept.id))]


def _reading(turn: Turn, kept: Report) -> list[Action]:
    if right.of(turn, kept, Right.READ) is None:
        return []
    words = turn.lang.t("attendance.staff.press.content")
    return [press(words, staff_verbs.ReadContent(report_id=kept.id))]


@router.hears(
    "電話(の|連絡)?(を)?入力", "電話の連絡(を入力)?", "欠席(の)?入力", "出欠(の)?入力", "enter call"
)
def hear(turn: Turn, words: str) -> Card | None:
    """「電話の連絡を入力」, of who works at a school."""
    del words
    mine = access.of(turn).schools(Right.ENTER)
    return open_entry(turn, verbs.OpenEntry()) if mine else None

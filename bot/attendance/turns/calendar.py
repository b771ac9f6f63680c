"""What a school's day is: closures and late starts in two presses, and the coming days."""

from dataclasses import replace
from datetime import time, timedelta

from bot.attendance import access, changed_days, shown_days
from bot.attendance.model import Class, DayKind, SchoolDay
from bot.attendance.rules.access import EVERY, NOT_YOURS, Right
from bot.attendance.rules.days import IN_SESSION
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.shown_days import ShownDaySet
from bot.attendance.store import cases, classes, days, following, schools
from bot.attendance.turns import declared
from bot.attendance.turns.declared import Asked
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import calendar as view
from cards.attendance import coming_days
from cards.attendance.verbs import day as verbs

router = Router()

FARTHEST = 400  # days ahead; a year's calendar is a file
SHOWN = timedelta(days=90)
_REFUSED = "attendance.day.refused"
_UNCHOSEN = -1
_DAWN = time(5, 30)


@router.on(verbs.OpenDay)
def open_day(turn: Turn, verb: Asked) -> Card:
    """臨時休業・登校時刻の変更: the form, for whoever may decide for at least one school."""
    mine = _mine(turn)
    school_id = verb.school_id if verb.school_id in {one for one, _ in mine} else _UNCHOSEN
    chosen = mine[0][0] if len(mine) == 1 else school_id
    found = declared.known_classes(turn, chosen)
    left_from = _left_from(turn, verb, mine, chosen)
    form = _prefilled(turn, verb, chosen)
    return view.day_form(
        turn.lang,
        replace(form, rolls=form.rolls or left_from is not None),
        left_from=left_from,
        schools=mine,
        grades=sorted({one.grade for one in found if one.grade}),
        classes=[_named(turn, one) for one in found],
    )


def _left_from(turn: Turn, verb: Asked, mine: list[tuple[int, str]], chosen: int) -> time | None:
    """Since when children may be on their way on the day that the form is about."""
    if verb.day not in (None, turn.today):
        return None
    ids = [chosen] if chosen > EVERY else [one for one, _ in mine if one]
    return declared.left_from(turn, (schools.get(turn.tx, one) for one in ids))


@router.hears(
    "臨時休業", "休校", "学級閉鎖", "学年閉鎖", "登校時刻", "close school", "school closed"
)
def hear(turn: Turn, words: str) -> Card | None:
    """「臨時休業」, for whoever may decide; for others it isn't ours to answer."""
    del words
    if not _may_anywhere(turn):
        return None
    return open_day(turn, verbs.OpenDay())


def _may_anywhere(turn: Turn) -> bool:
    found = access.of(turn)
    return found.by_role(Right.CALENDAR) or bool(found.schools(Right.CALENDAR))


def _mine(turn: Turn) -> list[tuple[int, str]]:
    """The schools that they may decide for; the board of education for every one at once too."""
    found = access.of(turn)
    if found.by_role(Right.CALENDAR):
        every = [(one.id, one.name) for one in schools.every(turn.tx)]
        return [(EVERY, ""), *every]
    mine = [schools.get(turn.tx, one) for one in sorted(found.schools(Right.CALENDAR))]
    if not mine:
        raise Refused(NOT_YOURS)
    return [(one.id, one.name) for one in mine]


def _named(turn: Turn, class_: Class) -> ShownClass:
    return shown_class(class_, schools.get(turn.tx, class_.school))


def _prefilled(turn: Turn, verb: Asked, school_id: int) -> ShownDaySet:
    grade, class_id = declared.place(verb)
    class_ = classes.find(turn.tx, class_id) if class_id else None
    kind = DayKind(verb.kind)
    return ShownDaySet(
        school_id=school_id,
        school="",
        day=verb.day or turn.today,
        kind=kind.value,
        grade=grade,
        school_class=_named(turn, class_) if class_ and class_.school == school_id else None,
        in_session=kind in IN_SESSION,
        starts_at=declared.begins(verb.starts_at),
        rolls=verb.rolls,
    )


@router.on(verbs.CheckDay)
@returning(open_day)
def check_day(turn: Turn, verb: verbs.CheckDay) -> Card:
    """内容を確認する: what would follow; nothing changes yet."""
    line, school = declared.line(turn, verb)
    return view.day_check(
        turn.lang,
        shown_days.line(turn.tx, line, school, turn.now),
        cases=_open_cases(turn, line),
        night=turn.now.time() < _DAWN,
        today=line.day == turn.today,
    )


def _open_cases(turn: Turn, line: SchoolDay) -> int:
    found = [line.school] if line.school else [one.id for one in schools.every(turn.tx)]
    return sum(
        _concerns(turn, line, one.class_id)
        for school in found
        for one in cases.unsolved(turn.tx, school, turn.today)
    )


def _concerns(turn: Turn, line: SchoolDay, class_id: int) -> bool:
    if line.class_id:
        return line.class_id == class_id
    return line.grade < 0 or classes.get(turn.tx, class_id).grade == line.grade


@router.on(verbs.SetDay)
def set_day(turn: Turn, verb: verbs.SetDay) -> Card:
    """決定する: the line holds from now on, and everything at the school follows it at once.

    For every school at once, the schools follow one after the other within seconds.
    """
    line, school = declared.line(turn, verb)
    kept = days.put(turn.tx, line)
    _record(turn, kept)
    if school is not None:
        changed_days.follow(turn.tx, school, kept.day, kept, turn.now)
    else:
        every = tuple(one.id for one in schools.every(turn.tx))
        following.add(turn.tx, every, kept.day, kept.id, turn.now)
        following.set_busy(turn.tx, changed_days.JOB, busy=True)
    return view.day_set(turn.lang, shown_days.line(turn.tx, kept, school, turn.now))


def _record(turn: Turn, line: SchoolDay) -> None:
    found = access.of(turn).acting(Right.CALENDAR, school=line.school) if line.school else None
    holder = found.holder if found else None
    actor = turn.actor.acting(holder.post, holder.deputy_for) if holder else turn.actor
    said = {
        "day": line.day.isoformat(),
        "kind": line.kind.value,
        "grade": line.grade,
        "class": line.class_id,
        "rolls": line.rolls,
    }
    record(
        turn.tx,
        actor,
        at=turn.now,
        act=verbs.SetDay.name,
        subject=f"school:{line.school}",
        detail=said,
    )


@router.on(verbs.ShowDays)
def show_days(turn: Turn, verb: verbs.ShowDays) -> Card:
    """学校の予定, for everybody who works at the school; the board of education reads what was said
    of every school, or chooses one."""
    found, mine = access.of(turn), dict(_readable(turn))
    school_id = next(iter(mine), _UNCHOSEN) if verb.school_id < 0 else verb.school_id
    if school_id not in mine:
        raise Refused(NOT_YOURS)
    school = schools.get(turn.tx, school_id) if school_id else None
    return coming_days.days(
        turn.lang,
        (school_id, mine[school_id]),
        shown_days.coming(turn.tx, school, turn.today, turn.today + SHOWN, turn.now),
        schools=tuple(mine.items()),
        may=found.may(Right.CALENDAR, school=school_id),
        sets=school is not None and found.may(Right.SETTINGS, school=school_id),
    )


def _readable(turn: Turn) -> list[tuple[int, str]]:
    """The schools whose days they read: those where they work; the board's are all."""
    found = access.of(turn)
    if found.by_role(Right.CALENDAR):
        return _mine(turn)
    ids = sorted({one.at.school for one in found.capacities})
    return [(one, schools.get(turn.tx, one).name) for one in ids]


@router.hears("学校の予定", "school days")
def hear_days(turn: Turn, words: str) -> Card | None:
    """「学校の予定」, for whoever works at a school, and for the board of education."""
    del words
    if not _readable(turn):
        return None
    return show_days(turn, verbs.ShowDays())

"""学校の設定: a school's times and choices, shown in words and set group by group."""

from dataclasses import replace
from datetime import time, timedelta

from bot.attendance import access, changed_settings
from bot.attendance.model import School
from bot.attendance.plan import clockwork
from bot.attendance.rules import choices
from bot.attendance.rules import times as of_times
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.choices import Changed
from bot.attendance.store import days, schools
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import settings as view
from cards.attendance import settings_forms as forms
from cards.attendance.verbs.settings import (
    Group,
    OpenSettings,
    SchoolSettings,
    SetHours,
    SetMorning,
    SetOptions,
    SetSearch,
)

router = Router()
Set = SetMorning | SetHours | SetSearch | SetOptions
_OF: dict[type[Set], Group] = {
    SetMorning: "morning",
    SetHours: "hours",
    SetSearch: "search",
    SetOptions: "options",
}
_REFUSED = "attendance.settings.refused"
_TO_SEE_IT = timedelta(hours=1)


@router.hears("学校の設定", "出欠の設定", "school settings")
def hear(turn: Turn, words: str) -> Card | None:
    """「学校の設定」, for whoever may set a school; for others it isn't ours to answer."""
    del words
    return show(turn, SchoolSettings()) if _mine(turn) else None


@router.on(SchoolSettings)
def show(turn: Turn, verb: SchoolSettings) -> Card:
    """How a school has set its day, or which schools one may set."""
    if verb.school_id:
        return _drawn(turn, _allowed(turn, verb.school_id))
    mine = _mine(turn)
    if not mine:
        raise Refused(NOT_YOURS)
    if len(mine) == 1:
        return _drawn(turn, mine[0])
    return view.settings_schools(turn.lang, mine)


@router.on(OpenSettings)
def open_settings(turn: Turn, verb: OpenSettings) -> Card:
    """The form of one group, filled with what holds now."""
    return forms.settings_form(turn.lang, _allowed(turn, verb.school_id), verb.group)


def _form(turn: Turn, verb: Set) -> Card:
    return open_settings(turn, OpenSettings(school_id=verb.school_id, group=_OF[type(verb)]))


@router.on(SetMorning)
@returning(_form)
def set_morning(turn: Turn, verb: SetMorning) -> Card:
    """朝の時刻."""
    school = _allowed(turn, verb.school_id)
    times = replace(
        school.times,
        report_by=_time(verb.report_by),
        assembly=_time(verb.assembly),
        missing_from=_time(verb.missing_from),
        confirm_by=_time(verb.confirm_by),
        summary_at=_time(verb.summary_at),
    )
    choices.check_times(times)
    return _set(turn, verb, school, replace(school, times=times))


@router.on(SetHours)
@returning(_form)
def set_hours(turn: Turn, verb: SetHours) -> Card:
    """お知らせの時間帯."""
    school = _allowed(turn, verb.school_id)
    times = replace(
        school.times,
        wake=_time(verb.wake),
        leave_from=_time(verb.leave_from),
        ends_at=_time(verb.ends_at),
    )
    choices.check_times(times)
    _check_end(turn, school, times.ends_at)
    return _set(turn, verb, school, replace(school, times=times))


def _check_end(turn: Turn, school: School, ends_at: time) -> None:
    """A slip of the finger must not empty the cards and end the searches of a day that goes on:
    there is an hour to see it."""
    if ends_at == school.times.ends_at:
        return
    usual = days.times(turn.tx, school, None, turn.today).ends_at
    soon = of_times.later(turn.now.time(), _TO_SEE_IT)
    is_slip = ends_at < soon and ends_at < usual and turn.now.time() < usual
    if is_slip and clockwork.keeps_rolls(turn.tx, school, turn.today):
        said = {"at": ends_at.isoformat("minutes"), "usual": usual.isoformat("minutes")}
        raise Refused(f"{_REFUSED}.ended", **said)


@router.on(SetSearch)
@returning(_form)
def set_search(turn: Turn, verb: SetSearch) -> Card:
    """未着の対応: the telephone is taken at once, the other steps follow."""
    school = _allowed(turn, verb.school_id)
    steps = (0, verb.other_contact, verb.way, verb.visit, verb.police)
    choices.check_steps(steps)
    return _set(turn, verb, school, replace(school, times=replace(school.times, steps=steps)))


@router.on(SetOptions)
@returning(_form)
def set_options(turn: Turn, verb: SetOptions) -> Card:
    """家庭・給食・保健."""
    school = _allowed(turn, verb.school_id)
    after = replace(
        school,
        holds_pupils=verb.holds_pupils,
        shows_teacher=verb.shows_teacher,
        meals_days=None if verb.meals_days == forms.NO_MEALS else verb.meals_days,
        closure_percent=verb.closure_percent,
    )
    choices.check_options(after)
    return _set(turn, verb, school, after)


def _set(turn: Turn, verb: Set, before: School, wanted: School) -> Card:
    """It holds from now on, and a running day goes on by it. Raises Stale."""
    if before.version != verb.version:
        raise Stale("attendance.refused.changed")
    changed = choices.changed(before, wanted)
    if not changed:
        return _drawn(turn, before, changed=())
    after = schools.save(turn.tx, replace(wanted, version=before.version + 1))
    changed_settings.follow(turn.tx, before, after, turn.now)
    _record(turn, verb, after, changed)
    return _drawn(turn, after, changed, _as_before(verb, before, after.version))


def _drawn(
    turn: Turn, school: School, changed: tuple[Changed, ...] | None = None, back: Set | None = None
) -> Card:
    """The settings as they hold; the school desk sets them without reading what its days are."""
    found = access.of(turn)
    reads = any(one.at.school == school.id for one in found.capacities)
    return view.settings(turn.lang, school, changed=changed, back=back, days=reads)


def _record(turn: Turn, verb: Set, school: School, changed: tuple[Changed, ...]) -> None:
    """Who set what from what to what; no setting says anything about a person."""
    found = access.of(turn).acting(Right.SETTINGS, school=school.id)
    holder = found.holder if found else None
    record(
        turn.tx,
        turn.actor.acting(holder.post, holder.deputy_for) if holder else turn.actor,
        at=turn.now,
        act=verb.name,
        subject=school.subject,
        detail={one.name: [one.before, one.after] for one in changed},
    )


def _as_before(verb: Set, school: School, version: int) -> Set:
    """元に戻す: the same form with what held before it, for as long as nothing else is set."""
    clocks = {name: getattr(school.times, name) for name in (*view.MORNING, *view.HOURS)}
    held: dict[str, object] = {
        **{name: moment.isoformat("minutes") for name, moment in clocks.items()},
        **view.steps(school),
        **{name: getattr(school, name) for name in view.OPTIONS},
        "meals_days": forms.NO_MEALS if school.meals_days is None else school.meals_days,
        "school_id": school.id,
        "version": version,
    }
    return type(verb).of(held)


def _time(said: str) -> time:
    try:
        return of_times.typed(said)
    except ValueError:
        raise Refused(f"{_REFUSED}.time") from None


def _mine(turn: Turn) -> tuple[School, ...]:
    """The schools that they may set."""
    may = access.of(turn)
    if not (may.by_role(Right.SETTINGS) or may.schools(Right.SETTINGS)):
        return ()
    every = schools.every(turn.tx)
    return tuple(one for one in every if may.may(Right.SETTINGS, school=one.id))


def _allowed(turn: Turn, school: int) -> School:
    """The school, if they may set it; one that there isn't is refused alike."""
    if not access.of(turn).may(Right.SETTINGS, school=school):
        raise Refused(NOT_YOURS)
    found = schools.find(turn.tx, school)
    if found is None:
        raise Refused(NOT_YOURS)
    return found

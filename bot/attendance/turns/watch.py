"""Long absences: the watch list of heads and nurse, and what was agreed with families."""

from dataclasses import replace
from datetime import date

from bot.attendance import absences, access, posting, shown_watch, watching
from bot.attendance.model import Class, Function, School
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.runs import Run
from bot.attendance.shown_watch import ShownAway
from bot.attendance.store import rhythms, schools
from bot.attendance.store.rhythms import Rhythm, Watch
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import staff
from cards.attendance import watch as view
from cards.attendance.rhythm import rhythm_form
from cards.attendance.verbs import day as verbs

router = Router()
_REFUSED = "attendance.day.refused"
_LONGEST_GAP = 30
# The ledger says that the line was changed, not what the city watches or what was agreed.
_CHANGED = "attendance.watch_changed"
_WEEKDAYS = frozenset("01234")


@router.on(verbs.WatchList)
def listed(turn: Turn, verb: verbs.WatchList) -> Card:
    """長期欠席の一覧, who is absent longest above; each look at it is in the ledger."""
    mine = sorted(access.of(turn).schools(Right.WATCH))
    if not mine:
        raise Refused(NOT_YOURS)
    found = [one for school in mine for one in _of_school(turn, school)]
    _note(turn, verb.name, f"school:{mine[0]}")
    ordered = sorted(found, key=lambda one: (-one.days, one.school_class.grade, one.number))
    return view.watch_list(turn.lang, ordered, page=verb.page)


@router.hears("長期欠席(の?一覧)?", "long absences?")
def hear(turn: Turn, words: str) -> Card | None:
    """「長期欠席」, for heads and nurse: what stays in the chat names nobody."""
    del words
    may = access.of(turn).schools(Right.WATCH)
    return staff.opened(turn.lang, verbs.WatchList()) if may else None


def _of_school(turn: Turn, school_id: int) -> list[ShownAway]:
    school = schools.get(turn.tx, school_id)
    found = []
    for watch in rhythms.watched(turn.tx, school_id):
        class_ = watching.class_of(turn.tx, watch.pupil, turn.today)
        if class_ is not None and class_.school == school_id:
            found.append(_seen(turn, school, class_, watch))
    return found


def _seen(turn: Turn, school: School, class_: Class, watch: Watch) -> ShownAway:
    run = _run(turn, school, class_, watch.pupil)
    meets = _principal(turn, class_) is not None
    return shown_watch.away(turn.tx, school, class_, watch, run, turn.today, meets=meets)


def _run(turn: Turn, school: School, class_: Class, pupil: int) -> Run:
    return absences.one_away(turn.tx, school, class_, pupil, turn.today).run


def _principal(turn: Turn, class_: Class) -> Capacity | None:
    """The post of the principal, or of who acts for it: 施行令20条 names the head of the school."""
    found = access.of(turn)
    own = (one for one in found.capacities if one.at.school == class_.school)
    return next((one for one in own if one.at.function is Function.PRINCIPAL), None)


@router.on(verbs.ShowWatched)
def show(turn: Turn, verb: verbs.ShowWatched) -> Card:
    """One child: how long, since when, last seen, what was agreed."""
    watch, class_, _ = _watched(turn, verb.pupil_id)
    _note(turn, verb.name, watch.subject)
    return _card(turn, watch, class_)


def _card(turn: Turn, watch: Watch, class_: Class) -> Card:
    school = schools.get(turn.tx, class_.school)
    return view.watched(turn.lang, _seen(turn, school, class_, watch))


@router.on(verbs.Seen)
def seen(turn: Turn, verb: verbs.Seen) -> Card:
    """本人に会った: on that day, by the presser."""
    watch, class_, _ = _watched(turn, verb.pupil_id, verb.version)
    if verb.seen_on > turn.today:
        raise Refused(f"{_REFUSED}.seen_future")
    newest = max(filter(None, (watch.seen_on, verb.seen_on)))
    after = replace(watch, seen_on=newest, seen_by=turn.person.id)
    return _kept(turn, after, class_, act=verb.name)


@router.on(verbs.OpenRhythm)
def open_rhythm(turn: Turn, verb: verbs.OpenRhythm | verbs.SetRhythm) -> Card:
    """登校・連絡の約束: the form."""
    watch, class_, _ = _watched(turn, verb.pupil_id)
    school = schools.get(turn.tx, class_.school)
    return rhythm_form(turn.lang, _seen(turn, school, class_, watch))


@router.on(verbs.SetRhythm)
@returning(open_rhythm)
def set_rhythm(turn: Turn, verb: verbs.SetRhythm) -> Card:
    """What was agreed: on other days nobody waits for a contact; days away still count."""
    watch, class_, _ = _watched(turn, verb.pupil_id, verb.version)
    agreed = Rhythm(
        since=watch.rhythm.since if watch.rhythm else turn.today,
        weekdays=_weekdays(verb.weekdays),
        seen_every=verb.seen_every,
        until=_until(turn, verb.until),
    )
    if not 1 <= agreed.seen_every <= _LONGEST_GAP:
        raise Refused(f"{_REFUSED}.every")
    return _kept(turn, replace(watch, rhythm=agreed), class_, act=_CHANGED)


def _weekdays(said: str) -> tuple[int, ...]:
    parts = {part.strip() for part in said.split(",") if part.strip()}
    if not parts <= _WEEKDAYS:
        raise Refused(f"{_REFUSED}.weekdays")
    return tuple(sorted(map(int, parts)))


def _until(turn: Turn, until: date | None) -> date | None:
    if until is not None and until < turn.today:
        raise Refused(f"{_REFUSED}.past")
    return until


@router.on(verbs.EndRhythm)
def end_rhythm(turn: Turn, verb: verbs.EndRhythm) -> Card:
    """約束を終える: a contact is awaited on each school day again."""
    watch, class_, _ = _watched(turn, verb.pupil_id, verb.version)
    return _kept(turn, replace(watch, rhythm=None), class_, act=_CHANGED)


@router.on(verbs.SetGuarded)
def set_guarded(turn: Turn, verb: verbs.SetGuarded) -> Card:
    """要保護児童等として見守る, or no more."""
    watch, class_, _ = _watched(turn, verb.pupil_id, verb.version)
    return _kept(turn, replace(watch, guarded=verb.guarded), class_, act=_CHANGED)


@router.on(verbs.MeetDuty)
def meet_duty(turn: Turn, verb: verbs.MeetDuty) -> Card:
    """出席状況を確認した: the principal has seen to an absence of seven days (施行令20条)."""
    watch, class_, _ = _watched(turn, verb.pupil_id, verb.version)
    by = _principal(turn, class_)
    if by is None:
        raise Refused(NOT_YOURS)
    after = replace(watch, met_on=turn.today)
    card = _kept(turn, after, class_, act=verb.name, by=by)
    for notice in posting.standing(turn.tx, watching.OWED, f"{watch.pupil}:"):
        posting.settle(turn.tx, notice.id, turn.now, view.absence_met)
    return card


def _kept(turn: Turn, watch: Watch, class_: Class, *, act: str, by: Capacity | None = None) -> Card:
    after = replace(watch, look_on=watching.look_on(watch), version=watch.version + 1)
    rhythms.save(turn.tx, after)
    _note(turn, act, watch.subject, by)
    return _card(turn, after, class_)


def _note(turn: Turn, act: str, subject: str, by: Capacity | None = None) -> None:
    holder = by.holder if by else None
    actor = turn.actor.acting(holder.post, holder.deputy_for) if holder else turn.actor
    record(turn.tx, actor, at=turn.now, act=act, subject=subject)


def _watched(
    turn: Turn, pupil_id: int, version: int | None = None
) -> tuple[Watch, Class, Capacity]:
    """A child of the list for whoever may see it. Raises Refused, telling nothing; or Stale."""
    watch = rhythms.of(turn.tx, pupil_id)
    class_ = watching.class_of(turn.tx, pupil_id, turn.today)
    if watch is None or class_ is None:
        raise Refused(NOT_YOURS)
    by = access.in_class(turn, Right.WATCH, class_)
    if version is not None and version != watch.version:
        raise Stale("attendance.refused.changed", show=verbs.ShowWatched(pupil_id=pupil_id))
    return watch, class_, by

"""The morning's roll: everybody is there, or these children are missing."""

from datetime import date

from bot.attendance import access, casework, mornings, telling, watching
from bot.attendance.model import Class, Roll, RollState
from bot.attendance.rules import rolls as rules
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.shown_roll import ShownUnreported
from bot.attendance.store import cases, enrolments, reports, rolls, schools, suspensions
from bot.attendance.telling.rosters import matter
from bot.errors import Mistyped, NotFound, Refused
from bot.ledger.record import record
from bot.turns.privately import privately
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.again import again
from cards.attendance import roll as view
from cards.attendance import roster_card, staff
from cards.attendance.verbs import day as verbs
from cards.elements import Card

router = Router()
_REFUSED = "attendance.day.refused"


@router.on(verbs.MarkDone, among=True)
def mark_done(turn: Turn, verb: verbs.MarkDone) -> Card:
    """全員分を確認: whoever wasn't reported is there. A second press changes nothing."""
    roll, class_, by = _roll(turn, verb.roll_id)
    if roll.state is not RollState.DONE:
        holder = by.holder
        after = rules.done(
            roll, post=holder.post, person=holder.person, at=turn.now, version=verb.version
        )
        _keep(turn, after, class_, by, act=verb.name)
    school = schools.get(turn.tx, class_.school)
    return view.roll_done(turn.lang, shown_class(class_, school))


@router.on(verbs.OpenMissing, among=True)
def open_missing(turn: Turn, verb: verbs.OpenMissing) -> Card:
    """未着あり: which of the children without a report. Pressed in a staff place, the presser gets
    a way to it in their own chat: names are a press's answer, and never stay there."""
    roll, class_, _ = _roll(turn, verb.roll_id)
    if turn.place:
        return Card(privately(turn, staff.opened(turn.lang, verb), kind="attendance.opened"))
    school = schools.get(turn.tx, class_.school)
    return view.missing_form(
        turn.lang,
        shown_class(class_, school),
        _to_choose(turn, roll),
        roll=roll.id,
        version=roll.version,
        back=verbs.ShowRoster(class_id=class_.id, day=roll.day),
    )


@router.on(verbs.ShowRoster)
def show_roster(turn: Turn, verb: verbs.ShowRoster) -> Card:
    """戻る: the roster card as it stands, to whoever may read the class's reports."""
    class_, _ = access.class_right(turn, Right.READ, verb.class_id)
    return _roster(turn, class_, verb.day)


def _roster(turn: Turn, class_: Class, day: date) -> Card:
    return roster_card.roster(turn.lang, matter(turn.tx, class_, day, turn.now))


@router.on(verbs.Missing)
def missing(turn: Turn, verb: verbs.Missing) -> Card:
    """These children neither arrived nor were reported: a search for each begins."""
    roll, class_, by = _roll(turn, verb.roll_id)
    chosen = _chosen(verb.pupils)
    unreported = {one.pupil_id for one in _unreported(turn, roll)}
    if not chosen:
        raise Refused(f"{_REFUSED}.none_chosen")
    if not unreported.issuperset(chosen):
        raise Refused(f"{_REFUSED}.reported")
    holder = by.holder
    after = rules.missing(
        roll, post=holder.post, person=holder.person, at=turn.now, version=verb.version
    )
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    rolls.save(turn.tx, after, look_at=None)
    made = casework.open_for(turn.tx, after, chosen, turn.now, actor=actor)
    _tell(turn, after, class_, by, act=verb.name)
    return view.searches_begun(turn.lang, len(made))


def _keep(turn: Turn, roll: Roll, class_: Class, by: Capacity, *, act: str) -> None:
    rolls.save(turn.tx, roll, look_at=None)
    _tell(turn, roll, class_, by, act=act)


def _tell(turn: Turn, roll: Roll, class_: Class, by: Capacity, *, act: str) -> None:
    actor = turn.actor.acting(by.holder.post, by.holder.deputy_for)
    record(turn.tx, actor, at=turn.now, act=act, subject=roll.subject)
    telling.roster(turn.tx, class_.id, roll.day, turn.now, create=False)
    mornings.changed(turn.tx, class_.school, roll.day, turn.now)


def _roll(turn: Turn, roll_id: int) -> tuple[Roll, Class, Capacity]:
    """Today's roll of a class and the post by which the presser marks it; else Refused."""
    try:
        roll = rolls.get(turn.tx, roll_id)
    except NotFound:
        raise Refused(NOT_YOURS) from None
    class_, by = _marking(turn, roll)
    if roll.day != turn.today:
        raise Refused(f"{_REFUSED}.not_today")
    if roll.state is RollState.SILENT:
        raise Refused(f"{_REFUSED}.silent")
    return roll, class_, by


def _marking(turn: Turn, roll: Roll) -> tuple[Class, Capacity]:
    """The class, and the post by which the presser marks its roll. Who may only read it, as the
    nurse whose chat the roster comes to, keeps the card and learns who marks it."""
    try:
        return access.class_right(turn, Right.ROLL, roll.class_id)
    except Refused as refused:
        if turn.place:
            raise
        class_, _ = access.class_right(turn, Right.READ, roll.class_id)
        said = turn.lang.t(f"{_REFUSED}.who_marks")
        back = verbs.ShowRoster(class_id=class_.id, day=roll.day)
        raise Mistyped(refused, again(_roster(turn, class_, roll.day), back, said)) from None


def _to_choose(turn: Turn, roll: Roll) -> tuple[ShownUnreported, ...]:
    """Those who would be missing and whom nobody looks for yet."""
    searched = {one.pupil for one in cases.unsolved(turn.tx, roll.school, roll.day)}
    return tuple(one for one in _unreported(turn, roll) if one.pupil_id not in searched)


def _unreported(turn: Turn, roll: Roll) -> tuple[ShownUnreported, ...]:
    """Who of the class would be missing: nothing reported, no 出席停止, no rhythm at home."""
    seated = {
        pupil.id: (seat.number, pupil)
        for seat, pupil in enrolments.seats(turn.tx, roll.class_id, roll.day)
        if seat.main
    }
    said = reports.of_pupils(turn.tx, tuple(seated), roll.day, roll.day)
    ordered = suspensions.covering(turn.tx, tuple(seated), roll.day, roll.day)
    home = {one.pupil for one in ordered} | watching.kept_home(turn.tx, seated, roll.day)
    found = rules.unreported(seated, said, roll.day, kept_home=home)
    return tuple(
        ShownUnreported(pupil_id=one, number=seated[one][0], name=seated[one][1].name)
        for one in found
    )


def _chosen(said: str) -> tuple[int, ...]:
    """The ids that a list with several choices sends; raises Refused for anything else."""
    parts = [part.strip() for part in said.split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise Refused("common.refused.malformed")
    return tuple(dict.fromkeys(map(int, parts)))

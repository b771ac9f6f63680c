"""The roster card: one for a class and day, to the school's staff place or to personal chats."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.attendance import posting, seen, whom
from bot.attendance.model import Class, Pupil, Roll, School, Stream
from bot.attendance.rules import days as of_days
from bot.attendance.rules.shown import roster as shown
from bot.attendance.rules.shown.roster import ShownRoster
from bot.attendance.store import (
    cases,
    classes,
    days,
    enrolments,
    places,
    reports,
    rolls,
    schools,
    shows,
    suspensions,
)
from bot.attendance.store.shows import Shown
from bot.attendance.telling import unreached
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.delivery.rows import OPEN
from bot.storage.tx import Tx
from cards.attendance import roster_card as view
from cards.elements import Card
from cards.lang import Lang

KIND = "attendance.roster"


def wake(tx: Tx, school: School, day: date, now: datetime) -> None:
    """The morning begins: classes of which something is known already show it on their card."""
    said = {one.pupil for one in reports.of_school(tx, school.id, day)}
    seats = {one.class_id for pupil in said for one in enrolments.on(tx, pupil, day)}
    for class_id in sorted(seats):
        roster(tx, class_id, day, now)


def rosters(tx: Tx, school: School, day: date, now: datetime) -> None:
    """Every class of a school that keeps its roll has its card, at the latest a quarter of
    an hour before 朝の会; one that has it keeps it."""
    for class_ in classes.current(tx, school.id, day):
        if of_days.keeps_roll(days.today(tx, school, class_, day)):
            roster(tx, class_.id, day, now)


def roster(
    tx: Tx,
    class_id: int,
    day: date,
    now: datetime,
    *,
    create: bool = True,
    due_at: datetime | None = None,
    at_once: bool = False,
) -> int | None:
    """Make the roster card of a class and day, or have it show how things are now; its notice.

    None where there is none and none is to be made, nobody to show it to, or the class isn't
    announced: then no card shows who is in it. `at_once`: it names fewer from now on.
    """
    class_ = classes.get(tx, class_id)
    if not class_.is_known(now):
        return None
    standing = shows.about(tx, f"roster:{class_id}", day)
    place = _place(tx, class_)
    if fitting := _fitting(tx, standing, place):
        _show(tx, class_, day, now, fitting, at_once=at_once)
        return fitting.notice
    if not (create or standing):
        return None
    return _post(tx, class_, day, now, due_at or now, place)


def moved(tx: Tx, school: int, now: datetime) -> None:
    """The school's place is another one now, or none for a while: the day's cards go where they
    belong, at once, and nobody is named any more where they stood.

    Where it is only in doubt who reads there, what stands is left: it can't be changed meanwhile.
    """
    standing = [
        one
        for one in shows.standing(tx, school, now.date())
        if one.day == now.date() and one.about.startswith("roster:")
    ]
    for class_id in dict.fromkeys(int(one.about.partition(":")[2]) for one in standing):
        roster(tx, class_id, now.date(), now)
    for one in standing:
        class_ = classes.get(tx, int(one.about.partition(":")[2]))
        if one.slot != _place(tx, class_) and not places.is_in_doubt(tx, one.slot):
            posting.settle(tx, one.notice, now)


def _place(tx: Tx, class_: Class) -> int:
    """The staff place that the school chose, 0 for personal chats. A support class's own card is
    its teachers' alone: no list that others read names it."""
    return 0 if class_.stream is Stream.SUPPORT else places.usable(tx, class_.school)


def _fitting(tx: Tx, standing: tuple[Shown, ...], place: int) -> Shown | None:
    """The card that stands where it belongs now. One that was taken out of a place because
    somebody else could read there is none; meanwhile the roster goes to personal chats."""
    for one in standing:
        if outbox.get(tx, one.notice).state == OPEN and one.slot == place:
            return one
    return None


def _show(tx: Tx, class_: Class, day: date, now: datetime, one: Shown, *, at_once: bool) -> None:
    draw = _drawn(tx, class_, day, now, one.slot)
    shows.add(tx, one.notice, school=class_.school, day=day, subjects=_named(draw))
    posting.redraw(tx, one.notice, draw, preview=view.PREVIEW, at_once=at_once)


def _post(tx: Tx, class_: Class, day: date, now: datetime, due: datetime, place: int) -> int | None:
    """`slot` keeps where it went: a place's id, or 0."""
    about = f"roster:{class_.id}"
    again = f":{place}:{now.isoformat()}" if shows.about(tx, about, day) else ""
    to = () if place else whom.roster_of(tx, class_.id, day, now)
    draw = _drawn(tx, class_, day, now, place)
    notice = posting.post(
        tx,
        kind=KIND,
        key=f"{about}:{day}{again}",
        to=to,
        to_places=(place,) if place else (),
        draw=draw,
        due_at=due,
        expires_at=posting.until_morning(schools.get(tx, class_.school), day, now),
        school=class_.school,
        day=day,
        about=about,
        slot=place,
        subjects=_named(draw),
        preview=view.PREVIEW,
        lane=Lane.ANSWER,  # behind the teachers' own cards, before every broadcast
    )
    if notice is None:
        matter = f"{about}:{day}"
        unreached.add(
            tx, school=class_.school, kind=KIND, about=about, day=day, since=due, matter=matter
        )
    return notice


def _drawn(tx: Tx, class_: Class, day: date, now: datetime, place: int) -> partial[Card]:
    return partial(_card, shown=matter(tx, class_, day, now, outside=place > 0))


def _card(lang: Lang, shown: ShownRoster) -> Card:
    return view.roster(lang, shown)


def _named(draw: partial[Card]) -> tuple[str, ...]:
    """Whom the card names: those alone of whom something was said."""
    found: ShownRoster = draw.keywords["shown"]
    return tuple(f"pupil:{line.pupil_id}" for line in found.lines if line.mark)


def matter(
    tx: Tx, class_: Class, day: date, now: datetime, *, outside: bool = False
) -> ShownRoster:
    """A class's morning as its card shows it: numbers, names and marks, never a reason.

    `outside` the personal chats of the class's own staff a protected child (秘匿対象) has a number
    and a mark alone.
    """
    seats = enrolments.seats(tx, class_.id, day)
    pupils = tuple(pupil.id for _, pupil in seats)
    school = schools.get(tx, class_.school)
    roll = rolls.of(tx, class_.id, day) or _no_roll(class_, day)
    lines = shown.lines(
        ((seat.number, _shown_as(pupil, outside=outside)) for seat, pupil in seats),
        reports.of_pupils(tx, pupils, day, day),
        day,
        looked_for={one.pupil for one in cases.unsolved(tx, school.id, day)} & set(pupils),
        kept_home={one.pupil for one in suspensions.covering(tx, pupils, day, day)},
    )
    return shown.roster(
        roll,
        seen.named(tx, class_),
        lines,
        day_kind=days.today(tx, school, class_, day).kind.value,
        now=now,
        done_by=seen.post_name(tx, roll.done_post, day) if roll.done_post else "",
    )


def _shown_as(pupil: Pupil, *, outside: bool) -> Pupil:
    return replace(pupil, name="") if outside and pupil.protected else pupil


def _no_roll(class_: Class, day: date) -> Roll:
    """Before the school's morning begins nothing is marked yet."""
    return Roll(id=0, class_id=class_.id, school=class_.school, day=day)

"""Nothing about attendance just expires: whom no card has reached is told by telephone.

The list names classes and posts, never a child; the office has it (電話で伝える一覧).
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.attendance import posting, seen, whom
from bot.attendance.model import Class, School
from bot.attendance.rules.shown.classes import ShownClass
from bot.attendance.store import classes, schools, shows
from bot.attendance.store import telephone as store
from bot.attendance.store.telephone import Unseen
from bot.people import store as people
from bot.storage.parts import apart
from bot.storage.tx import Tx
from cards.attendance import telephone as view
from cards.elements import Card
from cards.lang import Lang

KIND = "attendance.telephone"
AGAIN = "again_"  # before the name of a group: a card of its own, told anew
PATIENCE = timedelta(minutes=10)  # so long a card may be on its way before somebody rings
SCHOOLS_AT_ONCE = 10
# Whom a card was for, by its group or else its kind: a word of `attendance.office.telephone`.
_GROUPS = {
    "class": "class",
    "roster": "class",
    "office": "office",
    "held": "office",
    "nurse": "office",
    "back": "office",
}
_KINDS = {
    "attendance.case": "heads",  # a child is being looked for
    "attendance.morning": "heads",
    "attendance.summary": "heads",
    "attendance.closure_hint": "office",  # the nurse is rung with the office's own
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStaff:
    """Staff to ring, and who has done it."""

    line_id: int
    who: str
    matters: int
    school_class: ShownClass | None
    names: str
    since: datetime
    told_at: datetime | None
    told_by: str


def unsent(
    tx: Tx,
    now: datetime,
    *,
    most: int = SCHOOLS_AT_ONCE,
    school: int = 0,
    patience: timedelta = PATIENCE,
) -> int:
    """Cards of today that were due ten minutes ago and of which no copy has arrived: their staff
    go on the office's list, of `most` schools at once, or of one `school`; how many cards are new
    on it. `now` in the tenant's zone."""
    found: dict[int, list[Unseen]] = {}
    for one in store.unseen(tx, now.date(), now - patience):
        if school in (0, one.school):
            found.setdefault(one.school, []).append(one)
    new: Counter[int] = Counter()
    for here, cards in found.items():
        if len(new) < most:
            listed = partial(_list, tx, here, cards, now)
            new += Counter({here: apart(tx, "school_left_out", listed, school=here) or 0})
    return new.total()


def _list(tx: Tx, school: int, found: Iterable[Unseen], now: datetime) -> int:
    """Put the staff of these cards on a school's list; how many cards are new on it."""
    count = sum(_listed(tx, one, now) for one in found)
    if count:
        telephone(tx, schools.get(tx, school), now.date(), now)
    return count


def missed(
    tx: Tx, school: School, day: date, now: datetime, among: Container[int]
) -> tuple[int, ...]:
    """Those `among` an earlier day's cards that never went out, as nobody was there to send them:
    their staff are rung today. The reports that they showed, by id."""
    found = [one for one in store.unseen(tx, day, now) if one.notice in among]
    _list(tx, school.id, found, now)
    named = shows.subjects(tx, [one.notice for one in found])
    return tuple(dict.fromkeys(one for every in named.values() for one in _reports(every)))


def _reports(subjects: Iterable[str]) -> list[int]:
    return [int(one.partition(":")[2]) for one in subjects if one.startswith("report:")]


def add(
    tx: Tx, *, school: int, kind: str, about: str, day: date, since: datetime, matter: str
) -> bool:
    """The staff of these cards are to be rung about a matter; False where they are to be already,
    or were."""
    one = Unseen(notice=0, school=school, kind=kind, about=about)
    if not _put(tx, one, day, since, (matter,)):
        return False
    telephone(tx, schools.get(tx, school), day, since)
    return True


def _listed(tx: Tx, one: Unseen, now: datetime) -> int:
    """One where it is new on the list, else none."""
    named = shows.subjects(tx, (one.notice,))[one.notice]
    matters = [f"report:{report}" for report in _reports(named)] or [f"notice:{one.notice}"]
    return int(_put(tx, one, now.date(), now, matters))


def _put(tx: Tx, one: Unseen, day: date, since: datetime, matters: Iterable[str]) -> bool:
    """What families get is no line: the school doesn't ring them because of a card."""
    part, _, number = one.about.rpartition(":")
    who = _GROUPS.get(part.removeprefix(AGAIN)) or _KINDS.get(one.kind)
    if who is None:
        return False
    class_id = int(number) if who == "class" else 0
    place = {"school": one.school, "class_id": class_id}
    return store.add(tx, **place, day=day, who=who, since=since, matters=matters)


def telephone(tx: Tx, school: School, day: date, now: datetime) -> int | None:
    """Make or renew the office's card of whom to ring; None where nobody is there to get it."""
    draw = partial(_card, lines=lines(tx, school, day, now), school_id=school.id)
    about = f"{KIND}:{school.id}"
    for one in shows.about(tx, about, day):
        posting.redraw(tx, one.notice, draw)
        return one.notice
    return posting.post(
        tx,
        kind=KIND,
        key=f"{about}:{day}",
        to=whom.office(tx, school.id, day),
        draw=draw,
        due_at=now,
        expires_at=posting.until_morning(school, day, now),
        school=school.id,
        day=day,
        about=about,
    )


def _card(lang: Lang, lines: tuple[ShownStaff, ...], school_id: int) -> Card:
    return view.telephone(lang, lines, school_id)


def lines(tx: Tx, school: School, day: date, now: datetime) -> tuple[ShownStaff, ...]:
    """Whom the office is to ring, and whom it has rung."""
    return tuple(_shown(tx, line, now) for line in store.of_school(tx, school.id, day))


def _shown(tx: Tx, line: store.Line, now: datetime) -> ShownStaff:
    class_ = classes.find(tx, line.class_id) if line.class_id else None
    return ShownStaff(
        line_id=line.id,
        who=line.who,
        matters=line.matters,
        school_class=seen.named(tx, class_) if class_ and _is_nameable(class_) else None,
        names=_names(tx, class_, now),
        since=line.since.astimezone(now.tzinfo),
        told_at=line.told_at and line.told_at.astimezone(now.tzinfo),
        told_by=_name(tx, line.told_by, now.date()) if line.told_by else "",
    )


def _is_nameable(class_: Class) -> bool:
    return seen.Seat(class_=class_, number=0).nameable


def _names(tx: Tx, class_: Class | None, now: datetime) -> str:
    """Who teaches the class: a support class's teachers are rung by name alone."""
    if class_ is None:
        return ""
    found = whom.for_class(tx, class_.id, now.date(), now)
    return "、".join(filter(None, (_name(tx, one, now.date()) for one in found)))


def _name(tx: Tx, person: int, on: date) -> str:
    found = people.find(tx, person, on)
    return found.name if found else ""

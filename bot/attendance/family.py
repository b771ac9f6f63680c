"""Who speaks for which child: asked of the database at every press, whatever a card carries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.attendance.model import Class, Door, Guardian, LinkState, Pupil, School, SchoolKind
from bot.attendance.rules import families
from bot.attendance.rules.days import LONGEST_BREAK, Calendar
from bot.attendance.rules.reporting import FARTHEST
from bot.attendance.store import classes, days, enrolments, guardians, pupils, schools
from bot.errors import Refused
from bot.people.model import Person
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang

NOT_YOURS = "attendance.family.refused.not_yours"
NOBODY = "attendance.family.nobody"
NOT_ENROLLED = "attendance.family.not_enrolled"
KANA = "ja-kana"
LAST_KANA_GRADE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child for whom an account speaks: it is their own, or a confirmed guardian's (`link`).

    `school` and `class_` are those of today, None while the child isn't enrolled; of a protected
    child what `unplaced` leaves.
    """

    pupil: Pupil
    person: int
    link: Guardian | None = None
    school: School | None = None
    class_: Class | None = None

    @property
    def own(self) -> bool:
        """Whether it is the child's own account, on which others of the family look as well."""
        return self.link is None

    @property
    def may_report(self) -> bool:
        return self.own or families.may_report(self.link)

    @property
    def may_see(self) -> bool:
        """Whether the account reads what became of what it sent."""
        return self.own or families.may_see(self.link)

    @property
    def door(self) -> Door:
        """By which door it reports; with the family word a child's account opens another one."""
        return Door.PUPIL if self.own else Door.GUARDIAN


def children(tx: Tx, person: Person, now: datetime) -> tuple[Child, ...]:
    """Every child for whom this account speaks now, by name; () for everybody else.

    A link that isn't confirmed, or was removed a minute ago, gives nothing.
    """
    found = {one.pupil.id: one for one in _speaking(tx, person)}
    placed = (_placed(tx, one, now.date()) for one in found.values())
    return tuple(sorted(placed, key=lambda one: (one.pupil.reading, one.pupil.name, one.pupil.id)))


def child(tx: Tx, person: Person, pupil: int, now: datetime) -> Child:
    """The child with this id, if the account may report for them.

    Raises Refused alike for a forged id, another's child, and a link that is no more: nobody
    learns from it which children there are.
    """
    found = next((one for one in _speaking(tx, person) if one.pupil.id == pupil), None)
    if found is None or not found.may_report:
        raise Refused(NOT_YOURS)
    return _placed(tx, found, now.date())


def enrolled(tx: Tx, person: Person, pupil: int, now: datetime) -> Child:
    """As `child`, of one who is at a school now; else Refused with 「在籍していません」."""
    found = child(tx, person, pupil, now)
    if found.school is None:
        raise Refused(NOT_ENROLLED)
    return found


def reader(tx: Tx, person: Person, pupil: int, now: datetime) -> Child:
    """The child with this id, if the account may read what became of its reports; else Refused."""
    found = next((one for one in _speaking(tx, person) if one.pupil.id == pupil), None)
    if found is None or not found.may_see:
        raise Refused(NOT_YOURS)
    return _placed(tx, found, now.date())


def _speaking(tx: Tx, person: Person) -> Iterator[Child]:
    if not person.id:
        return
    links = [one for one in guardians.by_person(tx, person.id) if one.state is LinkState.CONFIRMED]
    known = pupils.many(tx, (one.pupil for one in links))
    for link in links:
        if link.pupil in known and (link.may_report or link.may_see_status):
            yield Child(pupil=known[link.pupil], person=person.id, link=link)
    if (own := pupils.by_person(tx, person.id)) is not None:
        yield Child(pupil=own, person=person.id)


def _placed(tx: Tx, one: Child, day: date) -> Child:
    school, class_ = at(tx, one.pupil, day)
    return Child(pupil=one.pupil, person=one.person, link=one.link, school=school, class_=class_)


def at(tx: Tx, pupil: Pupil, day: date) -> tuple[School | None, Class | None]:
    """School and class of a child on a day; neither for 「在籍していません」."""
    seat = enrolments.of(tx, pupil.id, day)
    class_ = classes.find(tx, seat.class_id) if seat else None
    school = schools.find(tx, class_.school) if class_ else None
    if school is not None and not families.shows_class(pupil):
        return unplaced(school), None
    return school, class_ if school else None


def unplaced(school: School) -> School:
    """What a family account is shown by of a protected child (秘匿対象): the days that all schools
    have, and the usual times. Whoever compares closures with the form finds neither school nor
    class."""
    return School(id=0, code="", name="", kind=school.kind, meals_days=None)


def calendar(tx: Tx, one: Child, today: date) -> Calendar | None:
    """The child's own school days, some past ones too; None where they aren't enrolled."""
    if one.school is None:
        return None
    since = today - timedelta(days=LONGEST_BREAK)
    until = today + timedelta(days=FARTHEST + LONGEST_BREAK)
    return days.calendar(tx, one.school, one.class_, since, until)


def phone(one: Child) -> str:
    """The school's number; of a protected child's school nothing is told, not even that."""
    return one.school.phone if one.school and families.shows_class(one.pupil) else ""


def language(lang: Lang, children: tuple[Child, ...]) -> Lang:
    """The reader's language; readings for a child of grades 1–3 on their own account."""
    class_ = next((one.class_ for one in children if one.own), None)
    school = next((one.school for one in children if one.own), None)
    if lang.code != SOURCE or class_ is None or school is None:
        return lang
    young = school.kind is not SchoolKind.JUNIOR_HIGH and class_.grade <= LAST_KANA_GRADE
    return Lang.of(KANA) if young else lang

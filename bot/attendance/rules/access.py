"""Who may do what with attendance: everything comes from posts at a school (個人情報保護法66条)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.attendance.model import Class, Function, SchoolPost
from bot.attendance.rules.years import school_year
from bot.errors import Refused
from bot.people.model import Holder, Holders, Person, Role

EVERY = 0  # a school id that means all schools
NOT_YOURS = "attendance.refused.not_yours"


class Right(StrEnum):
    """What somebody may do; each press names the one that it needs."""

    READ = "read"  # the content of a report; each reading is logged
    ANSWER = "answer"  # 確認しました, 電話します, 保健室と共有
    RETURN = "return"  # 折り返し確認済み: the registered number was rung
    ENTER = "enter"  # a telephone report
    ROLL = "roll"  # 全員分を確認, 未着あり
    CASE = "case"  # a step of a case, or its closing
    POLICE = "police"  # 管理職判断で警察
    LINKS = "links"  # guardian links, their rights, protection
    WORDS = "words"  # family words
    CALENDAR = "calendar"  # what a day is
    WATCH = "watch"  # the list of long absences
    SUSPEND = "suspend"  # the order of 出席停止 (学校保健安全法19条: the principal's)
    PREPARE = "prepare"  # asking for that order
    CHECK = "check"  # the nurse's look at it
    MARK = "mark"  # marks of the attendance book
    LOCK = "lock"  # locking a month
    EXPORT = "export"  # month tables and 出席停止報告
    MEALS = "meals"  # how many meals, no names
    NUMBERS = "numbers"  # numbers of classes, no names
    PLACE = "place"  # where roster cards go
    SETTINGS = "settings"  # a school's times and options
    ROSTER = "roster"  # imports and what holds for all schools


class Scope(StrEnum):
    """How far a right reaches from a post."""

    CLASS = "class"
    GRADE = "grade"
    SCHOOL = "school"


_OWN = (Function.HOMEROOM, Function.DEPUTY_HOMEROOM)
_LEADERS = (Function.VICE_PRINCIPAL, Function.PRINCIPAL)
_CLOSE = (*_OWN, Function.YEAR_HEAD)

FUNCTIONS: Mapping[Right, frozenset[Function]] = {
    right: frozenset(functions)
    for right, functions in {
        Right.READ: (*_CLOSE, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE, *_LEADERS),
        Right.ANSWER: (*_CLOSE, Function.SCHOOL_NURSE, *_LEADERS),
        Right.RETURN: (*_CLOSE, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE, *_LEADERS),
        Right.ENTER: tuple(Function),
        Right.ROLL: (*_CLOSE, *_LEADERS),
        Right.CASE: (*_CLOSE, Function.SCHOOL_NURSE, Function.SCHOOL_OFFICE, *_LEADERS),
        Right.POLICE: _LEADERS,
        Right.LINKS: (Function.SCHOOL_OFFICE, Function.VICE_PRINCIPAL),
        Right.WORDS: (Function.SCHOOL_OFFICE,),
        Right.CALENDAR: _LEADERS,
        Right.WATCH: (Function.SCHOOL_NURSE, *_LEADERS),
        Right.SUSPEND: (Function.PRINCIPAL,),
        Right.PREPARE: (*_OWN, Function.SCHOOL_NURSE, Function.VICE_PRINCIPAL),
        Right.CHECK: (Function.SCHOOL_NURSE,),
        Right.MARK: (*_OWN, Function.CURRICULUM_HEAD, *_LEADERS),
        Right.LOCK: (Function.CURRICULUM_HEAD, Function.PRINCIPAL),
        Right.EXPORT: (Function.CURRICULUM_HEAD, Function.SCHOOL_OFFICE, *_LEADERS),
        Right.MEALS: (Function.SCHOOL_MEALS,),
        Right.NUMBERS: (Function.CURRICULUM_HEAD, *_LEADERS),
        Right.PLACE: _LEADERS,
        Right.SETTINGS: _LEADERS,
        Right.ROSTER: (),
    }.items()
}

ROLES: Mapping[Right, frozenset[Role]] = {
    Right.CALENDAR: frozenset((Role.BOARD_OF_EDUCATION,)),
    Right.NUMBERS: frozenset((Role.BOARD_OF_EDUCATION,)),
    Right.PLACE: frozenset((Role.SCHOOL_DESK,)),
    Right.SETTINGS: frozenset((Role.SCHOOL_DESK,)),
    Right.ROSTER: frozenset((Role.SCHOOL_DESK,)),
}  # the only rights that come without a post at the school; none of them shows a child

_UNTOLD = frozenset((Function.SCHOOL_OFFICE, Function.SCHOOL_NURSE, *_LEADERS))
_BEFORE_THE_YEAR = frozenset((Right.LINKS, Right.WORDS))
_OF_REPORTS = frozenset((Right.READ, Right.ANSWER, Right.RETURN))


def scope(right: Right, function: Function) -> Scope:
    """How far it reaches: whoever answers the telephone enters for any class of the school."""
    if right is Right.ENTER:
        return Scope.SCHOOL
    if function in _OWN:
        return Scope.CLASS
    return Scope.GRADE if function is Function.YEAR_HEAD else Scope.SCHOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """In which a person acts: a post at a school, and for whom where they deputise (代理)."""

    at: SchoolPost
    holder: Holder

    def reaches(self, right: Right, *, school: int, grade: int, class_name: str) -> bool:
        if self.at.function not in FUNCTIONS[right] or self.at.school != school:
            return False
        match scope(right, self.at.function):
            case Scope.CLASS:
                own = (self.at.grade, self.at.class_name)
                return own == (grade, class_name) and class_name != ""
            case Scope.GRADE:
                return self.at.grade == grade
            case Scope.SCHOOL:
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """All that one person may do with attendance at one moment; `year` is its school year."""

    capacities: tuple[Capacity, ...] = ()
    roles: frozenset[Role] = frozenset()
    year: int = 0

    def may(self, right: Right, *, school: int, grade: int = -1, class_name: str = "") -> bool:
        """Whether they may, for a class, a grade (no `class_name`) or a school (neither)."""
        return self.by_role(right) or bool(
            self.acting(right, school=school, grade=grade, class_name=class_name)
        )

    def acting(
        self, right: Right, *, school: int, grade: int = -1, class_name: str = ""
    ) -> Capacity | None:
        """The post by which they may, an own one before one that they deputise; None: by none."""
        fitting = (
            one
            for one in self.capacities
            if one.reaches(right, school=school, grade=grade, class_name=class_name)
        )
        return min(fitting, key=lambda one: one.holder.deputy_for is not None, default=None)

    def acting_in(self, right: Right, class_: Class, now: datetime) -> Capacity | None:
        """The post by which they may for a class of a school year.

        Classes of the same name in two years are different: a post of a class or grade reaches only
        this year's. Before the announcement (embargo) only office, nurse and the school's heads
        reach a class; before its year began they alone do for reports of its first days, and who
        prepares links and family words.
        """
        fitting = self._reaching(right, class_, now)
        return min(fitting, key=lambda one: one.holder.deputy_for is not None, default=None)

    def may_in(self, right: Right, class_: Class, now: datetime) -> bool:
        """Whether they may for a class of a school year, by post; see `acting_in`."""
        return self.acting_in(right, class_, now) is not None

    def teaches(self, class_: Class, now: datetime) -> bool:
        """Whether a post of theirs is of that very class (担任, 副担任), and reaches it now."""
        return any(
            scope(Right.READ, one.at.function) is Scope.CLASS
            for one in self._reaching(Right.READ, class_, now)
        )

    def _reaching(self, right: Right, class_: Class, now: datetime) -> Iterator[Capacity]:
        return (
            one
            for one in self.capacities
            if one.reaches(right, school=class_.school, grade=class_.grade, class_name=class_.name)
            and self._is_open(right, one.at.function, class_, now)
        )

    def by_role(self, right: Right) -> bool:
        """Whether they may without any post at a school, for each of them."""
        return not ROLES.get(right, frozenset()).isdisjoint(self.roles)

    def schools(self, right: Right) -> frozenset[int]:
        """At which schools a post gives them the right, for all or a part; roles not counted."""
        return frozenset(
            one.at.school for one in self.capacities if one.at.function in FUNCTIONS[right]
        )

    def reach(self, right: Right) -> tuple[SchoolPost, ...]:
        """The posts that give them the right; `scope` says how far each reaches."""
        return tuple(one.at for one in self.capacities if one.at.function in FUNCTIONS[right])

    @property
    def is_staff(self) -> bool:
        """Whether they have any post at any school."""
        return bool(self.capacities)

    def _is_open(self, right: Right, function: Function, class_: Class, now: datetime) -> bool:
        if class_.year > self.year:
            return right in _BEFORE_THE_YEAR or (right in _OF_REPORTS and function in _UNTOLD)
        if not class_.is_known(now):
            return function in _UNTOLD
        return class_.year == self.year or scope(right, function) is Scope.SCHOOL


def access(person: Person, holders: Holders, posts: Iterable[SchoolPost], now: datetime) -> Access:
    """What a person may, from the posts that they hold or deputise and those posts' schools.

    `now` in the tenant's zone. A role of people without such a post (a nurse of no school) gives
    nothing, the board of education and the school desk excepted.
    """
    at: dict[int, list[SchoolPost]] = {}
    for post in posts:
        at.setdefault(post.post, []).append(post)
    capacities = tuple(
        Capacity(at=post, holder=holder)
        for holder in holders.of
        for post in at.get(holder.post, ())
    )
    return Access(capacities=capacities, roles=person.roles, year=school_year(now.date()))


def require(found: Capacity | None) -> Capacity:
    """The post by which somebody may, or the plain refusal that tells nothing."""
    if found is None:
        raise Refused(NOT_YOURS)
    return found

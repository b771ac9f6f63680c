"""Schools, their times, their classes and the posts of who works there."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class SchoolKind(StrEnum):
    KINDERGARTEN = "kindergarten"
    ELEMENTARY = "elementary"
    JUNIOR_HIGH = "junior_high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A school's own times of one school day, in the tenant's zone.

    `report_by` (連絡締切): later reports are kept and flagged. `assembly` (朝の会): the roll is
    marked from then on. `missing_from` (未着確認): who neither arrived nor reported is looked for.
    `confirm_by`: what nobody has confirmed is escalated, once a class. `summary_at` (まとめ): the
    vice-principal's numbers. `wake`: reports of the night wait silently until then. `leave_from`:
    from then on children are on their way. `ends_at`: the cards of the day are emptied.
    `steps`: minutes after a case was opened at which each of its steps is due.
    """

    report_by: time = time(8, 15)
    assembly: time = time(8, 25)
    missing_from: time = time(8, 40)
    confirm_by: time = time(8, 45)
    summary_at: time = time(9, 15)
    wake: time = time(7, 0)
    leave_from: time = time(7, 20)
    ends_at: time = time(17, 0)
    steps: tuple[int, ...] = (0, 10, 20, 40, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school; `code` is its id in rosters (学校コード), `name` also the department of its posts.

    `phone` is public. `holds_pupils`: what a child reports without the family word waits as
    「保護者に確認中」. `shows_teacher`: a family reads who confirmed. `meals_days`: meals can be
    stopped so many school days ahead; None where there are none. `closure_percent`: the share of
    absent children at which the nurse gets a hint. `place`: where roster cards go, 0 for the
    personal chats of the class's staff.
    """

    id: int
    code: str
    name: str
    kind: SchoolKind
    phone: str = ""
    times: Times = Times()
    holds_pupils: bool = True
    shows_teacher: bool = False
    meals_days: int | None = 2
    closure_percent: int = 20
    place: int = 0
    version: int = 1

    @property
    def subject(self) -> str:
        return f"school:{self.id}"


class Stream(StrEnum):
    """What kind of class (学級の種別)."""

    ORDINARY = "ordinary"  # 通常の学級
    SUPPORT = "support"  # 特別支援学級: never named on any list
    JOINT = "joint"  # 交流学級: where a child of a support class sits too


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class (学級) of one school year: the one of the same name next year is another.

    `grade` 1–9 as the school counts, 0 in a kindergarten. `announced_at`: before it nobody but the
    office is shown who is in it (embargo); None: it is known.
    """

    id: int
    school: int
    year: int
    grade: int
    name: str  # "2" in 3年2組
    stream: Stream = Stream.ORDINARY
    announced_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"class:{self.id}"

    def is_known(self, now: datetime) -> bool:
        return self.announced_at is None or self.announced_at <= now


class Function(StrEnum):
    """What somebody does at a school; the words are those of people's roles."""

    HOMEROOM = "homeroom"
    DEPUTY_HOMEROOM = "deputy_homeroom"
    TEACHER = "teacher"
    YEAR_HEAD = "year_head"
    SCHOOL_NURSE = "school_nurse"
    CURRICULUM_HEAD = "curriculum_head"
    SCHOOL_MEALS = "school_meals"
    SCHOOL_OFFICE = "school_office"
    VICE_PRINCIPAL = "vice_principal"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPost:
    """A post (職) at a school; `grade` of year heads, with `class_name` of a class's own posts."""

    post: int
    school: int
    function: Function
    grade: int = 0
    class_name: str = ""

"""The posts that a school has by its classes, and which of them stands above which."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.attendance.model import Function

Seat = tuple[Function, int, str]  # the function, the grade and the class's name that it needs

VICE_PRINCIPAL: Seat = (Function.VICE_PRINCIPAL, 0, "")
PRINCIPAL: Seat = (Function.PRINCIPAL, 0, "")
_UNDER_VICE_PRINCIPAL = (
    Function.SCHOOL_NURSE,
    Function.CURRICULUM_HEAD,
    Function.SCHOOL_MEALS,
    Function.SCHOOL_OFFICE,
)
_NAMES = {
    Function.TEACHER: "教員",
    Function.SCHOOL_NURSE: "養護教諭",
    Function.CURRICULUM_HEAD: "教務主任",
    Function.SCHOOL_MEALS: "給食",
    Function.SCHOOL_OFFICE: "学校事務",
    Function.VICE_PRINCIPAL: "教頭",
    Function.PRINCIPAL: "校長",
}
_ENDINGS = ("組", "学級", "クラス")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A post of a school and the one above it; None at the top, and beside the ladder."""

    seat: Seat
    above: Seat | None


def rungs(classes: Iterable[tuple[int, str]]) -> tuple[Rung, ...]:
    """Every post of a school with these classes (grade and name), held or vacant.

    What nobody attends passes upwards: a class without teacher to the 学年主任, then 教頭, then
    校長. 教員 stand beside it: nobody answers for all teachers at once.
    """
    known = sorted(set(classes))
    year_heads = [(Function.YEAR_HEAD, grade, "") for grade in sorted({one[0] for one in known})]
    return (
        Rung(seat=PRINCIPAL, above=None),
        Rung(seat=VICE_PRINCIPAL, above=PRINCIPAL),
        Rung(seat=(Function.TEACHER, 0, ""), above=None),
        *(Rung(seat=(one, 0, ""), above=VICE_PRINCIPAL) for one in _UNDER_VICE_PRINCIPAL),
        *(Rung(seat=seat, above=VICE_PRINCIPAL) for seat in year_heads),
        *(rung for grade, name in known for rung in _of_class(grade, name)),
    )


def _of_class(grade: int, name: str) -> tuple[Rung, Rung]:
    homeroom: Seat = (Function.HOMEROOM, grade, name)
    return (
        Rung(seat=homeroom, above=(Function.YEAR_HEAD, grade, "")),
        Rung(seat=(Function.DEPUTY_HOMEROOM, grade, name), above=homeroom),
    )


def post_name(seat: Seat) -> str:
    """What a post is called within its school: 3年2組 担任."""
    function, grade, name = seat
    match function:
        case Function.HOMEROOM:
            return f"{class_heading(grade, name)} 担任"
        case Function.DEPUTY_HOMEROOM:
            return f"{class_heading(grade, name)} 副担任"
        case Function.YEAR_HEAD:
            return f"{grade}年 学年主任" if grade else "学年主任"
    return _NAMES[function]


def class_heading(grade: int, name: str) -> str:
    """What a class is called: 3年2組; in a kindergarten by its own name alone."""
    own = name if name.endswith(_ENDINGS) else f"{name}組"
    return f"{grade}年{own}" if grade else own

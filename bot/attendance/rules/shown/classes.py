"""A class by its name, as every card writes it."""

from dataclasses import dataclass

from bot.attendance.model import Class, School


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClass:
    class_id: int
    kind: str
    grade: int
    name: str


# Stands for a class that no list names: a 特別支援学級, or one that isn't announced yet.
UNNAMED = ShownClass(class_id=0, kind="", grade=99, name="")


def shown_class(class_: Class, school: School) -> ShownClass:
    """3年2組, or ひまわり組 of a kindergarten; that a class is one of support is never told."""
    return ShownClass(
        class_id=class_.id, kind=school.kind.value, grade=class_.grade, name=class_.name
    )

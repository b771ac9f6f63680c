"""Whom a course is for: an audience of everybody means the staff, for nobody else is trained."""

from bot.people.model import Role
from bot.people.selectors import Audience, By, Selector, parse
from bot.training.model import Course

STAFF = Selector(by=By.ROLE, value=Role.STAFF.value)  # 全職員; `all` has pupils and guardians too


def of(course: Course) -> Audience:
    """The people of a course, as they are counted, told and reminded."""
    return Audience(to=_staff(course.to), but=tuple(map(parse, course.but)))


def _staff(texts: tuple[str, ...]) -> tuple[Selector, ...]:
    found = map(parse, texts)
    return tuple(dict.fromkeys(STAFF if one.by is By.ALL else one for one in found))

"""Whom a course is for: everybody means the staff."""

from dataclasses import replace

from bot.people.selectors import parse
from bot.training import audiences

from .turns.conftest import COURSE


def test_everybody_means_the_staff_and_nobody_twice() -> None:
    course = replace(COURSE, to=("all", "role:staff", "department:企画課"), but=("post:部長",))
    found = audiences.of(course)
    assert found.to == (parse("role:staff"), parse("department:企画課"))
    assert found.but == (parse("post:部長"),)

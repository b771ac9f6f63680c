"""Board of education and school desk, in the city's own register beside the schools' roster."""

import csv

from bot.people import imports
from tests.bot.attendance.day.conftest import Day
from tests.bot.attendance.staff.conftest import TENANT

HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
BOARD = ("board", "教 育子", "board@akatsuki.example", "学校教育課", "", "", "board_of_education")
DESK = ("desk", "窓 口子", "desk@akatsuki.example", "学校教育課", "", "", "staff,school_desk")


def board(day: Day) -> None:
    """They are in the register from now on, as `board` and `desk`."""
    file = day.file.with_name("people.csv")
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((HEADINGS, BOARD, DESK))
    imports.load(day.storage, TENANT, file, today=day.today, finally_=lambda tx, done: None)

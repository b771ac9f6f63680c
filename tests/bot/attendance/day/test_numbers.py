"""Numbers by class: small ones are told under no name."""

from cards.attendance.verbs.months import Numbers
from tests.bot.attendance.day.conftest import Day, said


def test_classes_of_support_are_one_line_without_a_name(day: Day) -> None:
    shown = said(day.press("vice", Numbers(school_id=day.school().id)))
    assert "3年2組" in shown
    assert "なかよし" not in shown
    assert "そのほかの学級" in shown

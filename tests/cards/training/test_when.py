from dataclasses import replace
from datetime import date, datetime

import pytest

from cards.lang import Lang
from cards.samples.courses import TOKYO, Session
from cards.training import when

JA, EN = Lang("ja"), Lang("en")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TOKYO)


def test_a_session_is_told_by_number_day_and_hours():
    assert when.numbered(JA, Session()) == "第1回　12月9日（水）13:30～15:00"
    assert when.numbered(EN, Session()) == "No. 1: 9 December (Wed), 13:30–15:00"


def test_a_session_over_night_names_the_day_on_which_it_ends():
    long = replace(Session(), ends_at=at(10, 12))
    assert when.session_line(JA, long) == "12月9日（水）13:30～12月10日（木）12:00"


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (at(7, 17, 15), "12月7日（月）17:15まで"),
        (at(8, 0), "12月7日（月）まで"),
        (at(8, 0, 1), "12月8日（火）0:01まで"),
    ],
)
def test_a_deadline_at_midnight_is_the_end_of_the_day_before(deadline, said):
    assert when.until(JA, deadline) == said


def test_one_day_is_no_span():
    first, last = date(2026, 12, 9), date(2026, 12, 21)
    assert when.span(JA, first, first) == "12月9日（水）"
    assert when.span(JA, first, last) == "12月9日（水）～12月21日（月）"

"""What getSchedule is asked covers everybody and all the time, in calls that Exchange takes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph import schedules
from graph.events import instant

START = datetime(2026, 4, 1, tzinfo=UTC)
mails = st.lists(st.integers(0, 90).map(lambda number: f"p{number}@x.example"), max_size=90)
spans = st.integers(1, 60 * 24 * 400).map(lambda minutes: timedelta(minutes=minutes))


@given(mails=mails, span=spans)
def test_calls_are_small_and_leave_no_gap(mails: list[str], span: timedelta) -> None:
    asked: dict[str, list[tuple[datetime, datetime]]] = {}
    for body in schedules.questions(mails, START, START + span):
        first, last = instant(body["startTime"]), instant(body["endTime"])
        assert 0 < len(body["schedules"]) <= 20
        assert timedelta(0) < last - first < timedelta(days=62)
        for mail in body["schedules"]:
            asked.setdefault(mail, []).append((first, last))
    assert set(asked) == set(mails)
    for parts in asked.values():
        assert (parts[0][0], parts[-1][1]) == (START, START + span)
        assert all(left[1] == right[0] for left, right in pairwise(parts))


def test_a_mailbox_that_no_answer_names_cannot_be_seen() -> None:
    assert schedules.joined(("a@x.example",), [])["a@x.example"].fault == "other"


def test_hours_in_a_zone_of_its_own_are_not_known() -> None:
    hours = {
        "daysOfWeek": ["monday"],
        "startTime": "08:30:00.0000000",
        "endTime": "17:15:00.0000000",
        "timeZone": {"@odata.type": "#microsoft.graph.customTimeZone", "bias": -540},
    }
    row = {"scheduleId": "a@x.example", "scheduleItems": [], "workingHours": hours}
    (found,) = schedules.read({"value": [row]})
    assert (found.works, found.fault) == (None, "")

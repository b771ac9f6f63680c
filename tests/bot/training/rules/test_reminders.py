"""When the clock reminds, on working days; at the wrong time it is silent."""

from datetime import UTC, date, datetime, time

from bot.training.model import SessionState
from bot.training.rules import reminders
from bot.training.rules.reminders import Moment
from bot.workdays import Calendar, Hours
from tests.bot.training.rules.made import COURSE, NOW, SESSION, TOKYO, course, session

HOURS = Hours(calendar=Calendar(), morning=time(8, 45), quiet_from=time(18), quiet_to=time(8, 30))


def said(moments: tuple[Moment, ...]) -> list[tuple[str, str]]:
    return [(one.ahead, f"{one.at:%m-%d %H:%M}") for one in moments]


def on(month: int, day: int, hour: int = 14, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def test_a_booking_is_reminded_a_week_a_day_and_an_hour_before() -> None:
    found = reminders.of_booking(SESSION, HOURS, NOW)
    assert said(found) == [("7d", "12-03 08:45"), ("1d", "12-09 08:45"), ("1h", "12-10 13:00")]


def test_the_eve_of_a_monday_is_a_friday() -> None:
    held = session(starts_at=on(12, 14).astimezone(UTC))
    found = reminders.of_booking(held, HOURS, NOW)
    assert said(found) == [("7d", "12-07 08:45"), ("1d", "12-11 08:45"), ("1h", "12-14 13:00")]
    assert {one.at.tzinfo for one in found} == {TOKYO}


def test_two_reminders_of_one_working_day_are_one() -> None:
    held = session(starts_at=on(1, 4, year=2027))  # 12/29 to 1/3 the office rests
    assert said(reminders.of_booking(held, HOURS, NOW)) == [
        ("1d", "12-28 08:45"),
        ("1h", "01-04 13:00"),
    ]


def test_who_has_not_applied_is_reminded_before_the_last_deadline_of_an_open_session() -> None:
    last = session(id=8, deadline=on(12, 21, 17))
    closed = session(id=9, deadline=on(12, 28), state=SessionState.CLOSED)
    found = reminders.to_apply(COURSE, (SESSION, last, closed), HOURS, NOW)
    assert said(found) == [("14d", "12-07 08:45"), ("3d", "12-18 08:45")]


def test_nobody_is_reminded_to_apply_for_what_has_no_session_or_is_not_open_yet() -> None:
    assert reminders.to_apply(COURSE, (), HOURS, NOW) == ()
    later = course(opens_at=on(12, 10))
    last = session(deadline=on(12, 21, 17))
    assert said(reminders.to_apply(later, (last,), HOURS, NOW)) == [("3d", "12-18 08:45")]


def test_a_reminder_to_apply_never_comes_after_the_deadline() -> None:
    at_dawn = session(deadline=on(12, 3, 8))
    for one in reminders.to_apply(COURSE, (at_dawn,), HOURS, NOW):
        assert one.at < on(12, 3, 8)


def test_only_a_mandatory_course_is_reminded_of_until_its_last_day() -> None:
    assert reminders.to_finish(COURSE, HOURS, NOW) == ()
    found = reminders.to_finish(course(mandatory=True), HOURS, NOW)
    assert said(found) == [("60d", "01-29 08:45"), ("30d", "03-01 08:45"), ("14d", "03-17 08:45")]


def test_coordinators_are_reminded_before_the_day_until_which_they_choose() -> None:
    assert reminders.to_choose(COURSE, HOURS, NOW) == ()
    found = reminders.to_choose(course(choose_by=date(2026, 12, 11)), HOURS, NOW)
    assert said(found) == [("14d", "11-27 08:45"), ("3d", "12-08 08:45")]


def test_who_missed_a_session_hears_of_the_recording_the_next_working_morning() -> None:
    friday = session(ends_at=on(12, 11, 16).astimezone(UTC))
    assert reminders.to_watch(friday, HOURS, NOW) == datetime(2026, 12, 14, 8, 45, tzinfo=TOKYO)


def test_a_silent_head_is_asked_again_after_two_working_days() -> None:
    friday = on(12, 11, 16)
    assert reminders.head_again(friday, HOURS) == datetime(2026, 12, 15, 8, 45, tzinfo=TOKYO)

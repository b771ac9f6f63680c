"""What ends a quarter: minutes, an exchange in writing, a reason; and taking it back."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.duties.model import DutyState
from bot.errors import Refused, Stale
from bot.meetings import asked
from bot.meetings.carrying import carry
from bot.meetings.model import Meeting, Period, Stage
from bot.meetings.store import agenda, follow_ups
from cards.meetings import verbs as view

from .conftest import QUARTER, City, at

HELD = at(date(2026, 11, 13), 10)
NEXT = Period(first=date(2027, 1, 1), last=date(2027, 3, 31))
DAY = date(2026, 11, 13)


def on(meeting: Meeting) -> dict[str, int]:
    return {"meeting_id": meeting.id, "version": meeting.version}


def minutes(meeting: Meeting, **more: Any) -> view.RecordMinutes:
    return view.RecordMinutes(**{**on(meeting), "day": DAY, "decisions": "次回も行う", **more})


def open_duties(city: City) -> list[date | None]:
    return [duty.due_on for duty in city.duties() if duty.state is DutyState.OPEN]


def left(city: City, meeting: Meeting) -> list[tuple[str, int, date]]:
    found = city.read(lambda tx: follow_ups.of_meeting(tx, meeting.id))
    return [(one.text, one.post, one.due_on) for one in found]


def on_agenda(city: City, meeting: Meeting) -> list[tuple[str, bool]]:
    items = city.read(lambda tx: agenda.of(tx, meeting.id))
    return [(item.text, item.carried) for item in items]


def test_minutes_meet_the_promise_and_it_comes_back_with_the_next_quarter(city: City) -> None:
    city.promised()
    meeting = city.booked(slot=HELD)
    link = "https://akatsuki.example.jp/minutes/7"
    city.press("a1", minutes(meeting, link=link))
    now = city.get(meeting)
    assert (now.stage, now.held_on, now.minutes_url) == (Stage.HELD, DAY, link)
    done, following = city.duties()
    assert (done.state, done.done_on, done.evidence) == (DutyState.DONE, DAY, link)
    assert following.due_on == NEXT.last


def test_a_promise_whose_text_says_no_period_comes_back_as_the_city_has_set_it(city: City) -> None:
    city.promised(every_months=None)
    meeting = city.booked(slot=HELD)
    city.press("a1", minutes(meeting))
    assert open_duties(city) == [NEXT.last]


def test_minutes_need_no_booking(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", minutes(meeting))
    assert city.get(meeting).stage is Stage.HELD


def test_what_is_left_to_do_has_its_post_and_day_and_comes_back(city: City) -> None:
    series = city.series()
    meeting, coming = city.booked(series, slot=HELD), city.meeting(series, period=NEXT)
    due = city.today + timedelta(days=30)
    city.press(
        "a1",
        minutes(
            meeting,
            todo1="地図を直す",
            due1=due,
            todo3="名簿を送る",
            post3="防災課　主査",
            due3=due,
        ),
    )
    owner, other = city.post("企画課 係長"), city.post("防災課 主査")
    assert left(city, meeting) == [("地図を直す", owner, due), ("名簿を送る", other, due)]
    assert on_agenda(city, coming) == [("地図を直す", True), ("名簿を送る", True)]
    city.write(lambda tx: carry(tx, series, coming, at=city.now))
    assert len(on_agenda(city, coming)) == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"day": date(2026, 11, 17)}, "future_day"),
        ({"day": QUARTER.first - timedelta(days=1)}, "before_period"),
        ({"decisions": ""}, "nothing_recorded"),
        ({"link": "http://akatsuki.example.jp/7"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://name:word@akatsuki.example.jp/"}, "link"),
        ({"todo1": "地図を直す"}, "todo_incomplete"),
        ({"post2": "係長", "due2": date(2026, 12, 1)}, "todo_incomplete"),
        ({"todo1": "x", "due1": date(2026, 11, 15)}, "past_day"),
        ({"todo1": "x", "due1": date(2026, 12, 1), "post1": "いない課"}, "no_post"),
    ],
)
def test_minutes_that_can_not_be_are_refused_whole(
    city: City, given: dict[str, Any], reason: str
) -> None:
    city.promised()
    meeting = city.booked(slot=HELD)
    with pytest.raises(Refused) as error:
        city.press("a1", minutes(meeting, **given))
    assert error.value.reason == f"meetings.refused.{reason}"
    assert city.get(meeting) == meeting
    assert left(city, meeting) == []
    assert open_duties(city) == [QUARTER.last]


def test_a_meeting_that_is_still_ahead_has_no_minutes(city: City) -> None:
    meeting = city.booked()
    with pytest.raises(Refused, match="not_begun"):
        city.press("a1", minutes(meeting))


def test_minutes_are_recorded_once(city: City) -> None:
    city.promised()
    meeting = city.booked(slot=HELD)
    verb = minutes(meeting, todo1="x", due1=city.today)
    city.press("a1", verb)
    with pytest.raises(Stale):
        city.press("a1", verb)
    assert len(left(city, meeting)) == 1
    assert len(city.duties()) == 2


def test_an_exchange_in_writing_serves_a_soft_promise(city: City) -> None:
    city.promised(soft=True)
    meeting = city.meeting(city.series(soft=True))
    city.press("a1", view.RecordWritten(**on(meeting), day=DAY, reason="照会と回答"))
    assert city.get(meeting).stage is Stage.WRITTEN
    assert city.duties()[0].evidence == "照会と回答"


def test_an_exchange_in_writing_does_not_serve_a_firm_promise(city: City) -> None:
    meeting = city.meeting()
    with pytest.raises(Refused, match="not_soft"):
        city.press("a1", view.RecordWritten(**on(meeting), day=DAY, reason="照会と回答"))


def test_a_reason_answers_for_the_quarter_and_the_promise_stays_owed(city: City) -> None:
    city.promised()
    meeting = city.meeting()
    city.press("a1", view.Skip(**on(meeting), reason="災害対応のため"))
    now = city.get(meeting)
    assert (now.stage, now.reason) == (Stage.SKIPPED, "災害対応のため")
    assert open_duties(city) == [QUARTER.last]


def test_a_booked_meeting_is_cancelled_before_it_is_skipped(city: City) -> None:
    meeting = city.booked()
    with pytest.raises(Refused, match="cancel_first"):
        city.press("a1", view.Skip(**on(meeting), reason="x"))


def test_undo_takes_back_the_minutes_with_all_that_hung_on_them(city: City) -> None:
    city.promised()
    series = city.series()
    meeting, coming = city.booked(series, slot=HELD), city.meeting(series, period=NEXT)
    city.press("a1", minutes(meeting, todo1="地図を直す", due1=city.today))
    city.now += timedelta(minutes=4)
    city.press("a1", view.Undo(**on(city.get(meeting))))
    now = city.get(meeting)
    assert (now.stage, now.decisions, now.version) == (Stage.BOOKED, "", 3)
    assert left(city, meeting) == []
    assert on_agenda(city, coming) == []
    (duty,) = city.duties()
    assert (duty.state, duty.due_on, duty.evidence) == (DutyState.OPEN, QUARTER.last, "")


def test_what_an_earlier_meeting_left_to_do_stays_on_the_agenda_after_an_undo(city: City) -> None:
    series = city.series()
    meeting, coming = city.booked(series, slot=HELD), city.meeting(series, period=NEXT)
    city.press("a1", minutes(meeting, todo1="地図を直す", due1=city.today))
    city.now += timedelta(hours=1)
    written = city.meeting(series, period=Period(first=date(2026, 7, 1), last=date(2026, 9, 30)))
    city.press("a1", minutes(written))
    city.press("a1", view.Undo(**on(city.get(written))))
    assert on_agenda(city, coming) == [("地図を直す", True)]


def test_undo_of_a_skip_made_while_slots_were_looked_for_looks_again(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.ProposeAgain(**on(meeting)))
    city.press("a1", view.Skip(meeting_id=meeting.id, version=2, reason="x"))
    city.press("a1", view.Undo(meeting_id=meeting.id, version=3))
    assert city.get(meeting).stage is Stage.LOOKING
    assert len(city.asked(asked.LOOK)) == 2


@pytest.mark.parametrize(
    ("who", "after", "reason"),
    [("a2", 1, "undo_not_yours"), ("a1", 6, "undo_too_late")],
)
def test_undo_is_for_five_minutes_and_for_who_pressed(
    city: City, who: str, after: int, reason: str
) -> None:
    city.promised()
    meeting = city.booked(slot=HELD)
    city.press("a1", minutes(meeting))
    city.now += timedelta(minutes=after)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.Undo(**on(city.get(meeting))))
    assert city.get(meeting).stage is Stage.HELD
    assert open_duties(city) == [NEXT.last]


def test_a_booking_is_not_undone_but_cancelled(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.Book(**on(meeting), slot=0))
    with pytest.raises(Refused, match="nothing_to_undo"):
        city.press("a1", view.Undo(**on(city.get(meeting))))

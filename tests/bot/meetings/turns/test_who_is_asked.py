"""Whose calendars are asked, which of our own times count, and what an invitation says."""

import json
from datetime import date
from typing import Any

import pytest

from bot.errors import Refused
from bot.meetings import asked
from bot.meetings.model import Doubt, Meeting, Stage, Trouble
from cards.meetings import verbs as view

from .conftest import EVERYBODY_FREE, City, at

OWNER, GUEST, DEPUTY = (
    "kakari@akatsuki.example.jp",
    "shusa@akatsuki.example.jp",
    "shuji@akatsuki.example.jp",
)


def on(meeting: Meeting) -> dict[str, int]:
    return {"meeting_id": meeting.id, "version": meeting.version}


def looked_at(city: City) -> Any:
    meeting = city.meeting()
    city.press("a9", view.ProposeAgain(**on(meeting)))
    (job,) = city.asked(asked.LOOK)
    return job


def test_who_is_away_for_some_days_is_looked_at_for_the_weeks_after(city: City) -> None:
    city.away("a1", "a9", days=2)
    assert looked_at(city).mails == (OWNER, GUEST)


def test_for_who_is_away_all_the_time_whoever_stands_in_is_looked_at(city: City) -> None:
    city.away("a1", "a9", days=90)
    assert looked_at(city).mails == (DEPUTY, GUEST)


def test_who_comes_on_the_day_is_asked_whoever_is_away_today(city: City) -> None:
    city.away("a1", "a9", days=2)
    meeting = city.meeting()
    city.press("a9", view.Book(**on(meeting), slot=0))
    (job,) = city.asked(asked.BOOK)
    assert (job.organiser, job.mails) == (city.person("a1").id, (OWNER, GUEST))


def test_the_organiser_who_is_away_on_the_day_is_asked_all_the_same(city: City) -> None:
    meeting = city.meeting()
    city.at(date(2026, 12, 7))
    city.away("a1", "a9", days=3)
    city.press("a9", view.Book(**on(meeting), slot=0))
    (job,) = city.asked(asked.BOOK)
    assert (job.account, job.mails) == ("a1", (OWNER, DEPUTY, GUEST))


def test_who_comes_on_the_day_of_a_move_is_asked(city: City) -> None:
    meeting = city.booked()
    city.away("a1", "a9", days=2)
    city.press("a9", view.Move(**on(meeting), day=date(2026, 12, 8), at="15:00"))
    (job,) = city.asked(asked.MOVE)
    assert job.mails == (OWNER, GUEST)


def test_two_series_of_one_owner_are_offered_different_times(city: City) -> None:
    meetings = [
        city.meeting(city.series(source="", title=title), stage=Stage.OPEN, slots=(), round=0)
        for title in ("第一", "第二")
    ]
    for meeting in meetings:
        city.press("a1", view.ProposeAgain(**on(meeting)))
    city.answer(asked.LOOK, EVERYBODY_FREE)
    one, other = (set(city.get(meeting).slots) for meeting in meetings)
    assert len(one) == len(other) == 5
    assert one.isdisjoint(other)


def test_what_others_of_the_same_people_have_agreed_on_is_never_offered(city: City) -> None:
    taken = at(date(2026, 11, 18), 9, minutes=480)
    city.booked(city.series(source="", title="別の会議"), slot=taken, in_calendar=False)
    meeting = city.meeting(stage=Stage.OPEN, slots=(), round=0)
    city.press("a1", view.ProposeAgain(**on(meeting)))
    city.answer(asked.LOOK, EVERYBODY_FREE)
    assert all(slot.start >= taken.end for slot in city.get(meeting).slots)


def test_a_meeting_is_not_put_back_onto_another_of_the_same_people(city: City) -> None:
    meeting = city.booked(stage=Stage.LOST, event_id="", transaction_id="")
    city.booked(city.series(source="", title="別の会議"), in_calendar=False)
    with pytest.raises(Refused, match="clash"):
        city.press("a1", view.Restore(**on(meeting)))


def test_others_may_meet_in_other_rooms_at_the_same_time(city: City) -> None:
    other = city.series(source="", title="他課", post=city.post("企画課 主事"), posts=(), room="")
    city.booked(other, in_calendar=False)
    meeting = city.meeting()
    city.press("a1", view.Book(**on(meeting), slot=0))
    assert city.get(meeting).stage is Stage.BOOKING


def test_a_post_that_nobody_holds_is_named(city: City) -> None:
    post = city.post("防災課 主査")
    meeting = city.meeting(doubts=(Doubt(trouble=Trouble.VACANT, post=post),))
    assert city.get(meeting).doubts == meeting.doubts
    card = json.dumps(city.press("a1", view.Show(meeting_id=meeting.id)), ensure_ascii=False)
    assert "防災課 主査の職" in card


def test_a_move_that_could_not_be_names_the_time_that_was_wanted(city: City) -> None:
    meeting = city.booked()
    city.press("a1", view.Move(**on(meeting), day=date(2026, 12, 9), at="10:00"))
    city.answer(asked.MOVE, Trouble.TAKEN)
    card = json.dumps(city.press("a4", view.Show(meeting_id=meeting.id)), ensure_ascii=False)
    assert "12月9日（水）10:00" in card
    assert "元の日時のまま" in card
    assert "別の候補" not in card


@pytest.mark.parametrize(
    ("stage", "reason"),
    [(Stage.CHANGED, "day_in_doubt"), (Stage.LOST, "day_in_doubt"), (Stage.MOVING, "wait")],
)
def test_nobody_is_asked_to_come_at_a_time_in_doubt(city: City, stage: Stage, reason: str) -> None:
    meeting = city.booked(stage=stage, seen=at(date(2026, 12, 9), 10))
    with pytest.raises(Refused, match=reason):
        city.press("a4", view.Attend(meeting_id=meeting.id, reply="yes"))


def test_what_is_put_on_the_agenda_after_booking_reaches_the_invitation_as_one(city: City) -> None:
    meeting = city.booked()
    for words in ("名簿の更新", "訓練の日程"):
        city.press("a4", view.AddItem(meeting_id=meeting.id, text=words))
    assert city.asked(asked.GATHER) == []
    city.now += asked.TOGETHER
    assert city.answer(asked.GATHER, None) == 1
    (job,) = city.asked(asked.REWRITE)
    assert (job.account, job.event_id) == ("a1", "event-1")
    assert job.text == "・名簿の更新\n・訓練の日程"


def test_where_no_event_stands_no_invitation_is_written(city: City) -> None:
    for meeting in (city.meeting(), city.booked(city.series(source=""), in_calendar=False)):
        city.press("a1", view.AddItem(meeting_id=meeting.id, text="名簿の更新"))
    city.now += asked.TOGETHER
    assert city.asked(asked.GATHER) == []

"""The agenda and the answers of who comes; what meetings left to do."""

from datetime import date, timedelta

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.meetings.model import FollowUp, Meeting, Reply, Stage
from bot.meetings.store import agenda, answers, follow_ups
from cards.meetings import verbs as view

from .conftest import City


def items(city: City, meeting: Meeting) -> list[str]:
    return [item.text for item in city.read(lambda tx: agenda.of(tx, meeting.id))]


def test_who_attends_adds_items_and_pressed_twice_one_stands_there(city: City) -> None:
    meeting = city.booked()
    for _ in range(2):
        city.press("a4", view.AddItem(meeting_id=meeting.id, text="訓練の日程"))
    city.press("a1", view.AddItem(meeting_id=meeting.id, text="訓練の日程"))
    assert items(city, meeting) == ["訓練の日程", "訓練の日程"]
    assert city.get(meeting).version == meeting.version


@pytest.mark.parametrize("who", ["a6", "a7", "a8"])
def test_nobody_else_touches_the_agenda_or_answers(city: City, who: str) -> None:
    meeting = city.booked()
    for verb in (
        view.AddItem(meeting_id=meeting.id, text="x"),
        view.DropItem(meeting_id=meeting.id, item_id=1),
        view.Attend(meeting_id=meeting.id, reply="yes"),
    ):
        with pytest.raises(Refused):
            city.press(who, verb)
    assert items(city, meeting) == []


def test_an_item_is_dropped_by_its_author_and_by_who_decides(city: City) -> None:
    meeting = city.booked()
    for words in ("一", "二"):
        city.press("a1", view.AddItem(meeting_id=meeting.id, text=words))
    first, second = city.read(lambda tx: agenda.of(tx, meeting.id))
    with pytest.raises(Refused, match="not_yours"):
        city.press("a4", view.DropItem(meeting_id=meeting.id, item_id=first.id))
    for _ in range(2):
        city.press("a1", view.DropItem(meeting_id=meeting.id, item_id=first.id))
    city.press("a5", view.DropItem(meeting_id=meeting.id, item_id=second.id))
    assert items(city, meeting) == []


def test_an_item_of_another_meeting_stays(city: City) -> None:
    own = city.booked()
    other = city.meeting(city.series(source="", title="別の会議"))
    city.press("a1", view.AddItem(meeting_id=other.id, text="x"))
    (item,) = city.read(lambda tx: agenda.of(tx, other.id))
    city.press("a1", view.DropItem(meeting_id=own.id, item_id=item.id))
    assert items(city, other) == ["x"]


def test_a_full_agenda_and_one_that_is_over_take_no_more(city: City) -> None:
    meeting = city.booked()
    for number in range(30):
        city.press("a1", view.AddItem(meeting_id=meeting.id, text=f"{number}"))
    with pytest.raises(Refused, match="agenda_full"):
        city.press("a1", view.AddItem(meeting_id=meeting.id, text="もう一つ"))
    over = city.meeting(city.series(source="", title="別の会議"), stage=Stage.HELD)
    with pytest.raises(Refused, match="ended"):
        city.press("a1", view.AddItem(meeting_id=over.id, text="x"))


def test_the_last_answer_counts(city: City) -> None:
    meeting = city.booked()
    for reply in ("no", "yes"):
        city.press("a4", view.Attend(meeting_id=meeting.id, reply=reply))
    (answer,) = city.read(lambda tx: answers.of(tx, meeting.id))
    assert (answer.person, answer.reply) == (city.person("a4").id, Reply.YES)


def test_answers_for_another_time_count_no_more(city: City) -> None:
    meeting = city.booked(event_id="", in_calendar=False)
    city.press("a4", view.Attend(meeting_id=meeting.id, reply="yes"))
    verb = view.Move(meeting_id=meeting.id, version=1, day=date(2026, 12, 9), at="15:00")
    city.press("a1", verb)
    assert city.read(lambda tx: answers.of(tx, meeting.id)) == ()


def test_who_does_not_come_and_what_is_not_booked_has_no_answer(city: City) -> None:
    meeting = city.booked()
    with pytest.raises(Refused, match="not_yours"):
        city.press("a2", view.Attend(meeting_id=meeting.id, reply="yes"))
    planned = city.meeting(city.series(source="", title="別の会議"))
    with pytest.raises(Refused, match="not_booked"):
        city.press("a1", view.Attend(meeting_id=planned.id, reply="yes"))


def follow_up(city: City, post: str = "防災課 主査") -> FollowUp:
    meeting = city.meeting(stage=Stage.HELD)
    left = FollowUp(
        id=0,
        series=meeting.series,
        meeting=meeting.id,
        text="名簿を送る",
        post=city.post(post),
        due_on=date(2026, 11, 30),
    )
    return city.write(lambda tx: follow_ups.add(tx, left))


def now(city: City, left: FollowUp) -> FollowUp:
    return city.read(lambda tx: follow_ups.get(tx, left.id))


@pytest.mark.parametrize("who", ["a1", "a2", "a4", "a5"])
def test_who_sees_to_it_and_who_decides_finish_it_once(city: City, who: str) -> None:
    left = follow_up(city)
    verb = view.FinishFollowUp(follow_up_id=left.id, version=1)
    city.press(who, verb)
    assert now(city, left).done_on == city.today
    with pytest.raises(Stale):
        city.press("a1", verb)
    with pytest.raises(Refused, match="already_done"):
        city.press("a1", view.FinishFollowUp(follow_up_id=left.id, version=2))


@pytest.mark.parametrize("who", ["a6", "a7", "a8", "a9"])
def test_others_change_nothing_of_it(city: City, who: str) -> None:
    left = follow_up(city)
    for verb in (
        view.FinishFollowUp(follow_up_id=left.id, version=1),
        view.OpenFollowUp(follow_up_id=left.id),
        view.ChangeFollowUp(follow_up_id=left.id, version=1, due=city.today),
    ):
        with pytest.raises(Refused):
            city.press(who, verb)
    assert now(city, left) == left


def test_another_post_sees_to_it_and_it_takes_longer(city: City) -> None:
    left = follow_up(city)
    due = city.today + timedelta(days=60)
    city.press("a4", view.OpenFollowUp(follow_up_id=left.id))
    verb = view.ChangeFollowUp(follow_up_id=left.id, version=1, post="水道課係員", due=due)
    city.press("a4", verb)
    changed = now(city, left)
    assert (changed.post, changed.due_on, changed.version) == (city.post("水道課 係員"), due, 2)
    city.press("a6", view.FinishFollowUp(follow_up_id=left.id, version=2))


def test_a_day_that_has_passed_and_a_post_that_nobody_knows_are_refused(city: City) -> None:
    left = follow_up(city)
    with pytest.raises(Refused, match="past_day"):
        city.press(
            "a4",
            view.ChangeFollowUp(
                follow_up_id=left.id, version=1, due=city.today - timedelta(days=1)
            ),
        )
    with pytest.raises(Refused) as error:
        city.press(
            "a4",
            view.ChangeFollowUp(follow_up_id=left.id, version=1, post="いない課", due=city.today),
        )
    assert error.value.facts == {"said": "いない課"}
    with pytest.raises(NotFound):
        city.press("a4", view.OpenFollowUp(follow_up_id=99))

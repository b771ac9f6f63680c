"""Long absences: the hint, the principal's duty, the watch list, agreed rhythms."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.attendance.model import Kind
from bot.errors import Mistyped, Refused
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.conftest import ONE_DAY, Day, said

WED = date(2026, 11, 25)
FRI = WED + 2 * ONE_DAY
NEXT_THU = date(2026, 12, 3)  # the seventh school day from Wednesday


def away(day: Day, key: str = "P1", days: int = 20) -> None:
    """The family reports that the child stays at home, for so many days from today on."""
    day.run_to(7, 30)
    day.report(key, since=day.today, until=day.today + timedelta(days=days))


def hints(day: Day, kind: str = "long_absence") -> list[Any]:
    return day.notices(f"attendance.{kind}")


def on_list(day: Day) -> Day:
    away(day)
    day.run_to(9, 16, FRI)
    return day


def test_after_three_school_days_homeroom_and_vice_principal_get_a_hint(day: Day) -> None:
    away(day)
    day.run_to(9, 14, FRI)
    assert hints(day) == []
    day.run_to(9, 16, FRI)
    (card,) = hints(day)
    assert day.who(card) == {"homeroom", "deputy", "vice"}
    assert "3日続けて" in card.said
    assert set(card.summaries) == {"出欠連絡が1件あります"}


def test_weekends_are_no_school_days(day: Day) -> None:
    day.now = day.now.replace(day=27)  # a Friday
    away(day)
    day.run_to(9, 16, date(2026, 11, 30))
    assert hints(day) == []
    day.run_to(9, 16, date(2026, 12, 1))
    assert len(hints(day)) == 1


def test_after_seven_the_principal_has_a_duty_that_lasts_until_it_is_met(day: Day) -> None:
    away(day)
    day.run_to(9, 16, NEXT_THU)
    (card,) = hints(day, "absence_duty")
    assert day.who(card) == {"principal"}
    assert "学校教育法施行令20条" in card.said
    assert len(hints(day)) == 1
    assert [one.what for one in day.due("principal")] == ["attendance.day.what.duty"]
    assert "青木" not in str(day.due("principal"))
    assert day.due("vice") == ()
    watch = day.watch()
    assert watch is not None
    meet = verbs.MeetDuty(pupil_id=watch.pupil, version=watch.version)
    with pytest.raises(Refused, match="not_yours"):
        day.press("vice", meet)
    day.press("principal", meet)
    assert day.due("principal") == ()
    assert "青木" not in hints(day, "absence_duty")[0].said
    day.run_to(9, 16, NEXT_THU + ONE_DAY)
    assert len(hints(day, "absence_duty")) == 1  # once an absence
    assert day.due("principal") == ()


def test_a_new_absence_is_told_of_anew(day: Day) -> None:
    away(day, days=2)
    day.run_to(9, 16, FRI)
    monday = date(2026, 11, 30)
    day.run_to(8, 30, monday)
    roll = day.roll()
    day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
    day.over(monday)
    assert day.watch() is None  # back at school
    day.run_to(7, 30, monday + ONE_DAY)
    day.report("P1", since=day.today, until=day.today + timedelta(days=10))
    day.run_to(9, 16, monday + timedelta(days=3))
    assert len(hints(day)) == 2


def test_a_closed_class_neither_counts_nor_interrupts(day: Day) -> None:
    away(day)
    day.set_day(kind="class_closed", class_id=day.class_().id, day=WED + ONE_DAY)
    day.run_to(9, 16, FRI)
    assert hints(day) == []
    day.run_to(9, 16, date(2026, 11, 30))
    assert len(hints(day)) == 1


def test_days_without_any_word_count_once_a_search_has_ended_so(day: Day) -> None:
    for ahead in range(3):
        day.run_to(8, 30, WED + timedelta(days=ahead))
        (case,) = day.missing("P1")
        day.press(
            "office", verbs.CloseCase(case_id=case.id, version=case.version, closing="unreported")
        )
    day.over(FRI)
    (card,) = hints(day)
    assert card.due_at.date() == FRI


def test_who_only_comes_late_is_not_absent(day: Day) -> None:
    day.run_to(7, 30)
    day.report("P1", kind=Kind.LATE, until=day.today + timedelta(days=9))
    day.run_to(9, 16, NEXT_THU)
    assert hints(day) == []


@pytest.mark.parametrize("aad", ["homeroom", "office", "teacher", "head3", "elsewhere_vice"])
def test_the_watch_list_is_for_heads_and_nurse(day: Day, aad: str) -> None:
    on_list(day)
    pupil = day.pupil("P1").id
    for verb in (
        verbs.ShowWatched(pupil_id=pupil),
        verbs.Seen(pupil_id=pupil, version=1, seen_on=day.today),
        verbs.OpenRhythm(pupil_id=pupil),
        verbs.SetGuarded(pupil_id=pupil, version=1, guarded=True),
        verbs.MeetDuty(pupil_id=pupil, version=1),
    ):
        with pytest.raises(Refused, match="not_yours"):
            day.press(aad, verb)
    assert "青木" not in str(day.say(aad, "長期欠席"))
    if aad != "elsewhere_vice":  # who reads the list of their own school
        with pytest.raises(Refused, match="not_yours"):
            day.press(aad, verbs.WatchList())
    else:
        assert "青木" not in said(day.press(aad, verbs.WatchList()))


@pytest.mark.parametrize("aad", ["principal", "vice", "nurse"])
def test_heads_and_nurse_read_it_and_each_reading_is_in_the_ledger(day: Day, aad: str) -> None:
    on_list(day)
    assert "青木" not in said(day.say(aad, "長期欠席"))  # a message stays in the chat
    assert "青木 子1" in said(day.press(aad, verbs.WatchList()))
    assert "続けて欠席" in said(day.press(aad, verbs.ShowWatched(pupil_id=day.pupil("P1").id)))
    assert len(day.ledger("attendance.watch_list")) == 1
    (entry,) = day.ledger("attendance.show_watched")
    assert entry.subject == f"pupil:{day.pupil('P1').id}"


def test_what_is_kept_of_a_child_is_sealed(day: Day) -> None:
    on_list(day)
    watch = _watch(day)
    day.press("nurse", verbs.SetGuarded(pupil_id=watch.pupil, version=watch.version, guarded=True))
    day.storage.close()
    kept = b"".join(one.read_bytes() for one in day.file.parent.iterdir() if one.is_file())
    assert b"guarded" not in kept
    assert b"hinted_on" not in kept


def _watch(day: Day) -> Any:
    found = day.watch()
    assert found is not None
    return found


def agree(day: Day, **more: Any) -> None:
    watch = _watch(day)
    given = {"weekdays": "1", "seen_every": 7}
    day.press(
        "vice",
        verbs.SetRhythm(pupil_id=watch.pupil, version=watch.version, **{**given, **more}),
    )


def test_a_rhythm_replaces_the_daily_contact(day: Day) -> None:
    """Agreed: the child comes on Tuesdays. On the other days nobody looks for them."""
    away(day, days=2)
    day.run_to(9, 16, FRI)
    agree(day)
    for on, listed in ((date(2026, 11, 30), False), (date(2026, 12, 1), True)):
        day.run_to(8, 30, on)
        form = str(day.press("homeroom", verbs.OpenMissing(roll_id=day.roll().id)))
        assert ("青木 子1'" in form) is listed, on


def test_a_rhythm_does_not_switch_the_counting_off(day: Day) -> None:
    """Rolls are marked, nobody reports any more, and the child is still away."""
    away(day, days=2)
    day.run_to(9, 16, FRI)
    agree(day, weekdays="")
    for ahead in (5, 6, 7, 8):
        day.run_to(8, 30, WED + timedelta(days=ahead))
        roll = day.roll()
        day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
        day.over(day.today)
    assert len(hints(day, "absence_duty")) == 1
    assert "7日" in said(day.press("nurse", verbs.ShowWatched(pupil_id=day.pupil("P1").id)))


def test_somebody_who_saw_the_child_is_recorded(day: Day) -> None:
    on_list(day)
    watch = _watch(day)
    with pytest.raises(Refused, match="seen_future"):
        day.press(
            "nurse",
            verbs.Seen(pupil_id=watch.pupil, version=watch.version, seen_on=day.today + ONE_DAY),
        )
    day.press("nurse", verbs.Seen(pupil_id=watch.pupil, version=watch.version, seen_on=day.today))
    assert _watch(day).seen_on == day.today
    assert _watch(day).seen_by == day.person("nurse").id


def test_who_was_not_seen_as_agreed_is_a_number_for_heads_and_nurse(day: Day) -> None:
    on_list(day)
    agree(day, seen_every=3)
    day.run_to(9, 16, date(2026, 11, 30))
    (card,) = hints(day, "unseen")
    assert day.who(card) == {"vice", "principal", "nurse"}
    assert "青木" not in str(card.cards)
    assert "1人" in card.said


def test_a_child_who_was_seen_is_not_asked_after(day: Day) -> None:
    on_list(day)
    agree(day, seen_every=5)
    day.run_to(9, 30, date(2026, 11, 30))
    watch = _watch(day)
    day.press("vice", verbs.Seen(pupil_id=watch.pupil, version=watch.version, seen_on=day.today))
    day.run_to(9, 30, date(2026, 12, 3))
    assert hints(day, "unseen") == []


@pytest.mark.parametrize("given", [{"seen_every": 0}, {"seen_every": 99}, {"weekdays": "9"}])
def test_an_impossible_rhythm_comes_back(day: Day, given: dict[str, Any]) -> None:
    on_list(day)
    with pytest.raises(Mistyped):
        agree(day, **given)


def test_children_under_the_citys_watch_name_the_notice_of_2019(day: Day) -> None:
    away(day)
    day.run_to(9, 16, NEXT_THU)
    watch = _watch(day)
    card = day.press(
        "principal", verbs.SetGuarded(pupil_id=watch.pupil, version=watch.version, guarded=True)
    )
    assert "平成31年2月28日" in said(card)


def test_an_absence_over_the_turn_of_the_school_year_is_counted_on(day: Day) -> None:
    """The roster of the new year isn't loaded here: a child who is enrolled nowhere is nobody's."""
    day.now = day.now.replace(year=2027, month=3, day=29)
    away(day)
    day.over(date(2027, 4, 9))
    assert len(hints(day)) == 1  # 29, 30 and 31 March
    assert hints(day, "absence_duty") == []

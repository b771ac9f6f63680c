"""The school day: rolls are opened, marked, asked for; the vice-principal's one card."""

from datetime import date, timedelta

import pytest

from bot.attendance.model import Ack, DayKind, RollState
from bot.attendance.plan import nights
from bot.errors import Refused, Stale
from bot.storage.tx import Tx
from cards.attendance.verbs import day as verbs
from cards.attendance.verbs import staff
from tests.bot.attendance.day.conftest import ONE_DAY, Day, as_told, marked, said


def test_rolls_are_opened_when_the_school_wakes(day: Day) -> None:
    day.run_to(6, 59)
    with pytest.raises(AssertionError):
        day.roll()
    day.run_to(7, 0)
    assert day.roll().state is RollState.OPEN


def test_a_day_without_school_opens_no_roll_and_says_nothing(day: Day) -> None:
    day.over(day.today + timedelta(days=2))  # Friday
    last = day.last_notice()
    day.over(day.today + timedelta(days=2))  # Saturday and Sunday
    assert day.last_notice() == last


def test_roster_cards_stand_a_quarter_of_an_hour_before_assembly(day: Day) -> None:
    day.run_to(8, 9)
    assert day.notices("attendance.roster") == []
    day.run_to(8, 10)
    assert len(day.notices("attendance.roster")) == 5


def test_all_are_there_when_the_homeroom_says_so(day: Day) -> None:
    day.run_to(8, 30)
    roll = day.roll()
    card = day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
    assert "朝の確認を終えました" in said(card)
    assert day.roll().state is RollState.DONE
    assert day.roll().done_person == day.person("homeroom").id
    (entry,) = day.ledger("attendance.mark_done")
    assert entry.subject == f"roll:{roll.id}"


def test_a_second_press_on_the_roll_changes_nothing(day: Day) -> None:
    day.run_to(8, 30)
    old = day.roll()
    for _ in range(2):
        day.press("homeroom", verbs.MarkDone(roll_id=old.id, version=old.version))
    assert day.roll().version == old.version + 1


@pytest.mark.parametrize("aad", ["other", "nurse", "office", "teacher", "head4", "elsewhere_vice"])
def test_only_the_classs_own_staff_and_heads_mark_a_roll(day: Day, aad: str) -> None:
    day.run_to(8, 30)
    roll = day.roll()
    for verb in (
        verbs.MarkDone(roll_id=roll.id, version=roll.version),
        verbs.OpenMissing(roll_id=roll.id),
        verbs.Missing(roll_id=roll.id, version=roll.version, pupils="1"),
    ):
        with pytest.raises(Refused, match="not_yours"):
            day.press(aad, verb)


def test_a_roll_that_there_is_not_is_refused_like_somebody_elses(day: Day) -> None:
    with pytest.raises(Refused, match="not_yours"):
        day.press("homeroom", verbs.MarkDone(roll_id=999, version=1))


def test_yesterdays_roll_is_not_marked_any_more(day: Day) -> None:
    day.run_to(8, 30)
    roll = day.roll()
    day.run_to(8, 30, day.today + timedelta(days=1))
    with pytest.raises(Refused, match="not_today"):
        day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))


def test_who_presses_an_older_roll_card_is_told_that_it_changed(day: Day) -> None:
    day.run_to(8, 30)
    roll = day.roll()
    day.missing("P1")
    with pytest.raises(Stale):
        day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))


def test_the_vice_principal_gets_one_card_of_classes_whose_roll_is_open(day: Day) -> None:
    day.run_to(8, 39)
    roll = day.roll()
    day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
    assert day.notices("attendance.morning") == []
    day.run_to(8, 41)
    (card,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "3年1組" in card.said
    assert "4年1組" in card.said
    assert "3年2組" not in card.said


def test_no_list_names_a_support_class(day: Day) -> None:
    day.run_to(8, 41)
    (card,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "なかよし" not in str(card.cards)
    assert "そのほかの学級" in card.said


def test_reports_nobody_answered_join_that_card_by_class_and_without_children(day: Day) -> None:
    day.run_to(8, 5)
    kept = day.report("P1")
    day.report("P2")
    day.run_to(8, 46)
    (card,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "3年2組　2件" in card.said
    assert "青木" not in str(card.cards)
    day.press("homeroom", staff.Confirm(report_id=kept.id))
    assert day.kept(kept).ack is Ack.CONFIRMED
    (after,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "3年2組　1件" in after.said
    assert after.id == card.id


def test_the_card_says_when_everything_is_done(day: Day) -> None:
    day.run_to(8, 45)
    for grade, name, aad in ((3, "2", "homeroom"), (3, "1", "other"), (4, "1", "vice")):
        roll = day.roll(grade, name)
        day.press(aad, verbs.MarkDone(roll_id=roll.id, version=roll.version))
    roll = day.roll(3, "なかよし")
    day.press("support", verbs.MarkDone(roll_id=roll.id, version=roll.version))
    (card,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "すべての学級で" in card.said


def test_at_the_end_of_the_day_its_cards_name_nobody(day: Day) -> None:
    day.run_to(8, 30)
    day.report("P1")
    day.missing("P2")
    day.run_to(17, 0)
    kinds = ("roster", "report", "case", "morning")
    for kind in kinds:
        for card in day.notices(f"attendance.{kind}"):
            assert "青木" not in str(card.cards)
            assert "3年2組" not in str(card.cards)


def test_the_office_is_asked_to_print_the_lists_of_the_night(day: Day) -> None:
    day.run_to(17, 0)
    (card,) = [one for one in day.notices("attendance.night_list") if day.who(one) == {"office"}]
    assert "青木" not in str(card.cards)
    day.over(day.today + timedelta(days=3))  # on Friday for Monday, on Saturday not again
    found = [one for one in day.notices("attendance.night_list") if day.who(one) == {"office"}]
    assert [one.key[-10:] for one in found] == ["2026-11-26", "2026-11-27", "2026-11-30"]
    assert found[-1].due_at.date() == date(2026, 11, 27)


def printed(day: Day) -> list[tuple[str, date]]:
    """For which day the office was asked to print the lists, and on which."""
    cards = (one for one in day.notices("attendance.night_list") if "office" in day.who(one))
    return [(one.key[-10:], one.due_at.date()) for one in cards]


@pytest.mark.parametrize(
    ("last", "asked_on"),
    [
        (date(2027, 1, 5), date(2027, 1, 5)),  # a Tuesday
        (date(2027, 1, 11), date(2027, 1, 8)),  # a Monday on which offices rest
    ],
)
def test_before_a_long_break_ends_the_lists_are_asked_for(
    day: Day, last: date, asked_on: date
) -> None:
    day.over(day.today)
    first = day.today + ONE_DAY
    for number in range(1, (last - first).days + 1):
        day.line(first + number * ONE_DAY, DayKind.HOLIDAY)
    before = day.last_notice()
    planned = as_told(day.planned(first, last))
    day.over(last)
    assert printed(day)[1:] == [(str(last + ONE_DAY), asked_on)]
    assert day.told(before) == planned


def test_before_a_school_year_begins_the_lists_are_asked_for(day: Day) -> None:
    for number in range(14):
        day.line(date(2027, 3, 25) + number * ONE_DAY, DayKind.HOLIDAY)
    school, first = day.school(), date(2027, 4, 8)

    def asked(tx: Tx) -> list[date]:
        days = (date(2027, 3, 24) + number * ONE_DAY for number in range(15))
        return [one for one in days if nights.is_eve(tx, school, one)]

    assert day.read(asked) == [first - ONE_DAY]
    assert day.read(lambda tx: nights.printed_for(tx, school, first - ONE_DAY)) == first


def test_no_lists_are_asked_for_of_a_year_whose_classes_nobody_knows_yet(day: Day) -> None:
    day.at(5, 0, date(2027, 3, 31))
    day.tick()
    day.over(day.today)
    assert day.notices("attendance.night_list") == []


def test_what_comes_after_the_set_time_and_nobody_answers_is_escalated_with_the_numbers(
    day: Day,
) -> None:
    day.run_to(8, 30)
    marked(day, "A1", "B1")
    day.run_to(8, 45)
    assert day.notices("attendance.morning") == []
    day.at(8, 50)
    kept = day.report("P1")
    day.run_to(9, 15)
    (morning,) = day.notices("attendance.morning")
    assert "3年2組　1件" in morning.said
    day.press("homeroom", staff.Confirm(report_id=kept.id))
    assert "3年2組" not in day.notices("attendance.morning")[0].said


def test_what_comes_after_the_numbers_is_escalated_half_an_hour_later(day: Day) -> None:
    day.run_to(8, 30)
    marked(day, "A1", "B1")
    day.run_to(9, 20)
    numbers = len(day.notices("attendance.summary"))
    day.report("P1")
    day.run_to(9, 49)
    assert day.notices("attendance.morning") == []
    day.run_to(9, 50)
    (morning,) = day.notices("attendance.morning")
    assert "3年2組　1件" in morning.said
    assert day.who(morning) == {"vice"}
    assert len(day.notices("attendance.summary")) == numbers
    day.over(day.today)
    assert day.notices("attendance.night_list")


def test_what_somebody_has_answered_by_then_is_not(day: Day) -> None:
    day.run_to(8, 30)
    marked(day, "A1", "B1")
    day.run_to(9, 20)
    kept = day.report("P1")
    day.run_to(9, 40)
    day.press("homeroom", staff.Confirm(report_id=kept.id))
    day.over(day.today)
    assert day.notices("attendance.morning") == []

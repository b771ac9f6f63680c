"""Cards are copies outside our encryption: when their time is over they name nobody."""

from datetime import date

import pytest

from bot.attendance import emptying, telling
from bot.attendance.store import pupils
from bot.delivery import outbox
from bot.errors import Refused
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import City

KINDS = ("attendance.report", "attendance.roster", "attendance.held", "attendance.nurse")


def nameless(city: City) -> bool:
    every = [one for kind in KINDS for one in city.notices(kind)]
    return bool(every) and not any("子" in str(one.cards) for one in every)


def end(city: City, *, arrived: bool = True) -> int:
    school = city.school()
    if arrived:
        city.delivered()
    return city.write(lambda tx: emptying.end_of_day(tx, school, city.today, city.now))


def test_at_the_end_of_the_day_every_card_says_done_and_names_nobody(city: City):
    first = city.report()
    others = [city.report(key) for key in ("P2", "P3", "P4")]
    city.press("homeroom", verbs.ShareNurse(report_id=first.id))
    for one in (others[0], others[2]):
        city.press("homeroom", verbs.Confirm(report_id=one.id))
    assert not nameless(city)
    city.at(17, 0)
    assert end(city) == 5
    assert nameless(city)
    one, two, many = (posted.said for posted in city.notices())
    assert "対応済み" in one and "対応済み" in two
    assert "対応済み" not in many and "表示を終えました" in many and "未確認1件" in many
    assert "表示を終えました" in city.notices("attendance.roster")[0].said
    assert not any("今日の出欠" in posted.said for kind in KINDS for posted in city.notices(kind))
    assert city.cards_of() == ()


def test_a_second_end_finds_nothing(city: City):
    city.report()
    end(city)
    assert end(city) == 0


def test_what_was_missed_yesterday_is_emptied_today(city: City):
    city.report()
    city.at(17, 0, date(2026, 11, 26))
    assert end(city) == 2
    assert nameless(city)


def test_what_is_told_tomorrow_stands(city: City):
    city.at(18, 0)
    tomorrow = date(2026, 11, 26)
    city.report(since=tomorrow, until=tomorrow)
    assert end(city) == 0
    assert "青木 子1" in city.notices()[0].said


def test_a_report_after_the_end_is_not_put_on_an_emptied_card(city: City):
    for key in ("P1", "P2", "P3"):
        city.report(key)
    end(city)
    city.report("P4")
    assert len(city.notices()) == 4
    assert "青木 子4" in city.notices()[3].said


def test_an_answer_after_the_end_brings_no_name_back(city: City):
    kept = city.report()
    end(city)
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert nameless(city)


def test_what_nobody_has_got_by_then_is_rung_and_sent_no_more(city: City):
    city.at(16, 55)
    city.report()
    city.at(17, 0)
    end(city, arrived=False)
    (listed,) = city.notices("attendance.telephone")
    assert "3年2組の担任・学年主任" in listed.said
    states = city.read(
        lambda tx: {copy.state for one in city.notices() for copy in outbox.copies(tx, one.id)}
    )
    assert states == {outbox.State.WITHDRAWN}
    assert nameless(city)


def test_the_list_to_ring_stands_until_the_next_day(city: City):
    city.report()
    end(city, arrived=False)
    assert [one.about.partition(":")[0] for one in city.cards_of()] == ["attendance.telephone"]
    city.at(17, 0, date(2026, 11, 26))
    assert end(city, arrived=False) == 1
    assert city.cards_of() == ()


def test_a_child_is_taken_off_every_card_at_once_and_others_stay(city: City):
    for key in ("P1", "P2", "P3", "P4"):
        city.report(key)
    gone = city.pupil("P4")
    city.write(lambda tx: emptying.pupil(tx, gone.id, city.now))
    reports = city.notices()
    assert "青木 子4" not in str([one.cards for one in reports])
    assert "青木 子3" in reports[2].said
    alone = city.pupil("P1")
    city.write(lambda tx: emptying.pupil(tx, alone.id, city.now))
    assert "未確認1件" in city.notices()[0].said


def test_a_protected_childs_cards_are_emptied_and_stay_so(city: City):
    kept = city.report()
    child = city.pupil("P1")

    def protect(tx: object) -> None:
        pupils.protect(tx, child, protected=True)  # type: ignore[arg-type]
        emptying.pupil(tx, child.id, city.now)  # type: ignore[arg-type]

    city.write(protect)
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "青木 子1" not in str([one.cards for one in city.notices()])


def test_no_card_is_left_out_of_what_is_emptied(city: City):
    """Every notice of this slice that names a child is remembered by the children it names."""
    city.report()
    city.report("P2")
    standing = {one.notice for one in city.cards_of()}
    named = {one.id for kind in KINDS for one in city.notices(kind) if "子" in str(one.cards)}
    assert named and named <= standing


def test_a_card_of_a_day_that_is_over_may_still_be_pressed_by_who_may(city: City):
    kept = city.report()
    end(city)
    assert city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    with pytest.raises(Refused):
        city.press("elsewhere", verbs.ReadContent(report_id=kept.id))


def test_the_numbers_go_with_the_day(city: City):
    city.report()
    school = city.school()
    city.write(lambda tx: telling.summary(tx, school, city.today, city.now))
    end(city)
    assert city.cards_of() == ()

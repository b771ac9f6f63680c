"""A protected child: the class's own staff go on seeing to it, and no other place names it."""

from datetime import timedelta

import pytest

from bot.attendance import leaving
from bot.attendance.model import Door, Kind, ReportState
from bot.attendance.store import classes, pupils
from bot.attendance.telling.rosters import matter
from bot.storage.tx import Tx
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import City
from tests.bot.attendance.staff.conftest import verbs as buttons


def protect(city: City, key: str = "P1") -> None:
    child = city.pupil(key)

    def work(tx: Tx) -> None:
        pupils.protect(tx, child, protected=True)
        leaving.at_once(tx, child.id, city.now)

    city.write(work)


def test_what_nobody_has_answered_is_told_again_on_a_card_of_its_own(city: City):
    for key in ("P1", "P2", "P3", "P4"):
        city.report(key)
    protect(city, "P4")
    *before, again = city.notices()
    assert len(before) == 3
    assert "青木 子4" not in str([one.cards for one in before])
    assert "青木 子4" in again.said and "青木 子3" not in again.said
    assert again.to == {city.person("homeroom").id, city.person("deputy").id}
    city.report("P5")  # the list of the morning goes on, and not on the child's own card
    assert [("青木 子5" in one.said) for one in city.notices()] == [False, False, True, False]


def test_it_is_answered_from_there_as_from_any_other(city: City):
    kept = city.report()
    protect(city)
    (_, again) = city.notices()
    assert verbs.Confirm.name in buttons(again.cards["ja"])
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "確認しました" in city.notices()[1].said


def test_what_is_answered_already_is_not_told_again(city: City):
    kept = city.report()
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    protect(city)
    assert len(city.notices()) == 1
    assert "青木 子1" not in city.notices()[0].said


def test_what_the_office_must_ring_about_is_told_the_office_again(city: City):
    city.options(holds_pupils=True)
    kept = city.report(door=Door.PUPIL)
    assert kept.state is ReportState.HELD
    protect(city)
    first, again = city.notices("attendance.held")
    assert "青木 子1" not in first.said
    assert "青木 子1" in again.said and again.to == {city.person("office").id}
    assert len(city.notices()) == 2


def test_a_request_that_the_nurse_was_told_of_still_waits(city: City):
    kept = city.report(kind=Kind.EARLY)
    city.press("homeroom", verbs.ShareNurse(report_id=kept.id))
    protect(city)
    assert "青木 子1" in city.notices()[-1].said


def test_with_nobody_there_the_office_rings(city: City):
    city.report()
    for aad in ("homeroom", "deputy", "head3", "vice", "principal", "office"):
        city.away(aad)
    protect(city)
    assert len(city.notices()) == 1


def test_a_child_who_has_left_is_told_of_no_more(city: City):
    city.report()
    child = city.pupil("P1")
    tomorrow = city.now + timedelta(days=400)  # in no class any more
    city.write(lambda tx: leaving.at_once(tx, child.id, tomorrow))
    (told,) = city.notices()
    assert "青木 子1" not in told.said


@pytest.mark.parametrize(("outside", "name"), [(True, ""), (False, "青木 子1")])
def test_outside_personal_chats_it_has_a_number_and_a_mark_alone(
    city: City, outside: bool, name: str
):
    city.report()
    city.report("P2")
    protect(city)

    def read(tx: Tx) -> tuple[tuple[int, str, str], ...]:
        class_ = classes.get(tx, city.class_().id)
        shown = matter(tx, class_, city.today, city.now, outside=outside)
        return tuple((one.number, one.name, one.mark) for one in shown.lines if one.mark)

    assert city.read(read) == ((1, name, "absent"), (2, "青木 子2", "absent"))


def test_its_own_staff_see_it_on_the_roster_in_their_chats(city: City):
    city.report()
    protect(city)
    (roster,) = city.notices("attendance.roster")
    assert "1番　青木 子1" in roster.said

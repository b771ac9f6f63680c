"""The roster card: one for a class and day, marks only, updated in place; and the numbers."""

from datetime import datetime

import pytest
from sqlalchemy import update

from bot.attendance import mornings, telling
from bot.attendance.model import Content, Door, Kind
from bot.attendance.store import classes, rolls
from bot.attendance.store.tables import ROSTER
from bot.errors import Refused
from bot.storage.tx import Tx
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import TOKYO, City
from tests.bot.attendance.staff.conftest import verbs as buttons


def roster(city: City, class_id: int) -> int | None:
    return city.write(lambda tx: telling.roster(tx, class_id, city.today, city.now))


def test_the_first_report_of_the_morning_makes_it_and_later_ones_revise_it(city: City):
    city.report()
    (first,) = city.notices("attendance.roster")
    city.report("P2")
    (second,) = city.notices("attendance.roster")
    assert second.revision == first.revision + 1
    assert second.key == f"roster:{city.class_().id}:{city.today}"
    people = ("homeroom", "deputy", "head3", "nurse")
    assert second.to == {city.person(name).id for name in people}


def test_it_has_numbers_names_and_marks_and_no_reason(city: City):
    city.report("P1", content=Content(text="熱"))
    city.report("P2", kind=Kind.LATE)
    city.report("P3", door=Door.PUPIL)
    (posted,) = city.notices("attendance.roster")
    for words in ("1番　青木 子1", "欠席", "2番　青木 子2", "遅刻", "確認中", "連絡 3人"):
        assert words in posted.said
    assert "熱" not in str(posted.cards)
    assert "青木 子9" not in posted.said


def test_an_answer_is_marked_on_it(city: City):
    kept = city.report()
    assert "確認待ち 1人" in city.notices("attendance.roster")[0].said
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "確認待ち 0人" in city.notices("attendance.roster")[0].said


def test_every_class_in_session_has_one_and_a_second_round_makes_no_more(city: City):
    school = city.school()
    for _ in range(2):
        city.write(lambda tx: telling.rosters(tx, school, city.today, city.now))
    assert len(city.notices("attendance.roster")) == 4


def test_a_child_of_a_support_class_sits_on_the_other_classs_list_without_a_hint(city: City):
    city.report("S1")
    by_class = {one.key.split(":")[1]: one for one in city.notices("attendance.roster")}
    other = by_class[str(city.class_(3, "2").id)]
    assert "支援 星" in other.said
    assert "なかよし" not in str(other.cards)
    (personal,) = city.notices()
    assert personal.to == {city.person("support").id}
    assert "なかよし" not in str(personal.cards)


def test_lists_of_classes_never_name_a_support_class(city: City):
    city.report("S1")
    school = city.school()
    city.at(8, 46)
    city.write(lambda tx: mornings.look(tx, school, city.today, city.now))
    city.write(lambda tx: telling.summary(tx, school, city.today, city.now))
    for kind in (mornings.KIND, "attendance.summary"):
        assert "なかよし" not in str(city.notices(kind)[0].cards)
    assert "なかよし" not in str(city.press("vice", verbs.ShowReports()))


def test_what_nobody_has_confirmed_is_one_card_of_classes_and_no_children(city: City):
    for key in ("P1", "P2", "Q1"):
        city.report(key)
    school = city.school()
    city.at(8, 46)
    for _ in range(2):
        city.write(lambda tx: mornings.look(tx, school, city.today, city.now))
    (posted,) = city.notices(mornings.KIND)
    assert posted.to == {city.person("vice").id}
    for words in ("3年1組", "3年2組", "1件", "2件"):
        assert words in posted.said
    assert "青木" not in str(posted.cards) and "上田" not in str(posted.cards)


def test_the_escalation_follows_what_is_confirmed(city: City):
    kept = city.report()
    school = city.school()
    city.at(8, 46)
    city.write(lambda tx: mornings.look(tx, school, city.today, city.now))
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "朝の確認と連絡の確認が終わりました" in city.notices(mornings.KIND)[0].said


def test_where_everything_is_confirmed_nobody_is_told(city: City):
    kept = city.report()
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    school = city.school()
    city.at(8, 46)
    made = city.write(lambda tx: mornings.look(tx, school, city.today, city.now))
    assert not made and city.notices(mornings.KIND) == []


def test_the_summary_has_numbers_alone(city: City):
    city.report("P1")
    city.report("P2", kind=Kind.LATE)
    school = city.school()
    city.write(lambda tx: telling.summary(tx, school, city.today, city.now))
    (posted,) = city.notices("attendance.summary")
    assert "3年2組" in posted.said and "合計" in posted.said
    assert "青木" not in str(posted.cards)


# --- embargo -------------------------------------------------------------------------------------


@pytest.fixture
def unannounced(city: City) -> City:
    """The new classes are known from noon on only."""
    noon = datetime(2026, 11, 25, 12, 0, tzinfo=TOKYO)

    def hold(tx: Tx) -> None:
        tx.run(update(ROSTER).values(announced_at=noon))

    city.write(hold)
    assert not city.read(lambda tx: classes.get(tx, city.class_().id)).is_known(city.now)
    return city


def test_before_the_announcement_reports_go_to_office_nurse_and_vice_principal(unannounced: City):
    kept = unannounced.report()
    assert kept.day_class == 0
    (posted,) = unannounced.notices()
    assert posted.to == {unannounced.person(one).id for one in ("office", "nurse", "vice")}


def test_before_the_announcement_no_roster_shows_who_is_in_a_class(unannounced: City):
    unannounced.report()
    assert unannounced.notices("attendance.roster") == []
    assert roster(unannounced, unannounced.class_().id) is None


def test_before_the_announcement_the_coming_homeroom_reads_nothing(unannounced: City):
    kept = unannounced.report()
    with pytest.raises(Refused, match="not_yours"):
        unannounced.press("homeroom", verbs.ReadContent(report_id=kept.id))
    assert unannounced.press("nurse", verbs.ReadContent(report_id=kept.id))


def test_the_rolls_buttons_stand_on_an_open_roll_only(city: City):
    class_ = city.class_()
    roster(city, class_.id)
    assert "attendance.mark_done" not in buttons(city.notices("attendance.roster")[0].cards["ja"])
    looks = ((class_.id, city.now),)
    city.write(lambda tx: rolls.open_many(tx, class_.school, city.today, looks))
    roster(city, class_.id)
    (posted,) = city.notices("attendance.roster")
    assert {"attendance.mark_done", "attendance.open_missing", "attendance.read_class"} <= set(
        buttons(posted.cards["ja"])
    )

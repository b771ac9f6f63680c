"""出席停止 and several adults: nobody undoes another's word, nobody learns of another household."""

from datetime import timedelta

import pytest

from bot.attendance import suspending
from bot.errors import Mistyped, Refused
from cards.attendance.verbs import health as verbs
from tests.bot.attendance.records.conftest import buttons, said

DAY = timedelta(days=1)


@pytest.fixture
def ill(city):
    """Both parents may tell and are told; the order was given three days ago."""
    city.confirm("mother")
    city.confirm("father")
    city.order()
    city.now += 3 * DAY
    return city


def _tell(city, who, day=None):
    ended_on = day or city.today - DAY
    return city.press(who, verbs.TellEnded(suspension_id=city.only().id, ended_on=ended_on))


def _still(city, who):
    return city.press(who, verbs.StillIll(suspension_id=city.only().id))


def _show(city, who):
    return city.press(who, verbs.ShowOrder(suspension_id=city.only().id))


def test_an_adult_of_another_household_does_not_undo_what_was_told(ill):
    _tell(ill, "mother")
    _still(ill, "father")
    _tell(ill, "father", ill.today)
    assert ill.only().ended_on == ill.today - DAY
    assert ill.only().ended_by == ill.person("mother").id


def test_a_day_that_cannot_be_comes_back_in_the_familys_own_words(ill):
    with pytest.raises(Mistyped) as error:
        _tell(ill, "mother", ill.today + DAY)
    assert "休み始めた日から今日までの日" in said(error.value.form)


def test_staff_read_both_answers_side_by_side(ill):
    _tell(ill, "mother")
    _still(ill, "father")
    shown = said(ill.press("nurse", verbs.ShowSuspension(suspension_id=ill.only().id)))
    assert "くいちがっています" in shown
    assert "まだ続いている" in shown
    assert "におさまった" in shown


def test_the_nurse_is_told_anew_when_another_answer_comes(ill):
    _tell(ill, "mother")
    _still(ill, "father")
    assert len(ill.posted(suspending.DECIDABLE)) == 2


def test_an_adult_of_another_household_learns_nothing_of_what_was_told(ill):
    before = str(_show(ill, "father"))
    _tell(ill, "mother")
    after = str(_show(ill, "father"))
    assert (ill.today - DAY).isoformat() not in after
    assert after == before
    assert (ill.today - DAY).isoformat() in str(_show(ill, "mother"))


def test_a_question_does_not_vanish_when_somebody_else_answers(city):
    city.confirm("mother")
    city.confirm("father")
    city.order()
    city.morning(city.later(1))
    before = {one.key: one.said for one in city.posted(suspending.ASKED)}
    _still(city, "mother")
    mother = f":{city.person('mother').id}"
    for one in city.posted(suspending.ASKED):
        assert (one.said == before[one.key]) is (not one.key.endswith(mother))


def test_a_removed_guardian_leaves_the_others_cards_as_they_were(ill):
    from cards.attendance.verbs.roster import RemoveGuardian

    link = ill.link("mother")
    remove = RemoveGuardian(guardian_id=link.id, version=link.version, why="取り消し")
    ill.press("office", remove)
    standing = {
        next(iter(one.to)) for one in ill.posted(suspending.TOLD) if "show_order" in str(one.cards)
    }
    assert standing == {ill.person("father").id, ill.person("haru").id}


def test_the_childs_own_account_says_nothing_of_the_course(ill):
    _tell(ill, "mother")
    for press in (_tell, _still):
        with pytest.raises(Refused, match="not_yours"):
            press(ill, "haru")
    assert ill.only().ended_on == ill.today - DAY


def test_the_childs_own_account_reads_no_name_reason_or_answer(ill):
    _tell(ill, "mother")
    card = _show(ill, "haru")
    shown = said(card)
    for word in ("インフルエンザ", "青木", (ill.today - DAY).isoformat()):
        assert word not in shown
    assert "0000-00-0001" in shown
    assert buttons(card).isdisjoint({verbs.TellEnded.name, verbs.StillIll.name})


def test_only_guardians_are_asked_and_where_there_is_none_the_teacher_rings(city):
    city.order()
    assert [one.to for one in city.posted(suspending.TOLD)] == [{city.person("haru").id}]
    (ring,) = city.posted(suspending.RING)
    assert ring.to == {city.person("homeroom").id}
    city.press("homeroom", verbs.ShowSuspension(suspension_id=city.only().id))
    city.morning(city.later(1))
    assert city.posted(suspending.ASKED) == []


def test_nobody_of_the_family_undoes_the_nurses_day(ill):
    one = ill.only()
    ended_on = ill.today - DAY
    days = verbs.SetSuspensionDays(
        suspension_id=one.id, version=one.version, onset=one.onset, ended_on=ended_on
    )
    ill.press("nurse", days)
    _still(ill, "mother")
    _tell(ill, "father", ill.today)
    assert (ill.only().ended_on, ill.only().ended_by) == (ended_on, 0)
    assert len(ill.only().answers) == 2


def test_who_may_only_be_told_tells_nothing_and_is_asked_nothing(city):
    city.confirm("mother", may_report=False, may_see_status=False)
    one = city.order()
    city.now += 3 * DAY
    card = _show(city, "mother")
    assert "インフルエンザ" in said(card)
    assert buttons(card).isdisjoint({verbs.TellEnded.name, verbs.StillIll.name})
    for press in (_tell, _still):
        with pytest.raises(Refused, match="not_yours"):
            press(city, "mother")
    city.morning(city.later(1))
    assert city.posted(suspending.ASKED) == []
    assert city.only() == one


def test_the_same_answer_is_kept_once_a_day(ill):
    for _ in range(3):
        _still(ill, "mother")
    assert len(ill.ledger("attendance.still_ill")) == 1
    ill.now += DAY
    _still(ill, "mother")
    assert len(ill.ledger("attendance.still_ill")) == 2

"""出席停止: prepared by nurse or homeroom, ordered by the principal, told to families neutrally."""

from datetime import timedelta

import pytest

from bot.attendance import health, suspending
from bot.attendance.model import SuspensionState
from bot.attendance.store import suspensions
from bot.errors import Refused, Stale
from cards.attendance.verbs import health as verbs
from tests.bot.attendance.records.conftest import buttons, said

DAY = timedelta(days=1)


def _verb(city, verb, **more):
    one = city.only()
    return verb(suspension_id=one.id, version=one.version, **more)


@pytest.mark.parametrize("who", ["nurse", "homeroom", "vice"])
def test_nurse_homeroom_and_vice_principal_prepare(city, who):
    one = city.prepare(who)
    assert one.state is SuspensionState.ASKED
    assert one.asked_by == city.person(who).id
    (waits,) = city.posted(suspending.WAITS)
    assert waits.to == {city.person("principal").id}


@pytest.mark.parametrize(
    "who",
    [
        "other",
        "head3",
        "teacher",
        "office",
        "curriculum",
        "principal",
        "strange_nurse",
        "strange_principal",
        "board",
        "bare_nurse",
        "haru",
    ],
)
def test_nobody_else_prepares(city, who):
    with pytest.raises(Refused, match="not_yours"):
        city.prepare(who)


@pytest.mark.parametrize(
    "who", ["nurse", "homeroom", "vice", "office", "head3", "strange_principal", "bare_nurse"]
)
def test_only_the_principal_orders(city, who):
    """学校保健安全法19条: the principal."""
    city.prepare()
    for verb in (verbs.OrderSuspension, verbs.DeclineSuspension):
        with pytest.raises(Refused, match="not_yours"):
            city.press(who, _verb(city, verb))
    assert city.only().state is SuspensionState.ASKED


def test_the_principals_deputy_orders_and_the_ledger_says_for_whom(city):
    city.prepare()
    city.away("principal", "vice")
    city.press("vice", _verb(city, verbs.OrderSuspension))
    assert city.only().state is SuspensionState.ORDERED
    (entry,) = city.ledger("attendance.order_suspension")
    assert entry.deputy_for
    assert entry.subject == city.only().subject


def test_without_an_order_the_family_hears_nothing(city):
    city.confirm("mother")
    city.prepare()
    assert city.posted(suspending.TOLD) == []
    city.press("principal", _verb(city, verbs.DeclineSuspension))
    assert city.posted(suspending.TOLD) == []
    assert city.only().state is SuspensionState.DECLINED
    with pytest.raises(Refused, match="not_yours"):
        city.press("mother", verbs.ShowOrder(suspension_id=city.only().id))


def test_a_second_order_is_an_old_card(city):
    one = city.prepare()
    order = verbs.OrderSuspension(suspension_id=one.id, version=one.version)
    city.press("principal", order)
    with pytest.raises(Stale):
        city.press("principal", order)


def test_the_order_goes_to_nurse_homeroom_and_the_family(city):
    city.confirm("mother")
    city.order()
    (ordered,) = city.posted(suspending.ORDERED)
    assert ordered.to == {city.person("nurse").id, city.person("homeroom").id}
    told = city.posted(suspending.TOLD)
    assert [one.to for one in told] == [{city.person("mother").id}, {city.person("haru").id}]


def test_posted_cards_name_neither_child_nor_disease_nor_class(city):
    city.confirm("mother")
    city.order()
    city.morning(city.later(1))
    kinds = (*suspending.OF_STAFF, *suspending.OF_FAMILY)
    cards = [one for kind in kinds for one in city.posted(kind)]
    assert len(cards) >= 4
    for one in cards:
        for word in ("青木", "はる", "インフルエンザ", "3年", "2組", "あかつき小"):
            assert word not in one.said


def test_a_restrained_parent_in_the_contacts_is_told_nothing(city):
    """The directory's file names the father; nobody has confirmed him."""
    city.confirm("mother")
    one = city.order()
    father = city.person("father").id
    for kind in suspending.OF_FAMILY:
        assert all(father not in posted.to for posted in city.posted(kind))
    for verb in (
        verbs.ShowOrder(suspension_id=one.id),
        verbs.TellEnded(suspension_id=one.id, ended_on=city.today),
        verbs.StillIll(suspension_id=one.id),
    ):
        with pytest.raises(Refused, match="not_yours"):
            city.press("father", verb)


def test_a_guardian_who_may_not_be_told_is_told_nothing(city):
    city.confirm("mother", may_be_notified=False)
    one = city.order()
    (told,) = city.posted(suspending.TOLD)
    assert told.to == {city.person("haru").id}
    with pytest.raises(Refused, match="not_yours"):
        city.press("mother", verbs.ShowOrder(suspension_id=one.id))


def test_the_family_reads_the_order_when_they_press_and_it_is_recorded_once_an_hour(city):
    city.confirm("mother")
    one = city.order()
    show = verbs.ShowOrder(suspension_id=one.id)
    shown = said(city.press("mother", show))
    assert "青木 はる" in shown
    assert "インフルエンザ" in shown
    assert "0000-00-0001" in shown
    city.press("mother", show)
    assert len(city.ledger("attendance.show_order")) == 1


def test_in_another_language_japanese_stands_beside(city):
    city.confirm("mother")
    one = city.order()
    shown = said(city.press("mother", verbs.ShowOrder(suspension_id=one.id), lang="en"))
    assert "influenza / インフルエンザ" in shown


def test_a_child_whose_family_can_not_be_told_is_rung_for(city):
    """No confirmed guardian, and the protected child's own account is told nothing."""
    from bot.attendance.store import pupils

    city.write(lambda tx: pupils.protect(tx, city.pupil(), True))
    city.confirm("mother")
    city.order()
    assert city.posted(suspending.TOLD) == []
    (ring,) = city.posted(suspending.RING)
    assert ring.to == {city.person("homeroom").id}  # who may read what it is about
    with pytest.raises(Refused, match="not_yours"):
        city.press("haru", verbs.ShowOrder(suspension_id=city.only().id))


def test_the_nurse_checks_and_others_do_not(city):
    city.order()
    for who in ("homeroom", "principal", "vice", "strange_nurse"):
        with pytest.raises(Refused, match="not_yours"):
            city.press(who, _verb(city, verbs.CheckSuspension))
    city.press("nurse", _verb(city, verbs.CheckSuspension))
    assert city.only().checked_by == city.person("nurse").id


def test_the_list_shows_each_reader_their_own_children(city):
    city.order()
    for who in ("nurse", "homeroom", "principal", "vice"):
        assert "青木" not in said(city.say(who, "出席停止"))  # a message stays in the chat
        assert "青木 はる" in said(city.press(who, verbs.Suspensions()))
    assert "青木 はる" not in said(city.press("other", verbs.Suspensions()))
    for who in ("teacher", "office", "curriculum", "board", "bare_nurse", "haru", "mother"):
        with pytest.raises(Refused, match="not_yours"):
            city.say(who, "出席停止")


def test_a_forged_id_is_refused_as_if_it_were_anothers(city):
    for verb in (verbs.ShowSuspension, verbs.ShowOrder):
        with pytest.raises(Refused, match="not_yours"):
            city.press("nurse", verb(suspension_id=999))


def test_a_child_is_found_by_seat_and_by_name(city):
    for words in ("3-2 1", "3年2組1番", "３－２　１", "青木 はる", "あおき は"):
        find = verbs.FindForSuspension(school_id=city.school().id, who=words)
        assert "attendance.prepare_suspension" in buttons(city.press("nurse", find)), words
    many = verbs.FindForSuspension(school_id=city.school().id, who="青木")
    assert "どの方" in said(city.press("nurse", many))
    none = verbs.FindForSuspension(school_id=city.school().id, who="3-2 99")
    city.refused("nurse", none)


def test_a_homeroom_finds_only_the_own_class(city):
    find = verbs.FindForSuspension(school_id=city.school().id, who="3-1 1")
    city.refused("homeroom", find)


def test_disease_and_days_are_sealed_in_the_file(city):
    city.order(disease="tuberculosis")
    raw = city.raw()
    assert b"tuberculosis" not in raw
    assert "結核".encode() not in raw
    assert b'"onset"' not in raw


def test_reading_the_content_is_recorded(city):
    one = city.order()
    city.press("nurse", verbs.ShowSuspension(suspension_id=one.id))
    (entry,) = city.ledger("attendance.show_suspension")
    assert entry.subject == one.subject
    assert "青木" not in str(tuple(entry))


def test_what_waits_for_whom_names_no_child(city):
    def due(aad):
        person = city.person(aad)
        return city.read(lambda tx: health.due_for(tx, person, city.today))

    city.prepare(ended_on=city.today)
    (line,) = due("principal")
    assert (line.what, line.title) == (health.ORDER, "あかつき小学校")
    assert due("nurse") == ()
    city.press("principal", _verb(city, verbs.OrderSuspension))
    assert due("principal") == ()
    assert [one.what for one in due("nurse")] == [health.RETURN]
    assert city.read(lambda tx: health.title_of(tx, city.only().subject)) == "あかつき小学校"
    assert city.read(lambda tx: health.title_of(tx, "report:1")) == ""


def test_one_child_has_one_at_a_time(city):
    city.order()
    again = verbs.PrepareSuspension(
        school_id=city.school().id,
        pupil_id=city.pupil().id,
        disease="influenza",
        since=city.today,
    )
    assert "すでに" in city.refused("nurse", again)
    assert len(city.read(lambda tx: suspensions.of_pupil(tx, city.pupil().id))) == 1

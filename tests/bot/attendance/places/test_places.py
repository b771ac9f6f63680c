"""Where a school's roster cards go: who may choose, what is offered, who hears of trouble."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select

from bot.attendance import sweeping
from bot.attendance.store import places as store
from bot.clock import real_now
from bot.delivery import encounters, outbox, places
from bot.delivery.crowd import Seen
from bot.delivery.rows import DELIVERY, EXPOSURE, State
from bot.errands.model import Never
from bot.errors import Refused, Stale
from bot.ledger.record import ENTRY
from cards.attendance.verbs.places import ChoosePlace, ClearPlace, Places
from tests.bot.attendance.places.conftest import CHAT, City


def words(card) -> str:
    return json.dumps(card, ensure_ascii=False)


@pytest.fixture
def place(city: City) -> int:
    """A chat of staff, chosen by the school."""
    found = city.met()
    city.looked(found)
    city.press("vice", ChoosePlace(school_id=city.school().id, place_id=found))
    return found


def test_a_place_is_offered_once_everybody_there_was_found_to_be_staff(city: City):
    place = city.met()
    assert "3学年の職員" not in words(city.say("vice"))
    city.looked(place)
    assert "3学年の職員" in words(city.say("vice"))


@pytest.mark.parametrize(
    ("accounts", "reason"),
    [
        (("homeroom", "haru"), "児童生徒"),
        (("homeroom", "guest"), "ゲスト"),
        (("homeroom", "nobody"), "名簿にない"),
    ],
)
def test_a_place_with_others_is_never_offered_and_says_why(city: City, accounts, reason: str):
    place = city.met()
    city.looked(place, *accounts)
    card = words(city.say("vice"))
    assert reason in card
    assert "attendance.choose_place" not in card
    with pytest.raises(Refused, match="not_offered"):
        city.press("vice", ChoosePlace(school_id=city.school().id, place_id=place))
    assert city.told() == []  # nobody had chosen it


def test_a_class_team_is_never_offered(city: City):
    place = city.met()
    city.looked(place, trouble="class_team")
    with pytest.raises(Refused, match="not_offered"):
        city.press("vice", ChoosePlace(school_id=city.school().id, place_id=place))


@pytest.mark.parametrize("other", ["elsewhere", "clerk"])
def test_a_place_with_staff_of_another_school_or_of_city_hall_is_offered_to_nobody(
    city: City, other: str
):
    place = city.met()
    city.looked(place, "homeroom", "vice", other)
    card = words(city.say("vice"))
    assert "同じ学校の教職員でない人がいます" in card
    assert "attendance.choose_place" not in card
    with pytest.raises(Refused, match="not_offered"):
        city.press("desk", ChoosePlace(school_id=city.school().id, place_id=place))


def test_who_deputises_and_the_school_desk_may_be_there(city: City):
    """代理: while the clerk stands in for the homeroom, they are staff of the school."""
    city.away("homeroom", deputy="clerk", until=city.today)
    place = city.met()
    city.looked(place, "homeroom", "vice", "clerk", "desk")
    city.press("vice", ChoosePlace(school_id=city.school().id, place_id=place))
    city.looked(place, "homeroom", "vice", "clerk", "desk")
    assert city.usable() == place
    city.now += timedelta(days=1)
    city.looked(place, "homeroom", "vice", "clerk", "desk")
    assert city.place(place).trouble == "other_staff"
    assert city.usable() == 0


def test_a_place_of_the_desk_alone_is_no_schools(city: City):
    place = city.met()
    city.looked(place, "desk")
    assert city.place(place).trouble == "other_staff"


def test_no_school_reads_what_others_chats_are_called(city: City):
    names = ("ひので", "市役所", "未同意")
    theirs, halls, unknown = (city.met(f"19:{one}@thread.v2", one) for one in names)
    city.looked(theirs, "elsewhere", "guest")
    city.looked(halls, "clerk")
    city.looked(unknown, trouble="not_consented")
    listed = words(city.say("vice")["body"])
    assert not any(one in listed for one in names)
    assert f"名前のない場所（番号{unknown}）" in listed  # perhaps it is theirs
    assert f"名前のない場所（番号{theirs}）：ゲストがいます" in words(city.say("elsewhere"))
    desk = words(city.press("desk", Places(school_id=city.school().id)))
    assert "未同意" in desk and "市役所" not in desk


def test_a_chosen_place_that_gets_staff_of_another_school_loses_its_cards(city: City, place: int):
    notice = city.post(place)
    city.write(lambda tx: tx.run(_sent_as(notice), activity="17"))
    city.looked(place, "homeroom", "vice", "elsewhere")
    assert city.usable() == 0
    [exposure] = city.write(lambda tx: tx.all(select(EXPOSURE)))
    assert exposure.notices == [notice]
    [(_, card)] = city.told()
    assert "同じ学校の教職員でない人がいます" in card
    assert "他 十子" not in card


def test_a_place_that_another_school_gave_up_is_looked_at_for_the_next(city: City, place: int):
    version = city.place(place).version
    city.press("vice", ClearPlace(school_id=city.school().id, version=version))
    asked = city.asked()
    city.pulse()
    assert city.asked() == asked + 1
    city.looked(place, "elsewhere")
    city.press("elsewhere", ChoosePlace(school_id=city.school("B1").id, place_id=place))
    city.looked(place, "elsewhere")
    assert city.usable("B1") == place


def test_chats_that_no_school_has_chosen_for_a_month_are_forgotten(city: City, place: int):
    city.met("19:other@thread.v2", "ほかの会議")
    city.now += timedelta(days=29)
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    assert city.write(lambda tx: places.find(tx, "19:other@thread.v2")) is not None
    city.now += timedelta(days=2)
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    assert city.write(lambda tx: places.find(tx, "19:other@thread.v2")) is None
    assert city.place(place).owner


@pytest.mark.parametrize("who", ["homeroom", "clerk", "elsewhere"])
def test_only_the_schools_heads_and_the_desk_choose(city: City, who: str):
    place = city.met()
    city.looked(place)
    school = city.school().id
    for verb in (
        Places(school_id=school),
        ChoosePlace(school_id=school, place_id=place),
        ClearPlace(school_id=school, version=1),
    ):
        with pytest.raises(Refused, match="not_yours"):
            city.press(who, verb)
    assert city.write(lambda tx: store.of_school(tx, school)) is None


def test_the_desk_chooses_for_every_school(city: City):
    place = city.met()
    city.looked(place, "elsewhere", "desk")
    assert "ひので小学校" in words(city.say("desk"))
    card = words(city.press("desk", ChoosePlace(school_id=city.school("B1").id, place_id=place)))
    assert "この場所に決めました" in card
    assert city.usable("B1") == place


def test_a_chosen_place_is_no_longer_offered_to_others(city: City, place: int):
    for code in ("A1", "B1"):
        school = city.school(code).id
        assert city.write(lambda tx, school=school: store.offered(tx, school)) == ()
    with pytest.raises(Refused, match="not_offered"):
        city.press("elsewhere", ChoosePlace(school_id=city.school("B1").id, place_id=place))


def test_choosing_and_clearing_are_recorded(city: City, place: int):
    version = city.place(place).version
    school = city.school()
    city.press("vice", ClearPlace(school_id=school.id, version=version))
    acts = city.write(lambda tx: tx.all(select(ENTRY.c.act, ENTRY.c.subject)))
    assert [row.act for row in acts if row.subject == school.subject][-2:] == [
        "attendance.choose_place",
        "attendance.clear_place",
    ]
    assert city.write(lambda tx: store.usable(tx, school.id)) == 0


def test_an_old_card_does_not_clear_a_newer_choice(city: City, place: int):
    with pytest.raises(Stale):
        city.press("vice", ClearPlace(school_id=city.school().id, version=1))


# trouble


def test_a_guest_found_at_night_takes_the_cards_back_and_the_desk_hears_at_once(
    city: City, place: int
):
    """Teams told nothing of the guest: the sweep finds them."""
    notice = city.post(place)
    city.write(lambda tx: tx.run(_sent_as(notice), activity="17"))
    city.now += timedelta(days=1)
    asked = city.asked()
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    assert city.asked() == asked + 1
    city.looked(place, "homeroom", "guest")
    numbers = city.write(lambda tx: outbox.numbers(tx, notice))
    assert numbers[State.SENT] == 1  # its deletion is under way
    [exposure] = city.write(lambda tx: tx.all(select(EXPOSURE)))
    assert (exposure.destination, exposure.notices) == (f"place:{place}", [notice])
    [(to, card)] = city.told()
    assert to == {city.id_of("desk"), city.id_of("vice")}
    assert "ゲストがいます" in card
    assert "カード1件を削除" in card
    assert city.usable() == 0


def _sent_as(notice: int):
    return (
        DELIVERY.update()
        .where(DELIVERY.c.notice_id == notice)
        .values(
            state="sent",
            activity_id=bindparam("activity"),
            shown_revision=1,
            try_at=None,
            sent_at=real_now(),
        )
    )


def test_nothing_is_swept_before_two_at_night(city: City, place: int):
    asked = city.asked()
    city.now = city.now.replace(hour=1) + timedelta(days=1)
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    assert city.asked() == asked


def test_who_comes_or_goes_is_looked_for_within_a_second(city: City, place: int):
    city.pulse()
    asked = city.asked()
    city.write(lambda tx: encounters.changed(tx, conversation=CHAT))
    city.pulse()
    city.pulse()
    assert city.asked() == asked + 1


def test_what_was_found_of_an_older_state_is_forgotten(city: City, place: int):
    job = city.write(lambda tx: sweeping.job_for(places.get(tx, place)))
    city.write(lambda tx: encounters.changed(tx, conversation=CHAT))
    seen = Seen(kind="chat", trouble="public")
    city.write(lambda tx: sweeping.looked(city.tick(tx), job, seen))
    assert city.place(place).trouble == ""
    assert city.place(place).recheck == 1


def test_the_desk_hears_of_the_same_trouble_once_and_of_its_end(city: City, place: int):
    city.looked(place, "homeroom", "haru")
    city.looked(place, "homeroom", "haru")
    assert len(city.told()) == 1
    city.looked(place)
    assert len(city.told()) == 2
    assert "出せるようになりました" in city.told()[1][1]
    assert city.usable() == place


def test_what_graph_never_answered_is_doubt(city: City, place: int):
    notice = city.post(place)
    city.looked(place, outcome=Never("not consented:x"))
    assert city.place(place).trouble == "broken"
    assert city.write(lambda tx: outbox.numbers(tx, notice))[State.PENDING] == 1
    assert city.write(lambda tx: tx.all(select(EXPOSURE))) == []


def test_no_card_about_a_place_names_anybody(city: City, place: int):
    city.post(place)
    city.looked(place, "homeroom", "haru", "guest")
    [(_, card)] = city.told()
    assert not any(name in card for name in ("青木", "はる", "東 花子"))


def test_a_chat_in_which_people_speak_stays_known(city: City):
    place, school = city.met(), city.school().id
    city.looked(place)
    for _ in range(31):
        city.now += timedelta(days=1)
        city.met()
    city.write(lambda tx: sweeping.sweep(city.tick(tx)))
    assert [one.id for one in city.write(lambda tx: store.offered(tx, school))] == [place]


def test_a_chat_that_got_a_shorter_name_has_it(city: City):
    place = city.met(name="3年2組 青木さんの件")
    city.met(name="3年2組")
    assert city.place(place).name == "3年2組"


def test_what_a_chat_is_called_is_no_business_of_whoever_is_not_in_it(city: City):
    place = city.met(name="青木さんの家庭のこと")
    city.looked(place, "homeroom", "clerk")
    assert "青木" not in words(city.say("vice"))

"""Who may read a card that names a child: places are looked at before anything is posted there."""

import asyncio
import gc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import real_now
from bot.delivery import encounters, findings, guard, outbox, places
from bot.delivery.crowd import Verdict
from bot.delivery.guard import Closed
from bot.delivery.outcomes import Later, Never
from bot.delivery.place_rows import PLACE_CHECK
from bot.delivery.rows import State
from bot.emulator.places import Seat
from bot.errors import NotFound, Unavailable
from bot.people.model import Role
from tests.bot.delivery.rig import Rig, card
from tests.bot.delivery.staff_rooms import CHAT, GENERAL, PRIVATE, Rooms, rooms


@pytest.fixture
async def staff(small_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rooms]:
    monkeypatch.setattr(guard, "_PATIENCE", 60.0)  # on a busy machine Graph is slow too
    async with rooms(small_rig) as found:
        yield found


async def posted(staff: Rooms, place: int, key: str = "roster:1", **more) -> int:
    return await staff.rig.post(key, to=(), to_places=(place,), **more)


async def sent(staff: Rooms) -> None:
    async with staff.rig.running(guard=staff.guard) as engine:
        assert await engine.settle()


@pytest.mark.parametrize("conversation", [CHAT, GENERAL, PRIVATE])
async def test_a_card_goes_to_a_place_of_staff_alone(staff: Rooms, conversation: str):
    place = await staff.met(conversation)
    notice = await posted(staff, place.id)
    await sent(staff)
    assert staff.standing(conversation) == ["更新のお知らせ"]
    assert await staff.rig.numbers(notice) == {State.SENT: 1}
    [copy] = await staff.rig.copies(notice)
    assert (copy.place, copy.recipient) == (place.id, -place.id)
    assert (await staff.place(place.id)).trouble == ""
    assert await staff.exposures() == []


async def test_people_and_a_place_have_copies_of_one_notice(staff: Rooms):
    place = await staff.met()
    notice = await staff.rig.post(to=staff.rig.people, to_places=(place.id,))
    await sent(staff)
    assert await staff.rig.numbers(notice) == {State.SENT: 4}
    await staff.rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("改")}))
    await sent(staff)
    assert staff.standing() == ["改"]
    assert staff.rig.words(0) == ["改"]
    await staff.rig.write(lambda tx: outbox.withdraw(tx, notice=notice))
    await sent(staff)
    assert staff.standing() == []
    assert await staff.rig.numbers(notice) == {State.WITHDRAWN: 4}


async def test_without_a_guard_nothing_goes_to_a_place(staff: Rooms):
    place = await staff.met()
    notice = await posted(staff, place.id)
    async with staff.rig.running() as engine:
        await engine.settle()
    assert staff.standing() == []
    assert await staff.rig.numbers(notice) == {State.FAILED: 1}
    assert isinstance(await Closed().refusal("t", 1, 0), Never)


async def test_an_unknown_place_is_not_found(staff: Rooms):
    with pytest.raises(NotFound):
        await posted(staff, 404)


async def test_a_broadcast_never_goes_to_a_place(staff: Rooms):
    place = await staff.met()
    with pytest.raises(ValueError, match="people alone"):
        await staff.rig.post(to=range(1, 1002), to_places=(place.id,))


# who is there


async def test_a_public_team_gets_nothing(staff: Rooms):
    staff.reseat(visibility="public")
    place = await staff.met(GENERAL)
    assert await staff.why(place.id) == "public"


async def test_a_class_team_gets_nothing_not_even_in_a_private_channel(staff: Rooms):
    staff.reseat(specialization="educationClass")
    for conversation in (GENERAL, PRIVATE):
        place = await staff.met(conversation)
        assert await staff.why(place.id) == "class_team"


@pytest.mark.parametrize("kind", ["shared", "madeUpLater"])
async def test_a_shared_channel_and_one_of_a_new_kind_get_nothing(staff: Rooms, kind: str):
    channels = (staff.team.channels[0], replace(staff.team.channels[1], kind=kind))
    staff.reseat(channels=channels)
    place = await staff.met(PRIVATE)
    assert await staff.why(place.id) == "shared"


async def test_a_guest_keeps_cards_away(staff: Rooms):
    place = await staff.met()
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    assert await staff.why(place.id) == "guest"


async def test_somebody_who_joined_by_a_link_alone_is_a_guest(staff: Rooms):
    place = await staff.met()
    staff.rig.emulator.places.seat(CHAT, (*staff.chat.members, Seat(name="電話の人")))
    assert await staff.why(place.id) == "guest"


async def test_an_account_of_another_organisation_keeps_cards_away(staff: Rooms):
    place = await staff.met()
    outsider = Seat(aad_object_id="99999999-0001", name="外部", tenant="another")
    staff.rig.emulator.places.seat(CHAT, (*staff.chat.members, outsider))
    assert await staff.why(place.id) == "outsider"


@pytest.mark.parametrize(
    ("roles", "why"),
    [
        ((Role.PUPIL,), "pupil"),
        ((Role.PUPIL, Role.STAFF), "pupil"),
        ((Role.GUARDIAN,), "guardian"),
        ((Role.GUARDIAN, Role.TEACHER), "guardian"),
        ((Role.BOARD_OF_EDUCATION,), "not_staff"),
        ((), "unknown_member"),
    ],
)
async def test_whoever_is_not_known_as_staff_keeps_cards_away(staff: Rooms, roles, why: str):
    place = await staff.met()
    person = await staff.somebody(70, *roles)
    await staff.rig.emulator.gathering.add(staff.rig.members[0], CHAT, person)
    assert await staff.why(place.id) == why


async def test_staff_of_another_school_keep_cards_away(staff: Rooms):
    place = await staff.met()
    staff.whose[staff.rig.people[-1]] = frozenset(("school:2",))
    assert await staff.why(place.id) == "other_staff"


async def test_a_place_that_nobody_has_chosen_is_of_one_school_or_of_none(staff: Rooms):
    place = await staff.met(owner="")
    assert await staff.why(place.id) == ""
    assert (await staff.place(place.id)).near == ("school:1",)
    await staff.unsure()
    staff.whose[staff.rig.people[-1]] = frozenset(("school:2",))
    assert await staff.why(place.id) == "other_staff"
    assert (await staff.place(place.id)).near == ("school:1", "school:2")


async def test_who_goes_to_another_school_and_stays_makes_the_cards_go(staff: Rooms):
    place = await staff.met()
    notice = await posted(staff, place.id)
    await sent(staff)
    staff.whose[staff.rig.people[-1]] = frozenset(("school:2",))
    await staff.forget()
    assert await staff.why(place.id) == "other_staff"
    await sent(staff)
    assert staff.standing() == []
    [exposure] = await staff.exposures()
    assert exposure.notices == [notice]


async def test_a_guest_on_the_second_page_is_found(staff: Rooms):
    place = await staff.met(GENERAL)
    guest = Seat(aad_object_id="99999999-0002", name="客", guest=True)
    staff.reseat(members=(*staff.team.members * 333, guest))
    assert await staff.why(place.id) == "guest"


async def test_a_place_with_more_members_than_are_looked_at_gets_nothing(staff: Rooms):
    place = await staff.met(GENERAL)
    staff.reseat(members=staff.team.members * 334)
    assert await staff.why(place.id) == "too_many"


async def test_an_empty_place_is_doubtful(staff: Rooms):
    place = await staff.met()
    staff.rig.emulator.places.seat(CHAT, ())
    assert await staff.why(place.id) == "broken"


# Graph in trouble


async def test_a_throttled_graph_delays_the_card(staff: Rooms):
    place = await staff.met()
    staff.rig.emulator.faults.add(kind="429", match="/graph/", times=None, retry_after=7)
    assert await staff.refusal(place.id) == Later(7.0)
    assert (await staff.place(place.id)).trouble == ""


async def test_without_consent_nothing_is_sent_and_nothing_is_taken_back(staff: Rooms):
    place = await staff.met()
    notice = await posted(staff, place.id)
    await sent(staff)
    await staff.forget()
    staff.rig.emulator.places.put(replace(staff.chat, consented=()))
    staff.rig.emulator.granted.clear()
    assert await staff.why(place.id) == "not_consented"
    assert await staff.why(place.id) == "not_consented"  # for five minutes nobody asks again
    assert staff.standing() == ["更新のお知らせ"]
    assert await staff.rig.numbers(notice) == {State.SENT: 1}
    assert await staff.exposures() == []
    found = await staff.place(place.id)
    assert (found.trouble, found.told) == ("not_consented", 0)


async def test_a_place_that_graph_does_not_know_gets_nothing(staff: Rooms):
    place = await staff.met()
    staff.rig.emulator.places._chats.clear()
    assert await staff.why(place.id) == "missing"


async def test_a_broken_graph_is_asked_again_and_then_the_card_is_given_up(staff: Rooms):
    place = await staff.met()
    staff.rig.emulator.faults.add(kind="500", match="/graph/", times=None)
    assert isinstance(await staff.refusal(place.id, tries=0), Later)
    assert (await staff.place(place.id)).trouble == ""
    assert await staff.why(place.id) == "broken"
    assert (await staff.place(place.id)).trouble == "broken"


async def test_a_graph_that_never_answers_leaves_the_card_unsent(
    staff: Rooms, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guard, "_PATIENCE", 0.5)
    place = await staff.met()
    notice = await posted(staff, place.id)
    staff.rig.emulator.faults.add(kind="hang", match="/graph/", times=None, hang=60)
    async with staff.rig.running(guard=staff.guard) as engine:
        await engine.settle(patience=3.0)
    assert staff.standing() == []
    assert State.SENT not in await staff.rig.numbers(notice)
    assert await staff.rig.doubted() == set()


async def test_a_look_that_fails_after_everybody_has_left_complains_to_nobody(
    staff: Rooms, monkeypatch: pytest.MonkeyPatch
):
    unheard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    monkeypatch.setattr(guard, "_PATIENCE", 0.01)
    going = asyncio.Event()

    async def fails(*_: object) -> None:
        await going.wait()
        raise Unavailable("database", remedy="")

    monkeypatch.setattr(staff.guard, "_look", fails)
    assert isinstance(await staff.refusal(1), Later)
    going.set()
    await asyncio.wait(staff.guard._looking.values())
    gc.collect()
    await asyncio.sleep(0)
    assert unheard == []


# how long a verdict holds


async def test_a_verdict_holds_for_five_minutes(staff: Rooms):
    place = await staff.met()
    assert await staff.refusal(place.id) is None
    asked = len(staff.rig.emulator.history)
    assert await staff.refusal(place.id) is None
    assert len(staff.rig.emulator.history) == asked
    old = real_now() - findings.VALID - timedelta(seconds=1)
    await staff.rig.write(lambda tx: tx.run(PLACE_CHECK.update().values(checked_at=old)))
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    assert await staff.why(place.id) == "guest"


async def test_no_verdict_outlives_a_member_event(staff: Rooms):
    place = await staff.met()
    assert await staff.refusal(place.id) is None
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    await staff.unsure()
    assert await staff.why(place.id) == "guest"


async def test_who_comes_while_graph_is_asked_is_not_overlooked(staff: Rooms):
    place = await staff.met()
    await staff.unsure()  # after somebody went to look at the version before
    kept = await staff.rig.write(
        lambda tx: findings.found(tx, place, Verdict(), kind="chat", real=real_now())
    )
    assert kept is False
    assert await staff.rig.write(lambda tx: findings.fresh(tx, place.id, real_now())) is None


async def test_an_event_of_a_team_concerns_all_its_channels(staff: Rooms):
    one, other = await staff.met(GENERAL), await staff.met(PRIVATE)
    chat = await staff.met(CHAT)
    for place in (one, other, chat):
        assert await staff.refusal(place.id) is None
    await staff.rig.write(
        lambda tx: encounters.changed(tx, conversation=f"{GENERAL};messageid=1", thread=GENERAL)
    )
    left = await staff.rig.write(lambda tx: {row.place for row in tx.all(PLACE_CHECK.select())})
    assert left == {chat.id}


# cards that stand where they shouldn't


async def test_a_guest_who_joins_later_makes_the_cards_go_and_leaves_an_exposure(staff: Rooms):
    place = await staff.met()
    first, second = await posted(staff, place.id, "a"), await posted(staff, place.id, "b")
    await sent(staff)
    fine = (await staff.place(place.id)).fine_at
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    await staff.unsure()
    assert await staff.why(place.id) == "guest"
    await sent(staff)
    assert staff.standing() == []
    for notice in (first, second):
        assert await staff.rig.numbers(notice) == {State.WITHDRAWN: 1}
    [exposure] = await staff.exposures()
    assert (exposure.destination, exposure.notices) == (f"place:{place.id}", [first, second])
    assert exposure.since >= fine
    assert (await staff.place(place.id)).told == 0
    await staff.forget()
    assert await staff.why(place.id) == "guest"
    assert len(await staff.exposures()) == 1  # what is gone is exposed once


async def test_a_revision_never_reaches_a_place_with_a_guest(staff: Rooms):
    place = await staff.met()
    notice = await posted(staff, place.id)
    await sent(staff)
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    await staff.unsure()
    new = {"ja": card("新しい名前")}
    await staff.rig.write(lambda tx: outbox.revise(tx, notice=notice, cards=new))
    await sent(staff)
    assert staff.standing() == []
    shown = [call.raw.decode() for call in staff.rig.emulator.history if call.method == "PUT"]
    assert not any("新しい名前" in raw for raw in shown)
    assert await staff.rig.numbers(notice) == {State.WITHDRAWN: 1}


async def test_an_emptied_notice_exposes_nobody(staff: Rooms):
    place = await staff.met()
    notice = await posted(staff, place.id)
    await sent(staff)
    await staff.rig.write(lambda tx: outbox.close(tx, notice=notice, now=staff.rig.clock.at))
    staff.rig.clock.at += timedelta(hours=1)
    async with staff.rig.running(guard=staff.guard) as engine:
        await engine.settle()
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    await staff.forget()
    assert await staff.why(place.id) == "guest"
    assert await staff.exposures() == []


async def test_what_waits_for_a_bad_place_is_found_among_the_lapses(staff: Rooms):
    place = await staff.met()
    await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    await posted(staff, place.id)
    await sent(staff)
    [lapse] = await staff.rig.write(lambda tx: outbox.lapses(tx, kind="test"))
    assert (lapse.place, lapse.state, lapse.reason) == (place.id, State.FAILED, "guest")


async def test_a_place_that_is_in_order_again_gets_cards_again(staff: Rooms):
    place = await staff.met()
    guest = await staff.rig.emulator.gathering.add_guest(staff.rig.members[0], CHAT)
    assert await staff.why(place.id) == "guest"
    gathering = staff.rig.emulator.gathering
    await gathering.remove(staff.rig.members[0], CHAT, guest.aad_object_id)
    await staff.unsure()
    notice = await posted(staff, place.id, "after")
    await sent(staff)
    assert await staff.rig.numbers(notice) == {State.SENT: 1}
    assert (await staff.place(place.id)).trouble == ""


async def test_an_app_that_was_removed_leaves_nothing_waiting(staff: Rooms):
    place = await staff.met(GENERAL)
    later = staff.rig.clock.at + timedelta(hours=1)
    notice = await posted(staff, place.id, due_at=later)
    await staff.rig.write(lambda tx: encounters.removed(tx, conversation=GENERAL, thread=GENERAL))
    assert await staff.rig.numbers(notice) == {State.FAILED: 1}
    assert (await staff.place(place.id)).trouble == places.REMOVED

"""Channels and group chats as recipients: their ids, their limits; adopted messages."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import outbox, places
from bot.delivery.limiter import Limiter
from bot.delivery.pace import HOUR_LIMIT, THREAD_WINDOWS, Threads
from bot.delivery.rows import State
from bot.emulator.limits import Limits
from tests.bot.delivery.rig import NOW, Rig, card, practice
from tests.bot.delivery.staff_rooms import CHAT, rooms


@given(st.integers(1, 2**31 - 1))
def test_no_place_is_taken_for_a_person(id: int):
    assert places.place_of(places.recipient(id)) == id
    assert places.place_of(id) == 0


# limits of a thread


@given(st.lists(st.floats(0, 20), min_size=1, max_size=300))
def test_a_thread_never_passes_its_windows_however_often_it_is_revised(pauses: list[float]):
    """Whoever is told to wait asks again a moment later, as the pump does."""
    threads, now, went = Threads(), 1_000_000.0, []
    for pause in pauses:
        now += pause / 40
        while (wait := threads.wait("19:x", now)) > 0:
            now += wait
        threads.count("19:x", now)
        went.append(now)
    for most, seconds in (*THREAD_WINDOWS, (HOUR_LIMIT, 3600.0)):
        for index in range(len(went) - most):
            assert went[index + most] - went[index] >= seconds - 1e-6


async def test_many_revisions_of_many_rosters_stay_within_a_threads_limits(sqlite_storage, tenant):
    """Twelve classes share a chat; each report revises a card: Teams' own limits refuse nothing."""
    async with practice(sqlite_storage, tenant, limits=Limits.teams()) as rig, rooms(rig) as staff:
        place = await staff.met()
        notices = [await rig.post(f"roster:{n}", to=(), to_places=(place.id,)) for n in range(12)]
        limiter = Limiter(rig.storage)
        async with rig.running(guard=staff.guard, limited=True, limiter=limiter) as engine:
            for round_ in range(25):
                for notice in notices:
                    shown = {"ja": card(f"{notice} {round_}")}
                    await rig.write(
                        lambda tx, n=notice, s=shown: outbox.revise(tx, notice=n, cards=s)
                    )
            assert await engine.settle(patience=60.0)
        assert sorted(staff.standing()) == sorted(f"{notice} 24" for notice in notices)
        calls = [c for c in rig.emulator.history if c.conversation == CHAT]
        assert Counter(call.status for call in calls if call.status == 429) == {}
        assert len(calls) < 60  # three hundred revisions, of which few were ever sent


# adopted messages


async def answered(rig: Rig) -> str:
    """The bot's answer to words stands in somebody's chat; its id."""
    chat = rig.emulator.conversations.personal(rig.members[0])
    raw = b'{"type":"message","text":"","attachments":[]}'
    return rig.emulator.conversations.post(chat, raw, at=NOW).id


async def adopt(rig: Rig, activity_id: str, key: str = "state:1", words: str = "届きました") -> int:
    return await rig.write(
        lambda tx: outbox.adopt(
            tx,
            kind="test",
            source_key=key,
            lane=0,
            now=NOW,
            expires_at=NOW + timedelta(days=1),
            cards={"ja": card(words)},
            summaries={},
            to=rig.people[0],
            activity_id=activity_id,
        )
    )


async def test_an_adopted_message_is_edited_and_stays_the_only_one(rig: Rig):
    message = await answered(rig)
    notice = await adopt(rig, message)
    async with rig.running() as engine:
        await engine.settle()
        assert rig.words(0) == ["届きました"]
        await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("確認")}))
        await engine.settle()
    assert rig.words(0) == ["確認"]
    assert [copy.activity_id for copy in await rig.copies(notice)] == [message]
    assert await rig.numbers(notice) == {State.SENT: 1}
    assert not [call for call in rig.emulator.history if call.method == "POST"]


async def test_adopting_twice_changes_nothing(rig: Rig):
    message = await answered(rig)
    first = await adopt(rig, message)
    assert await adopt(rig, message, words="別の言葉") == first
    async with rig.running() as engine:
        await engine.settle()
    assert rig.words(0) == ["届きました"]


async def test_without_a_known_message_the_card_is_posted(rig: Rig):
    notice = await adopt(rig, "")
    async with rig.running() as engine:
        await engine.settle()
    assert rig.words(0) == ["届きました"]
    assert await rig.numbers(notice) == {State.SENT: 1}


async def test_a_message_answers_to_its_newest_notice_alone(rig: Rig):
    older = await rig.post("form", to=rig.people[:1])
    async with rig.running() as engine:
        await engine.settle()
        [copy] = await rig.copies(older)
        await adopt(rig, copy.activity_id)
        await engine.settle()
        revised = {"ja": card("古い訂正")}
        await rig.write(lambda tx: outbox.revise(tx, notice=older, cards=revised))
        await rig.write(lambda tx: outbox.withdraw(tx, notice=older))
        await engine.settle()
    assert rig.words(0) == ["届きました"]
    assert sum((await rig.numbers(older)).values()) == 1


@pytest.mark.parametrize("times", [1, 3])
async def test_an_adopted_message_that_was_deleted_does_no_harm(rig: Rig, times: int):
    notices = [await adopt(rig, "1", key=f"state:{n}") for n in range(times)]
    async with rig.running() as engine:
        assert await engine.settle()
    for notice in notices:
        assert await rig.numbers(notice) == {State.SENT: 1}

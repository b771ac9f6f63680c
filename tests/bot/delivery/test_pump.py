"""From a due notice to a card in Teams, and what happens on the way."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import outbox
from bot.delivery.limiter import Limiter
from bot.delivery.rows import Gate, State
from bot.emulator.limits import Limits
from tests.bot.delivery.rig import NOW, QUICK, Rig, arrived, card, enlist, overtakings, practice


async def test_a_due_notice_arrives_once_at_everybody(rig: Rig):
    notice = await rig.post()
    async with rig.running() as engine:
        assert await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 3}
    assert sorted(arrived(rig.emulator).values()) == [1, 1, 1]


async def test_a_commit_wakes_the_pump(rig: Rig):
    async with rig.running(tempo=QUICK) as engine:
        await engine.settle()
        notice = await rig.post()
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}


async def test_each_recipient_gets_their_language_their_id_and_their_copys_id(rig: Rig):
    person = rig.members[0]
    await rig.write(lambda tx: tx.run(_speaks_english(), the_person=rig.people[0]))
    notice = await rig.post(to=rig.people[:2])
    async with rig.running() as engine:
        await engine.settle()
    copies = await rig.copies(notice)
    message = rig.emulator.inbox(person)[0]
    assert message.card["fallbackText"] == "Renewal"
    assert message.summary == "Notice"
    assert message.card["refresh"]["userIds"] == [person.teams_id]
    assert message.card["actions"][0]["data"]["delivery"] == copies[0].id
    assert rig.words(1) == ["更新のお知らせ"]


def _speaks_english():
    from sqlalchemy import bindparam, update

    from bot.people.tables import PERSON

    return update(PERSON).where(PERSON.c.id == bindparam("the_person")).values(language="en")


async def test_what_is_due_later_waits_for_its_time(rig: Rig):
    notice = await rig.post(due_at=NOW + timedelta(hours=1))
    async with rig.running() as engine:
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.PENDING: 3}
        rig.clock.at += timedelta(hours=1)
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}


async def test_what_has_expired_is_never_sent_late_and_is_reported(rig: Rig):
    notice = await rig.post(expires_at=NOW + timedelta(minutes=5))
    rig.clock.at += timedelta(minutes=5)
    async with rig.running() as engine:
        assert await engine.settle()
    assert await rig.numbers(notice) == {State.EXPIRED: 3}
    assert not arrived(rig.emulator)
    lapses = await rig.write(_hear)
    assert {(lapse.notice, lapse.state) for lapse in lapses} == {(notice, State.EXPIRED)}
    assert await rig.write(_hear) == ()


def _hear(tx):
    lapses = outbox.lapses(tx, kind="test")
    outbox.heard(tx, lapses)
    return lapses


async def test_a_correction_replaces_every_posted_card_and_goes_out_with_pending_ones(rig: Rig):
    notice = await rig.post()
    async with rig.running() as engine:
        await engine.settle()
        await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("訂正")}))
        await engine.settle()
    assert [rig.words(number) for number in range(3)] == [["訂正"]] * 3
    assert overtakings(rig.emulator) == []
    assert await rig.numbers(notice) == {State.SENT: 3}


async def test_a_withdrawal_deletes_posted_cards_and_stops_pending_ones(rig: Rig):
    notice = await rig.post()
    later = await rig.post("later", due_at=NOW + timedelta(days=1))
    async with rig.running() as engine:
        await engine.settle()
        for one in (notice, later):
            await rig.write(lambda tx, one=one: outbox.withdraw(tx, notice=one))
        await engine.settle()
    assert [rig.words(number) for number in range(3)] == [[]] * 3
    assert await rig.numbers(notice) == {State.WITHDRAWN: 3}
    assert await rig.numbers(later) == {State.WITHDRAWN: 3}


async def test_a_confirmed_copy_counts_as_confirmed_and_still_takes_corrections(rig: Rig):
    notice = await rig.post()
    async with rig.running() as engine:
        await engine.settle()
        assert await rig.write(lambda tx: outbox.confirm(tx, notice=notice, person=rig.people[0]))
        assert not await rig.write(
            lambda tx: outbox.confirm(tx, notice=notice, person=rig.people[0])
        )
        await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("済")}))
        await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 2, State.CONFIRMED: 1}
    assert rig.words(0) == ["済"]


async def test_blocked_people_end_as_unreachable_with_teams_reason(rig: Rig):
    rig.block(0)
    notice = await rig.post()
    async with rig.running() as engine:
        await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 2, State.UNREACHABLE: 1}
    assert (await rig.copies(notice))[0].reason == "MessageWritesBlocked"


async def test_people_without_a_conversation_wait_until_they_are_reached(rig: Rig, tenant: str):
    from tests.bot.delivery.rig import member, refer

    stranger = member(77, tenant)
    spec = rig.emulator.spec
    rig.emulator.tenant.put(stranger)
    [person] = await rig.write(lambda tx: enlist(tx, [stranger], spec, ""))
    notice = await rig.post(to=[person])
    async with rig.running() as engine:
        await engine.settle()
        assert await rig.numbers(notice) == {State.PENDING: 1}
        await rig.emulator.install(stranger, conversation=False)

        def installed(tx):
            refer(tx, stranger, spec, rig.emulator.service_url)
            outbox.reached(tx, person=person)

        await rig.write(installed)
        await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 1}


async def test_people_never_reached_by_the_expiry_were_unreachable(rig: Rig, tenant: str):
    from tests.bot.delivery.rig import member

    [person] = await rig.write(lambda tx: enlist(tx, [member(78, tenant)], rig.emulator.spec, ""))
    notice = await rig.post(to=[person])
    rig.clock.at += timedelta(days=8)
    async with rig.running() as engine:
        await engine.settle()
    assert (await rig.copies(notice))[0].reason == "not_installed"
    assert await rig.numbers(notice) == {State.UNREACHABLE: 1}


@pytest.mark.parametrize("kind", [502, 504, "reset_after"])
async def test_an_uncertain_answer_is_tried_once_more(small_rig: Rig, kind):
    rig = small_rig
    rig.emulator.faults.add(kind=kind, match="/activities", times=1)
    notice = await rig.post(to=rig.people[:1])
    async with rig.running() as engine:
        await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 1}


@pytest.mark.parametrize("kind", [412, 503, "refused"])
async def test_what_was_certainly_not_accepted_is_tried_until_it_is(small_rig: Rig, kind):
    rig = small_rig
    if kind == "refused":
        await rig.emulator.stop()
    else:
        rig.emulator.faults.add(kind=kind, match="/activities", times=2)
    notice = await rig.post(to=rig.people[:1])
    async with rig.running():
        if kind == "refused":
            await asyncio.sleep(0.3)
            assert await rig.numbers(notice) in ({State.PENDING: 1}, {State.SENDING: 1})
            port = int(rig.emulator.url.rpartition(":")[2])
            await rig.emulator.start(port=port)
        await _until(lambda: rig.numbers(notice), {State.SENT: 1})
    assert list(arrived(rig.emulator).values()) == [1]


async def _until(ask, wanted, seconds=8.0):
    until = time.monotonic() + seconds
    while (found := await ask()) != wanted:
        assert time.monotonic() < until, f"{found} instead of {wanted}"
        await asyncio.sleep(0.05)


async def test_two_uncertain_answers_leave_the_copy_to_a_person(small_rig: Rig):
    rig = small_rig
    rig.emulator.faults.add(kind="reset_after", match="/activities", times=2)
    notice = await rig.post(to=rig.people[:1])
    async with rig.running() as engine:
        await engine.settle()
    assert await rig.numbers(notice) == {State.UNKNOWN: 1}
    assert list(arrived(rig.emulator).values()) == [2]


async def test_presses_on_unknown_copies_reveal_them_and_one_of_the_two_is_deleted(small_rig: Rig):
    rig = small_rig
    rig.emulator.faults.add(kind="reset_after", match="/activities", times=2)
    notice = await rig.post(to=rig.people[:1])
    chat = rig.emulator.spec.personal_chat(rig.members[0])
    async with rig.running() as engine:
        await engine.settle()
        [copy] = await rig.copies(notice)
        first, second = (message.id for message in rig.emulator.inbox(rig.members[0]))

        async def press(activity, conversation=chat):
            return await rig.write(
                lambda tx: outbox.reveal(
                    tx, delivery=copy.id, conversation=conversation, activity_id=activity
                )
            )

        assert not await press(first, "a forwarded card's chat")
        assert await press(first)
        await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 1}
        assert len(rig.words(0)) == 2
        assert await press(second)
        assert not await press(second)
        await engine.settle()
    assert len(rig.words(0)) == 1
    assert (await rig.copies(notice))[0].activity_id == second


async def test_a_throttled_tenant_waits_as_told_and_then_goes_on(small_rig: Rig):
    rig = small_rig
    rig.emulator.faults.add(kind=429, match="/activities", times=1, retry_after=1)
    notice = await rig.post()
    began = time.monotonic()
    async with rig.running(limited=True):
        await _until(lambda: rig.numbers(notice), {State.SENT: 3})
    calls = [call.monotonic - began for call in rig.emulator.history]
    assert [call.status for call in rig.emulator.history].count(429) == 1
    late = [at for at in calls if at > calls[0] + 0.5]
    assert len(late) >= 1
    assert calls[0] + 0.99 <= min(late) <= calls[0] + 3.0


async def test_five_uncertain_answers_in_a_row_leave_only_probes(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=40) as rig:
        rig.emulator.faults.add(kind=504, match="/activities", times=None)
        notice = await rig.post()
        async with rig.running(limited=True):
            await asyncio.sleep(1.5)
            tried = len(rig.emulator.history)
            assert tried < 35
            rig.emulator.faults.clear()
            await _until(lambda: _ended(rig, notice), True)
        numbers = await rig.numbers(notice)
        assert numbers[State.SENT] >= 40 - tried // 2
        assert set(numbers) <= {State.SENT, State.UNKNOWN}


async def _ended(rig, notice):
    return not {State.PENDING, State.SENDING} & set(await rig.numbers(notice))


async def test_a_notice_with_a_guard_is_not_sent(small_rig: Rig):
    rig = small_rig
    notice = await rig.post(guard="class:3-2")
    async with rig.running() as engine:
        await engine.settle()
    assert await rig.numbers(notice) == {State.FAILED: 3}
    assert {copy.reason for copy in await rig.copies(notice)} == {"guard_unavailable"}
    assert not arrived(rig.emulator)


async def test_a_report_goes_before_everything_that_waits(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=120) as rig:
        await rig.post("broadcast", lane=3)
        async with rig.running(limited=True, tempo=QUICK):
            await asyncio.sleep(0.4)
            began = time.monotonic()
            report = await rig.post("report", lane=0, to=rig.people[-1:])
            await _until(lambda: rig.numbers(report), {State.SENT: 1})
            assert time.monotonic() - began < 1.0
            assert len(arrived(rig.emulator)) < 100


class Unhurried(Limiter):
    """A card every fifth of a second: a whole queue waits behind the first."""

    async def slot(self, tenant, *, urgent):
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("act", ["cancel", "withdraw", "shut"])
async def test_what_is_claimed_already_stays_when_its_notice_is_stopped(
    sqlite_storage, tenant, act
):
    async with practice(sqlite_storage, tenant, members=30) as rig:
        notice = await rig.post("broadcast", lane=3)
        async with rig.running(limiter=Unhurried(sqlite_storage), tempo=QUICK):
            await _until(lambda: _any_arrived(rig), True)
            await rig.write(lambda tx: _stop(tx, notice, act))
            stood = sum(arrived(rig.emulator).values())
            await asyncio.sleep(1.5)
            assert sum(arrived(rig.emulator).values()) - stood <= 3


async def _any_arrived(rig):
    return bool(arrived(rig.emulator))


def _stop(tx, notice, act):
    if act == "cancel":
        outbox.cancel(tx, notice)
    elif act == "withdraw":
        outbox.withdraw(tx, notice=notice)
    else:
        outbox.set_gate(tx, notice, Gate.SHUT)


async def test_teams_limits_are_never_touched(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=120, limits=Limits.teams()) as rig:
        limiter = Limiter(sqlite_storage)
        await rig.post("broadcast", lane=3)
        began = time.monotonic()
        async with rig.running(limiter=limiter) as engine:
            assert await engine.settle()
        assert 120 / 45 - 0.3 <= time.monotonic() - began <= 120 / 45 + 1.5
        assert {call.status for call in rig.emulator.history} == {201}


async def test_one_conversation_is_not_flooded(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=1, limits=Limits.teams()) as rig:
        for number in range(10):
            await rig.post(f"k{number}")
        async with rig.running(limited=True) as engine:
            await _until(lambda: _arrivals(rig), 10, seconds=10)
            await engine.settle()
        assert {call.status for call in rig.emulator.history} == {201}


async def _arrivals(rig):
    return sum(arrived(rig.emulator).values())


async def test_a_closed_notice_forgets_its_content_when_all_is_done(rig: Rig):
    notice = await rig.post()
    async with rig.running() as engine:
        await engine.settle()
        await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("済")}))
        await rig.write(lambda tx: outbox.close(tx, notice=notice, now=rig.clock.at))
        await engine.settle()
        assert (await rig.write(lambda tx: outbox.get(tx, notice))).state == "open"
        rig.clock.at += timedelta(minutes=6)
        await engine.settle()
    assert (await rig.write(lambda tx: outbox.get(tx, notice))).state == "closed"
    assert rig.words(0) == ["済"]


async def test_a_stopped_engine_returns_what_it_did_not_send(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=60) as rig:
        notice = await rig.post(lane=3)
        async with rig.running(limited=True):
            await asyncio.sleep(0.4)
        numbers = await rig.numbers(notice)
        assert set(numbers) == {State.SENT, State.PENDING}
        assert numbers[State.SENT] == len(arrived(rig.emulator))
        async with rig.running() as engine:
            await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 60}
        assert set(arrived(rig.emulator).values()) == {1}


class Slow:
    """Teams, a moment later."""

    def __init__(self, connector):
        self.answered = asyncio.Event()
        self._connector = connector

    async def post(self, place, activity):
        await asyncio.sleep(0.1)
        outcome = await self._connector.post(place, activity)
        self.answered.set()
        return outcome


async def test_what_waits_for_a_flight_is_returned_at_once_by_a_stop(sqlite_storage, tenant):
    async with practice(sqlite_storage, tenant, members=60) as rig:
        rig.connector = Slow(rig.connector)
        notice = await rig.post(lane=3)
        async with rig.running(tempo=replace(QUICK, crowd=2)):
            await rig.connector.answered.wait()
        numbers = await rig.numbers(notice)
        assert set(numbers) == {State.SENT, State.PENDING}
        assert numbers[State.SENT] == len(arrived(rig.emulator))


async def test_two_processes_on_one_database_send_everything_once(rig: Rig):
    notices = [await rig.post(f"k{number}") for number in range(20)]
    async with rig.running() as one, rig.running() as other:
        assert await one.settle()
        assert await other.settle()
    for notice in notices:
        assert await rig.numbers(notice) == {State.SENT: 3}
    assert set(arrived(rig.emulator).values()) == {1}

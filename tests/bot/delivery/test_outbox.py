"""What slices may do with notices, in their own transactions."""

from datetime import timedelta

import pytest

from bot.delivery import outbox
from bot.delivery.rows import NOTICE, State
from bot.errors import NotFound
from tests.bot.delivery.rig import NOW, Rig, card


async def test_the_same_key_is_one_notice_however_often_it_is_posted(rig: Rig):
    first = await rig.post("renewal:7:T-30")
    assert await rig.post("renewal:7:T-30", to=rig.people[:1]) == first
    assert await rig.numbers(first) == {State.PENDING: 3}


async def test_a_person_named_twice_gets_one_copy(rig: Rig):
    notice = await rig.post(to=[rig.people[0], rig.people[0]])
    assert await rig.numbers(notice) == {State.PENDING: 1}


async def test_a_transaction_that_fails_leaves_no_notice(rig: Rig):
    def work(tx):
        outbox.post(
            tx,
            kind="test",
            source_key="k",
            lane=2,
            due_at=NOW,
            expires_at=NOW + timedelta(days=1),
            cards={"ja": card()},
            summaries={},
            to=rig.people,
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await rig.write(work)
    assert await rig.write(lambda tx: outbox.find(tx, kind="test", source_key="k")) is None


async def test_open_notices_are_found_by_the_beginning_of_their_key(rig: Rig):
    seven = await rig.post("renewal:7:a", due_at=NOW + timedelta(days=2))
    early = await rig.post("renewal:7:b")
    await rig.post("renewal:70:a")
    await rig.post("renewal_7:a")
    found = await rig.write(lambda tx: outbox.of(tx, kind="test", prefix="renewal:7:"))
    assert [notice.id for notice in found] == [early, seven]
    await rig.write(lambda tx: outbox.withdraw(tx, notice=seven))
    assert len(await rig.write(lambda tx: outbox.of(tx, kind="test", prefix="renewal:7:"))) == 1
    assert await rig.write(lambda tx: outbox.of(tx, kind="test", prefix="renewal%")) == ()


async def test_a_notice_is_found_from_a_copy(rig: Rig):
    notice = await rig.post()
    [copy, *_] = await rig.copies(notice)
    found = await rig.write(lambda tx: outbox.of_delivery(tx, copy.id))
    assert found.id == notice
    assert await rig.write(lambda tx: outbox.of_delivery(tx, 10**9)) is None


async def test_a_notice_can_be_moved_until_a_copy_was_sent(rig: Rig):
    notice = await rig.post(due_at=NOW + timedelta(days=1))
    later, end = NOW + timedelta(hours=1), NOW + timedelta(days=3)

    async def move():
        return await rig.write(
            lambda tx: outbox.move(tx, notice=notice, due_at=later, expires_at=end)
        )

    assert await move()
    rig.clock.at = later
    async with rig.running() as engine:
        await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 3}
    assert not await move()


async def test_what_does_not_exist_is_not_found(rig: Rig):
    for work in (
        lambda tx: outbox.get(tx, 10**9),
        lambda tx: outbox.withdraw(tx, notice=10**9),
        lambda tx: outbox.revise(tx, notice=10**9, cards={"ja": card()}),
    ):
        with pytest.raises(NotFound):
            await rig.write(work)


async def test_another_tenant_sees_nothing_of_it(rig: Rig):
    notice = await rig.post()
    with pytest.raises(NotFound):
        await rig.storage.read("another", lambda tx: outbox.get(tx, notice))


async def test_content_is_encrypted_in_the_database(rig: Rig):
    notice = await rig.post(cards={"ja": card("秘密の件名")})
    row = await rig.write(lambda tx: tx.first(NOTICE.select().where(NOTICE.c.id == notice)))
    assert "秘密".encode() not in row.payload


async def test_a_copy_that_was_not_sent_yet_cannot_be_confirmed(rig: Rig):
    notice = await rig.post()
    assert not await rig.write(lambda tx: outbox.confirm(tx, notice=notice, person=rig.people[0]))


async def test_a_withdrawn_notice_stays_withdrawn(rig: Rig):
    notice = await rig.post()
    await rig.write(lambda tx: outbox.withdraw(tx, notice=notice))
    await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("訂正")}))
    assert await rig.numbers(notice) == {State.WITHDRAWN: 3}

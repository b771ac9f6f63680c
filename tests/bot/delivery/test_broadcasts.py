"""A broadcast from its draft to its withdrawal, through an engine and the wire."""

import pytest

from bot.delivery import outbox, rows
from bot.delivery.rows import Gate, State
from tests.bot.delivery.broadcast import END
from tests.bot.delivery.rig import NOW, Rig, card, practice

PEOPLE = 12


@pytest.fixture
async def city(system, tenant, monkeypatch):
    monkeypatch.setattr(rows, "MANY", 4)
    async with practice(system.storage, tenant, members=PEOPLE, queue=system.queue) as found:
        yield found


async def draft(rig: Rig) -> int:
    def work(tx):
        notice = outbox.draft(
            tx,
            kind="test",
            source_key="b",
            lane=3,
            due_at=NOW,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
            title="避難訓練",
            author=rig.people[0],
            audience={},
            now=NOW,
        )
        outbox.expand(tx, notice, rig.people)
        return notice

    return await rig.write(work)


async def test_a_broadcast_lives_its_whole_life(city):
    notice = await draft(city)
    async with city.running() as engine:
        await engine.settle()
        assert await city.numbers(notice) == {State.PENDING: PEOPLE}
        await city.write(lambda tx: outbox.release(tx, notice, Gate.CANARY))
        assert await engine.settle()
        assert await city.numbers(notice) == {State.SENT: 1, State.PENDING: PEOPLE - 1}
        await city.write(lambda tx: outbox.set_gate(tx, notice, Gate.OPEN))
        assert await engine.settle()
        assert await city.numbers(notice) == {State.SENT: PEOPLE}
        await city.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("訂正")}))
        assert await engine.settle()
        assert [city.words(number) for number in range(PEOPLE)] == [["訂正"]] * PEOPLE
        await city.write(lambda tx: outbox.withdraw(tx, notice=notice))
        assert await engine.settle()
        assert await city.numbers(notice) == {State.WITHDRAWN: PEOPLE}
        assert [city.words(number) for number in range(PEOPLE)] == [[]] * PEOPLE


async def test_a_broadcast_that_is_withdrawn_under_way_leaves_nothing_behind(city):
    notice = await draft(city)
    async with city.running() as engine:
        await city.write(lambda tx: outbox.release(tx, notice, Gate.OPEN))
        await city.write(lambda tx: outbox.withdraw(tx, notice=notice))
        assert await engine.settle()
    assert await city.numbers(notice) == {State.WITHDRAWN: PEOPLE}
    assert [city.words(number) for number in range(PEOPLE)] == [[]] * PEOPLE

"""One row that can't be read, one error on the way: the others go out all the same, once."""

import asyncio

from sqlalchemy import bindparam, update

from bot.delivery import claims, outbox
from bot.delivery.rows import NOTICE, State
from tests.bot.delivery.rig import Rig, arrived, card

_SPOIL = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(payload=b"\x01\0\0\0\1" + bytes(60))
)


async def test_a_payload_that_does_not_open_fails_alone(rig: Rig):
    bad, good = await rig.post("bad"), await rig.post("good")
    await rig.write(lambda tx: tx.run(_SPOIL, the_notice=bad))
    async with rig.running() as engine:
        assert await engine.settle()
        late = await rig.post("late")
        assert await engine.settle()
    assert await rig.numbers(bad) == {State.FAILED: 3}
    assert {copy.reason for copy in await rig.copies(bad)} == {"unopened"}
    assert await rig.numbers(good) == await rig.numbers(late) == {State.SENT: 3}


async def test_a_correction_that_does_not_open_leaves_the_card_that_stands(rig: Rig):
    notice = await rig.post()
    async with rig.running() as engine:
        await engine.settle()
    cards = {"ja": card("訂正")}

    def correct(tx):
        outbox.revise(tx, notice=notice, cards=cards)
        tx.run(_SPOIL, the_notice=notice)

    await rig.write(correct)
    async with rig.running() as engine:
        assert await engine.settle()
    assert await rig.numbers(notice) == {State.SENT: 3}
    assert rig.words(0) == ["更新のお知らせ"]


async def test_results_outlive_an_error_that_ends_the_pump(rig: Rig, monkeypatch):
    """What was posted is written down; nothing is posted twice when the next pump comes."""
    claim, failures = claims.claim, []

    def breaks(*given, **more):
        if arrived(rig.emulator) and len(failures) < 2:
            failures.append(1)
            raise ValueError("a row that nobody foresaw")
        return claim(*given, **more)

    monkeypatch.setattr(claims, "claim", breaks)
    notices = [await rig.post(f"k{number}") for number in range(4)]
    async with rig.running() as engine:
        for _ in range(100):
            await engine.settle(patience=1)
            if failures and not await rig.doubted():
                break
            await asyncio.sleep(0.05)
        assert await engine.settle()
    assert failures
    assert not await rig.doubted()
    for notice in notices:
        assert await rig.numbers(notice) == {State.SENT: 3}
    assert set(arrived(rig.emulator).values()) == {1}

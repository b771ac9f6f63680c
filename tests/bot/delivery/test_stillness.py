"""While somebody fills in a form on their copy, edits of it wait; everybody else's go out."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select, update

from bot.clock import real_now
from bot.delivery import claims, outbox, results, setback, stillness
from bot.delivery.claims import Shelf
from bot.delivery.outcomes import Sent
from bot.delivery.results import Result
from bot.delivery.retry import Work
from bot.delivery.rows import DELIVERY
from tests.bot.delivery.rig import Rig, card

_ROW = select(DELIVERY).where(DELIVERY.c.id == bindparam("the_delivery"))
_DUPLICATE = update(DELIVERY).values(stray="9")


def pressing(copy, *, form, meanwhile=lambda tx: None):
    """A press on this copy, answered with a form or with something else."""

    def work(tx):
        found = outbox.pressed(
            tx,
            delivery=copy.id,
            conversation=copy.conversation,
            activity_id=copy.activity_id,
        )
        meanwhile(tx)
        if form:
            outbox.stand_still(tx, found)

    return work


def revising(notice, words="改", **more):
    return lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card(words)}, **more)


async def sent(rig: Rig, engine):
    notice = await rig.post(to=rig.people[:2])
    await engine.settle()
    return notice, (await rig.copies(notice))[0]


async def row(rig: Rig, copy):
    return await rig.storage.read(rig.tenant, lambda tx: tx.first(_ROW, the_delivery=copy.id))


async def claim(rig: Rig):
    def work(tx):
        given = {"owner": "me", "now": rig.clock.at, "real": real_now(), "most": 9}
        return claims.claim(tx, **given, lease=8.0, shelf=Shelf())

    return await rig.write(work)


async def settle(rig: Rig, attempts):
    done = [Result(attempt=one, outcome=Sent(one.activity_id)) for one in attempts]
    await rig.write(lambda tx: results.settle(tx, done, owner="me", real=real_now()))


async def test_an_open_form_keeps_its_own_copy_alone_until_the_next_press(rig: Rig):
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
        await rig.write(pressing(copy, form=True))
        await rig.write(revising(notice))
        assert await engine.settle()
        assert (rig.words(0), rig.words(1)) == (["更新のお知らせ"], ["改"])
        await rig.write(pressing(copy, form=False))
        assert await engine.settle()
        assert rig.words(0) == ["改"]


async def test_an_edit_waits_no_longer_than_its_time(rig: Rig, monkeypatch):
    assert timedelta(minutes=2) == stillness.LONGEST
    monkeypatch.setattr(stillness, "LONGEST", timedelta(seconds=1.5))
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
        await rig.write(pressing(copy, form=True))
        await rig.write(revising(notice))
        await asyncio.sleep(0.5)
        assert (rig.words(0), rig.words(1)) == (["更新のお知らせ"], ["改"])
        for _ in range(100):
            if rig.words(0) == ["改"]:
                break
            await asyncio.sleep(0.05)
        assert rig.words(0) == ["改"]


@pytest.mark.parametrize("ends", ["at once", "withdrawn"])
async def test_what_ends_a_matter_waits_for_no_form(rig: Rig, ends):
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
        await rig.write(pressing(copy, form=True))
        if ends == "withdrawn":
            await rig.write(lambda tx: outbox.withdraw(tx, notice=notice))
        else:
            await rig.write(revising(notice, "対応済み", at_once=True))
        assert await engine.settle()
        assert rig.words(0) == ([] if ends == "withdrawn" else ["対応済み"])


async def test_an_edit_that_was_due_already_waits_for_a_form_as_well(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(revising(notice))
    await rig.write(pressing(copy, form=True))
    async with rig.running() as engine:
        assert await engine.settle()
        assert (rig.words(0), rig.words(1)) == (["更新のお知らせ"], ["改"])


async def test_what_may_not_wait_was_due_already_and_goes(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(revising(notice, at_once=True))
    await rig.write(pressing(copy, form=True))
    async with rig.running() as engine:
        assert await engine.settle()
        assert rig.words(0) == ["改"]
        await rig.write(pressing(copy, form=True))  # once it stands there, the next form is safe
        await rig.write(revising(notice, "再"))
        assert await engine.settle()
        assert (rig.words(0), rig.words(1)) == (["改"], ["再"])


async def test_a_form_in_two_steps_is_one_form(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
        await rig.write(pressing(copy, form=True))
        await rig.write(revising(notice))
        await rig.write(pressing(copy, form=True))
        assert await engine.settle()
        assert rig.words(0) == ["更新のお知らせ"]


async def test_what_a_press_itself_changes_is_shown_at_once(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
        await rig.write(pressing(copy, form=True, meanwhile=revising(notice)))
        assert await engine.settle()
        assert rig.words(0) == ["改"]


async def test_a_claimed_edit_is_given_back_when_a_form_is_opened(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(revising(notice))
    held = await claim(rig)
    assert {one.work for one in held} == {Work.EDIT} and len(held) == 2
    await rig.write(pressing(copy, form=True))

    def look(tx):
        return claims.overtaken(tx, held, rig.clock.at, real_now())

    assert await rig.write(look) == {copy.id}


async def test_a_change_that_comes_while_an_edit_is_under_way_waits_for_the_form(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(revising(notice))
    held = await claim(rig)
    await rig.write(pressing(copy, form=True))
    await rig.write(revising(notice, "再"))
    await settle(rig, held)
    kept = await row(rig, copy)
    assert kept.try_at == kept.still_until > real_now() + timedelta(minutes=1)


async def test_a_duplicate_is_deleted_whatever_is_filled_in_beside_it(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(lambda tx: tx.run(_DUPLICATE))
    await rig.write(pressing(copy, form=True))
    await rig.write(revising(notice))
    held = await claim(rig)
    assert {one.work for one in held} == {Work.TIDY}
    await settle(rig, held)
    kept = await row(rig, copy)
    assert kept.try_at == kept.still_until


async def test_a_form_on_another_copy_or_on_none_keeps_nothing_waiting(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        _, copy = await sent(rig, engine)
    given = {"delivery": copy.id, "conversation": copy.conversation}
    for other in (
        {**given, "activity_id": "forwarded"},
        {**given, "activity_id": copy.activity_id, "conversation": "elsewhere"},
        {**given, "activity_id": copy.activity_id, "delivery": 10**9},
    ):
        assert await rig.write(lambda tx, other=other: outbox.pressed(tx, **other)) is None
    assert (await row(rig, copy)).still_until is None


async def test_a_clock_that_was_set_back_keeps_no_form_open(small_rig: Rig):
    rig = small_rig
    async with rig.running() as engine:
        notice, copy = await sent(rig, engine)
    await rig.write(pressing(copy, form=True))
    await rig.write(revising(notice))
    back = real_now() - timedelta(hours=3)
    await rig.write(lambda tx: setback.mend(tx, real=back))
    kept = await row(rig, copy)
    assert (kept.still_until, kept.try_at) == (None, back)

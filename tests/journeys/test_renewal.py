"""A renewal from its card to the next term, through the wire alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import practice
from bot.errors import Misconfigured
from tests.journeys.conftest import button, cards, person

pytestmark = pytest.mark.limit(300)

TITLE = "地域の暮らしを支える包括連携に関する協定"
TOKYO = ZoneInfo("Asia/Tokyo")


async def press(tenant, who, message, title, **inputs):
    reply = await tenant.emulator.press(who, message.id, button(message.card, title), inputs)
    assert reply["status"] == 200, reply
    await tenant.house.engine.settle()
    return reply["body"]["value"]


async def test_starting_talks_replaces_the_card_of_every_recipient(tenant):
    head, section = person(tenant, "課長"), person(tenant, "係長")
    (mine,) = cards(tenant, head, "何もしない場合")[-1:]
    assert TITLE in str(mine.card)
    answer = await press(tenant, head, mine, "更新の協議を始める")
    assert "協議を始めました" in str(answer)
    for who in (head, section):
        shown = [m for m in cards(tenant, who, TITLE) if "協議を始めました" in str(m.card)]
        assert shown, who.job_title
        assert all(m.edited for m in shown)


async def test_a_press_on_an_old_card_changes_nothing_and_shows_the_present(tenant):
    head, section = person(tenant, "課長"), person(tenant, "係長")
    (mine,) = cards(tenant, head, "何もしない場合")[-1:]
    old = button(mine.card, "内容を確認しました")
    await press(tenant, head, mine, "更新の協議を始める")
    theirs = next(m for m in cards(tenant, section, TITLE))
    reply = await tenant.emulator.press(section, theirs.id, old, {})
    assert reply["status"] == 200
    said = str(reply["body"]["value"])
    assert "変わ" in said or "協議を始めました" in said or "協議中" in said


async def test_a_card_forwarded_to_somebody_else_does_nothing(tenant):
    head = person(tenant, "課長")
    stranger = person(tenant, "主査", "監査委員事務局")
    (mine,) = cards(tenant, head, "何もしない場合")[-1:]
    reply = await tenant.emulator.press(
        stranger, mine.id, button(mine.card, "更新の協議を始める"), {}
    )
    assert reply["status"] == 200
    assert "協議を始めました" not in str(reply["body"])
    await tenant.house.engine.settle()
    assert not [m for m in cards(tenant, head, TITLE) if "協議を始めました" in str(m.card)]


async def test_the_clock_brings_the_next_cards_and_the_escalation(tenant):
    director = person(tenant, "部長", "総合政策部")
    before = len(tenant.emulator.inbox(director))
    first = await tenant.advance(None)
    assert first > datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)
    await tenant.advance(first + timedelta(days=8))
    late = [m for m in tenant.emulator.inbox(director)[before:] if "未確認" in str(m.card)]
    assert late


async def test_nothing_is_sent_twice_when_the_clock_jumps_over_many_days(tenant):
    head = person(tenant, "課長")
    await tenant.advance(datetime(2027, 1, 20, 12, 0, tzinfo=TOKYO))
    posted = [call for call in tenant.emulator.history if call.method == "POST"]
    keys = [m.id for m in tenant.emulator.inbox(head)]
    assert posted
    assert len(keys) == len(set(keys))


async def test_everything_is_still_there_after_a_restart(tenant, tmp_path):
    head = person(tenant, "課長")
    before = [(m.id, m.card) for m in tenant.emulator.inbox(head)]
    now = tenant.clock.now()
    await tenant.stop()
    again = await practice.start(tmp_path / "practice", port=0, fresh=False)
    try:
        after = [(m.id, m.card) for m in again.emulator.inbox(head)]
        assert after[: len(before)] == before
        assert again.clock.now() >= now
    finally:
        await again.stop()


async def test_a_folder_in_use_is_told_clearly(tenant, tmp_path):
    with pytest.raises(Misconfigured, match="in use by another"):
        await practice.start(tmp_path / "practice", port=0, fresh=True)
    assert cards(tenant, person(tenant, "課長"), TITLE)

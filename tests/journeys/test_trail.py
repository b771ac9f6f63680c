"""A press, the card that follows from it, the errand between: one trail through all lines."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest

from bot import logs, trail
from bot.practice import Practice
from tests.journeys.conftest import settle
from tests.journeys.test_silent_logs import actions, filled


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.mark.limit(300)
async def test_a_press_and_the_cards_that_follow_are_on_one_trail(
    tenant: Practice, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(json=True, least=logging.INFO)
    who, message, action = next(
        (who, message, action)
        for who in tenant.emulator.spec.people
        for message in tenant.emulator.inbox(who)
        for action in actions(message.card)
        if action.get("verb") == "agreements.confirm_renewal" and not message.deleted
    )
    capfd.readouterr()
    await tenant.emulator.press(who, message.id, action, filled(message.card))
    await settle(tenant)
    told = lines(capfd.readouterr().err)
    (turn,) = (one for one in told if one["event"] == "turn")
    assert (turn["kind"], turn["verb"], turn["status"]) == ("press", action["verb"], "answered")
    copies = [one for one in told if one["event"] == "copy"]
    assert copies
    assert {one["trail"] for one in copies} == {turn["trail"]}
    assert {(one["kind"], one["outcome"]) for one in copies} == {("edit", "sent")}
    assert len(turn["trail"]) == 32


@pytest.mark.limit(300)
async def test_what_a_tick_posts_is_on_the_ticks_trail(
    tenant: Practice, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(json=True, least=logging.INFO)
    await tenant.advance(tenant.house.clock.now() + timedelta(days=10))
    copies = [one for one in lines(capfd.readouterr().err) if one["event"] == "copy"]
    assert copies
    assert all(len(one["trail"]) == 32 for one in copies if one["kind"] == "post")
    assert trail.current() == ""

"""A practice tenant of each test's own: everything runs as in production, over HTTP."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import practice
from bot.emulator.conversations import Message
from bot.emulator.limits import Limits
from bot.people.model import STAFF_ROLES
from tests.browser import ASSETS


@pytest.fixture
def folder(tmp_path: Path, _migrated: Path) -> Path:
    """Where a practice tenant starts for the first time; migrating takes a while, so it is done."""
    if not ASSETS.is_dir():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    folder = tmp_path / "practice"
    folder.mkdir()
    shutil.copy(_migrated, folder / "practice.db")
    return folder


@pytest.fixture
async def tenant(folder: Path) -> AsyncIterator[practice.Practice]:
    running = await practice.start(folder, port=0, fresh=False)
    running.house.limiter.limited = False
    running.emulator.gate.change(Limits.none())
    yield running
    await running.stop()


def person(tenant: practice.Practice, job_title: str, department: str = "政策企画課"):
    return next(
        one
        for one in tenant.emulator.spec.people
        if one.job_title == job_title and one.department == department
    )


def named(tenant: practice.Practice, name: str):
    return next(one for one in tenant.emulator.spec.people if one.name == name)


def staff(tenant: practice.Practice) -> list:
    """The cast but for children and guardians, who are nobody's staff."""
    return [one for one in tenant.emulator.spec.people if STAFF_ROLES.intersection(one.roles)]


async def settle(tenant: practice.Practice) -> None:
    """Let all that a press has set going reach its end."""
    await tenant.house.settle_pulses()
    await tenant.house.errands.settle()
    await tenant.house.engine.settle()


async def asked(tenant: practice.Practice, who, words: str) -> Message:
    """The card that answers what somebody wrote."""
    before = {one.id for one in tenant.emulator.inbox(who)}
    await tenant.emulator.say(who, words)
    await settle(tenant)
    return next(one for one in reversed(tenant.emulator.inbox(who)) if one.id not in before)


async def pressed(
    tenant: practice.Practice,
    who,
    message: Message,
    title: str,
    card: Any = None,
    nth: int = 0,
    **inputs: Any,
) -> dict:
    """What a press on a button of a message's card (or of what it became) answers."""
    action = button(card or message.card, title, nth)
    reply = await tenant.emulator.press(who, message.id, action, inputs)
    assert reply["status"] == 200, reply
    await settle(tenant)
    return reply["body"]["value"]


def cards(tenant: practice.Practice, who, words: str) -> list[Message]:
    """The cards in somebody's chat that show `words`."""
    return [m for m in tenant.emulator.inbox(who) if not m.deleted and words in str(m.card)]


def button(card: dict, title: str, nth: int = 0) -> dict:
    """The action with this title, wherever it stands on the card; the `nth` of several."""
    found = _actions(card, title)
    assert len(found) > nth, f"no button {title}"
    return found[nth]


def _actions(part, title: str) -> list[dict]:
    if isinstance(part, list):
        return [one for item in part for one in _actions(item, title)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("title") == title and "Action." in part.get("type", "") else []
    inside = (value for key, value in part.items() if key != "fallback")
    return own + [one for value in inside for one in _actions(value, title)]

"""A practice tenant of each test's own: everything runs as in production, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import practice
from bot.emulator.conversations import Message
from tests.browser import ASSETS


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[practice.Practice]:
    if not ASSETS.is_dir():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    running = await practice.start(tmp_path / "practice", port=0, fresh=False)
    yield running
    await running.stop()


def person(tenant: practice.Practice, job_title: str, department: str = "政策企画課"):
    return next(
        one
        for one in tenant.emulator.spec.people
        if one.job_title == job_title and one.department == department
    )


def cards(tenant: practice.Practice, who, words: str) -> list[Message]:
    """The cards in somebody's chat that show `words`."""
    return [m for m in tenant.emulator.inbox(who) if not m.deleted and words in str(m.card)]


def button(card: dict, title: str) -> dict:
    """The action with this title, wherever it stands on the card."""
    found = _actions(card, title)
    assert found, f"no button {title}"
    return found[0]


def _actions(part, title: str) -> list[dict]:
    if isinstance(part, list):
        return [one for item in part for one in _actions(item, title)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("title") == title and "Action." in part.get("type", "") else []
    return own + [one for value in part.values() for one in _actions(value, title)]

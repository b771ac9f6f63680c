"""A practice tenant with its tab, and somebody who looks at it as Teams lets them."""

import json
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot import practice
from bot.emulator.tenant import Person
from tests.browser import ASSETS


@dataclass
class Looking:
    """Asks for the tab's addresses with the token of a person of the cast."""

    tenant: practice.Practice
    session: aiohttp.ClientSession
    language: str = "ja"
    last: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.tenant.house.settings.public_url

    def person(self, name: str) -> Person:
        """Somebody of the cast, by name without the space."""
        every = self.tenant.emulator.spec.people
        return next(one for one in every if one.name.replace(" ", "") == name)

    def token(self, name: str) -> str:
        return self.tenant.emulator.login.token_for_tab(self.person(name))

    async def ask(self, path: str, token: str = "", **headers: str) -> tuple[int, Any]:
        """Status and JSON of an address below /tab/."""
        sent = {"Accept-Language": self.language, **headers}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        async with self.session.get(f"{self.url}/tab/{path}", headers=sent) as response:
            self.last = response.headers
            raw = await response.read()
            return response.status, json.loads(raw) if raw else None

    async def panels(self, name: str) -> list[str]:
        status, me = await self.ask("api/me", self.token(name))
        assert status == 200
        return me["panels"]

    async def panel(self, name: str, panel: str, query: str = "") -> Any:
        status, found = await self.ask(f"api/panels/{panel}{query}", self.token(name))
        assert status == 200, (name, panel, status)
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tenant(
    tmp_path_factory: pytest.TempPathFactory, _migrated: Path
) -> AsyncIterator[practice.Practice]:
    """One for all tests of a file: they look, and what one of them changes no other looks at."""
    if not ASSETS.is_dir():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    folder = tmp_path_factory.mktemp("practice")
    shutil.copy(_migrated, folder / "practice.db")
    running = await practice.start(folder, port=0, fresh=False)
    assert running.gathering is not None
    await running.gathering
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def looking(tenant: practice.Practice) -> AsyncIterator[Looking]:
    async with aiohttp.ClientSession() as session:
        yield Looking(tenant, session)

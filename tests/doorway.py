"""The bot's side of a door on loopback: what it heard, what it answers, and a way to knock."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp
import jwt
import orjson

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person
from bot.settings import Settings
from bot.turns.door import Door
from bot.turns.heard import Answer, Heard

TENANT = "11111111-1111-4111-8111-111111111111"
APP = "33333333-3333-4333-8333-333333333333"
SATO = Person(
    aad_object_id="22222222-2222-4222-8222-222222222222", name="佐藤 花子", mail="s@example.jp"
)
MORI = Person(
    aad_object_id="44444444-4444-4444-8444-444444444444", name="森 一郎", mail="m@example.jp"
)


class Login:
    """A credential that the practice login knows."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def get_token(self, *scopes: str, **_options: Any) -> Any:
        token, expires = self._emulator.login.issue(scopes[0].removesuffix("/.default"))
        return SimpleNamespace(token=token, expires_on=expires)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class House:
    """The bot's side of the test: what it heard, what it answers, and a way to knock."""

    emulator: Emulator
    settings: Settings
    session: aiohttp.ClientSession
    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answer: Answer | Exception | None = None
    door: Door | None = None

    async def hear(self, heard: Heard) -> Answer | None:
        self.heard.append(heard)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def activity(self, **changes: Any) -> dict[str, Any]:
        """A message from Sato, changed; a change to None leaves the field out."""
        chat = self.emulator.conversations.personal(SATO)
        made = self.emulator.activities.message(SATO, chat, id="1700000000001", text="期限")
        return {key: value for key, value in {**made, **changes}.items() if value is not None}

    def token(self, **changes: Any) -> str:
        """A token that is good but for the changes, which may be of any type."""
        key = self.emulator.login.keys[0]
        claims = json.dumps(self.emulator.claims(**changes)).encode()
        return jwt.PyJWS().encode(claims, key.private, "RS256", headers={"kid": key.id})

    async def knock(
        self,
        *,
        token: str | None = None,
        body: Any = None,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
        method: str = "POST",
    ) -> Reply:
        """One request as it is; a good token unless told otherwise."""
        bearer = {"Authorization": f"Bearer {self.token() if token is None else token}"}
        sent = {"Content-Type": "application/json", **bearer, **(headers or {})}
        sent = {name: value for name, value in sent.items() if value != "-"}
        data = raw if raw is not None else orjson.dumps(body or self.activity())
        async with self.session.request(method, self.url, data=data, headers=sent) as response:
            text = await response.read()
            kind = response.headers.get("Content-Type", "")
            found = await response.json() if text and "json" in kind else text.decode()
            return Reply(response.status, dict(response.headers), found)


Build = Callable[..., Awaitable[House]]

"""A small bot that answers with cards, so that the page has something to show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person

Card = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
_TOKEN = "token-of-the-sample-bot"


def card(title: str, *actions: Card, body: tuple[Card, ...] = ()) -> Card:
    heading = {"type": "TextBlock", "text": title, "style": "heading", "wrap": True}
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "ja",
        "body": [heading, *body],
        "actions": list(actions),
    }


def button(title: str, verb: str, **more: Any) -> Card:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"id": 7}, **more}


START = button("更新の協議を始める", "start", associatedInputs="none")
RENEWAL = card(
    "協定の更新時期が近づいています",
    START,
    button("担当を変更", "form", associatedInputs="none"),
    button("受け付けない操作", "refuse", associatedInputs="none"),
    button("失敗する操作", "fail", associatedInputs="none"),
    body=(
        {
            "type": "FactSet",
            "facts": [
                {"title": "相手方", "value": "みなと生活協同組合"},
                {"title": "期限", "value": "令和9年3月31日（水）"},
            ],
        },
        {
            "type": "TextBlock",
            "text": "**3月31日**に終わります。<b>印</b> [手引き](https://example.jp/)",
            "wrap": True,
        },
    ),
)
STARTED = card("更新の協議を始めました")
FORM = card(
    "担当を変更",
    button("変更する", "change"),
    {
        "type": "Action.ShowCard",
        "title": "説明",
        "card": card("次のお知らせから新しい担当に届きます"),
    },
    {"type": "Action.ToggleVisibility", "title": "理由を隠す", "targetElements": ["reason"]},
    {"type": "Action.Submit", "title": "下書きを送る", "data": {"draft": True}},
    body=(
        {
            "type": "Input.Date",
            "id": "now",  # also the id of an element of the page: they must not meet
            "label": "いつから",
            "isRequired": True,
            "errorMessage": "日付を入力してください。",
        },
        {"type": "Input.Text", "id": "reason", "label": "理由", "isMultiline": True},
    ),
)


class SampleBot:
    """Posts with a fixed token, answers presses, and keeps what it was told."""

    def __init__(self, emulator: Emulator) -> None:
        self.heard: list[dict[str, Any]] = []
        self.presses = asyncio.Event()  # a press waits for it
        self.presses.set()
        self._emulator = emulator
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {_TOKEN}"})
        emulator.login.accept(_TOKEN, audience="https://api.botframework.com")

    async def answer(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if activity["type"] == "event":
            return web.Response()  # somebody has read something: nothing to do for this bot
        self.heard.append(activity)
        if activity["type"] == "invoke":
            return await self._pressed(activity)
        if activity["type"] == "message":
            chat = activity["conversation"]["id"]
            await self._post(chat, {"text": f"「{activity.get('text') or '下書き'}」ですね。"})
        return web.Response()

    async def _pressed(self, activity: dict[str, Any]) -> web.Response:
        await self.presses.wait()
        action = activity["value"]["action"]
        if action["verb"] == "fail":
            return web.Response(status=500)
        if action["verb"] == "refuse":
            return _said(MESSAGE, "この協定の担当ではありません。")
        if action["verb"] == "refresh":
            return _said(CARD, card("最新の内容です"))
        if action["verb"] == "form":
            return _said(CARD, FORM)
        await self.edit(activity["conversation"]["id"], activity["replyToId"], STARTED)
        return _said(CARD, STARTED)

    async def post(self, person: Person, content: Card | str) -> str:
        """A card or a text in the person's chat; its id."""
        chat = self._emulator.conversations.personal(person).id
        posted: str = (await self._post(chat, _activity(content)))["id"]
        return posted

    async def edit(self, chat: str, message: str, content: Card | str) -> None:
        url = self._activities(chat) + f"/{message}"
        async with self._session.put(url, json=_activity(content)) as response:
            response.raise_for_status()

    async def delete(self, person: Person, message: str) -> None:
        chat = self._emulator.conversations.personal(person).id
        async with self._session.delete(self._activities(chat) + f"/{message}") as response:
            response.raise_for_status()

    async def _post(self, chat: str, activity: dict[str, Any]) -> Any:
        body = {"type": "message", **activity}
        async with self._session.post(self._activities(chat), json=body) as response:
            response.raise_for_status()
            return await response.json()

    def _activities(self, chat: str) -> str:
        return f"{self._emulator.service_url}v3/conversations/{chat}/activities"

    async def close(self) -> None:
        await self._session.close()


def _activity(content: Card | str) -> dict[str, Any]:
    if isinstance(content, str):
        return {"type": "message", "text": content}
    return {"type": "message", "attachments": [{"contentType": CARD, "content": content}]}


def _said(kind: str, value: Any) -> web.Response:
    return web.json_response({"statusCode": 200, "type": kind, "value": value})


@asynccontextmanager
async def running_bot(emulator: Emulator) -> AsyncIterator[SampleBot]:
    """The bot, listening and known to the emulator."""
    bot = SampleBot(emulator)
    application = web.Application()
    application.router.add_post("/api/messages", bot.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await emulator.connect_bot(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
    yield bot
    await bot.close()
    await runner.cleanup()


class Clock:
    """A practice clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

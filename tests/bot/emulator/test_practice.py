"""What the practice page asks for."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, HEAD, START, TENANT, Caller, ListeningBot

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
ATTACHMENT = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}


async def test_the_page_learns_who_is_there(caller: Caller, chat: str) -> None:
    await caller.post(chat)
    _, state, _ = await caller.ask("GET", "/practice/state")
    assert state["tenant"] == {"name": "練習市", "id": TENANT}
    assert state["tab"] == "", "this bot has none"
    assert state["bot"] == {"name": "連携", "name_en": "Renkei"}
    assert datetime.fromisoformat(state["now"]) == START
    assert [one["unread"] for one in state["people"]] == [0, 1, 0]
    assert state["people"][0]["job_title"] == "課長"


async def test_a_chat_shows_both_sides_and_becomes_read(
    emulator: Emulator, bot: ListeningBot, caller: Caller, chat: str
) -> None:
    wish = {"person": CLERK.aad_object_id, "text": "期限", "locale": "ja-JP"}
    assert (await caller.ask("POST", "/practice/say", wish))[:2] == (200, {"ok": True})
    _, posted, _ = await caller.post(chat, "**二件**", attachments=[ATTACHMENT], summary="二件")
    await caller.post(chat, "消す")
    gone = emulator.inbox(CLERK)[-1].id
    await caller.ask("DELETE", f"/connector/v3/conversations/{chat}/activities/{gone}")
    _, body, _ = await caller.ask("GET", f"/practice/chats/{CLERK.aad_object_id}")
    mine, card, deleted = body["messages"]
    assert (mine["from"], mine["text"], mine["format"]) == ("person", "期限", "plain")
    assert card == {
        "id": posted["id"],
        "from": "bot",
        "at": START.isoformat(),
        "text": "**二件**",
        "format": "markdown",
        "card": CARD,
        "edited": False,
        "deleted": False,
        "summary": "二件",
    }
    assert (deleted["deleted"], deleted["text"], deleted["card"]) == (True, None, None)
    _, state, _ = await caller.ask("GET", "/practice/state")
    assert state["people"][1]["unread"] == 0


async def test_a_bot_that_fails_is_told_to_the_page(bot: ListeningBot, caller: Caller) -> None:
    bot.answer = lambda _: web.Response(status=500)
    status, body, _ = await caller.ask(
        "POST", "/practice/say", {"person": CLERK.aad_object_id, "text": "期限"}
    )
    assert (status, body) == (502, {"error": "HTTP 500"})


async def test_presses_reach_the_bot_by_their_kind(
    bot: ListeningBot, caller: Caller, chat: str
) -> None:
    answer = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": CARD}
    bot.answer = lambda _: web.json_response(answer)
    wish: dict[str, Any] = {"person": CLERK.aad_object_id, "message": "1", "inputs": {"note": "済"}}
    for kind in ("Action.Execute", "Action.Submit"):
        action = {"type": kind, "title": "確認", "verb": "confirm", "data": {"id": 7}, "id": "a"}
        _, body, _ = await caller.ask("POST", "/practice/press", {**wish, "action": action})
        assert body == {"status": 200, "body": answer}
    invoke, message = bot.heard
    assert invoke["value"]["action"]["data"] == message["value"] == {"id": 7, "note": "済"}
    refresh = {"action": {"type": "Action.Execute", "verb": "look"}, "userIds": []}
    attachment = {**ATTACHMENT, "content": {**CARD, "refresh": refresh}}
    _, posted, _ = await caller.post(chat, attachments=[attachment])
    _, body, _ = await caller.ask("POST", "/practice/refresh", {**wish, "message": posted["id"]})
    assert (body["status"], bot.heard[-1]["value"]["trigger"]) == (200, "automatic")


async def test_the_clock_moves_by_the_callable_it_was_given(
    emulator: Emulator, caller: Caller
) -> None:
    asked: list[datetime | None] = []

    async def advance(to: datetime | None) -> datetime:
        asked.append(to)
        return START + timedelta(days=1)

    assert (await caller.ask("POST", "/practice/clock", {"to": None}))[0] == 409
    emulator.advance = advance
    _, body, _ = await caller.ask("POST", "/practice/clock", {"to": None})
    assert body == {"now": "2026-11-25T09:00:00+00:00"}
    await caller.ask("POST", "/practice/clock", {"to": "2026-12-01T09:00:00+09:00"})
    await caller.ask("POST", "/practice/clock", {"to": "2026-12-01T09:00"})
    assert [to and to.isoformat() for to in asked] == [
        None,
        "2026-12-01T09:00:00+09:00",
        "2026-12-01T09:00:00+00:00",
    ]
    assert (await caller.ask("POST", "/practice/clock", {"to": "tomorrow"}))[0] == 400


async def test_trouble_comes_and_goes_by_the_switch(caller: Caller, chat: str) -> None:
    for kind, expected in (("429", 429), ("502", 502), ("off", 201)):
        await caller.ask("POST", "/practice/faults", {"kind": kind, "seconds": 60})
        assert (await caller.post(chat))[0] == expected
    assert (await caller.ask("POST", "/practice/faults", {"kind": "flood"}))[0] == 400


async def test_traffic_shows_both_directions_in_plain_words(
    emulator: Emulator, bot: ListeningBot, caller: Caller, chat: str
) -> None:
    await emulator.say(CLERK, "期限")
    await caller.post(chat, attachments=[ATTACHMENT])
    await caller.post(chat)
    _, body, _ = await caller.ask("GET", "/practice/traffic")
    shown = [(call["direction"], call["what"], call["status"]) for call in body["calls"]]
    assert shown == [
        ("to_bot", "発言", 201),
        ("to_microsoft", "カードを投稿", 201),
        ("to_microsoft", "メッセージを投稿", 201),
    ]
    assert body["calls"][1]["body"]["attachments"] == [ATTACHMENT]


async def events(answer: aiohttp.ClientResponse, count: int) -> list[tuple[str, str, Any]]:
    """The next events of a stream: id, name, data."""
    found: list[tuple[str, str, Any]] = []
    while len(found) < count:
        block = await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5)
        lines = dict(line.split(": ", 1) for line in block.decode().strip().splitlines())
        if "data" in lines:
            found.append((lines["id"], lines["event"], orjson.loads(lines["data"])))
    return found


async def test_the_stream_tells_what_happens_and_resumes_where_it_was_left(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    url = f"{emulator.url}/practice/stream"
    async with caller.session.get(url) as answer:
        assert answer.content_type == "text/event-stream"
        await answer.content.readuntil(b"\n\n")
        await caller.post(chat, "一")
        (seen, name, data), (_, traffic, call) = await events(answer, 2)
        assert (name, data["person"], data["message"]["text"]) == (
            "message",
            CLERK.aad_object_id,
            "一",
        )
        assert (traffic, call["status"]) == ("traffic", 201)
    await caller.post(chat, "", type="typing")
    async with caller.session.get(url, headers={"Last-Event-ID": seen}) as answer:
        (_, first, _), (_, second, typing) = await events(answer, 2)
        assert (first, second, typing) == ("traffic", "typing", {"person": CLERK.aad_object_id})


async def test_stopping_ends_the_streams(emulator: Emulator, caller: Caller) -> None:
    async with caller.session.get(f"{emulator.url}/practice/stream") as answer:
        await answer.content.readuntil(b"\n\n")
        await asyncio.wait_for(emulator.stop(), 5)


async def test_another_web_site_may_not_press_here(
    emulator: Emulator, bot: ListeningBot, caller: Caller
) -> None:
    wish = {"person": HEAD.aad_object_id, "text": "期限"}
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert (await raw_status(caller, "/practice/say", wish, headers)) == 403
    form = {"Content-Type": "text/plain"}
    assert (await raw_status(caller, "/practice/say", wish, form)) == 415
    assert (await raw_status(caller, "/practice/say", wish, {"Origin": emulator.url})) == 200
    assert len(bot.heard) == 1


async def raw_status(caller: Caller, path: str, wish: Any, headers: dict[str, str]) -> int:
    headers = {"Content-Type": "application/json", **headers}
    url, raw = f"{caller.emulator.url}{path}", orjson.dumps(wish)
    async with caller.session.post(url, data=raw, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("say", {"person": "nobody", "text": "x"}, 404),
        ("say", {"person": HEAD.aad_object_id}, 400),
        ("say", [], 400),
        ("press", {"person": HEAD.aad_object_id}, 400),
        ("faults", {"kind": "502", "seconds": "long"}, 400),
    ],
)
async def test_a_wrong_wish_is_refused(caller: Caller, path: str, wish: Any, status: int) -> None:
    assert (await caller.ask("POST", f"/practice/{path}", wish))[0] == status


async def test_the_pages_files_are_served_and_no_others(
    tmp_path: Path, emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    folder = tmp_path / "page"
    practice = Emulator(emulator.spec, page=folder)
    await practice.start()

    async def status(path: str) -> int:
        async with session.get(f"{practice.url}{path}") as answer:
            return answer.status

    assert await status("/") == 503
    (folder / "node_modules" / "adaptivecards").mkdir(parents=True)
    for name in ("index.html", "page.js", "node_modules/adaptivecards/cards.js"):
        (folder / name).write_text("x")
    (tmp_path / "secret").write_text("x")
    assert await status("/") == await status("/page.js") == 200
    assert await status("/assets/adaptivecards/cards.js") == 200
    for path in ("/../secret", "/%2e%2e/secret", "/assets/%2e%2e/%2e%2e/secret", "/none"):
        assert await status(path) == 404
    assert await status("/node_modules/adaptivecards/cards.js") == 404
    await practice.stop()

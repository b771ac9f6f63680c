"""What browsers and watchers get."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from bot.errors import NotFound, Refused, Unavailable
from bot.main import listen
from bot.turns.links import Page
from bot.web import MOST_OPEN, application

Open = Callable[[str, str], Awaitable[Page]]
Get = Callable[[str], Awaitable[aiohttp.ClientResponse]]


class NoDoor:
    async def handle(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=401)


async def found(tenant: str, token: str) -> Page:
    match token:
        case "page":
            return Page(body="<p>協定</p>".encode())
        case "file":
            return Page(body=b"BEGIN", content_type="text/calendar", filename="agreement-7.ics")
        case "away":
            raise Unavailable("the database", None)
        case "gone":
            raise NotFound(tenant)
    raise Refused("common.refused.link")


@pytest.fixture
async def get() -> AsyncIterator[Get]:
    async def ready() -> bool:
        return True

    runner, port = await listen(application(NoDoor(), ready, found), "127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:

        async def get(token: str) -> aiohttp.ClientResponse:
            answer = await session.get(f"/view/t1/{token}")
            await answer.read()
            return answer

        yield get
    await runner.cleanup()


@pytest.mark.parametrize(
    ("token", "status"), [("page", 200), ("forged", 403), ("gone", 403), ("away", 503)]
)
async def test_a_page_runs_nothing_and_is_kept_nowhere(get: Get, token: str, status: int) -> None:
    answer = await get(token)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in answer.headers


async def test_a_file_is_kept_under_its_name(get: Get) -> None:
    answer = await get("file")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement-7.ics"'


async def test_a_refused_link_says_what_to_do_in_two_languages(get: Get) -> None:
    text = await (await get("forged")).text()
    assert "もう一度開いてください" in text
    assert 'lang="en"' in text


async def test_only_so_many_links_are_opened_at_once_and_the_others_may_come_again() -> None:
    opening, let, begun = asyncio.Event(), asyncio.Event(), 0

    async def slow(tenant: str, token: str) -> Page:
        nonlocal begun
        begun += 1
        if begun == MOST_OPEN:
            opening.set()
        await let.wait()
        return Page(body=tenant.encode())

    async def ready() -> bool:
        return True

    runner, port = await listen(application(NoDoor(), ready, slow), "127.0.0.1", 0)
    some = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", connector=some) as session:
        first = [asyncio.create_task(session.get("/view/t1/a")) for _ in range(MOST_OPEN)]
        await opening.wait()
        refused = await session.get("/view/t1/a")
        assert refused.status == 503
        assert "しばらくしてから" in await refused.text()
        let.set()
        assert {answer.status for answer in await asyncio.gather(*first)} == {200}
        assert (await session.get("/view/t1/a")).status == 200
    await runner.cleanup()


async def test_strangers_who_ask_for_readiness_keep_no_one_from_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks, seconds = 0, 100.0

    async def ready() -> bool:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0.05)
        return looks < 2

    monkeypatch.setattr("bot.web.real_seconds", lambda: seconds)
    runner, port = await listen(application(NoDoor(), ready, found), "127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        answers = await asyncio.gather(*(session.get("/readyz") for _ in range(20)))
        assert ({answer.status for answer in answers}, looks) == ({200}, 1)
        seconds += 1.1
        assert ((await session.get("/readyz")).status, looks) == (503, 2)
    await runner.cleanup()


@pytest.mark.parametrize(("state", "status"), [(True, 200), (False, 503), (None, 503)])
async def test_readiness_is_told_even_while_the_database_is_away(
    state: bool | None, status: int
) -> None:
    async def ready() -> bool:
        if state is None:
            raise Unavailable("PostgreSQL")
        return state

    runner, port = await listen(application(NoDoor(), ready, found), "127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        answer = await session.get("/readyz")
        assert answer.status == status
        assert (await session.get("/healthz")).status == 200
    await runner.cleanup()

"""The page's files: as they were built, shown in Teams alone, and fetched once."""

import gzip
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.tab.pages import BUILT, Pages

CITY = "https://renkei.akatsuki.example"


def served(folder: Path, public_url: str = CITY) -> web.Application:
    application = web.Application()
    pages = Pages(public_url, folder)
    application.router.add_get("/tab/", pages.answer)
    application.router.add_get("/tab/{name}", pages.answer)
    return application


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html><title>連携</title>" + " " * 500)
    (tmp_path / "page-ABC123.js").write_text("export {};" * 200)
    (tmp_path / "secret.key").write_text("no")
    return tmp_path


class Asking:
    """Asks for files of a served page."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url

    async def get(
        self, name: str = "", **headers: str
    ) -> tuple[int, bytes, aiohttp.ClientResponse]:
        async with self.session.get(f"{self.url}/tab/{name}", headers=headers) as response:
            return response.status, await response.read(), response


@pytest.fixture
async def asking(folder: Path) -> AsyncIterator[Asking]:
    runner = web.AppRunner(served(folder), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield Asking(session, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()


def policy(response: aiohttp.ClientResponse) -> dict[str, list[str]]:
    """The content security policy by its directives."""
    parts = response.headers["Content-Security-Policy"].split(";")
    words = [part.split() for part in parts]
    return {first: rest for first, *rest in words}


async def test_the_page_is_framed_by_teams_and_runs_nothing_but_its_own_files(asking):
    status, _, response = await asking.get()
    assert status == 200
    found = policy(response)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["connect-src"] == ["'self'"]
    assert "https://teams.microsoft.com" in found["frame-ancestors"]
    assert "https://*.cloud.microsoft" in found["frame-ancestors"]
    assert all(host.startswith("https://") for host in found["frame-ancestors"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_only_on_this_machine_may_the_practice_page_frame_it(folder):
    runner = web.AppRunner(served(folder, "http://127.0.0.1:8000"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        _, _, response = await Asking(session, url).get()
    await runner.cleanup()
    assert "http://127.0.0.1:*" in policy(response)["frame-ancestors"]


async def test_a_file_named_by_its_content_is_kept_and_the_page_is_asked_for_anew(asking):
    _, _, page = await asking.get()
    _, _, script = await asking.get("page-ABC123.js")
    assert page.headers["Cache-Control"] == "no-cache"
    assert "immutable" in script.headers["Cache-Control"]
    status, body, _ = await asking.get(**{"If-None-Match": page.headers["ETag"]})
    assert (status, body) == (304, b"")


async def test_files_go_packed_to_who_unpacks(asking):
    _, plain, response = await asking.get("page-ABC123.js", **{"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in response.headers
    _, packed, response = await asking.get("page-ABC123.js", **{"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain)


@pytest.mark.parametrize(
    "name", ["secret.key", "nothing.js", "..%2Fsecret.key", "%2e%2e%2fpages.py"]
)
async def test_what_is_no_file_of_the_page_is_not_there(asking, name):
    status, _, _ = await asking.get(name)
    assert status == 404


async def test_a_page_that_was_not_built_says_how(asking, folder):
    shutil.rmtree(folder)
    runner = web.AppRunner(served(folder), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        status, body, _ = await Asking(session, url).get()
    await runner.cleanup()
    assert status == 503
    assert "make page" in body.decode()


def test_the_built_page_is_small_and_says_whose_work_is_in_it():
    if not BUILT.is_dir():
        pytest.skip("the tab's page is not built (make page)")
    files = {file.suffix: file.read_bytes() for file in BUILT.iterdir() if file.suffix != ".txt"}
    packed = sum(len(gzip.compress(body, 9)) for body in files.values())
    assert packed < 200 * 1024
    licences = (BUILT / "licences.txt").read_text(encoding="utf-8")
    for name in ("@microsoft/teams-js", "@observablehq/plot", "d3-scale"):
        assert f"{name} " in licences
    assert b"<script>" not in files[".html"], "no script stands in the page itself"

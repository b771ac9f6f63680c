"""The page in a real browser: the practice page frames it, and plays Teams to teams-js itself."""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, Route, expect

from bot import practice
from bot.notices import rules
from bot.tab.pages import BUILT
from tests.bot.tab import worst
from tests.bot.tab.conftest import Looking
from tests.bot.tab.fits import faults
from tests.bot.tab.test_panels import (
    BOARD,
    DESK,
    HOMEROOM,
    PUPIL,
    TEACHER,
    TRAINING_DESK,
    VICE,
    reported,
)
from tests.browser import AXE, chromium, visit
from tests.journeys.conftest import asked, button, pressed

__all__ = ["reported"]  # the morning with its reports

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.limit(300)]

WAIT = 20_000
_FOUND = """async () => (await axe.run()).violations
  .filter(({impact}) => impact !== 'minor')
  .map(({impact, id, nodes}) => `${impact} ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not BUILT.is_dir():
        pytest.skip("the tab's page is not built (make page)")
    async with chromium() as started:
        yield started


@asynccontextmanager
async def opened(
    browser: Browser, looking: Looking, name: str, language: str = "ja", **wishes: Any
) -> AsyncIterator[tuple[Page, Frame]]:
    """Somebody's tab, with everything on it."""
    url = f"{looking.tenant.address}/#{looking.person(name).aad_object_id}"
    async with visit(browser, url, framed=looking.url, **wishes) as page:
        if language == "en":
            await page.get_by_role("button", name="English").click()
        yield page, await tab(page)


async def tab(page: Page) -> Frame:
    """Press the tab; the page in its frame, once everything is there."""
    await page.locator("#view-tab").click()
    await page.frame_locator("#tab").locator("main[aria-busy=false]").wait_for(timeout=WAIT)
    return next(frame for frame in page.frames if frame.url.endswith("/tab/"))


async def violations(frame: Frame) -> list[str]:
    """What axe finds in the frame."""
    await frame.evaluate(AXE.read_text())
    return await frame.evaluate(_FOUND)


async def overflow(frame: Frame) -> int:
    return await frame.evaluate("document.documentElement.scrollWidth - innerWidth")


async def become(page: Page, theme: str) -> None:
    """As Teams does when somebody chooses another theme."""
    await page.evaluate(
        """(theme) => {
          const frame = document.getElementById('tab');
          const to = new URL(frame.src).origin;
          frame.contentWindow.postMessage({ func: 'themeChange', args: [theme] }, to);
        }""",
        theme,
    )


@pytest.mark.parametrize(
    ("who", "width", "theme"),
    [
        (DESK, 1440, "default"),
        (DESK, 320, "dark"),
        (DESK, 800, "contrast"),
        (TRAINING_DESK, 1440, "contrast"),
        (VICE, 1440, "dark"),
    ],
    ids=["desk", "desk-phone", "desk-contrast", "training", "school"],
)
async def test_everybodys_page_can_be_read_by_everybody(browser, reported, who, width, theme):
    size = {"viewport": {"width": width, "height": 900}}
    async with opened(browser, reported, who, **size) as (page, frame):
        await become(page, theme)
        await expect(frame.locator(f"html[data-theme={theme}]")).to_have_count(1)
        assert await overflow(frame) <= 0
        for table in await frame.locator("summary:visible").all():
            await table.click()
        assert await violations(frame) == []
        assert await overflow(frame) <= 0


@pytest.mark.parametrize(("width", "language"), [(320, "ja"), (1440, "en")], ids=["phone", "wide"])
async def test_the_longest_and_the_most_can_still_be_read(browser, looking, width, language):
    size = {"viewport": {"width": width, "height": 900}}
    url = f"{looking.tenant.address}/#{looking.person(DESK).aad_object_id}"
    async with visit(browser, url, framed=looking.url, **size) as page:
        await page.route("**/tab/api/**", answer_with_the_worst)
        if language == "en":
            await page.get_by_role("button", name="English").click()
        frame = await tab(page)
        await expect(frame.locator("section.panel:has(svg)")).to_have_count(5)
        assert await overflow(frame) <= 0
        for summary in await frame.locator("summary:visible").all():
            await summary.click()
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator(".names li")).to_have_count(42)
        assert await overflow(frame) <= 0
        assert await violations(frame) == []
        assert "undefined" not in await frame.locator("main").inner_text()
        assert "NaN" not in await frame.content()


async def answer_with_the_worst(route: Route) -> None:
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    await route.fulfill(json=worst.ME if name == "me" else worst.PANELS[name])


async def test_the_worst_is_what_the_description_allows(looking):
    _, whole = await looking.ask("api/openapi.json")
    for name, found in (("me", worst.ME), *worst.PANELS.items()):
        path = "me" if name == "me" else f"panels/{name}"
        answer = whole["paths"][f"/tab/api/{path}"]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        assert faults(found, schema, whole) == []


async def test_each_picture_is_said_in_words_and_has_a_table_behind_it(browser, reported):
    async with opened(browser, reported, DESK) as (_, frame):
        panels = frame.locator("section.panel:has(svg)")
        assert await panels.count() >= 2
        for panel in await panels.all():
            said = await panel.locator("svg[role=img]").first.get_attribute("aria-label")
            assert said
            assert said.startswith(await panel.locator(".sentence span").first.inner_text())
            await panel.locator("summary").click()
            await expect(panel.locator("table tbody tr").first).to_be_visible()


async def test_the_page_speaks_english_where_teams_does(browser, reported):
    async with opened(browser, reported, DESK, language="en") as (_, frame):
        await expect(frame.get_by_role("heading", name="Agreements and deadlines")).to_be_visible()
        assert await frame.locator("html").get_attribute("lang") == "en"
        assert await violations(frame) == []


async def test_a_year_is_turned_with_the_keyboard_alone(browser, reported):
    async with opened(browser, reported, DESK) as (page, frame):
        later = frame.get_by_role("button", name="次の年度")
        await later.focus()
        await page.keyboard.press("Enter")
        await expect(frame.locator(".year")).to_have_text("2027年度（令和9年度）", timeout=WAIT)
        await expect(frame.locator("#agreements .sentence")).to_contain_text("2027年度")
        await expect(later).to_be_focused()
        table = frame.locator("#agreements summary")
        await page.keyboard.press("Tab")
        await expect(table).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(frame.locator("#agreements table").first).to_be_visible()


@asynccontextmanager
async def shown(
    browser: Browser, looking: Looking, panels: dict[str, Any], **wishes: Any
) -> AsyncIterator[Frame]:
    """The page with these panels and no other, whatever the bot would answer."""

    async def answer(route: Route) -> None:
        name = route.request.url.partition("?")[0].rpartition("/")[2]
        found = {"me": {**worst.ME, "panels": list(panels)}, **panels}[name]
        await route.fulfill(json=found)

    url = f"{looking.tenant.address}/#{looking.person(DESK).aad_object_id}"
    async with visit(browser, url, framed=looking.url, **wishes) as page:
        await page.route("**/tab/api/**", answer)
        yield await tab(page)


def year_of(*terms: dict[str, Any], owed: Any = (), **more: Any) -> dict[str, Any]:
    """A year of agreements that holds these and nothing else."""
    plain = {"ending": len(terms), "settled": 0, "waiting": 0, "past": 0, "late": 0, "more": 0}
    empty = {**worst.PANELS["agreements"], **plain, "owed": list(owed)}
    return {**empty, "terms": list(terms), **more}


def term(number: int, decide_by: str, contract_day: str, **more: Any) -> dict[str, Any]:
    days = {"start": "2026-04-01", "decide_by": decide_by, "contract_day": contract_day}
    kind = {"renewal": "mutual", "state": "before_talks", "waits": True, "own": True}
    words = {"title": f"第{number}協定", "partner": "みなも堂", "owner": "企画係長"}
    return {"id": number, "end": contract_day, **days, **kind, **words, **more}


async def test_a_day_of_another_year_has_its_year_and_points_out_of_the_picture(browser, looking):
    """In 2027年度 a day of January 2027 would read as one of January 2028."""
    early = term(1, "2027-01-26", "2027-05-31")
    days = {"year": 2027, "first": "2027-04-01", "last": "2028-03-31"}
    async with shown(browser, looking, {"agreements": year_of(early, **days)}) as frame:
        panel = frame.locator("#agreements")
        await expect(panel.locator("svg")).to_contain_text("2027/1/26までに判断")
        sentence = panel.locator(".sentence")
        await expect(sentence).not_to_contain_text("次の期限は")
        await expect(sentence).to_contain_text("判断の期限がこの年度より前に来る協定が1件")
        await expect(panel.locator(".legend")).to_contain_text("図の年度より前の期限")
        mark = panel.locator("svg g[aria-label=dot] path, svg path[transform*=rotate]")
        await expect(mark).to_have_count(1)
        assert "rotate(-90)" in (await mark.get_attribute("transform") or "")


async def test_a_year_without_an_end_has_no_headline_of_zero(browser, looking):
    later = term(1, "2028-10-02", "2029-05-31")
    days = {"year": 2028, "first": "2028-04-01", "last": "2029-03-31", "ending": 0}
    async with shown(browser, looking, {"agreements": year_of(later, **days)}) as frame:
        sentence = frame.locator("#agreements .sentence")
        await expect(sentence).to_contain_text("この年度の最初の期限は2028年10月2日（月）")
        await expect(sentence).not_to_contain_text("0件")


async def test_what_is_late_is_said_first_and_in_the_words_of_the_chat(browser, looking):
    over = term(1, "2026-10-01", "2026-11-20")
    past = term(2, "2026-11-02", "2026-12-31")
    view = year_of(over, past, late=1, past=1)
    async with shown(browser, looking, {"agreements": view}) as frame:
        words = frame.locator("#agreements .sentence span")
        await expect(words.nth(0)).to_contain_text("期限を過ぎて、まだ済んでいないものが1件")
        await expect(words.nth(1)).to_contain_text("目安の日を過ぎ")
        await frame.locator("#agreements summary").click()
        rows = frame.locator("#agreements tbody tr")
        await expect(rows.nth(0)).to_contain_text("期限を過ぎています")
        await expect(rows.nth(1)).to_contain_text("目安の日を過ぎています")
        heads = await frame.locator("#agreements thead th").all_inner_texts()
        assert {"実務上の期限", "契約上の期限"} <= set(heads)
        await expect(rows.nth(1)).to_contain_text("2026年12月31日")


async def test_of_what_cannot_be_renewed_only_the_end_is_confirmed(browser, looking):
    ending = term(1, "2026-12-24", "2026-12-24", renewal="none")
    async with shown(browser, looking, {"agreements": year_of(ending)}) as frame:
        panel = frame.locator("#agreements")
        await expect(panel.locator(".sentence")).to_contain_text("「第1協定」の満了の確認です")
        await expect(panel.locator("svg")).to_contain_text("12/24までに満了の確認")
        await expect(panel).not_to_contain_text("更新するかどうか")


async def test_what_is_not_in_the_picture_says_why_and_where_it_is(browser, looking):
    done = term(1, "2026-09-30", "2026-09-30", waits=False, state="expired")
    next_ = term(2, "2026-12-01", "2026-12-31")
    view = year_of(done, next_, settled=1)
    async with shown(browser, looking, {"agreements": view}) as frame:
        panel = frame.locator("#agreements")
        told = "判断の済んだ1件は図に表示していません。「表で見る」でご覧ください。"
        await expect(panel.locator("figcaption")).to_have_text(told)
        await expect(panel.locator(".sentence")).to_contain_text("2件（うち判断済み1件）")


async def test_a_duty_says_with_whom_and_how_it_stands(browser, looking):
    one = worst.PANELS["agreements"]["owed"][0]
    matter = {"title": "保管場所の施錠", "partner": "株式会社ことのは工房", "state": "open"}
    owed = [{**one, **matter, "day": "2026-12-18", "late": False}]
    view = year_of(owed=owed)
    async with shown(browser, looking, {"agreements": view}) as frame:
        await frame.locator("#agreements summary").click()
        row = frame.locator("#agreements tbody tr")
        for words in ("保管場所の施錠", "株式会社ことのは工房", "未対応"):
            await expect(row).to_contain_text(words)


async def test_a_booked_meeting_is_marked_on_its_day(browser, looking):
    """8 December lies four fifths through its quarter, not in the middle."""
    quarter = {"first": "2026-10-01", "last": "2026-12-31", "state": "booked", "meeting_id": 7}
    series = {**worst.PANELS["meetings"]["series"][0], "every": 3, "unit": "months"}
    series |= {"quarters": [{**quarter, "on": "2026-12-08"}]}
    numbers = {"due": 1, "met": 0, "missed": 0, "more": 0}
    view = {**worst.PANELS["meetings"], **numbers, "series": [series]}
    async with shown(browser, looking, {"meetings": view}) as frame:
        panel = frame.locator("#meetings")
        places = await panel.locator("svg").evaluate(
            """(svg) => {
              const half = ({ x, width }) => x + width / 2;
              const titled = [...svg.querySelectorAll('title')].map(({ parentNode }) => parentNode);
              const bar = titled.find(({ tagName }) => tagName === 'rect').getBoundingClientRect();
              const mark = titled.find(({ tagName }) => tagName === 'circle' || tagName === 'path');
              return (half(mark.getBoundingClientRect()) - bar.x) / bar.width;
            }"""
        )
        assert abs(places - 68 / 92) < 0.02
        await panel.locator("summary").click()
        await expect(panel.locator("tbody tr")).to_contain_text("10–12月 予定あり（12/8）")


ARRIVALS = {**worst.PANELS["notices"], "waiting": 0, "corrections": 0}


def arriving(number: int, stage: str, **more: Any) -> dict[str, Any]:
    """A notice of which nothing waits, begun on that day of October where it has."""
    begun = None if stage in ("ready", "asked") else f"2026-10-{number:02}T09:00:00+09:00"
    plain = {"begun_at": begun, "waits": False, "correction": False}
    named = {"id": number, "title": f"第{number}号", "stage": stage}
    return {**worst.PANELS["notices"]["notices"][0], **plain, **named, **more}


async def test_a_notice_that_waits_says_for_what(browser, looking):
    gone = arriving(1, "sending")
    draft, asked_for = arriving(90, "ready", title="停電"), arriving(91, "asked", title="停電")
    for found, told in (
        ([draft], "「停電」は、下書きです"),
        ([asked_for], "「停電」は、承認待ちです"),
        ([asked_for, gone], "承認待ちのお知らせが1件あります"),
    ):
        view = {**ARRIVALS, "notices": found}
        async with shown(browser, looking, {"notices": view}) as frame:
            await expect(frame.locator("#notices .sentence")).to_contain_text(told)


async def test_what_waits_for_the_reader_is_told_beside_what_went_out_last(browser, looking):
    """The older notice, whose correction waits, was taken for the newest that has gone."""
    older = arriving(1, "done", waits=True, correction=True)
    newer = arriving(20, "done")
    view = {**ARRIVALS, "notices": [older, newer], "waiting": 1, "corrections": 1}
    async with shown(browser, looking, {"notices": view}) as frame:
        sentence = frame.locator("#notices .sentence")
        await expect(sentence).to_contain_text("「第20号」は")
        await expect(sentence).to_contain_text("あなたの承認が必要な訂正が1件あります")
        await expect(frame.locator("#notices svg")).to_contain_text("訂正の承認待ち")
        await frame.locator("#notices summary").click()
        row = frame.locator("#notices tbody tr").first
        await expect(row).to_contain_text("送信終了（訂正の承認待ち）")


async def test_what_is_going_out_is_in_the_picture_however_much_waits(browser, looking):
    drafts = [arriving(90 + one, "asked", waits=True) for one in range(6)]
    going = arriving(9, "sending", under_way=True)
    view = {**ARRIVALS, "notices": [*drafts, going], "under_way": True, "waiting": 8}
    async with shown(browser, looking, {"notices": view}) as frame:
        panel = frame.locator("#notices")
        await expect(panel.locator("svg")).to_contain_text("第9号")
        await expect(panel.locator(".sentence")).to_contain_text("「第9号」は")
        await expect(panel.locator(".sentence")).to_contain_text(
            "承認が必要なお知らせが8件あります"
        )
        await expect(panel.locator("figcaption")).to_contain_text("ほかの2件")
        await expect(panel.locator("figcaption")).to_contain_text("ほかに2件")


async def test_on_a_phone_todays_line_runs_through_no_word(browser, looking):
    view = year_of(*(term(number, "2026-11-30", "2027-02-28") for number in range(1, 4)))
    size = {"viewport": {"width": 320, "height": 900}}
    async with shown(browser, looking, {"agreements": view}, **size) as frame:
        crossed = await frame.locator("#agreements svg").evaluate(
            """(svg) => {
              const box = (one) => one.getBoundingClientRect();
              const lines = [...svg.querySelectorAll('line[stroke]')].concat(
                [...svg.querySelectorAll('g[stroke="var(--accent)"] line')]).map(box);
              const words = [...svg.querySelectorAll('text')].map(box);
              const crosses = (line, one) => line.left > one.left && line.right < one.right
                && line.top < one.bottom && line.bottom > one.top;
              const crossing = lines.filter((line) => words.some((one) => crosses(line, one)));
              return [lines.length, crossing.length];
            }"""
        )
        assert crossed[0] >= 3
        assert crossed[1] == 0
        broken = "getComputedStyle(document.querySelector('.as-of')).wordBreak"
        assert await frame.evaluate(broken) == "keep-all"


async def test_the_practice_tenant_calls_the_tab_what_it_calls_itself(browser, reported):
    for language, name in (("ja", "一覧"), ("en", "At a glance")):
        async with opened(browser, reported, DESK, language=language) as (page, frame):
            await expect(page.get_by_role("tab", name=name)).to_be_visible()
            await expect(frame.get_by_role("heading", level=1)).to_have_text(name)


async def test_names_are_shown_when_they_are_asked_for(browser, reported):
    async with opened(browser, reported, HOMEROOM) as (_, frame):
        await expect(frame.locator("#attendance .sentence")).to_contain_text("欠席")
        assert await frame.locator(".names").count() == 0
        await frame.get_by_role("button", name="名前を表示する").click()
        names = frame.locator(".names li")
        await expect(names.first).to_contain_text("欠席", timeout=WAIT)
        await expect(frame.locator(".names")).to_contain_text("記録されます")
        assert await violations(frame) == []
        await frame.get_by_role("button", name="名前を隠す").click()
        await expect(names).to_have_count(0)


async def test_numbers_of_one_class_are_not_said_to_be_the_schools(browser, reported):
    async with opened(browser, reported, HOMEROOM) as (_, frame):
        sentence = frame.locator("#attendance .sentence")
        await expect(sentence).to_contain_text("3年2組の今朝の連絡は")
    async with opened(browser, reported, VICE) as (_, frame):
        sentence = frame.locator("#attendance .sentence")
        await expect(sentence).to_contain_text("小学校の今朝の連絡は")


async def test_names_leave_the_screen_with_the_right_to_see_them(browser, reported):
    async with opened(browser, reported, HOMEROOM) as (page, frame):
        shown = frame.get_by_role("button", name="名前を表示する")
        await shown.click()
        await expect(frame.locator(".names li").first).to_be_visible(timeout=WAIT)
        await page.route("**/panels/attendance*", lambda route: route.fulfill(status=401, json={}))
        await frame.get_by_role("button", name="名前を隠す").click()
        await expect(frame.locator(".names li")).to_have_count(0, timeout=WAIT)
        await expect(frame.locator("#attendance table")).to_be_hidden()


async def test_what_is_new_moves_nothing_that_somebody_reads(browser, looking):
    """A table keeps its place and focus, and a screen reader hears of the changed child alone."""
    found = copy.deepcopy(worst.PANELS["attendance"])

    async def answer(route: Route) -> None:
        name = route.request.url.partition("?")[0].rpartition("/")[2]
        parts = {"me": worst.ME, "attendance": found}
        await route.fulfill(json=parts.get(name) or worst.PANELS[name])

    url = f"{looking.tenant.address}/#{looking.person(DESK).aad_object_id}"
    async with visit(browser, url, framed=looking.url) as page:
        await page.route("**/tab/api/**", answer)
        frame = await tab(page)
        await frame.locator("#attendance summary").click()
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator(".names li").first).to_be_visible()
        kept = "#attendance .scroll, #attendance td, .names li"
        count = await frame.evaluate(
            "(kept) => document.querySelectorAll(kept).forEach((one) => { one.kept = true; })"
            " ?? document.querySelectorAll(kept).length",
            kept,
        )
        child = found["schools"][0]["classes"][0]["children"][0]
        child["mark"] = "late" if child["mark"] == "absent" else "absent"
        found["at"] = "2026-11-24T09:01:00+09:00"
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator(".names li")).to_have_count(0)
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator(".names li").first).to_contain_text("遅刻")
        stayed = "(kept) => [...document.querySelectorAll(kept)].filter((one) => one.kept).length"
        names = await frame.locator(".names li").count()
        assert await frame.evaluate(stayed, kept) == count - names, "the table is the same one"


async def test_a_screen_reader_is_not_told_each_number_of_a_notice_on_its_way(browser, looking):
    found = copy.deepcopy(worst.PANELS["notices"])
    found["under_way"] = found["notices"][0]["under_way"] = True
    sent = found["notices"][0]["parts"][0]

    async def answer(route: Route) -> None:
        name = route.request.url.partition("?")[0].rpartition("/")[2]
        sent["people"] += name == "notices"
        parts = {"me": worst.ME, "notices": found}
        await route.fulfill(json=parts.get(name) or worst.PANELS[name])

    url = f"{looking.tenant.address}/#{looking.person(DESK).aad_object_id}"
    async with visit(browser, url, framed=looking.url) as page:
        await page.route("**/tab/api/**", answer)
        frame = await tab(page)
        await frame.evaluate(
            """() => {
              window.spoken = 0;
              const heard = new MutationObserver((changes) => {
                window.spoken += changes.filter(({ addedNodes }) => addedNodes.length).length;
              });
              document.querySelectorAll('#notices [aria-live]')
                .forEach((one) => heard.observe(one, { childList: true, subtree: true }));
            }"""
        )
        before = sent["people"]
        sentence = await frame.locator("#notices .sentence").inner_text()
        while sent["people"] < before + 3:
            await page.wait_for_timeout(200)
        await expect(frame.locator("#notices .sentence")).not_to_have_text(sentence)
        assert await frame.evaluate("window.spoken") == 1


async def test_who_comes_back_asks_for_nothing_sooner(browser, reported):
    async with opened(browser, reported, TRAINING_DESK) as (page, frame):
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        for _ in range(5):
            await frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await page.wait_for_timeout(300)
        assert [one for one in asked_for if "panels/training" in one] == []


async def test_the_board_reads_numbers_and_no_name(browser, reported):
    size = {"viewport": {"width": 320, "height": 900}}
    async with opened(browser, reported, BOARD, **size) as (_, frame):
        assert await overflow(frame) <= 0
        await expect(frame.locator("#attendance .sentence")).to_contain_text("伏せています")
        assert await frame.get_by_role("button", name="名前を表示する").count() == 0


@pytest.mark.parametrize(
    ("who", "told"),
    [(TEACHER, "いま表示できるものはありません"), (PUPIL, "ここは職員のための画面です")],
    ids=["staff", "child"],
)
async def test_who_has_nothing_here_is_told_so_and_where_to_go(browser, looking, who, told):
    async with opened(browser, looking, who) as (_, frame):
        await expect(frame.locator("main")).to_contain_text(told)
        await expect(frame.locator("main")).to_contain_text("「チャット」")
        assert await violations(frame) == []


async def test_a_course_is_chosen(browser, reported):
    async with opened(browser, reported, TRAINING_DESK) as (_, frame):
        choice = frame.get_by_label("研修を選ぶ")
        title = await choice.locator("option").nth(1).inner_text()
        await choice.select_option(index=1)
        sentence = frame.locator("#training .sentence")
        await expect(sentence).to_contain_text(title.partition("（")[0], timeout=WAIT)


async def test_somebody_else_sees_nothing_of_the_one_before(browser, reported):
    async with opened(browser, reported, VICE) as (page, frame):
        await expect(frame.locator("#attendance")).to_be_visible()
        other = reported.person(DESK)
        await page.locator(f"[data-person='{other.aad_object_id}']").click()
        inside = page.frame_locator("#tab")
        await expect(inside.locator("#agreements")).to_be_visible(timeout=WAIT)
        await expect(inside.locator("#attendance")).to_have_count(0)


async def test_the_theme_of_the_practice_page_is_the_tabs(browser, reported):
    async with opened(browser, reported, DESK) as (page, frame):
        await page.get_by_role("button", name="暗い表示").click()
        await expect(frame.locator("html[data-theme=dark]")).to_have_count(1)
        await page.get_by_role("tab", name="チャット").click()
        await expect(page.locator("#messages")).to_be_visible()
        await expect(page.locator("#tab")).to_be_hidden()


async def test_the_tab_goes_with_the_practice_clock(browser, reported):
    async with opened(browser, reported, DESK) as (page, frame):
        before = await frame.locator(".as-of").inner_text()
        await page.get_by_role("button", name="1日進む").click()
        inside = page.frame_locator("#tab")
        await expect(inside.locator(".as-of")).not_to_have_text(before, timeout=WAIT)
        await expect(inside.locator(".as-of")).to_contain_text("11月25日")


async def test_outside_teams_the_page_says_where_it_belongs(browser, looking):
    async with visit(browser, f"{looking.url}/tab/") as page:
        await expect(page.locator("main")).to_contain_text("Teams の「連携」の中で", timeout=WAIT)


async def test_the_first_look_is_small_over_the_wire(browser, reported):
    async with opened(browser, reported, DESK) as (_, frame):
        sizes = await frame.evaluate(
            """() => [...performance.getEntriesByType('navigation'),
                      ...performance.getEntriesByType('resource')]
              .filter(({ name }) => name.startsWith(location.origin))
              .map(({ transferSize }) => transferSize)"""
        )
        assert len(sizes) > 4
        assert sum(sizes) < 200 * 1024


async def test_a_server_that_is_away_is_told_in_words(browser, reported):
    async with opened(browser, reported, DESK) as (page, frame):
        before = await frame.locator("#agreements .sentence").inner_text()
        await page.context.set_offline(True)
        await frame.get_by_role("button", name="次の年度").click()
        told = frame.locator("#agreements .trouble")
        await expect(told).to_contain_text("最新の状態を読み込めません", timeout=WAIT)
        assert await frame.locator("#agreements .sentence").inner_text() == before
        await page.context.set_offline(False)


async def test_a_notice_is_watched_as_it_arrives(browser, looking, monkeypatch):
    monkeypatch.setattr(rules, "CANARY", timedelta(seconds=1))
    tenant = looking.tenant
    async with opened(browser, looking, DESK) as (_, frame):
        sentence = frame.locator("#notices .sentence")
        await send(tenant, looking)
        await expect(sentence).to_contain_text("届きました", timeout=60_000)
        await expect(sentence).to_contain_text("全員", timeout=60_000)
        await frame.locator("#notices summary").click()
        cells = await frame.locator("#notices tbody tr").first.locator("td.number").all()
        audience, *states, _ = [int((await one.inner_text()).replace(",", "")) for one in cells]
        assert sum(states) == audience


async def send(tenant: practice.Practice, looking: Looking) -> None:
    """The sample notice goes out: to so few that nobody else need approve."""
    desk = looking.person(DESK)
    listed = await asked(tenant, desk, "お知らせ")
    draft = await pressed(tenant, desk, listed, "開く")
    await tenant.emulator.press(desk, listed.id, button(draft, "送る"), {})

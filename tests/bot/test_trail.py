"""One id from a press to the post, through the database and whichever process goes on with it."""

import asyncio
import re

import orjson
import pytest

from bot import trail
from bot.clock import PracticeClock, real_now
from bot.delivery import payload
from bot.errands import registry, rows
from bot.errands.loop import Errands
from bot.errands.model import Asks, Done
from bot.errands.registry import Registry
from tests.bot.errands.test_loop import JOB, NOW, Book

FORM = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00")
GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_an_activity_that_comes_again_is_on_the_same_trail():
    first = trail.of("t", "chat", "17")
    assert FORM.fullmatch(first)
    assert trail.of("t", "chat", "17") == first
    assert trail.of("t", "chat", "18") != first
    assert trail.of("t", "ch", "at17") != trail.of("t", "chat", "17")
    assert trail.new() != trail.new()
    assert FORM.fullmatch(trail.new())


@pytest.mark.parametrize(
    "header",
    [
        "",
        "00-4bf92f35-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
        GIVEN.upper(),
        f"{GIVEN}\n",
        f"{GIVEN}-more",
    ],
)
def test_what_is_no_traceparent_is_none(header):
    assert trail.given(header) == ""


def test_a_callers_traceparent_is_taken_as_it_is():
    assert trail.given(GIVEN) == GIVEN
    assert trail.id_of(GIVEN) == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert trail.id_of("") == ""


async def test_work_in_the_databases_threads_is_on_the_trail_of_who_asked(storage, tenant):
    async def asked(name: str) -> list[str]:
        with trail.followed(trail.of(name)):
            written = await storage.write(tenant, lambda tx: trail.current())
            read = await storage.read(tenant, lambda tx: trail.current())
            return [written, read, trail.current()]

    found = await asyncio.gather(*(asked(str(number)) for number in range(20)))
    assert found == [[trail.of(str(number))] * 3 for number in range(20)]
    assert await storage.write(tenant, lambda tx: trail.current()) == ""


def test_a_notice_carries_the_trail_beside_its_cards(storage, tenant):
    cards = {"ja": {"type": "AdaptiveCard", "fallbackText": "お知らせ"}, "en": {}}

    def work(tx):
        with trail.followed(GIVEN):
            sealed = payload.seal(tx, key="k", cards=cards, summaries={})
        plain = payload.seal(tx, key="k", cards=cards, summaries={})
        assert payload.unseal(tx, key="k", sealed=sealed, guard=None).trail == GIVEN
        assert payload.unseal(tx, key="k", sealed=plain, guard=None).trail == ""
        assert payload.cards(tx, key="k", sealed=sealed) == cards
        return tx.unseal("notice", "payload", "k", sealed)

    text = storage.write_now(tenant, work)
    # What a release that knew no trails reads of each language.
    assert {code: one["card"] for code, one in orjson.loads(text).items()} == cards


def test_a_notice_whose_trail_is_none_of_ours_is_posted_all_the_same(storage, tenant):
    def work(tx):
        content = {"ja": {"summary": "", "card": {}, "trail": "<script>"}}
        sealed = tx.seal("notice", "payload", "k", orjson.dumps(content))
        return payload.unseal(tx, key="k", sealed=sealed, guard=None)

    assert storage.write_now(tenant, work).trail == ""


def test_an_errand_carries_the_trail_beside_its_job():
    kinds = Registry()

    @kinds.on("test.book")
    async def book(graph: str, job: Book) -> object:
        raise AssertionError

    kind = kinds.kinds["test.book"]
    with trail.followed(GIVEN):
        carried = orjson.loads(registry.written(JOB))
        assert orjson.loads(registry.written({})) == {registry.TRAIL: GIVEN}
    assert registry.trail_of(carried) == GIVEN
    assert registry.read(kind, carried) == JOB
    plain = orjson.loads(registry.written(JOB))
    assert registry.trail_of(plain) == ""
    assert plain == {key: value for key, value in carried.items() if key != registry.TRAIL}


async def test_an_errand_and_what_follows_it_are_on_the_trail_of_who_asked(storage, tenant):
    seen: list[str] = []
    kinds = Registry()

    @kinds.on("test.book")
    async def book(graph: str, job: Book) -> object:
        seen.append(trail.current())
        return Done("done")

    @kinds.apply(book)
    def booked(tick: object, job: Book, outcome: str) -> None:
        seen.append(trail.current())

    errands = Errands(
        storage,
        {Asks.GRAPH: lambda _: "graph"},
        kinds,
        PracticeClock(NOW),
        tenants=lambda: (tenant,),
        tick=lambda tx, now: tx,
    )
    given = {"key": "book:1", "job": JOB, "due": NOW, "now": real_now()}
    with trail.followed(GIVEN):
        await storage.write(tenant, lambda tx: rows.ask(tx, "test.book", **given))
    await errands.settle()
    assert seen == [GIVEN, GIVEN]
    assert trail.current() == ""

"""A link is one person's, for fifteen minutes, and no permission by itself."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import PracticeClock
from bot.errors import NotFound, Refused
from bot.people import imports
from bot.people.model import Role
from bot.settings import Settings
from bot.turns import links
from bot.turns.heard import Event
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.links import Page
from bot.turns.router import Router
from cards import common
from tests.bot.turns.test_hearing import AAD, heard

START = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
HEADINGS = "aad_object_id,name,mail,post,roles,to"
ROW = f"{AAD},青葉 灯,aoba@city.example,総務課長,manager,2026-11-30"
SITE = "https://renkei.city.example/"


@pytest.fixture
def clock():
    return PracticeClock(START, real=lambda: 0.0)


@pytest.fixture
def load(sqlite_storage, tmp_path):
    def load(row=ROW, tenant="t1"):
        file = tmp_path / "people.csv"
        file.write_text(f"{HEADINGS}\n{row}\n", encoding="utf-8")
        imports.load(
            sqlite_storage, tenant, file, today=START.date(), finally_=lambda tx, done: None
        )

    load()
    return load


@pytest.fixture
def hearing(sqlite_storage, load, clock):
    router = Router()

    @router.hears("鐘")
    def address(turn, words):
        return {"fallbackText": links.to(turn, "bells.print", "bell:7")}

    @router.opens("bells.print")
    def page(turn, subject):
        if Role.MANAGER not in turn.person.roles:
            raise Refused("common.refused.no_role")
        return Page(body=f"{subject} {turn.person.name}".encode())

    said = Fallbacks(
        welcome=lambda turn: common.answer(turn.lang, ""),
        unheard=lambda turn: common.answer(turn.lang, ""),
    )
    given = Settings(public_url=SITE, tenants=("t1", "t2"))
    return Hearing(sqlite_storage, router, said, clock=clock, settings=given)


@pytest.fixture
async def token(hearing):
    answer = await hearing.hear(heard(Event.MESSAGE, text="鐘"))
    assert answer.summary.startswith(f"{SITE}view/t1/")
    return answer.summary.rpartition("/")[2]


async def test_a_link_opens_its_page_for_fifteen_minutes(hearing, token, clock):
    assert (await hearing.open("t1", token)).body.decode() == "bell:7 青葉 灯"
    clock.jump(START + timedelta(minutes=15))
    assert await hearing.open("t1", token)
    clock.jump(START + timedelta(minutes=15, seconds=1))
    with pytest.raises(Refused):
        await hearing.open("t1", token)


async def test_a_link_opens_nothing_in_another_tenant(hearing, token, load):
    load(tenant="t2")
    with pytest.raises(Refused):
        await hearing.open("t2", token)
    with pytest.raises(NotFound):
        await hearing.open("t3", token)


async def test_a_link_is_no_permission_once_the_role_is_lost(hearing, token, load):
    load(ROW.replace("manager", "staff"))
    with pytest.raises(Refused, match="no_role"):
        await hearing.open("t1", token)


async def test_a_link_opens_nothing_for_who_has_left(hearing, token, load):
    load(ROW.replace("2026-11-30", "2026-11-23"))
    with pytest.raises(Refused):
        await hearing.open("t1", token)


async def test_every_changed_byte_is_noticed(hearing, token):
    sealed = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    for place in range(0, len(sealed), 7):
        forged = sealed.copy()
        forged[place] ^= 1
        with pytest.raises(Refused):
            await hearing.open("t1", base64.urlsafe_b64encode(forged).decode())
    with pytest.raises(Refused):
        await hearing.open("t1", token[: len(token) // 2])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_other_text_is_refused_in_words(sqlite_storage, text):
    def look(tx):
        with pytest.raises(Refused):
            links.opened(tx, text, START)

    sqlite_storage.write_now("t1", look)


def test_without_a_public_address_there_is_no_link(sqlite_storage, load):
    from bot.ledger.model import Actor
    from bot.people import store
    from bot.turns.turn import Turn
    from cards.lang import Lang

    def ask(tx):
        person = store.find_by_aad(tx, AAD, date(2026, 11, 24))
        turn = Turn(
            person=person,
            holders=store.holders_of(tx, person.id, START.date()),
            lang=Lang("ja"),
            now=START,
            today=START.date(),
            actor=Actor.press("x"),
            tx=tx,
        )
        return links.to(turn, "bells.print", "bell:7")

    assert sqlite_storage.write_now("t1", ask) == ""

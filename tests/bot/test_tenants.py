"""Two tenants in one house: each has its own time zone, closed days, key and data."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot import policy, slices
from bot.clock import PracticeClock
from bot.errors import Misconfigured, Unreadable
from bot.people import imports
from bot.settings import Settings
from bot.slice import Job
from bot.storage.crypto import DATA_KEY, Vault
from bot.storage.crypto.key_file import KeyFile
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import common

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
EVENING = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # in Tokyo it is the 25th already
AAD = "a0000000-0000-4000-8000-00000000000a"


@pytest.fixture
async def two(sqlite_storage: Storage) -> Storage:
    """`here` has set nothing, `there` its own zone."""
    await sqlite_storage.write("there", lambda tx: policy.change(tx, {"timezone": "Europe/London"}))
    return sqlite_storage


async def test_each_tenants_jobs_run_on_its_own_day(
    two: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, datetime] = {}
    job = Job(name="look", run=lambda tick: told.update({tick.tx.tenant: tick.now}))
    monkeypatch.setattr(slices, "SLICES", (SimpleNamespace(jobs=(job,)),))
    for tenant in ("here", "there"):
        await two.write(tenant, lambda tx: slices.tick(tx, EVENING, TOKYO))
    assert {tenant: (now.tzinfo, now.day) for tenant, now in told.items()} == {
        "here": (TOKYO, 25),
        "there": (LONDON, 24),
    }


async def test_what_follows_an_errand_happens_on_the_tenants_own_day(two: Storage) -> None:
    def day(tx: Tx) -> date:
        return slices.after_errand(tx, EVENING, TOKYO).today

    assert await two.write("here", day) == date(2026, 11, 25)
    assert await two.write("there", day) == date(2026, 11, 24)


async def test_a_press_is_heard_on_the_tenants_own_day(two: Storage, tmp_path: Path) -> None:
    days: dict[str, date] = {}

    def said(turn: Turn) -> Any:
        days[turn.tx.tenant] = turn.today
        return common.answer(turn.lang, "わかりません")

    file = tmp_path / "people.csv"
    file.write_text(f"aad_object_id,name,mail,post\n{AAD},青葉 灯,a@city.example,課長\n", "utf-8")
    settings = Settings(tenants=("here", "there"))
    hearing = Hearing(
        two,
        Router(),
        Fallbacks(welcome=said, unheard=said),
        clock=PracticeClock(EVENING),
        settings=settings,
    )
    for tenant in settings.tenants:
        imports.load(two, tenant, file, today=date(2026, 11, 24), finally_=lambda tx, done: None)
        await hearing.hear(_message(tenant))
    assert days == {"here": date(2026, 11, 25), "there": date(2026, 11, 24)}


def _message(tenant: str) -> Heard:
    return Heard(
        event=Event.MESSAGE,
        tenant=tenant,
        activity_id="1",
        aad_object_id=AAD,
        teams_id="29:1",
        bot_id="28:1",
        locale="ja-JP",
        conversation=Conversation(id="chat", kind="personal", service_url="http://127.0.0.1/"),
        text="何か",
    )


async def test_each_tenant_has_its_own_closed_days(two: Storage) -> None:
    closed = {"closed_days": ["2026-11-25"], "morning": "09:00"}
    await two.write("there", lambda tx: policy.change(tx, closed))
    calendars = {
        tenant: await two.read(tenant, lambda tx: policy.of(tx).calendar)
        for tenant in ("here", "there")
    }
    day = date(2026, 11, 25)
    assert calendars["here"].is_working(day)
    assert not calendars["there"].is_working(day)
    assert (await two.read("here", policy.of)).morning == time(8, 30)


async def test_one_tenants_data_key_opens_nothing_of_another(two: Storage) -> None:
    sealed = await two.write("here", lambda tx: tx.seal("notice", "payload", "1", "題"))
    await two.write("there", lambda tx: tx.seal("notice", "payload", "1", "別"))
    with pytest.raises(Misconfigured):
        await two.read("there", lambda tx: tx.unseal("notice", "payload", "1", sealed))


async def test_a_data_key_moved_to_another_tenant_does_not_open_there(
    tmp_path: Path, two: Storage
) -> None:
    await two.write("here", lambda tx: tx.seal("notice", "payload", "1", "題"))
    await two.write("there", lambda tx: tx.seal("notice", "payload", "1", "別"))
    wrapped = await two.read("here", lambda tx: tx.value(select(DATA_KEY.c.wrapped)))
    await two.write("there", lambda tx: tx.run(update(DATA_KEY).values(wrapped=wrapped)))
    fresh = Vault(KeyFile(tmp_path / "renkei.db.key"))
    await two.read("here", fresh.key)
    with pytest.raises(Misconfigured):
        await two.read("there", fresh.key)


@pytest.mark.parametrize("wrong", ["Tokyo", "Asia", "../etc/passwd", 9, ["Asia/Tokyo"]])
async def test_a_wrong_time_zone_is_told_and_changes_nothing(two: Storage, wrong: Any) -> None:
    with pytest.raises(Unreadable, match="timezone"):
        await two.write("there", lambda tx: policy.change(tx, {"timezone": wrong}))
    assert await two.read("there", lambda tx: policy.zone(tx, TOKYO)) == LONDON


@pytest.mark.parametrize("nothing", ["", None])
async def test_a_tenant_goes_back_to_the_operators_time_zone(two: Storage, nothing: Any) -> None:
    await two.write("there", lambda tx: policy.change(tx, {"timezone": nothing}))
    assert await two.read("there", lambda tx: policy.zone(tx, TOKYO)) == TOKYO


def test_two_databases_have_two_envelope_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        storage = open_storage(Settings(database_url=f"sqlite:///{tmp_path / name}.db"))
        storage.write_now("here", lambda tx: tx.seal("notice", "payload", "1", "題"))
        storage.close()
    one, two = ((tmp_path / f"{name}.db.key").read_bytes() for name in ("one", "two"))
    assert one != two

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import orjson
import pytest

from bot.clock import PracticeClock
from bot.errors import Mistyped, NotFound, Refused, Stale
from bot.people import imports, references, store
from bot.settings import Settings
from bot.turns import hearing as hearing_module
from bot.turns import memory
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.router import Router
from cards import common
from cards.verbs import Verb

AAD = "a0000000-0000-4000-8000-00000000000a"
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(Verb):
    name: ClassVar[str] = "test_hearing.ring"
    times: int


Verb.known.pop(Ring.name)  # known only to the tests of this file


@pytest.fixture(autouse=True)
def _ring_is_known():
    Verb.known[Ring.name] = Ring
    yield
    del Verb.known[Ring.name]


@pytest.fixture
def rung():
    return []


@pytest.fixture
def hearing(sqlite_storage, tmp_path, rung):
    router = Router()

    @router.on(Ring)
    def ring(turn, verb):
        if verb.times == 13:
            raise Refused("common.refused.gone")
        if verb.times == 14:
            raise Stale("common.refused.gone")
        if verb.times == 15:
            raise NotFound("bell:15")
        if verb.times == 16:
            form = common.answer(turn.lang, "鐘は何回ですか")
            raise Mistyped(Refused("common.refused.gone"), form)
        rung.append((turn.person.name, verb.times))
        return common.answer(turn.lang, f"鐘を{verb.times}回鳴らしました")

    @router.hears("鐘(?P<words>.*)", "ring(?P<words> .*)?")
    def words(turn, words):
        rung.append((turn.person.name, words))
        return common.answer(turn.lang, words or "鐘")

    file = tmp_path / "people.csv"
    file.write_text(
        "aad_object_id,name,mail,department,post,grade,superior_post,municipality,roles,language,"
        "from,to,leave_from,leave_to\n"
        f"{AAD},青葉 灯,aoba@city.example,総務課,総務課長,課長,,,,ja,,,,\n",
        encoding="utf-8",
    )
    imports.load(
        sqlite_storage, "t1", file, today=date(2026, 11, 24), finally_=lambda tx, done: None
    )
    fallbacks = Fallbacks(
        welcome=lambda turn: common.answer(turn.lang, "ようこそ"),
        unheard=lambda turn: common.answer(turn.lang, "わかりません"),
    )
    return Hearing(sqlite_storage, router, fallbacks, clock=PracticeClock(NOW), settings=Settings())


def heard(event=Event.PRESS, *, id="1", aad=AAD, **more):
    place = Conversation(id="a:1", kind="personal", service_url="http://127.0.0.1:1/")
    given = {"verb": Ring.name, "data": {"times": 3}} if event is Event.PRESS else {}
    return Heard(
        event=event,
        tenant="t1",
        activity_id=id,
        conversation=place,
        aad_object_id=aad,
        teams_id="29:1x",
        bot_id="28:b",
        locale="ja-JP",
        **{**given, **more},
    )


def title(answer):
    return orjson.loads(answer.card)["body"][0]["text"]


async def test_a_press_reaches_its_handler_and_is_answered(hearing, rung):
    answer = await hearing.hear(heard())
    assert title(answer) == "鐘を3回鳴らしました"
    assert rung == [("青葉 灯", 3)]


async def test_the_same_activity_is_answered_again_but_done_once(hearing, rung):
    first = await hearing.hear(heard(id="same"))
    again = await hearing.hear(heard(id="same"))
    assert first == again
    assert len(rung) == 1


async def test_an_activity_of_the_same_id_in_another_chat_is_another_one(hearing, rung):
    await hearing.hear(heard(id="same"))
    other = Conversation(id="a:2", kind="personal", service_url="http://127.0.0.1:1/")
    await hearing.hear(
        Heard(
            event=Event.PRESS,
            tenant="t1",
            activity_id="same",
            conversation=other,
            aad_object_id=AAD,
            verb=Ring.name,
            data={"times": 4},
        )
    )
    assert [times for _, times in rung] == [3, 4]


async def test_a_form_that_was_mistyped_is_the_answer_to_it(hearing):
    answer = await hearing.hear(heard(data={"times": 16}))
    assert orjson.loads(answer.card)["body"][0]["text"] == "鐘は何回ですか"


@pytest.mark.parametrize("times", [13, 14, 15])
async def test_a_refusal_is_told_in_words_and_changes_nothing(hearing, rung, sqlite_storage, times):
    answer = await hearing.hear(heard(data={"times": times}))
    assert answer.status == 200
    assert orjson.loads(answer.card)["type"] == "AdaptiveCard"
    assert rung == []


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("no.such.verb", {}),
        (Ring.name, {}),
        (Ring.name, {"times": "x"}),
        ("", {}),
        (Ring.name, {"times": 2**70}),
        (Ring.name, {"times": 3, "delivery": 2**80}),
        (Ring.name, {"times": 3, "delivery": "x"}),
        (Ring.name, {"times": 3, "delivery": True}),
    ],
)
async def test_what_a_forged_card_sends_is_told_in_words(hearing, verb, data):
    answer = await hearing.hear(heard(verb=verb, data=data, replied_to="17"))
    assert orjson.loads(answer.card)["type"] == "AdaptiveCard"


@pytest.mark.parametrize("text", ["鐘 三つ", "鐘　三つ", "  ring  three "])
async def test_words_are_heard_in_any_width(hearing, rung, text):
    await hearing.hear(heard(Event.MESSAGE, text=text))
    assert rung[0][1] in ("三つ", "three")


async def test_words_that_nobody_knows_get_help(hearing):
    assert title(await hearing.hear(heard(Event.MESSAGE, text="はて"))) == "わかりません"


async def test_a_stranger_gets_help_and_no_post(hearing, rung):
    answer = await hearing.hear(heard(aad="b0000000-0000-4000-8000-00000000000b"))
    assert answer is not None
    assert rung == [("", 3)]


async def test_the_first_installation_is_welcomed_and_where_to_write_is_kept(
    hearing, sqlite_storage
):
    assert title(await hearing.hear(heard(Event.INSTALLED, id="i1"))) == "ようこそ"
    assert await hearing.hear(heard(Event.INSTALLED, id="i2")) is None

    def place(tx):
        person = store.find_by_aad(tx, AAD, date(2026, 11, 24))
        return references.find(tx, person.id)

    assert (await sqlite_storage.read("t1", place)).conversation == "a:1"
    await hearing.hear(heard(Event.UNINSTALLED, id="i3"))
    assert await sqlite_storage.read("t1", place) is None


async def test_what_was_heard_is_forgotten_after_its_time(hearing, rung, sqlite_storage):
    await hearing.hear(heard(id="old"))
    forgotten = await sqlite_storage.write(
        "t1", lambda tx: memory.forget(tx, NOW + timedelta(days=1))
    )
    assert forgotten == 1
    await hearing.hear(heard(id="old"))
    assert len(rung) == 2


async def test_stored_answers_are_sealed(hearing, sqlite_storage):
    await hearing.hear(heard(id="s"))
    row = await sqlite_storage.read("t1", lambda tx: tx.first(memory._FIND, one=f"{AAD}|a:1|s"))
    assert "鐘".encode() not in row.answer


async def test_nothing_is_told_where_others_read_along(hearing, rung):
    channel = Conversation(
        id="19:x@thread.tacv2", kind="channel", service_url="http://127.0.0.1:1/", team="t"
    )
    given = {"tenant": "t1", "conversation": channel, "aad_object_id": AAD}
    for number, event in enumerate((Event.MESSAGE, Event.PRESS, Event.REFRESH)):
        said = Heard(
            event=event,
            activity_id=str(number),
            text="鐘",
            verb=Ring.name,
            data={"times": 1},
            **given,
        )
        assert "1対1" in (await hearing.hear(said)).card.decode()
    assert rung == []


async def test_a_channel_is_remembered_until_the_app_is_removed(hearing, sqlite_storage):
    channel = Conversation(
        id="19:x@thread.tacv2",
        kind="channel",
        service_url="http://127.0.0.1:1/",
        team="t",
        channel="19:x@thread.tacv2",
    )
    given = {"tenant": "t1", "conversation": channel, "aad_object_id": AAD}
    assert await hearing.hear(Heard(event=Event.INSTALLED, activity_id="1", **given)) is None

    def known(tx):
        return references.find_channel(tx, "19:x@thread.tacv2")

    assert (await sqlite_storage.read("t1", known)).conversation == "19:x@thread.tacv2"
    await hearing.hear(Heard(event=Event.UNINSTALLED, activity_id="2", **given))
    assert await sqlite_storage.read("t1", known) is None


async def test_a_card_that_is_only_looked_at_runs_nothing_that_changes(hearing, rung):
    looked = heard(Event.REFRESH, verb=Ring.name, data={"times": 3})
    assert await hearing.hear(looked) is None  # the card stays as it is
    assert rung == []
    retired = heard(Event.REFRESH, id="2", verb="no.such.verb", data={})
    assert await hearing.hear(retired) is None


async def test_a_card_that_is_looked_at_is_drawn_anew_by_verbs_that_only_read(hearing, rung):
    hearing._router.reading.add(Ring.name)
    looked = heard(Event.REFRESH, verb=Ring.name, data={"times": 3})
    assert title(await hearing.hear(looked)) == "鐘を3回鳴らしました"


def test_only_verbs_marked_so_may_refresh_and_the_mark_survives_joining():
    shy, plain = Router(), Router()
    shy.on(Ring, refreshes=True)(lambda turn, verb: {})
    joined = plain.include([shy])
    assert joined.refreshes(Ring.name)
    assert not joined.refreshes("test_hearing.other")


async def test_everything_heard_takes_its_turn_before_any_other_row(hearing, monkeypatch):
    order = []
    take_turn, find = hearing_module.outbox.turnstile, memory.find
    monkeypatch.setattr(
        hearing_module.outbox, "turnstile", lambda tx: order.append("turn") or take_turn(tx)
    )
    monkeypatch.setattr(memory, "find", lambda tx, key: order.append("find") or find(tx, key))
    await hearing.hear(heard())
    assert order[:2] == ["turn", "find"]


async def test_read_receipt_marks_what_was_posted_and_neither_takes_a_turn_nor_is_remembered(
    hearing, monkeypatch, sqlite_storage
):
    told, turns = [], []
    monkeypatch.setattr(hearing_module.outbox, "turnstile", turns.append)
    monkeypatch.setattr(
        hearing_module.outbox, "seen", lambda tx, place, upto, at: told.append((place, upto)) or 1
    )
    assert await hearing.hear(heard(Event.READ, id="r1", upto="1764000000000")) is None
    assert told == [("a:1", "1764000000000")]
    assert turns == []
    assert await sqlite_storage.read("t1", lambda tx: tx.all(memory.HEARD.select())) == []

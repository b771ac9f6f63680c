"""Channels and group chats: known by what Teams sends, pressed in, and never told a name."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from bot.clock import PracticeClock
from bot.delivery import outbox, places
from bot.delivery.crowd import Verdict
from bot.delivery.findings import found
from bot.delivery.place_rows import PLACE_CHECK
from bot.errors import Refused
from bot.people import imports, references
from bot.settings import Settings
from bot.turns.door import hearing as door
from bot.turns.door.activities import incoming
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.privately import privately
from bot.turns.router import Router
from cards import common
from cards.verbs import Verb

AAD = "a0000000-0000-4000-8000-00000000000a"
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
CHAT = Conversation(
    id="19:grade3@thread.v2", kind="groupChat", service_url="http://127.0.0.1:1/", name="3学年"
)
CHANNEL = Conversation(
    id="19:general@thread.tacv2;messageid=17",
    kind="channel",
    service_url="http://127.0.0.1:1/",
    team="19:general@thread.tacv2",
    channel="19:general@thread.tacv2",
    group="77777777-0001",
    name="一般",
    team_name="職員室",
)
PERSONAL = Conversation(id="a:1", kind="personal", service_url="http://127.0.0.1:1/")
SHARED = Path(__file__).parents[4] / "shared" / "conformance" / "protocol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Verb):
    name: ClassVar[str] = "test_elsewhere.tick"
    how: Literal["shown", "refused", "privately"] = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own(Verb):
    name: ClassVar[str] = "test_elsewhere.own"


for _verb in (Tick, Own):
    Verb.known.pop(_verb.name)


@pytest.fixture(autouse=True)
def _verbs_are_known():
    Verb.known |= {Tick.name: Tick, Own.name: Own}
    yield
    del Verb.known[Tick.name], Verb.known[Own.name]


@pytest.fixture
def turns():
    return []


@pytest.fixture
def hearing(sqlite_storage, tmp_path, turns):
    inner, router = Router(), Router()

    @inner.on(Tick, among=True)
    def tick(turn, verb):
        turns.append(turn)
        if verb.how == "refused":
            raise Refused("common.refused.gone")
        content = common.answer(turn.lang, "確認しました", ["青葉 灯さんはお休みです"])
        return privately(turn, content) if verb.how == "privately" else content

    @inner.on(Own)
    def own(turn, verb):
        turns.append(turn)
        return common.answer(turn.lang, "自分だけ")

    router.include([inner])
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
    settings = Settings(app_id="x", tenant_id="t1", credential="static", static_token="x")
    clock = PracticeClock(NOW)
    return Hearing(sqlite_storage, router, fallbacks, clock=clock, settings=settings)


def heard(event: Event, conversation: Conversation = CHAT, id: str = "1", **more: Any) -> Heard:
    return Heard(
        event=event,
        tenant="t1",
        activity_id=id,
        conversation=conversation,
        aad_object_id=AAD,
        teams_id="29:1",
        **more,
    )


def press(how: str = "shown", conversation: Conversation = CHAT, **more: Any) -> Heard:
    more = {"verb": Tick.name, "data": {"how": how}, "replied_to": "17", "execute": True, **more}
    return heard(Event.PRESS, conversation, **more)


async def chosen(storage, conversation: str = CHAT.id) -> int:
    def choose(tx):
        place = places.find(tx, conversation)
        places.own(tx, place.id, "school:1")
        return place.id

    return await storage.write("t1", choose)


@pytest.fixture
async def place(hearing, sqlite_storage):
    await hearing.hear(heard(Event.INSTALLED, id="0"))
    return await chosen(sqlite_storage)


async def test_a_press_in_a_staff_place_is_told_in_words_and_its_card_is_never_shown(
    hearing, turns, place
):
    answer = await hearing.hear(press())
    assert (answer.card, answer.text) == (None, "確認しました")
    [turn] = turns
    assert (turn.place, turn.replied_to) == (place, "17")


async def test_a_press_in_a_thread_of_a_channel_is_of_the_channel(hearing, turns, sqlite_storage):
    await hearing.hear(heard(Event.INSTALLED, CHANNEL, id="0"))
    place = await chosen(sqlite_storage, places.root(CHANNEL.id))
    assert (await hearing.hear(press(conversation=CHANNEL))).text == "確認しました"
    assert turns[0].place == place


async def test_an_old_clients_press_in_a_staff_place_is_answered_to_nobody(hearing, turns, place):
    assert await hearing.hear(press(execute=False)) is None
    assert len(turns) == 1


async def test_what_only_one_may_read_goes_to_their_own_chat(hearing, place, sqlite_storage):
    await hearing.hear(heard(Event.INSTALLED, PERSONAL, id="p"))
    answer = await hearing.hear(press("privately"))
    assert (answer.card, answer.text) == (None, "個人チャットに送りました。")
    [notice] = await sqlite_storage.read(
        "t1", lambda tx: outbox.of(tx, kind="turns.privately", prefix="")
    )
    [copy] = await sqlite_storage.read("t1", lambda tx: outbox.copies(tx, notice.id))
    assert (copy.conversation, copy.place) == (PERSONAL.id, 0)


async def test_in_the_own_chat_it_is_the_answer_itself(hearing, sqlite_storage):
    answer = await hearing.hear(press("privately", PERSONAL))
    assert "青葉" in answer.card.decode()


async def test_without_an_own_chat_nothing_is_told(hearing, place):
    answer = await hearing.hear(press("privately"))
    assert answer.card is None
    assert "個人チャットがまだない" in answer.text


async def test_a_refusal_in_a_staff_place_leaves_the_card_as_it_is(hearing, place):
    answer = await hearing.hear(press("refused"))
    assert answer.card is None
    assert answer.text


async def test_only_verbs_that_say_so_can_be_pressed_among_others(hearing, turns, place):
    answer = await hearing.hear(press(verb=Own.name, data={}))
    assert (answer.card, turns) == (None, [])
    assert "1対1" in answer.text


async def test_nothing_can_be_pressed_where_no_school_has_chosen(hearing, turns):
    await hearing.hear(heard(Event.INSTALLED, id="0"))
    answer = await hearing.hear(press())
    assert (answer.card, turns) == (None, [])


async def test_a_card_that_is_looked_at_among_others_stays_as_it_is(hearing, turns, place):
    seen = heard(Event.REFRESH, verb=Tick.name, data={}, execute=True)
    answer = await hearing.hear(seen)
    assert (answer.card, answer.text, turns) == (None, "", [])


async def test_words_in_a_channel_make_the_place_known_although_they_are_refused(
    hearing, sqlite_storage
):
    await hearing.hear(heard(Event.MESSAGE, CHANNEL, text="出欠の連絡先"))
    known = await sqlite_storage.read("t1", lambda tx: places.find(tx, CHANNEL.id))
    assert (known.name, known.team, known.thread) == ("職員室 一般", CHANNEL.group, CHANNEL.team)
    assert (known.owner, known.recheck) == ("", 1)


@pytest.mark.parametrize("event", [Event.MEMBERS_ADDED, Event.MEMBERS_REMOVED, Event.CHANGED])
async def test_whoever_comes_or_goes_ends_what_was_found(hearing, sqlite_storage, place, event):
    def check(tx):
        found(tx, places.get(tx, place), Verdict(), kind="chat", real=NOW)
        places.asked(tx, place)

    await sqlite_storage.write("t1", check)
    await hearing.hear(heard(event, id="2", members=("x",)))
    assert await sqlite_storage.read("t1", lambda tx: tx.first(PLACE_CHECK.select())) is None
    assert (await sqlite_storage.read("t1", lambda tx: places.get(tx, place))).recheck == 1


async def test_an_app_that_is_removed_leaves_the_place_in_trouble(hearing, sqlite_storage, place):
    await hearing.hear(heard(Event.UNINSTALLED, id="2"))
    gone = await sqlite_storage.read("t1", lambda tx: places.get(tx, place))
    assert (gone.trouble, gone.told) == (places.REMOVED, 0)
    assert await sqlite_storage.read("t1", lambda tx: references.find_channel(tx, CHAT.id)) is None


async def test_a_personal_chat_is_no_place(hearing, sqlite_storage):
    await hearing.hear(heard(Event.INSTALLED, PERSONAL))
    await hearing.hear(press("shown", PERSONAL, id="2"))
    assert await sqlite_storage.read("t1", lambda tx: places.find(tx, PERSONAL.id)) is None


def recorded() -> dict[str, Any]:
    file = SHARED / "playground-activities.json"
    if not file.is_file():
        pytest.skip("the recorded activities of Teams' own playground are not beside the checkout")
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("where", ["group", "team", "channel"])
async def test_recorded_activities_of_teams_make_a_place_and_end_it(
    hearing, sqlite_storage, where: str
):
    found = recorded()

    async def hear(name: str, event: Event) -> Heard:
        activity = incoming(found[f"{name}@{where}"])
        moved = event in (Event.MEMBERS_ADDED, Event.MEMBERS_REMOVED, Event.CHANGED)
        said = door.moved(activity, "t1") if moved else door.heard(activity, "t1", event)
        assert said.event is event
        await hearing.hear(said)
        return said

    said = await hear("install", Event.INSTALLED)
    place = await sqlite_storage.read("t1", lambda tx: places.find(tx, said.conversation.id))
    assert place.kind == ("chat" if where == "group" else "team")
    if where != "group":
        assert place.team == "44444444-4444-4444-4444-444444444444"
        assert place.thread == "19:general@thread.tacv2"
    for name, event in (
        ("userAdded", Event.MEMBERS_ADDED),
        ("userRemoved", Event.MEMBERS_REMOVED),
    ):
        await sqlite_storage.write("t1", lambda tx: places.asked(tx, place.id))
        await hear(name, event)
        now = await sqlite_storage.read("t1", lambda tx: places.get(tx, place.id))
        assert now.recheck == 1
    if where != "group":
        await sqlite_storage.write("t1", lambda tx: places.asked(tx, place.id))
        await hear("channelDeleted", Event.CHANGED)
        assert (await sqlite_storage.read("t1", lambda tx: places.get(tx, place.id))).recheck == 1
    await hear("uninstall", Event.UNINSTALLED)
    gone = await sqlite_storage.read("t1", lambda tx: places.get(tx, place.id))
    assert gone.trouble == places.REMOVED

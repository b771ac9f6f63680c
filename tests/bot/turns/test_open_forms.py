"""A press on a posted copy: the form it opens is left alone, its refusal stands above the card."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Literal

import orjson
import pytest
from sqlalchemy import select, update

from bot.clock import PracticeClock, real_now
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import Mistyped, Refused
from bot.people import imports, languages, references, store
from bot.people.references import Reference
from bot.settings import Settings
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.router import Router
from cards import common
from cards.elements import press
from cards.lang import Lang
from cards.verbs import Verb

AAD = "a0000000-0000-4000-8000-00000000000a"
OTHER = "a0000000-0000-4000-8000-00000000000b"
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
CHAT, MESSAGE = "a:1", "1700000000001"
SERVICE = "http://127.0.0.1:1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Verb):
    name: ClassVar[str] = "test_open_forms.ask"
    answer: Literal["form", "mistyped", "refused", "quoted", "done"]


Verb.known.pop(Ask.name)  # known only to the tests of this file


@pytest.fixture(autouse=True)
def _ask_is_known():
    Verb.known[Ask.name] = Ask
    yield
    del Verb.known[Ask.name]


def form(lang, words="どれですか"):
    asked = {"type": "Input.Text", "id": "words", "label": words}
    return {**common.answer(lang, words), "body": [{"type": "Container", "items": [asked]}]}


def card(words):
    """A notice's card, which asks for its own state when it is looked at."""
    look = {"action": {"type": "Action.Execute", "verb": Ask.name}, "userIds": ["@recipient@"]}
    shown = common.answer(Lang.of("ja"), words, ["本文"])
    return {**shown, "refresh": look, "actions": [press("済み", Ask(answer="done"))]}


@dataclass
class Chat:
    """A person's chat with one posted card in it."""

    storage: object
    hearing: Hearing
    notice: int
    copy: int
    person: int
    last: int = 0

    async def press(self, answer, *, event=Event.PRESS, execute=True, replied_to=MESSAGE, who=AAD):
        self.last += 1
        return await self.hearing.hear(
            Heard(
                event=event,
                tenant="t1",
                activity_id=str(self.last),
                conversation=Conversation(id=CHAT, kind="personal", service_url=SERVICE),
                aad_object_id=who,
                teams_id="29:1x",
                bot_id="28:b",
                locale="ja-JP",
                verb=Ask.name,
                data={"answer": answer, "delivery": self.copy},
                replied_to=replied_to,
                execute=execute,
            )
        )

    def row(self):
        return self.storage.read_now("t1", lambda tx: tx.first(select(DELIVERY)))

    def still_for(self):
        """How long edits of the copy wait yet."""
        until = self.row().still_until
        return timedelta() if until is None else until - real_now()

    def revise(self):
        words = {"ja": card("改")}
        self.storage.write_now("t1", lambda tx: outbox.revise(tx, notice=self.notice, cards=words))


def answers(router):
    @router.on(Ask, refreshes=True)
    def ask(turn, verb):
        match verb.answer:
            case "form":
                return form(turn.lang)
            case "mistyped":
                raise Mistyped(Refused("common.refused.gone"), form(turn.lang))
            case "refused":
                raise Refused("common.refused.gone")
            case "quoted":
                return common.answer(turn.lang, '"type":"Input.Text"')
        return common.answer(turn.lang, "済み")


def posted(tx):
    person = store.find_by_aad(tx, AAD, NOW.date()).id
    known = {"aad_object_id": AAD, "conversation": CHAT, "service_url": SERVICE}
    references.keep(tx, Reference(**known, teams_id="29:1x", bot_id="28:b"), at=NOW)
    notice = outbox.post(
        tx,
        kind="test",
        source_key="k",
        lane=Lane.ANSWER,
        due_at=NOW,
        expires_at=NOW + timedelta(days=1),
        cards={"ja": card("初")},
        summaries={},
        to=(person,),
    )
    shown = {"state": "sent", "activity_id": MESSAGE, "shown_revision": 1, "try_at": None}
    tx.run(update(DELIVERY).values(shown))
    return notice, outbox.copies(tx, notice)[0].id, person


@pytest.fixture
def chat(sqlite_storage, tmp_path):
    router = Router()
    answers(router)
    file = tmp_path / "people.csv"
    file.write_text(
        "aad_object_id,name,mail,department,post,grade,superior_post,municipality,roles,language,"
        "from,to,leave_from,leave_to\n"
        f"{AAD},青葉 灯,aoba@city.example,総務課,総務課長,課長,,,,ja,,,,\n"
        f"{OTHER},若葉 光,wakaba@city.example,総務課,総務係長,係長,,,,ja,,,,\n",
        encoding="utf-8",
    )
    today = date(2026, 11, 24)
    imports.load(sqlite_storage, "t1", file, today=today, finally_=lambda tx, done: None)
    here = sqlite_storage.write_now("t1", posted)
    fallbacks = Fallbacks(
        welcome=lambda turn: common.answer(turn.lang, "ようこそ"),
        unheard=lambda turn: common.answer(turn.lang, "わかりません"),
    )
    clock = PracticeClock(NOW)
    hearing = Hearing(sqlite_storage, router, fallbacks, clock=clock, settings=Settings())
    return Chat(sqlite_storage, hearing, *here)


async def test_a_form_keeps_edits_waiting_for_two_minutes(chat):
    await chat.press("form")
    assert timedelta(seconds=110) < chat.still_for() <= timedelta(minutes=2)
    chat.revise()
    assert chat.row().try_at == chat.row().still_until


@pytest.mark.parametrize("answer", ["done", "refused", "no such answer"])
async def test_the_next_press_lets_them_go_whatever_it_is(chat, answer):
    await chat.press("form")
    chat.revise()
    await chat.press(answer)
    assert chat.row().still_until is None
    assert chat.row().try_at <= real_now()


@pytest.mark.parametrize("again", ["form", "mistyped"])
async def test_a_form_that_follows_or_comes_back_goes_on_waiting(chat, again):
    await chat.press("form")
    chat.revise()
    before = chat.row().try_at
    await chat.press(again)
    assert chat.row().try_at == chat.row().still_until > before


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        ("done", {}),
        ("quoted", {}),  # the words of an input, and no input
        ("form", {"execute": False}),  # an old client gets a message of its own
        ("form", {"event": Event.REFRESH}),
        ("form", {"replied_to": "17"}),  # another message
        ("form", {"replied_to": ""}),
    ],
)
async def test_nothing_else_keeps_an_edit_waiting(chat, answer, how):
    await chat.press(answer, **how)
    assert chat.row().still_until is None


async def test_looking_at_the_card_elsewhere_does_not_close_the_form(chat):
    await chat.press("form")
    await chat.press("done", event=Event.REFRESH)
    assert chat.still_for() > timedelta(minutes=1)


async def test_an_ordinary_press_costs_no_statement_more(chat, monkeypatch):
    await chat.press("done")
    told = []
    monkeypatch.setattr(outbox, "stand_still", lambda *given: told.append(given))
    monkeypatch.setattr("bot.delivery.presses.let_go", lambda *given: told.append(given))
    await chat.press("done")
    assert told == []


GONE = Lang.of("ja").t("common.refused.gone")


def said(answer):
    return str(orjson.loads(answer.card)["body"])


async def test_what_is_refused_is_told_above_the_card_which_can_be_pressed_again(chat):
    answer = await chat.press("refused")
    shown = orjson.loads(answer.card)
    assert [GONE in str(part) for part in shown["body"]] == [False, True, False]
    assert "本文" in said(answer)
    assert shown["actions"][0]["data"]["delivery"] == chat.copy
    assert "refresh" not in shown  # news would come without the reason
    assert GONE in answer.summary


async def test_a_card_that_was_changed_meanwhile_comes_as_it_is_now(chat):
    chat.revise()
    assert "改" in said(await chat.press("refused"))


@pytest.mark.parametrize("how", [{"who": OTHER}, {"replied_to": "17"}, {"execute": False}])
async def test_nothing_but_the_reason_is_told_elsewhere(chat, how):
    assert "本文" not in said(await chat.press("refused", **how))


async def test_card_and_reason_are_in_the_reader_s_language(chat):
    words = {"ja": card("初"), "en": card("first")}
    chat.storage.write_now("t1", lambda tx: outbox.revise(tx, notice=chat.notice, cards=words))
    chat.storage.write_now("t1", lambda tx: languages.choose(tx, chat.person, "en"))
    answer = await chat.press("refused")
    assert "first" in said(answer)
    assert Lang.of("en").t("common.refused.gone") in said(answer)


@pytest.mark.parametrize("over", ["withdraw", "withdraw many", "close"])
async def test_what_is_over_is_not_shown_again(chat, over, monkeypatch):
    if over == "withdraw many":  # whose deletion comes later
        monkeypatch.setattr("bot.delivery.rows.MANY", 0)

    def end(tx):
        if over == "close":
            tx.run(update(NOTICE).values(payload=None))
        else:
            outbox.withdraw(tx, notice=chat.notice)

    chat.storage.write_now("t1", end)
    assert "本文" not in said(await chat.press("refused"))

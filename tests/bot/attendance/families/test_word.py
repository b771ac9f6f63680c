"""The family word is compared before the press's transaction, and each wrong one is counted."""

import asyncio
import threading
from typing import Any

import orjson
import pytest

from bot.attendance.model import Door
from bot.attendance.rules import words as rules
from bot.attendance.store import words
from bot.attendance.store.words import Word
from bot.clock import PracticeClock
from bot.ledger.record import ENTRY
from bot.settings import Settings
from bot.turns.heard import Answer, Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from cards import common
from cards.attendance.verbs import family as view
from cards.verbs import Verb
from tests.bot.attendance.families.conftest import CHILD, HARU, NOW, ROUTER, WORD, Town, said

WRONG = "ちがう・ことば"


@pytest.fixture
def hearing(town: Town) -> Hearing:
    town.give_word()

    def none(turn: Any) -> Any:
        return common.answer(turn.lang, "")

    fallbacks = Fallbacks(welcome=none, unheard=none)
    return Hearing(town.storage, ROUTER, fallbacks, clock=PracticeClock(NOW), settings=Settings())


def pressed(verb: Verb, activity: str, **more: Any) -> Heard:
    place = Conversation(id="a:1", kind="personal", service_url="http://127.0.0.1:1/")
    given: dict[str, Any] = {
        "event": Event.PRESS,
        "tenant": "city",
        "activity_id": activity,
        "conversation": place,
        "aad_object_id": CHILD,
        "teams_id": "29:c1",
        "bot_id": "28:b",
        "locale": "ja-JP",
        "verb": verb.name,
        "data": verb.data(),
        "execute": True,
    }
    return Heard(**{**given, **more})


def words_of(answer: Answer | None) -> str:
    assert answer is not None and answer.card is not None
    return said(orjson.loads(answer.card))


def kept(town: Town) -> Word:
    child = town.pupil(HARU)
    found = town.read(lambda tx: words.state(tx, child.id))
    assert found is not None
    return found


def remembered(town: Town) -> list[str]:
    rows = town.read(lambda tx: tx.all(ENTRY.select().order_by(ENTRY.c.seq)))
    return [row.act for row in rows if row.act.startswith("attendance.word_")]


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads on which a slow hash was made."""
    found: list[str] = []
    slow = rules._slow

    def noted(peppered: str, salt: bytes) -> bytes:
        found.append(threading.current_thread().name)
        return slow(peppered, salt)

    monkeypatch.setattr(rules, "_slow", noted)
    return found


async def test_the_slow_hash_is_made_once_and_never_in_the_writers_thread(
    town: Town, hearing: Hearing, hashing: list[str]
) -> None:
    writer = town.write(lambda tx: threading.current_thread().name)
    send = view.FamilySend(draft_id=town.begun(CHILD), word=WORD)
    answer = await hearing.hear(pressed(send, "1"))
    assert "学校に届きました（確認前）" in words_of(answer)
    assert [one.door for one in town.reports()] == [Door.WORD]
    assert len(hashing) == 1 and writer not in hashing
    town.begun(CHILD)
    back = view.FamilyTakeBack(
        report_id=town.reports()[0].id, version=town.reports()[0].version, day=NOW.date(), word=WORD
    )
    await hearing.hear(pressed(back, "2"))
    assert not any(one.counts for one in town.reports())
    assert len(hashing) == 2 and writer not in hashing


async def test_five_wrong_words_lock_it_and_the_right_one_opens_nothing(
    town: Town, hearing: Hearing, hashing: list[str]
) -> None:
    draft = town.begun(CHILD)
    for number in range(5):
        wrong = view.FamilySend(draft_id=draft, word=WRONG)
        await hearing.hear(pressed(wrong, str(number)))
        assert kept(town).tries == number + 1
    assert kept(town).locked_at is not None
    assert remembered(town) == [*["attendance.word_wrong"] * 4, "attendance.word_locked"]
    await hearing.hear(pressed(view.FamilySend(draft_id=draft, word=WORD), "6"))
    assert town.reports() == ()
    assert len(hashing) == 5  # while it is locked nobody's time is spent


async def test_a_press_that_is_undone_doesnt_take_its_count_back(
    town: Town, hearing: Hearing
) -> None:
    """The form comes back for another reason: the wrong word beside it was tried all the same."""
    draft = town.begun(CHILD, kind="late")
    wrong = view.FamilySend(draft_id=draft, word=WRONG, arrives="25:99")
    for number in range(4):
        await hearing.hear(pressed(wrong, str(number)))
    assert kept(town).tries == 4
    assert remembered(town) == ["attendance.word_wrong"] * 4
    await hearing.hear(pressed(wrong, "5"))
    assert kept(town).locked_at is not None


async def test_a_press_that_breaks_off_doesnt_take_its_count_back(
    town: Town, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any, **more: Any) -> Any:
        raise RuntimeError("the disk is full")

    draft = town.begun(CHILD)
    monkeypatch.setattr("bot.turns.copies.answered", broken)
    with pytest.raises(RuntimeError):
        await hearing.hear(pressed(view.FamilySend(draft_id=draft, word=WRONG), "1"))
    assert kept(town).tries == 1


async def test_what_teams_sends_again_counts_once(town: Town, hearing: Hearing) -> None:
    wrong = pressed(view.FamilySend(draft_id=town.begun(CHILD), word=WRONG), "same")
    first = await hearing.hear(wrong)
    assert await hearing.hear(wrong) == first
    assert kept(town).tries == 1


async def test_many_at_once_try_no_more_than_five(town: Town, hearing: Hearing) -> None:
    draft = town.begun(CHILD)
    wrong = [pressed(view.FamilySend(draft_id=draft, word=WRONG), str(n)) for n in range(9)]
    right = pressed(view.FamilySend(draft_id=draft, word=WORD), "right")
    await asyncio.gather(*(hearing.hear(one) for one in (*wrong, right)))
    assert kept(town).tries == 5
    assert kept(town).locked_at is not None
    assert town.reports() == ()


async def test_a_word_that_was_changed_meanwhile_is_compared_again(
    town: Town, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office gives out another word while the old one is being compared."""
    draft = town.begun(CHILD)
    work = hearing._bench.work

    async def changed(slow: Any) -> Any:
        found = await work(slow)
        await asyncio.to_thread(town.give_word, HARU, "あたらしい・ことば")
        return found

    monkeypatch.setattr(hearing._bench, "work", changed)
    await hearing.hear(pressed(view.FamilySend(draft_id=draft, word=WORD), "1"))
    assert town.reports() == ()
    assert kept(town).tries == 1
    assert remembered(town) == ["attendance.word_wrong"]


async def test_nothing_is_tried_for_another_childs_draft_or_before_others(
    town: Town, hearing: Hearing, hashing: list[str]
) -> None:
    draft = town.begun(CHILD)
    send = view.FamilySend(draft_id=draft, word=WRONG)
    await hearing.hear(pressed(send, "1", aad_object_id="c3"))
    await hearing.hear(pressed(send, "2", aad_object_id="nobody"))
    await hearing.hear(pressed(view.FamilySend(draft_id=draft, word=""), "3"))
    channel = Conversation(id="19:x", kind="channel", service_url="http://127.0.0.1:1/")
    await hearing.hear(pressed(send, "4", conversation=channel))
    assert (hashing, kept(town).tries) == ([], 0)


async def test_what_teams_sends_again_meanwhile_counts_once(town: Town, hearing: Hearing) -> None:
    wrong = pressed(view.FamilySend(draft_id=town.begun(CHILD), word=WRONG), "same")
    first, second = await asyncio.gather(hearing.hear(wrong), hearing.hear(wrong))
    assert first == second
    assert kept(town).tries == 1
    assert remembered(town) == ["attendance.word_wrong"]

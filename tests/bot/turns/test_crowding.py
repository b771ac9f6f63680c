"""Nobody is drowned out: a person's rate, what is open at once, and what the turned away get."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import metrics
from bot.turns.crowding import Allowance, Crowded, Crowding, Limits
from bot.turns.heard import Answer, Conversation, Event, Heard

CHAT = Conversation(id="a:1", kind="personal", service_url="https://smba.example/")
FEW = Limits(
    asked_at_once=3,
    asked_a_second=0.5,
    redrawn_at_once=2,
    redrawn_a_second=1,
    open_of_tenant=2,
    open_in_all=3,
)


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Ear:
    """Hears everything, and answers once it is let."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.let = asyncio.Event()
        self.let.set()

    async def __call__(self, heard: Heard) -> Answer | None:
        self.heard.append(heard)
        await self.let.wait()
        return Answer(text="heard")


def made(event: Event = Event.PRESS, who: str = "sato", **more: Any) -> Heard:
    given: dict[str, Any] = {"tenant": "t1", "activity_id": "", "execute": event is Event.PRESS}
    return Heard(event=event, conversation=CHAT, aad_object_id=who, **{**given, **more})


@pytest.fixture
def real() -> Seconds:
    return Seconds()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def crowding(ear: Ear, real: Seconds) -> Crowding:
    return Crowding(ear, FEW, real=real)


async def presses(crowding: Crowding, count: int, **more: Any) -> list[str]:
    answers = [await crowding.hear(made(**more)) for _ in range(count)]
    return [answer.text if answer else "" for answer in answers]


async def test_a_person_is_heard_until_the_allowance_is_used_up(crowding: Crowding) -> None:
    told = await presses(crowding, 5)
    assert told[:3] == ["heard"] * 3
    assert "もう一度お試しください" in told[3]
    assert told[3] == told[4]


async def test_a_press_too_many_leaves_the_card_and_reaches_nobody(
    crowding: Crowding, ear: Ear
) -> None:
    await presses(crowding, 3)
    answer = await crowding.hear(made())
    assert answer is not None
    assert (answer.card, answer.status) == (None, 200)
    assert len(ear.heard) == 3


async def test_words_come_in_the_language_of_their_teams(crowding: Crowding) -> None:
    await presses(crowding, 3)
    assert "try again" in (await presses(crowding, 1, locale="en-US"))[0]
    assert "thử lại" in (await presses(crowding, 1, locale="vi-VN"))[0]


async def test_whoever_waits_is_heard_again(crowding: Crowding, real: Seconds) -> None:
    await presses(crowding, 4)
    real.now += 2
    assert await presses(crowding, 1) == ["heard"]
    assert await presses(crowding, 1) != ["heard"]


async def test_one_persons_flood_takes_nothing_from_another(crowding: Crowding) -> None:
    await presses(crowding, 9)
    assert await presses(crowding, 1, who="mori") == ["heard"]
    assert await presses(crowding, 1, tenant="t2") == ["heard"]


@pytest.mark.parametrize("event", [Event.MESSAGE, Event.PRESS])
async def test_what_is_answered_by_messages_is_told_once_in_a_while_and_never_lost_in_silence(
    crowding: Crowding, ear: Ear, real: Seconds, event: Event
) -> None:
    told = await presses(crowding, 4, event=event, execute=False)
    assert told[:3] == ["heard"] * 3
    assert "もう一度お試しください" in told[3]
    for _ in range(2):
        with pytest.raises(Crowded):
            await crowding.hear(made(event, execute=False))
    real.now += 30
    assert (await presses(crowding, 1, event=event, execute=False)) == ["heard"]
    assert len(ear.heard) == 4


async def test_what_teams_sends_again_is_never_told_that_it_was_too_much(
    crowding: Crowding, ear: Ear
) -> None:
    """It may have been done the first time; its stored answer is replayed behind us."""
    for number in range(3):
        await presses(crowding, 1, activity_id=f"f:{number}")
    assert await presses(crowding, 1, activity_id="f:1") == ["heard"]
    assert await presses(crowding, 1, activity_id="f:3") != ["heard"]
    assert await presses(crowding, 1, activity_id="f:3") != ["heard"]
    assert len(ear.heard) == 4


async def test_only_the_last_of_what_was_let_in_may_come_again(ear: Ear, real: Seconds) -> None:
    crowding = Crowding(ear, Limits(asked_at_once=9), real=real)
    for number in range(9):
        await presses(crowding, 1, activity_id=f"f:{number}")
    assert await presses(crowding, 1, activity_id="f:8") == ["heard"]
    assert await presses(crowding, 1, activity_id="f:0") != ["heard"]


async def test_edits_and_likes_without_end_reach_nobody(crowding: Crowding, ear: Ear) -> None:
    await presses(crowding, 50, event=Event.OTHER)
    assert len(ear.heard) == FEW.redrawn_at_once
    assert await presses(crowding, 1) == ["heard"]


async def test_what_was_turned_away_is_counted_and_took_no_time(crowding: Crowding) -> None:
    def counted(name: str, **labels: str) -> float:
        return metrics.REGISTRY.get_sample_value(name, labels) or 0.0

    room = made().room
    turns = {"room": room, "event": "press", "status": "too_often"}
    before, timed = counted("renkei_turns_total", **turns), "renkei_turn_seconds_count"
    seconds = counted(timed, room=room, event="press")
    await presses(crowding, 5)
    assert counted("renkei_turns_total", **turns) == before + 2
    assert counted(timed, room=room, event="press") == seconds


async def test_words_and_presses_are_counted_together(crowding: Crowding) -> None:
    await presses(crowding, 2, event=Event.MESSAGE)
    assert (await presses(crowding, 2))[0] == "heard"
    assert (await presses(crowding, 1))[0] != "heard"


async def test_redrawing_has_an_allowance_of_its_own_and_is_left_out_in_silence(
    crowding: Crowding,
) -> None:
    assert await presses(crowding, 3, event=Event.REFRESH) == ["heard", "heard", ""]
    assert await presses(crowding, 1) == ["heard"]


@pytest.mark.parametrize(
    "event",
    [
        Event.READ,
        Event.INSTALLED,
        Event.UNINSTALLED,
        Event.MEMBERS_ADDED,
        Event.MEMBERS_REMOVED,
        Event.CHANGED,
    ],
)
async def test_what_tells_of_the_tenant_is_never_turned_away(
    crowding: Crowding, event: Event
) -> None:
    assert await presses(crowding, 20, event=event) == ["heard"] * 20


async def test_a_person_without_a_directory_id_is_known_by_their_teams_id(
    crowding: Crowding,
) -> None:
    await presses(crowding, 3, who="", teams_id="29:a")
    assert await presses(crowding, 1, who="", teams_id="29:b") == ["heard"]


async def opened(crowding: Crowding, ear: Ear, *tenants: str) -> list["asyncio.Task[Any]"]:
    ear.let.clear()
    found = [
        asyncio.create_task(crowding.hear(made(who=f"one{number}", tenant=tenant)))
        for number, tenant in enumerate(tenants)
    ]
    await asyncio.sleep(0)
    return found


async def test_a_tenant_has_so_many_open_and_others_still_come_in(
    crowding: Crowding, ear: Ear
) -> None:
    waiting = await opened(crowding, ear, "t1", "t1")
    assert "混み合って" in (await presses(crowding, 1))[0]
    waiting += await opened(crowding, ear, "t2")
    assert "混み合って" in (await presses(crowding, 1, tenant="t3"))[0]
    ear.let.set()
    assert [answer.text for answer in await asyncio.gather(*waiting)] == ["heard"] * 3
    assert await presses(crowding, 1) == ["heard"]


async def test_a_message_that_finds_no_place_is_refused_to_teams(
    crowding: Crowding, ear: Ear
) -> None:
    waiting = await opened(crowding, ear, "t1", "t1")
    with pytest.raises(Crowded):
        await crowding.hear(made(Event.MESSAGE))
    assert await crowding.hear(made(Event.REFRESH)) is None
    ear.let.set()
    await asyncio.gather(*waiting)


async def test_a_place_is_given_back_where_hearing_fails(real: Seconds) -> None:
    async def fails(heard: Heard) -> Answer | None:
        raise ValueError(heard.event)

    crowding = Crowding(fails, FEW, real=real)
    for number in range(5):
        with pytest.raises(ValueError, match="press"):
            await crowding.hear(made(who=f"one{number}"))


async def test_only_so_many_people_are_remembered(
    crowding: Crowding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.crowding._PEOPLE", 10)
    for number in range(50):
        await presses(crowding, 1, who=f"one{number}")
    assert len(crowding._people) == 10


@given(st.lists(st.floats(0, 5), max_size=80))
def test_no_pattern_of_pauses_takes_more_than_the_allowance(pauses: list[float]) -> None:
    allowance = Allowance(5, 0.5, 5, 0.0)
    now, taken = 0.0, 0
    for pause in pauses:
        now += pause
        taken += allowance.take(now)
    assert taken <= 5 + now * 0.5 + 1e-6

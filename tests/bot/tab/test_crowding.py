"""One person who asks without end takes nobody else's place."""

import asyncio
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.settings import Settings
from bot.slice import Panel
from bot.tab.crowding import Crowding
from bot.tab.reading import Me, Reading
from bot.tab.sign_on import Caller
from bot.turns.door.refusals import TurnedAway
from cards.lang import Lang

ONE = Caller(tenant="t", aad_object_id="1")
OTHER = Caller(tenant="t", aad_object_id="2")


def test_too_many_of_one_person_are_turned_away_and_others_are_not():
    crowding = Crowding(most=2)
    with crowding.among(ONE), crowding.among(ONE):
        with pytest.raises(TurnedAway) as refused, crowding.among(ONE):
            pytest.fail("a third one came in")
        assert refused.value.status == 429
        with crowding.among(OTHER):
            pass
    with crowding.among(ONE):
        pass


def test_who_has_failed_makes_room_again():
    crowding = Crowding(most=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), crowding.among(ONE):
            raise ValueError("broken")
    assert not crowding._inside, "nobody is remembered who asks nothing"


class Slow:
    """A storage whose reads take until they are let go; `begun`: for whom."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.over = asyncio.Event()

    async def read(self, tenant: str, work: Any) -> tuple[Any, bool]:
        del work
        self.begun.append(tenant)
        await self.over.wait()
        return None, False


async def test_a_slow_panel_is_read_for_another_while_one_person_asks_often():
    storage = Slow()
    panel = Panel(name="slow", view=Me, offered=bool, read=lambda *_: None, slow=True)
    reading = Reading(storage, [panel], clock=SystemClock(), settings=Settings())  # type: ignore[arg-type]
    eager = Caller(tenant="eager", aad_object_id="1")
    other = Caller(tenant="other", aad_object_id="2")
    asking = [
        asyncio.create_task(reading.panel(one, Lang("ja"), "slow", {}))
        for one in (*[eager] * 5, other)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert storage.begun == ["eager", "other"]
    storage.over.set()
    await asyncio.gather(*asking)
    assert len(storage.begun) == 6

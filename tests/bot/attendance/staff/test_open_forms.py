"""A teacher fills in 「未着あり」 on the roster card while the families' words go on coming."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from bot.attendance import emptying, leaving, telling
from bot.attendance.model import Roll
from bot.attendance.store import pupils, rolls
from bot.attendance.turns import roll as roll_turns
from bot.clock import PracticeClock, real_now
from bot.delivery import claims, results, stillness
from bot.delivery.claims import Attempt, Shelf
from bot.delivery.outcomes import Sent
from bot.delivery.results import Result
from bot.delivery.retry import Work
from bot.delivery.rows import DELIVERY, NOTICE
from bot.people import references
from bot.people.references import Reference
from bot.settings import Settings
from bot.storage.tx import Tx
from bot.turns.heard import Answer, Conversation, Event, Heard
from bot.turns.hearing import Fallbacks, Hearing
from bot.turns.router import Router
from cards import common
from cards.attendance.verbs import day as verbs
from cards.verbs import Verb
from tests.bot.attendance.staff.conftest import TENANT, City, said

SERVICE = "http://127.0.0.1:1/"
STAFF = ("homeroom", "deputy")


@dataclass
class Morning:
    """A class's roster card in its teachers' chats, and what is pressed and shown there."""

    city: City
    roll: Roll
    hearing: Hearing
    shown: dict[str, str] = field(default_factory=dict)
    pressed: int = 0

    def press(self, aad: str, verb: Verb) -> Answer:
        self.pressed += 1
        heard = Heard(
            event=Event.PRESS,
            tenant=TENANT,
            activity_id=str(self.pressed),
            conversation=Conversation(id=f"a:{aad}", kind="personal", service_url=SERVICE),
            aad_object_id=aad,
            teams_id=f"29:{aad}",
            bot_id="28:b",
            locale="ja-JP",
            verb=verb.name,
            data={**verb.data(), "delivery": self.copy(aad).id},
            replied_to=self.copy(aad).activity_id,
            execute=True,
        )
        answer = asyncio.run(self.hearing.hear(heard))
        assert answer is not None and answer.card is not None
        return answer

    def copy(self, aad: str) -> Any:
        mine = select(DELIVERY).where(
            DELIVERY.c.recipient == self.city.person(aad).id,
            DELIVERY.c.notice_id.in_(
                select(NOTICE.c.id).where(NOTICE.c.kind == "attendance.roster")
            ),
        )
        return self.city.read(lambda tx: tx.first(mine))

    def pump(self) -> set[str]:
        """Everything that is due goes out; in whose chats the roster was edited."""
        edited: set[str] = set()
        while held := self.city.write(self._claimed):
            self._land(held)
            copies = {self.copy(aad).id: aad for aad in STAFF}
            for one in held:
                if one.work is Work.EDIT and one.delivery in copies:
                    edited.add(copies[one.delivery])
                    self.shown[copies[one.delivery]] = said(
                        orjson.loads(one.activity())["attachments"][0]["content"]
                    )
        return edited

    def _claimed(self, tx: Tx) -> tuple[Attempt, ...]:
        given = {"owner": "me", "now": self.city.now, "real": real_now(), "most": 50}
        return claims.claim(tx, **given, lease=8.0, shelf=Shelf())

    def _land(self, held: Sequence[Attempt]) -> None:
        done = [
            Result(attempt=one, outcome=Sent(one.activity_id or f"{one.delivery}00"))
            for one in held
        ]
        self.city.write(lambda tx: results.settle(tx, done, owner="me", real=real_now()))


def met(tx: Tx) -> None:
    """Both teachers have the app."""
    for aad in STAFF:
        given = {"aad_object_id": aad, "conversation": f"a:{aad}", "service_url": SERVICE}
        references.keep(tx, Reference(**given, teams_id=f"29:{aad}", bot_id="28:b"), at=BEFORE)


BEFORE = City.now - timedelta(days=1)


@pytest.fixture
def morning(city: City) -> Morning:
    class_ = city.class_()

    def begun(tx: Tx) -> Roll:
        met(tx)
        rolls.open_many(tx, class_.school, city.today, ((class_.id, city.now),))
        telling.roster(tx, class_.id, city.today, city.now)
        opened = rolls.of(tx, class_.id, city.today)
        assert opened is not None
        return opened

    roll = city.write(begun)
    router = Router().include([city.router, roll_turns.router])
    words = Fallbacks(
        welcome=lambda turn: common.answer(turn.lang, "ようこそ"),
        unheard=lambda turn: common.answer(turn.lang, "わかりません"),
    )
    settings = Settings(tenants=(TENANT,))
    clock = PracticeClock(city.now)
    found = Morning(
        city, roll, Hearing(city.storage, router, words, clock=clock, settings=settings)
    )
    found.pump()
    found.press("homeroom", verbs.OpenMissing(roll_id=roll.id))
    return found


def test_a_report_meanwhile_is_shown_to_the_deputy_at_once_and_to_the_presser_afterwards(
    morning: Morning,
):
    morning.city.report("P1")
    assert morning.pump() == {"deputy"}
    assert "青木 子1" in morning.shown["deputy"]
    third = str(morning.city.pupil("P3").id)
    begun = verbs.Missing(roll_id=morning.roll.id, version=morning.roll.version, pupils=third)
    answer = morning.press("homeroom", begun)
    assert "Input." not in answer.card.decode()
    assert morning.pump() == set(STAFF)
    for aad in STAFF:
        assert "青木 子1" in morning.shown[aad] and "青木 子3" in morning.shown[aad]


def test_after_two_minutes_it_is_shown_all_the_same(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stillness, "LONGEST", timedelta(seconds=-1))
    morning.press("homeroom", verbs.OpenMissing(roll_id=morning.roll.id))
    morning.city.report("P1")
    assert morning.pump() == set(STAFF)


def test_a_child_who_is_protected_meanwhile_leaves_every_copy_at_once(morning: Morning):
    city = morning.city
    city.report("P1")
    morning.pump()
    child = city.pupil("P1")

    def protect(tx: Tx) -> None:
        pupils.protect(tx, child, protected=True)
        leaving.at_once(tx, child.id, city.now)

    city.write(protect)
    assert morning.pump() == set(STAFF)


def test_a_day_that_ends_empties_every_copy_at_once(morning: Morning):
    city = morning.city
    school = city.school()
    city.write(lambda tx: emptying.end_of_day(tx, school, city.today, city.now))
    assert morning.pump() == set(STAFF)
    assert "3年2組" not in morning.shown["homeroom"]

"""A city that trains its staff: a few people with their heads, and courses with sessions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Mistyped
from bot.ledger.model import Actor
from bot.people import absences
from bot.people import store as people
from bot.people.model import Person
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import (
    Completion,
    Course,
    CourseState,
    Enrolment,
    How,
    Org,
    Question,
    Quota,
    Session,
    State,
    Wave,
)
from bot.training.store import completions, courses, enrolments, quotas, sessions, waves
from bot.training.turns import checks, course, enrolling, heads, mine, substitutes
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb
from tests.peopled import Peopled

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)  # a Tuesday after a holiday
STARTS = datetime(2026, 12, 10, 13, 30, tzinfo=TOKYO)
ROUTER = Router().include(
    part.router for part in (course, enrolling, substitutes, checks, heads, mine)
)
HEADINGS = (
    "aad_object_id",
    "name",
    "mail",
    "department",
    "post",
    "superior_post",
    "municipality",
    "roles",
)
PEOPLE = (
    ("t1", "青木 一", "aoki@akatsuki.example.jp", "企画課", "主事", "課長", "あかつき市", "staff"),
    (
        "t2",
        "上田 二",
        "ueda@akatsuki.example.jp",
        "企画課",
        "課長",
        "部長",
        "あかつき市",
        "manager",
    ),
    ("t3", "江口 三", "eguchi@akatsuki.example.jp", "企画部", "部長", "", "あかつき市", "manager"),
    ("t4", "大野 四", "ono@akatsuki.example.jp", "企画課", "", "", "あかつき市", "staff"),
    ("t5", "加藤 五", "kato@akatsuki.example.jp", "人事課", "", "", "あかつき市", "training_desk"),
    ("t6", "木村 六", "kimura@hinode.example.jp", "総務課", "", "", "ひので町", "staff"),
    ("t7", "久保 七", "kubo@akatsuki.example.jp", "", "", "", "あかつき市", "pupil"),
    ("t8", "小林 八", "kobayashi@akatsuki.example.jp", "水道課", "", "", "あかつき市", "staff"),
    (
        "t9",
        "佐藤 九",
        "sato@hinode.example.jp",
        "総務課",
        "",
        "",
        "ひので町",
        "training_coordinator",
    ),
)
QUESTIONS = (
    Question(text="会議を録画してよいのは", choices=("だれでも", "主催者が認めたとき"), right=1),
    Question(text="画面の共有を終えるには", choices=("停止を押す", "電源を切る"), right=0),
)
COURSE = Course(
    id=0,
    code="teams",
    year=2026,
    title="オンライン会議研修",
    to=("all",),
    finish_by=date(2027, 3, 31),
    state=CourseState.OPEN,
)


@dataclass
class City:
    """A tenant on SQLite whose civil time the test sets."""

    storage: Storage
    tenant: str = "city"
    now: datetime = NOW
    public_url: str = ""

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def person(self, aad: str) -> Person:
        found = self.read(lambda tx: people.find_by_aad(tx, aad, self.now.date()))
        assert found is not None
        return found

    def turn(self, tx: Tx, aad: str, lang: str = "ja") -> Turn:
        today = self.now.date()
        person = people.find_by_aad(tx, aad, today)
        assert person is not None
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, today),
            lang=Lang(lang),
            now=self.now,
            today=today,
            actor=Actor.press(aad),
            tx=tx,
            public_url=self.public_url,
        )

    def away(self, aad: str, deputy: str) -> None:
        """Somebody is away today, and another acts for them."""
        who, other, today = self.person(aad).id, self.person(deputy).id, self.now.date()
        self.write(lambda tx: absences.set_away(tx, who, today, today, other, at=self.now))

    # what people do

    def press(self, aad: str, verb: Verb, lang: str = "ja") -> Any:
        return self.write(lambda tx: ROUTER.press(self.turn(tx, aad, lang), verb.name, verb.data()))

    def refused(self, aad: str, verb: Verb) -> str:
        """The card with which a press comes back, in words; nothing has changed."""
        with pytest.raises(Mistyped) as error:
            self.press(aad, verb)
        return said(error.value.form)

    def say(self, aad: str, words: str) -> Any:
        return self.write(lambda tx: ROUTER.say(self.turn(tx, aad), words))

    # what stands

    def course(self, **more: Any) -> Course:
        return self.write(lambda tx: courses.add(tx, replace(COURSE, **more)))

    def session(self, of: Course, *quota: tuple[str, int], **more: Any) -> Session:
        """A session with so many seats, and quotas of municipalities."""
        starts = more.pop("starts_at", STARTS)
        given: dict[str, Any] = {
            "number": 1,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=1, minutes=30),
            "place": "研修室",
            "seats": 2,
            "deadline": starts - timedelta(days=3),
        }
        new = Session(id=0, course=of.id, **{**given, **more})

        def add(tx: Tx) -> Session:
            added = sessions.add(tx, new)
            bound = [Quota(org=Org.MUNICIPALITY, name=name, seats=most) for name, most in quota]
            quotas.put(tx, added, bound)
            return added

        return self.write(add)

    def wave(self, of: Course, number: int, *municipalities: str) -> None:
        wave = Wave(
            course=of.id,
            number=number,
            title=f"第{number}期",
            first=date(2026, 12, 1),
            last=date(2026, 12, 28),
        )

        def put(tx: Tx) -> None:
            waves.put(tx, wave)
            for name in municipalities:
                waves.choose(tx, of.id, name, number, person=None, at=self.now)

        self.write(put)

    def finished(self, of: Course, aad: str) -> None:
        done = Completion(course=of.id, person=self.person(aad).id, on=self.now.date(), how=How.LMS)
        self.write(lambda tx: completions.add(tx, done))

    def enrolled(self, session: Session, aad: str, *, wait: bool = False) -> Enrolment:
        """Somebody enrols, without the presses."""
        person = self.person(aad)
        outcome = self.write(lambda tx: seats.enrol(tx, person, session.id, self.now, wait))
        assert outcome.enrolment is not None
        return outcome.enrolment

    def mine(self, of: Course, aad: str) -> Enrolment:
        found = self.read(lambda tx: enrolments.of(tx, of.id, self.person(aad).id))
        assert found is not None
        return found

    def state(self, of: Course, aad: str) -> State | None:
        found = self.read(lambda tx: enrolments.of(tx, of.id, self.person(aad).id))
        return found.state if found else None

    def session_now(self, session: Session) -> Session:
        return self.read(lambda tx: sessions.get(tx, session.id))


def said(card: Any) -> str:
    """All words of a card, buttons' too."""
    if isinstance(card, dict):
        own = [str(card[key]) for key in ("text", "title", "value", "label") if key in card]
        return "\n".join([*own, *(said(one) for one in card.values())])
    return "\n".join(said(one) for one in card) if isinstance(card, list) else ""


def verbs(card: Any) -> list[str]:
    """What the buttons of a card send."""
    if isinstance(card, dict):
        own = [card["verb"]] if card.get("type") == "Action.Execute" else []
        return [*own, *(name for one in card.values() for name in verbs(one))]
    return [name for one in card for name in verbs(one)] if isinstance(card, list) else []


@pytest.fixture
def city(peopled: Peopled) -> City:
    return City(peopled("city", (HEADINGS, *PEOPLE)))

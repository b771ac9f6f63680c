from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import home
from bot.delivery.payload import sealing_key, unseal
from bot.delivery.rows import DELIVERY, NOTICE
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.people import imports, references, store
from bot.people.references import Reference
from bot.slice import Due, Slice, Tick
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.lang import Lang

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
HEADINGS = "aad_object_id,name,mail,department,post,superior_post,roles,from,to"


@pytest.fixture
def load(sqlite_storage, tmp_path):
    """Imports rows written as CSV and gives everybody a chat."""

    def load(*rows, today=TODAY, headings=HEADINGS):
        file = tmp_path / "people.csv"
        file.write_text("\n".join((headings, *rows)), encoding="utf-8")
        imports.load(sqlite_storage, "t", file, today=today, finally_=lambda tx, done: None)
        for row in rows:
            aad = row.split(",")[0]
            chat = Reference(aad_object_id=aad, conversation=f"a:{aad}", service_url="https://s/")
            sqlite_storage.write_now("t", lambda tx, c=chat: references.keep(tx, c, at=at(today)))

    return load


@pytest.fixture
def office(load):
    load(
        "a1,山田太郎,yamada@akatsuki.example,総務課,課長,部長,manager,,",
        "a2,佐藤花子,sato@akatsuki.example,総務課,係長,課長,,,",
        "a3,鈴木一,suzuki@akatsuki.example,総務部,部長,,manager,,",
        "a4,佐藤次郎,jiro@akatsuki.example,福祉課,係長,,,,",
    )


@pytest.fixture
def lines():
    """What the slices below have for a person (by directory id) or a post (by its name)."""
    return {}


@pytest.fixture
def built(lines):
    def due_for(tx, person, today):
        return tuple(lines.get(person.aad_object_id, ()))

    def title_of(tx, subject):
        return "みどり川市との協定" if subject == "agreement:7" else ""

    def due_of(tx, post, today):
        return tuple(lines.get(store.get_post(tx, post, today).name, ()))

    below = Slice(name="below", router=Router(), due_for=due_for, due_of=due_of, title_of=title_of)
    return home.build((below,))


@pytest.fixture
def turn(sqlite_storage):
    """Runs something with the turn of a person, in a transaction."""

    def turn(aad, work, today=TODAY, hour=9):
        def inside(tx):
            person = store.find_by_aad(tx, aad, today)
            return work(
                Turn(
                    person=person,
                    holders=store.holders_of(tx, person.id, today),
                    lang=Lang.of(person.language),
                    now=at(today, hour),
                    today=today,
                    actor=Actor.press(pseudonyms.of(tx, person.id)),
                    tx=tx,
                )
            )

        return sqlite_storage.write_now("t", inside)

    return turn


@pytest.fixture
def say(built, turn):
    return lambda aad, text, **when: turn(aad, lambda one: built.router.say(one, text), **when)


@pytest.fixture
def press(built, turn):
    return lambda aad, verb, **when: turn(aad, lambda one: built.router.answer(one, verb), **when)


@pytest.fixture
def tick(built, sqlite_storage):
    """Runs home's jobs at an hour of a day in Tokyo."""

    def tick(today, hour=9):
        def run(tx):
            now = at(today, hour).astimezone(TOKYO)
            for job in built.jobs:
                job.run(Tick(now=now, today=today, actor=Actor.job(job.name), tx=tx))

        sqlite_storage.write_now("t", run)

    return tick


@pytest.fixture
def sent(sqlite_storage):
    """Who was sent what so far: (kind, directory id)."""

    def sent(kind=None):
        rows = select(NOTICE.c.kind, DELIVERY.c.recipient).join(
            DELIVERY, DELIVERY.c.notice_id == NOTICE.c.id
        )

        def read(tx):
            return [
                (row.kind, store.get(tx, row.recipient, TODAY).aad_object_id)
                for row in tx.all(rows.order_by(NOTICE.c.id))
                if kind in (None, row.kind)
            ]

        return sqlite_storage.read_now("t", read)

    return sent


@pytest.fixture
def written(sqlite_storage):
    """What the cards of a kind say in Japanese."""

    def opened(tx, row):
        key = sealing_key(row.kind, row.source_key)
        return unseal(tx, key=key, guard=row.guard, sealed=row.payload).activities["ja"].decode()

    def written(kind):
        rows = select(NOTICE).where(NOTICE.c.kind == kind).order_by(NOTICE.c.id)
        return sqlite_storage.read_now("t", lambda tx: [opened(tx, row) for row in tx.all(rows)])

    return written


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO)


def due(day, title="みどり川市との協定", **given):
    return Due(day=day, title=title, what="agreements.what.renewal", subject="agreement:7", **given)

"""The practice tenant after its first morning, laid still: who is who, and what there is."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from sqlalchemy import select

from bot import practice, slices
from bot.agreements.store import register
from bot.delivery.payload import sealing_key, unseal
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import BotError, NotFound, Refused
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Holders, Person, Role
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.turns import links
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.verbs import Verb

T = TypeVar("T")
OWNER, STRANGER = "owner", "nobody's"
_SOMEBODY = "somebody:"
ROLES = (*(role.value for role in Role), OWNER, STRANGER)
ROUTER = slices.router()


class _Undone(Exception):
    """What was tried is taken back, whatever came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a press or of words: a card, or the reason of a refusal; "" for no answer."""

    card: dict[str, Any] | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`cast`: one person for each role, and whoever a card was posted to, with their posts."""

    storage: Storage
    tenant: str
    now: datetime
    cast: dict[str, tuple[Person, Holders]]

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, work)

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.storage.write_now(self.tenant, work)

    def lay(self, role: str, verb: Verb) -> None:
        """Press in earnest: what comes of it stays."""
        self.write(lambda tx: ROUTER.answer(self._turn(tx, role), verb))

    def attempt(self, role: str, work: Callable[[Turn], Any]) -> Tried:
        """What comes of it when somebody of this role tries; nothing of it stays."""
        tried: list[Tried] = []

        def run(tx: Tx) -> None:
            try:
                tried.append(Tried(card=work(self._turn(tx, role))))
            except Refused as error:
                tried.append(Tried(refused=error.reason))
            except NotFound:
                tried.append(Tried(refused="common.refused.gone"))
            except BotError as error:
                tried.append(Tried(refused=type(error).__name__))
            raise _Undone

        with contextlib.suppress(_Undone):
            self.storage.write_now(self.tenant, run)
        return tried[0]

    def stay(self, role: str, verb: str, data: dict[str, Any]) -> None:
        """Press in earnest as a card sends it."""
        self.write(lambda tx: ROUTER.press(self._turn(tx, role), verb, data))

    def press(self, role: str, verb: str, data: dict[str, Any]) -> Tried:
        return self.attempt(role, lambda turn: ROUTER.press(turn, verb, data))

    def say(self, role: str, words: str) -> Tried:
        return self.attempt(role, lambda turn: ROUTER.say(turn, words))

    def follow(self, role: str, page: str, subject: str) -> Tried:
        """Open a link of one's own to a page."""
        link = links.Link(aad_object_id=role, page=page, subject=subject)
        return self.attempt(role, lambda turn: {"page": ROUTER.open(turn, link)})

    def link(self, address: str) -> links.Link:
        """What a link on a card says."""
        token = address.rpartition("/")[2]
        return self.read(lambda tx: links.opened(tx, token, self.now))

    def _turn(self, tx: Tx, role: str) -> Turn:
        person, holders = self.cast[role]
        return Turn(
            person=person,
            holders=holders,
            lang=Lang("ja"),
            now=self.now,
            today=self.now.date(),
            actor=Actor.press(role),
            tx=tx,
            public_url="http://127.0.0.1:3978",
        )

    def posted(self) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
        """Every card that was posted, in Japanese, and some of those whose it is."""
        rows = self.read(lambda tx: tx.all(select(NOTICE).order_by(NOTICE.c.id)))
        for row in rows:
            with contextlib.suppress(BotError, KeyError):
                cards = self.read(lambda tx, row=row: _cards(tx, row))  # type: ignore[misc]
                theirs = self._recipients(row.id)
                yield from ((card, theirs) for card in cards)

    def _recipients(self, notice: int) -> tuple[str, ...]:
        """The first people that a notice is for; they join the cast."""
        today, of_it = self.now.date(), DELIVERY.c.notice_id == notice
        first = select(DELIVERY.c.recipient).where(of_it).order_by(DELIVERY.c.recipient).limit(2)

        def found(tx: Tx) -> list[tuple[Person, Holders]]:
            seen = (people.find(tx, row.recipient, today) for row in tx.all(first))
            return [(one, people.holders_of(tx, one.id, today)) for one in seen if one]

        theirs = self.read(found)
        self.cast.update({f"{_SOMEBODY}{one.id}": (one, posts) for one, posts in theirs})
        return tuple(f"{_SOMEBODY}{one.id}" for one, _ in theirs)


def _cards(tx: Tx, row: Any) -> list[dict[str, Any]]:
    key = sealing_key(row.kind, row.source_key)
    payload = unseal(tx, key=key, guard=row.guard, sealed=row.payload)
    activity = orjson.loads(payload.activities["ja"])
    return [one["content"] for one in activity.get("attachments", ())]


def built(folder: Path) -> World:
    """The practice tenant as it is after its first morning, with nobody in it."""
    with pytest.MonkeyPatch.context() as patch:  # where the practice tenant's identity is found
        for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
            patch.setenv(name, "")
        settings, now = asyncio.run(_lived(folder))
    storage = open_storage(settings)
    found = World(storage=storage, tenant=settings.home, now=now, cast={})
    found.cast.update(found.read(lambda tx: _cast(tx, now)))
    return found


async def _lived(folder: Path) -> tuple[Settings, datetime]:
    running = await practice.start(folder, port=0, fresh=False)
    try:
        if running.gathering is not None:
            await running.gathering
        for settle in (running.house.settle_pulses, running.house.errands.settle):
            await settle()
        await running.house.engine.settle()
        settings = running.house.settings
        return settings, running.clock.now().astimezone(settings.zone)
    finally:
        await running.stop()


def _cast(tx: Tx, now: datetime) -> dict[str, tuple[Person, Holders]]:
    """Who has the role and as little else as possible; a newcomer where the city has nobody."""
    today = now.date()

    def posts(person: Person) -> Holders:
        return people.holders_of(tx, person.id, today) if person.id else Holders()

    def little(person: Person) -> tuple[int, int, int]:
        held = [holder.post for holder in posts(person).of]
        return len(person.roles), len(register.owned_by(tx, held)), person.id

    found = {
        role.value: min(people.with_role(tx, role, today), key=little, default=_newcomer(role))
        for role in Role
    }
    owner = next(one.post for one in register.every(tx))
    staff = people.with_role(tx, Role.STAFF, today)
    found[OWNER] = next(one for one in staff if posts(one).owning([owner]))
    found[STRANGER] = replace(_newcomer(Role.STAFF), roles=frozenset())
    return {role: (person, posts(person)) for role, person in found.items()}


def _newcomer(role: Role) -> Person:
    return Person(
        id=0, aad_object_id=f"new-{role.value}", name="", mail="", roles=frozenset((role,))
    )

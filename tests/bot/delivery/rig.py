"""A practice tenant, a database with its people, and an engine between them."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import String, bindparam, insert, select

from bot.delivery import outbox
from bot.delivery.connector import Connector, open_session
from bot.delivery.engine import Engine
from bot.delivery.limiter import Limiter
from bot.delivery.outbox import Copy
from bot.delivery.rows import DELIVERY, State
from bot.delivery.sender import Guards
from bot.delivery.tempo import Tempo
from bot.delivery.tokens import open_tokens
from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.people.tables import LISTING, PERSON, REFERENCE, REGISTER
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.delivery.engines import APP, NOW, QUICK, TOKEN, Clock, engine_of, settings_for

__all__ = ["APP", "NOW", "QUICK", "TOKEN", "Clock", "engine_of", "settings_for"]

LAST = date(9999, 12, 31)


def member(number: int, tenant: str) -> Person:
    return Person(
        aad_object_id=f"{tenant[:24]}{number:012d}",
        name=f"試験 {number}郎",
        mail=f"shiken{number}@akatsuki.example",
    )


def card(words: str = "更新のお知らせ") -> dict[str, Any]:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": words,
        "refresh": {"userIds": ["@recipient@"]},
        "body": [{"type": "TextBlock", "text": words, "wrap": True}],
        "actions": [{"type": "Action.Execute", "verb": "seen", "data": {"delivery": "@delivery@"}}],
    }


def enlist(
    tx: Tx, people: Sequence[Person], spec: TenantSpec, service_url: str, *, language: str = "ja"
) -> list[int]:
    """Write people and their conversations into the register; their ids."""
    if tx.first(REGISTER.select()) is None:
        tx.run(insert(REGISTER), generation=1)
    return [_enlist(tx, person, spec, service_url, language) for person in people]


_ADD_PERSON = (
    insert(PERSON)
    .values(key=bindparam("key"), language=bindparam("language"))
    .returning(PERSON.c.id)
)
_ADD_LISTING, _ADD_REFERENCE = insert(LISTING), insert(REFERENCE)
_WORDS = {c.name: "" for c in LISTING.c if isinstance(c.type, String) and c.name != "tenant_id"}


def _enlist(tx: Tx, person: Person, spec: TenantSpec, service_url: str, language: str) -> int:
    number = int(tx.value(_ADD_PERSON, key=person.aad_object_id, language=language))
    known = {"aad_object_id": person.aad_object_id, "name": person.name, "mail": person.mail}
    listed = {**_WORDS, **known, "generation": 1, "person": number, "language": language}
    tx.run(_ADD_LISTING, **listed, left_on=LAST)
    if service_url:
        refer(tx, person, spec, service_url)
    return number


def refer(tx: Tx, person: Person, spec: TenantSpec, service_url: str) -> None:
    tx.run(
        _ADD_REFERENCE,
        aad_object_id=person.aad_object_id,
        channel="",
        conversation=spec.personal_chat(person),
        service_url=service_url,
        teams_id=person.teams_id,
        bot_id=spec.bot_id,
        seen_at=NOW,
    )


@dataclass
class Rig:
    """What a delivery test touches."""

    storage: Storage
    tenant: str
    emulator: Emulator
    connector: Connector
    clock: Clock
    members: tuple[Person, ...]
    people: list[int] = field(default_factory=list)
    queue: str = ""  # the database of Procrastinate; without one each process pumps for itself

    def engine(
        self,
        *,
        limited: bool = False,
        tempo: Tempo = QUICK,
        limiter: Limiter | None = None,
        guard: Guards | None = None,
    ) -> Engine:
        return engine_of(
            self.queue,
            [self.tenant],
            storage=self.storage,
            connector=self.connector,
            limiter=limiter or Limiter(self.storage, limited=limited),
            clock=self.clock,
            tempo=tempo,
            guard=guard,
        )

    @asynccontextmanager
    async def running(self, **settings: Any) -> AsyncIterator[Engine]:
        engine = self.engine(**settings)
        await engine.start()
        try:
            yield engine
        finally:
            await engine.stop()

    async def write(self, work: Any) -> Any:
        return await self.storage.write(self.tenant, work)

    async def post(self, key: str = "k", *, to: Sequence[int] | None = None, **more: Any) -> int:
        given = {
            "kind": "test",
            "source_key": key,
            "lane": 2,
            "due_at": self.clock.at,
            "expires_at": self.clock.at + timedelta(days=7),
            "cards": {"ja": card(), "en": card("Renewal")},
            "summaries": {"ja": "お知らせ", "en": "Notice"},
            "to": self.people if to is None else to,
            **more,
        }
        notice: int = await self.write(lambda tx: outbox.post(tx, **given))
        return notice

    async def copies(self, notice: int) -> tuple[Copy, ...]:
        found: tuple[Copy, ...] = await self.storage.read(
            self.tenant, lambda tx: outbox.copies(tx, notice)
        )
        return found

    async def numbers(self, notice: int) -> dict[State, int]:
        """The states that occur, after checking that they sum to the audience."""
        numbers, copies = await self.storage.read(
            self.tenant, lambda tx: (outbox.numbers(tx, notice), outbox.copies(tx, notice))
        )
        assert sum(numbers.values()) == len(copies)
        return {state: count for state, count in numbers.items() if count}

    async def doubted(self) -> set[int]:
        """The copies of which at least one posting had no certain answer."""
        doubted = select(DELIVERY.c.id).where(DELIVERY.c.uncertain > 0)
        rows = await self.storage.read(self.tenant, lambda tx: tx.all(doubted))
        return {row.id for row in rows}

    def words(self, number: int) -> list[str]:
        """What stands in a person's chat now."""
        messages = self.emulator.inbox(self.members[number])
        return [m.card["fallbackText"] for m in messages if m.card and not m.deleted]

    def block(self, number: int) -> None:
        self.emulator.block(self.members[number])


@asynccontextmanager
async def practice(
    storage: Storage,
    tenant: str,
    *,
    members: int = 3,
    limits: Limits | None = None,
    queue: str = "",
    **more: Any,
) -> AsyncIterator[Rig]:
    """A running practice tenant whose members all have the app, known to the database."""
    people = tuple(member(number, tenant) for number in range(members))
    spec = TenantSpec(tenant_id=tenant, name="試験", app_id=APP, people=people)
    emulator = Emulator(spec, limits=limits or Limits.none(), **more)
    await emulator.start()
    emulator.login.accept(TOKEN, audience=BOT_FRAMEWORK)
    for person in people:
        await emulator.install(person, conversation=False)
    settings = settings_for(tenant)
    session, tokens = open_session(), open_tokens(settings)
    connector = Connector(session, tokens, settings)
    rig = Rig(storage, tenant, emulator, connector, Clock(), people, queue=queue)
    rig.people = await rig.write(lambda tx: enlist(tx, people, spec, emulator.service_url))
    try:
        yield rig
    finally:
        await tokens.close()
        await session.close()
        await emulator.stop()


def arrived(emulator: Emulator) -> Counter[int]:
    """By Microsoft's own record: how often each delivery id was really posted."""
    posted: Counter[int] = Counter()
    for call in emulator.history:
        if call.method == "POST" and call.applied:
            posted[delivery_of(call.raw)] += 1
    return posted


def delivery_of(raw: bytes) -> int:
    content = orjson.loads(raw)["attachments"][0]["content"]
    return int(content["actions"][0]["data"]["delivery"])


def overtakings(emulator: Emulator) -> list[str]:
    """Activities that were edited or deleted before they were posted, or after their deletion."""
    found, life = [], defaultdict(list)
    for call in emulator.history:
        if call.applied and call.activity_id:
            life[call.conversation, call.activity_id].append(call.method)
    for methods in life.values():
        if methods[0] != "POST" or "POST" in methods[1:] or "DELETE" in methods[:-1]:
            found.append(" ".join(methods))
    return found

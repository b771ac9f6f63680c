"""Staff rooms of a practice tenant, and the guard that looks into them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from azure.core.credentials import AccessToken
from sqlalchemy import insert, select

from bot.delivery import encounters, places
from bot.delivery.encounters import Met
from bot.delivery.guard import Guard
from bot.delivery.place_rows import PLACE, PLACE_CHECK
from bot.delivery.places import Destination
from bot.delivery.rows import EXPOSURE
from bot.emulator.login import GRAPH
from bot.emulator.places import Channel, GroupChat, Seat, Team
from bot.emulator.tenant import Person
from bot.people.model import Role
from bot.people.tables import FIRST, ROLE
from bot.storage.tx import Tx
from graph import Graph
from graph.client import Client
from tests.bot.delivery.rig import LAST, NOW, Rig, enlist, member

TOKYO = ZoneInfo("Asia/Tokyo")
OWNER = "school:1"
CHAT = "19:grade3@thread.v2"
GENERAL, PRIVATE = "19:general@thread.tacv2", "19:grade3@thread.tacv2"
TEAM = "77777777-0000-4000-8000-000000000001"


class Issued:
    """A credential of the practice tenant's own login."""

    def __init__(self, emulator: Any) -> None:
        self._emulator = emulator

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(*self._emulator.login.issue(GRAPH, lifetime=3600.0))

    async def close(self) -> None: ...


@dataclass
class Rooms:
    """A chat, a team and a private channel in which only staff of one school are, each with the
    app. `whose`: the staff of another, by person."""

    rig: Rig
    team: Team
    chat: GroupChat
    guard: Guard = field(init=False)
    whose: dict[int, frozenset[str]] = field(default_factory=dict)

    def belonging(self, _: Tx, people: Sequence[int], on: date) -> Mapping[int, frozenset[str]]:
        del on
        return {person: self.whose.get(person, frozenset((OWNER,))) for person in people}

    async def met(self, conversation: str = CHAT, *, owner: str = OWNER) -> Destination:
        """The place as its installation makes it known, chosen by a school."""
        await self.rig.emulator.gathering.install(self.rig.members[0], conversation)
        found = self.rig.emulator.conversations.find(conversation)
        chat = found.kind == "groupChat"
        seen = Met(
            conversation=conversation,
            kind=places.CHAT if chat else places.TEAM,
            service_url=self.rig.emulator.service_url,
            name=found.name or "",
            team="" if chat else found.group_id,
            thread="" if chat else found.team_id,
            channel="" if chat else conversation,
        )

        def keep(tx):
            place = encounters.met(tx, seen, at=NOW)
            if owner:
                places.own(tx, place.id, owner)
            return places.get(tx, place.id)

        return await self.rig.write(keep)

    async def place(self, place: int) -> Destination:
        return await self.rig.write(lambda tx: places.get(tx, place))

    async def refusal(self, place: int, tries: int = 9) -> Any:
        return await self.guard.refusal(self.rig.tenant, place, tries)

    async def why(self, place: int) -> str:
        return getattr(await self.refusal(place), "reason", "")

    async def unsure(self, conversation: str = CHAT) -> None:
        """What an event of Teams' does."""
        await self.rig.write(lambda tx: encounters.changed(tx, conversation=conversation))

    async def forget(self) -> None:
        """Five minutes later."""
        await self.rig.write(lambda tx: tx.run(PLACE_CHECK.delete()))

    async def exposures(self) -> list[Any]:
        return await self.rig.write(lambda tx: tx.all(select(EXPOSURE).order_by(EXPOSURE.c.id)))

    async def places(self) -> list[Any]:
        return await self.rig.write(lambda tx: tx.all(select(PLACE).order_by(PLACE.c.id)))

    def standing(self, conversation: str = CHAT) -> list[str]:
        """What stands there now."""
        found = self.rig.emulator.conversations.find(conversation).messages.values()
        return [one.card["fallbackText"] for one in found if one.card and not one.deleted]

    async def somebody(self, number: int, *roles: Role) -> Person:
        """Another account of the tenant; without a role it is in no register."""
        person = member(number, self.rig.tenant)
        self.rig.emulator.tenant.put(person)
        if roles:
            await self.rig.write(lambda tx: _listed(tx, self.rig, person, roles))
        return person

    def reseat(self, **changes: Any) -> None:
        self.team = replace(self.team, **changes)
        self.rig.emulator.places.put(self.team)


def _listed(tx: Any, rig: Rig, person: Person, roles: Sequence[Role]) -> None:
    (number,) = enlist(tx, [person], rig.emulator.spec, "")
    give(tx, [number], *roles)


def give(tx: Any, people: Sequence[int], *roles: Role) -> None:
    for person in people:
        for role in roles:
            given = {"generation": 1, "person": person, "role": role.value}
            tx.run(insert(ROLE), **given, since=FIRST, until=LAST)


@asynccontextmanager
async def rooms(rig: Rig) -> AsyncIterator[Rooms]:
    seats = tuple(Seat(aad_object_id=one.aad_object_id) for one in rig.members)
    channels = (
        Channel(id=GENERAL, name="一般"),
        Channel(id=PRIVATE, name="3学年", kind="private", members=seats),
    )
    team = Team(id=TEAM, name="職員室", members=seats, channels=channels)
    chat = GroupChat(id=CHAT, name="3学年の職員", members=seats)
    rig.emulator.gathering.put(team)
    rig.emulator.gathering.put(chat)
    await rig.write(lambda tx: give(tx, rig.people, Role.STAFF, Role.TEACHER))
    host = rig.emulator.url.removeprefix("http://")
    graph = Graph(Client(Issued(rig.emulator), base_url=rig.emulator.graph_url, hosts=(host,)))
    found = Rooms(rig, team, chat)
    found.guard = Guard(rig.storage, lambda _: graph, rig.clock, TOKYO, found.belonging)
    try:
        yield found
    finally:
        await graph.close()

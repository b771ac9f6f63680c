"""Teams and group chats: the app comes and goes there, people do, guests among them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bot.emulator.activities import Activity
from bot.emulator.conversations import Conversation
from bot.emulator.gestures import Gestures, Who
from bot.emulator.graph_teams import Places
from bot.emulator.places import Channel, GroupChat, Seat, Team
from bot.emulator.postman import Reply
from bot.emulator.tenant import Person

GUESTS = ("客野 真央（ゲスト）", "外山 湊（ゲスト）", "旅田 蓮（ゲスト）")


class Gathering:
    """What people do in places that others see too: Graph, the chats and the bot know of it alike.

    A place is named by the id of its channel or chat. Who joins a team is in all its standard
    channels. With `told=False` Teams forgets to tell the bot, as it sometimes does.
    """

    def __init__(
        self, gestures: Gestures, places: Places, told: Callable[[Conversation], None]
    ) -> None:
        self._gestures = gestures
        self._places = places
        self._told = told

    def begin(self, teams: Sequence[Team], chats: Sequence[GroupChat]) -> None:
        """The places that the practice tenant starts with; the app is in none of them."""
        for team in teams:
            for channel in team.channels:
                self._open(_channel(team, channel, _seated(team, channel)))
        for chat in chats:
            self._open(_chat(chat))

    def _open(self, conversation: Conversation) -> None:
        self._gestures.conversations.add(conversation)

    def put(self, place: Team | GroupChat) -> None:
        """A place that comes later, without the app."""
        self._places.put(place)
        self.begin(*(((place,), ()) if isinstance(place, Team) else ((), (place,))))

    # the app

    async def install(self, who: Who, place: str) -> Reply:
        """Somebody adds the app to the chat, or to the team with this channel in mind."""
        person, there = self._there(who, place)
        for one in self._of_team(there):
            one.installed = True
        activities = self._gestures.activities
        await self._deliver(activities.members(person, there, bot_added=True))
        return await self._deliver(activities.installation(person, there, "add"))

    async def uninstall(self, who: Who, place: str) -> Reply:
        """Somebody removes the app from the chat or the team."""
        person, there = self._there(who, place)
        for one in self._of_team(there):
            one.installed = False
        main = self._of_team(there)[0]
        return await self._deliver(self._gestures.activities.installation(person, main, "remove"))

    # people

    async def add(self, who: Who, place: str, *people: Who, told: bool = True) -> Reply | None:
        """Members of the tenant come in; `who` has added them."""
        came = tuple(self._gestures.tenant.get(one) for one in people)
        seats = tuple(Seat(aad_object_id=one.aad_object_id) for one in came)
        return await self._come(who, place, came, seats, told=told)

    async def add_guest(self, who: Who, place: str, *, told: bool = True) -> Person:
        """Somebody of another organisation comes in."""
        number = sum(seat.guest for seat in self.seats(place))
        guest = _guest(place, number)
        seat = Seat(aad_object_id=guest.aad_object_id, name=guest.name, guest=True)
        await self._come(who, place, (guest,), (seat,), told=told)
        return guest

    async def remove(self, who: Who, place: str, *ids: str, told: bool = True) -> Reply | None:
        """People with these directory ids go; `who` has removed them."""
        gone = [seat for seat in self.seats(place) if seat.aad_object_id in ids]
        self._seat(place, tuple(seat for seat in self.seats(place) if seat not in gone))
        people = tuple(map(self._person, gone))
        return await self._tell(who, place, told, removed=people)

    def seats(self, place: str) -> tuple[Seat, ...]:
        """Who is there."""
        return self._places.seats(place)

    async def _come(
        self,
        who: Who,
        place: str,
        people: tuple[Person, ...],
        seats: tuple[Seat, ...],
        *,
        told: bool,
    ) -> Reply | None:
        self._seat(place, (*self.seats(place), *seats))
        return await self._tell(who, place, told, added=people)

    async def _tell(self, who: Who, place: str, told: bool, **people: Any) -> Reply | None:
        person, there = self._there(who, place)
        self._told(there)
        if not (told and there.installed):
            return None
        main, private = self._of_team(there)[0], self._places.is_private(place)
        activity = self._gestures.activities.members(
            person, there if private else main, of_channel=private, **people
        )
        return await self._deliver(activity)

    def _seat(self, place: str, seats: tuple[Seat, ...]) -> None:
        self._places.seat(place, seats)
        for one in self._of_team(self._conversation(place)):
            one.members = [seat.aad_object_id for seat in self._places.seats(one.id)]

    def _person(self, seat: Seat) -> Person:
        known = self._gestures.tenant.find(seat.aad_object_id)
        return known or _stranger(seat.aad_object_id, seat.name)

    # what outlives the process

    def saved(self) -> dict[str, list[dict[str, Any]]]:
        """Who is in which place."""
        groups = self._gestures.conversations.groups
        return {
            one.id: [asdict(seat) for seat in self._places.seats(one.id)]
            for one in groups
            if self._places.knows(one.id)
        }

    def restore(self, state: dict[str, list[dict[str, Any]]]) -> None:
        """Put back what `saved` took."""
        for place, seats in state.items():
            if self._places.knows(place):
                self._seat(place, tuple(Seat(**seat) for seat in seats))

    # where

    def _there(self, who: Who, place: str) -> tuple[Person, Conversation]:
        return self._gestures.tenant.get(who), self._conversation(place)

    def _conversation(self, place: str) -> Conversation:
        found = self._gestures.conversations.find(place)
        if found is None:
            raise KeyError("no such place in the practice tenant")
        return found

    def _of_team(self, there: Conversation) -> list[Conversation]:
        """All channels of its team, the General one first; a chat alone."""
        groups = self._gestures.conversations.groups
        found = [one for one in groups if there.team_id and one.team_id == there.team_id]
        return sorted(found, key=lambda one: one.id != one.team_id) or [there]

    async def _deliver(self, activity: Activity) -> Reply:
        return await self._gestures.deliver(activity)


def _seated(team: Team, channel: Channel) -> tuple[Seat, ...]:
    return team.members if channel.kind == "standard" else channel.members


def _channel(team: Team, channel: Channel, seats: Sequence[Seat]) -> Conversation:
    return Conversation(
        id=channel.id,
        kind="channel",
        members=[seat.aad_object_id for seat in seats],
        name=channel.name,
        team_id=team.channels[0].id,  # Teams names a team by its General channel
        team_name=team.name,
        group_id=team.id,
        installed=False,
    )


def _chat(chat: GroupChat) -> Conversation:
    members = [seat.aad_object_id for seat in chat.members]
    name = chat.name or None
    return Conversation(id=chat.id, kind="groupChat", members=members, name=name, installed=False)


def _guest(place: str, number: int) -> Person:
    digest = hashlib.sha256(f"{place}/{number}".encode()).hexdigest()
    id = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    return _stranger(id, GUESTS[number % len(GUESTS)])


def _stranger(aad_object_id: str, name: str) -> Person:
    mail = f"{aad_object_id}@guest.example"
    return Person(aad_object_id=aad_object_id, name=name, mail=mail, user_type="Guest")

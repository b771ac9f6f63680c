"""What the practice page asks about channels and group chats."""

from typing import Any

from aiohttp import web

from bot.emulator.asking import answered, guarded, text_of, wish_of, wrong
from bot.emulator.conversations import BOT, Conversation, Conversations, Message
from bot.emulator.gathering import Gathering
from bot.emulator.gestures import Gestures
from bot.emulator.places import Seat
from bot.emulator.shown import chat_message


class Gatherings:
    """The page's addresses below /practice/places, all JSON; `person` is who does it."""

    def __init__(
        self, gestures: Gestures, gathering: Gathering, conversations: Conversations
    ) -> None:
        self._gestures = gestures
        self._gathering = gathering
        self._conversations = conversations

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/practice/places", guarded(self.all)),
            web.get("/practice/places/{place}", guarded(self.one)),
            web.post("/practice/places/{place}/app", guarded(self.app)),
            web.post("/practice/places/{place}/add", guarded(self.add)),
            web.post("/practice/places/{place}/remove", guarded(self.remove)),
            web.post("/practice/places/{place}/say", guarded(self.say)),
        ]

    async def all(self, _request: web.Request) -> web.Response:
        """Every channel and group chat."""
        return answered({"places": [_place(one) for one in self._conversations.groups]})

    async def one(self, request: web.Request) -> web.Response:
        """One of them: what stands in it, and who is there."""
        there = self._there(request)
        messages = [self._message(message) for message in there.messages.values()]
        seats = self._seats(there)
        return answered({**_place(there), "messages": messages, "members": seats})

    async def app(self, request: web.Request) -> web.Response:
        """Add the app to it, or take it out."""
        there, wish = self._there(request), await wish_of(request)
        act = self._gathering.uninstall if there.installed else self._gathering.install
        await act(self._person(wish), there.id)
        return answered({"ok": True})

    async def add(self, request: web.Request) -> web.Response:
        """Bring somebody in: a member of the tenant by `who`, without it a guest."""
        there, wish = self._there(request), await wish_of(request)
        told = wish.get("told") is not False
        if wish.get("who") is None:
            await self._gathering.add_guest(self._person(wish), there.id, told=told)
        else:
            await self._gathering.add(
                self._person(wish), there.id, self._person(wish, "who"), told=told
            )
        return answered({"ok": True})

    async def remove(self, request: web.Request) -> web.Response:
        """Have somebody leave."""
        there, wish = self._there(request), await wish_of(request)
        told = wish.get("told") is not False
        await self._gathering.remove(self._person(wish), there.id, text_of(wish, "who"), told=told)
        return answered({"ok": True})

    async def say(self, request: web.Request) -> web.Response:
        """Somebody writes there, mentioning the bot."""
        there, wish = self._there(request), await wish_of(request)
        reply = await self._gestures.say(
            self._person(wish), text_of(wish, "text"), wish.get("locale"), conversation=there.id
        )
        return answered({"ok": reply["error"] is None})

    def _there(self, request: web.Request) -> Conversation:
        found = self._conversations.find(request.match_info["place"])
        if found is None or not found.is_group:
            raise web.HTTPNotFound(text='{"error":"place"}', content_type="application/json")
        return found

    def _person(self, wish: dict[str, Any], name: str = "person") -> str:
        found = self._gestures.tenant.find(text_of(wish, name))
        if found is None:
            raise wrong(name)
        return found.aad_object_id

    def _message(self, message: Message) -> dict[str, Any]:
        person = self._gestures.tenant.find(message.sender)
        name = "" if message.sender == BOT or person is None else person.name
        return {**chat_message(message), "name": name}

    def _seats(self, there: Conversation) -> list[dict[str, Any]]:
        try:
            seats = self._gathering.seats(there.id)
        except KeyError:  # a channel that only the bot's tests know
            seats = tuple(Seat(aad_object_id=one) for one in there.members)
        return [self._seat(seat) for seat in seats]

    def _seat(self, seat: Seat) -> dict[str, Any]:
        person = self._gestures.tenant.find(seat.aad_object_id)
        guest = seat.guest or not seat.aad_object_id or getattr(person, "user_type", "") == "Guest"
        return {
            "id": seat.aad_object_id,
            "name": person.name if person is not None else seat.name,
            "job_title": person.job_title if person is not None else "",
            "guest": guest,
        }


def _place(there: Conversation) -> dict[str, Any]:
    return {
        "id": there.id,
        "kind": there.kind,
        "name": there.name or "",
        "team": there.team_name or "",
        "installed": there.installed,
    }

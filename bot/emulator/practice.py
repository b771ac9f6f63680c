"""What the practice page asks for: people, chats, presses, the clock, trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import islice
from typing import Any

from aiohttp import web

from bot.emulator.asking import answered, guarded, text_of, wish_of, wrong
from bot.emulator.faults import Faults
from bot.emulator.gestures import Gestures
from bot.emulator.login import Login
from bot.emulator.postman import Reply
from bot.emulator.record import History
from bot.emulator.shown import chat_message, traffic_line
from bot.emulator.stream import Stream
from bot.emulator.tenant import Person
from bot.emulator.watching import Watch

Move = Callable[[datetime | None], Awaitable[datetime]]
_HITS = 20


class Practice:
    """The page's addresses, all JSON."""

    def __init__(
        self,
        gestures: Gestures,
        *,
        watch: Watch,
        stream: Stream,
        history: History,
        faults: Faults,
        now: Callable[[], datetime],
        mover: Callable[[], Move | None],
        login: Login,
        tab: Callable[[], str],
    ) -> None:
        self._gestures = gestures
        self._watch = watch
        self._looking: set[asyncio.Task[Reply | None]] = set()
        self._stream = stream
        self._history = history
        self._faults = faults
        self._now = now
        self._mover = mover
        self._login = login
        self._tab = tab

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/practice/state", guarded(self.state)),
            web.get("/practice/people", guarded(self.search)),
            web.get("/practice/chats/{person}", guarded(self.chat)),
            web.get("/practice/stream", guarded(self._stream.listen)),
            web.get("/practice/traffic", guarded(self.traffic)),
            web.post("/practice/say", guarded(self.say)),
            web.post("/practice/press", guarded(self.press)),
            web.post("/practice/refresh", guarded(self.refresh)),
            web.post("/practice/clock", guarded(self.clock)),
            web.post("/practice/sign-on", guarded(self.sign_on)),
            web.post("/practice/faults", guarded(self.trouble)),
        ]

    async def state(self, _request: web.Request) -> web.Response:
        """Who is there: the few by name, the crowd by its number."""
        spec = self._gestures.tenant.spec
        cast = (self._gestures.tenant.find(person.aad_object_id) for person in spec.people)
        return answered(
            {
                "tenant": {"name": spec.name, "id": spec.tenant_id},
                "tab": self._tab(),
                "bot": {"name": spec.bot_name, "name_en": spec.bot_name_en},
                "now": self._now().isoformat(),
                "people": [self._shown(person) for person in cast if person is not None],
                "crowd": self._watch.numbers(),
            }
        )

    async def search(self, request: web.Request) -> web.Response:
        """Those of everybody whose name, address, office or id fits, the first few of them."""
        words = request.query.get("q", "").lower().split()
        everybody = self._gestures.tenant.people if words else ()
        found = islice((one for one in everybody if _fits(one, words)), _HITS)
        return answered({"people": [self._shown(person) for person in found]})

    def _shown(self, person: Person) -> dict[str, Any]:
        return {
            "id": person.aad_object_id,
            "name": person.name,
            "job_title": person.job_title,
            "department": person.department,
            "roles": person.roles,
            "locale": person.locale,
            "teams_id": person.teams_id,
            "unread": self._gestures.conversations.personal(person).unread,
        }

    async def chat(self, request: web.Request) -> web.Response:
        """The whole personal chat; opening it marks it read, and Teams tells the bot of that."""
        person = self._person(request.match_info["person"])
        self._watch.opened(person.aad_object_id)
        chat = self._gestures.conversations.personal(person)
        looking = asyncio.create_task(self._gestures.open_chat(person))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)
        return answered({"messages": [chat_message(message) for message in chat.messages.values()]})

    async def traffic(self, _request: web.Request) -> web.Response:
        """The latest requests in both directions, and the last event that tells of them."""
        calls = [traffic_line(call) for call in self._history.traffic]
        return answered({"calls": calls, "last": self._stream.last})

    async def say(self, request: web.Request) -> web.Response:
        """Somebody writes."""
        wish = await wish_of(request)
        person = self._person(text_of(wish, "person"))
        reply = await self._gestures.say(person, text_of(wish, "text"), wish.get("locale"))
        if reply["error"] is None and reply["status"] < 400:
            return answered({"ok": True})
        return answered({"error": reply["error"] or f"HTTP {reply['status']}"}, status=502)

    async def press(self, request: web.Request) -> web.Response:
        """Somebody presses a button."""
        wish = await wish_of(request)
        person, message = self._person(text_of(wish, "person")), text_of(wish, "message")
        action, inputs = wish.get("action") or {}, wish.get("inputs") or {}
        locale = wish.get("locale")
        if action.get("type") == "Action.Submit":
            data = action.get("data") or {}
            return _reply(await self._gestures.submit(person, message, data, inputs, locale))
        return _reply(await self._gestures.press(person, message, action, inputs, locale))

    async def refresh(self, request: web.Request) -> web.Response:
        """Somebody looks at a card that wants to be refreshed."""
        wish = await wish_of(request)
        person, message = self._person(text_of(wish, "person")), text_of(wish, "message")
        return _reply(await self._gestures.refresh(person, message, wish.get("locale")))

    async def sign_on(self, request: web.Request) -> web.Response:
        """The token that Teams gets for a person whose tab asks for one."""
        person = self._person(text_of(await wish_of(request), "person"))
        return answered({"token": self._login.token_for_tab(person)})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the practice clock forward, to a time or to the next event."""
        move = self._mover()
        if move is None:
            return answered({"error": "この時計は動かせません。"}, status=409)
        to = (await wish_of(request)).get("to")
        try:
            moment = None if to is None else datetime.fromisoformat(to)
        except (TypeError, ValueError) as error:
            raise wrong("to") from error
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._now().tzinfo)
        now = (await move(moment)).isoformat()
        self._stream.publish("clock", lambda: {"now": now})
        return answered({"now": now})

    async def trouble(self, request: web.Request) -> web.Response:
        """Teams is in trouble for some seconds, or no more."""
        wish = await wish_of(request)
        kind, seconds = str(wish.get("kind")), wish.get("seconds", 30)
        if kind not in ("429", "502", "reset_after", "off"):
            raise wrong("kind")
        if not isinstance(seconds, int | float):
            raise wrong("seconds")
        self._faults.clear()
        if kind != "off":
            after = 2.0 if kind == "429" else None
            self._faults.add(kind=kind, times=None, seconds=seconds, retry_after=after)
        return answered({"ok": True})

    def _person(self, name: str) -> Person:
        person = self._gestures.tenant.find(name)
        if person is None:
            raise web.HTTPNotFound(text='{"error":"person"}', content_type="application/json")
        return person


def _fits(person: Person, words: list[str]) -> bool:
    """Whether each of the words stands somewhere in what is known of the person."""
    name = person.name.lower()
    known = (name, name.replace(" ", ""), person.mail, person.department, person.aad_object_id)
    return all(any(word in text for text in known) for word in words)


def _reply(reply: Reply) -> web.Response:
    return answered({"status": reply["status"], "body": reply["body"]})

"""What the page is told of all that happens: everything of the few, numbers of the crowd."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from bot.emulator.conversations import BOT, Conversation, Message
from bot.emulator.record import TO_MICROSOFT, Call, History
from bot.emulator.shown import chat_message, traffic_line
from bot.emulator.stream import Stream

_LINES = 10  # requests that are shown in one second; the others are counted
_FOLLOWED = 8  # chats of the crowd that a page may have open


class Watch:
    """Hears every message and request, and tells the page as much as it can show.

    `cast` are the few whom the page lists. Of all others, the crowd, it hears those whose chats
    were opened last.
    """

    def __init__(self, stream: Stream, history: History, cast: Iterable[str]) -> None:
        self.expected = 0  # how many of the crowd the bot is to know
        self.here = 0  # how many of them it knows so far
        self.messages = 0  # what the bot has written to them
        self.changed: set[str] = set()  # conversations since somebody last cleared this
        self._cast = frozenset(cast)
        self._stream = stream
        self._history = history
        self._opened: deque[str] = deque(maxlen=_FOLLOWED)
        self._posts: deque[float] = deque()
        self._lines = _LINES
        self._unshown = 0
        self._happened = False
        self._next: asyncio.TimerHandle | None = None

    def opened(self, person: str) -> None:
        """Somebody looks at this person's chat: from now on the page hears of it."""
        if person not in self._cast:
            self._opened.append(person)

    def shown(self, event: str, conversation: Conversation, message: Message | None) -> None:
        """Something happened in a chat."""
        if conversation.is_group:
            self.moved(conversation)
            return
        person = conversation.members[0]
        if person not in self._cast:
            self._count(message)
            if person not in self._opened:
                return
        told: dict[str, Any] = {"person": person}
        if message is None:
            self._stream.publish(event, lambda: told)
        else:
            self._stream.publish(event, lambda: {**told, "message": chat_message(message)})

    def moved(self, conversation: Conversation) -> None:
        """Something happened in a channel or group chat, or somebody came or went there."""
        self._stream.publish("place", lambda: {"place": conversation.id})

    def received(self, call: Call) -> None:
        """A request of the bot."""
        self._history.received(call)
        self._enter(call)

    def sent(self, call: Call) -> None:
        """A request to the bot."""
        self._history.sent(call)
        self._enter(call)

    def more_came(self, people: int) -> None:
        """The bot has come to know so many more of the crowd."""
        self.here += people
        self._something()

    def close(self) -> None:
        """Tell no more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def numbers(self) -> dict[str, Any]:
        """The crowd at a glance, and how fast the bot writes."""
        return {
            "expected": self.expected,
            "here": self.here,
            "messages": self.messages,
            "per_second": self._per_second(),
            "unshown": self._unshown,
        }

    def _count(self, message: Message | None) -> None:
        if message is not None and message.sender == BOT and not message.edited:
            self.messages += 1
            self._something()

    def _enter(self, call: Call) -> None:
        if call.conversation is not None:
            self.changed.add(call.conversation)
        if call.direction == TO_MICROSOFT and call.applied:
            self._posts.append(time.monotonic())
            self._per_second()
        self._something()
        if self._lines:
            self._lines -= 1
            self._stream.publish("traffic", lambda: traffic_line(call))
        else:
            self._unshown += 1

    def _per_second(self) -> int:
        since = time.monotonic() - 1
        while self._posts and self._posts[0] < since:
            self._posts.popleft()
        return len(self._posts)

    def _something(self) -> None:
        """The numbers are told after a second, and then each second until nothing happens."""
        self._happened = True
        if self._next is None:
            self._next = asyncio.get_running_loop().call_later(1, self._second)

    def _second(self) -> None:
        self._lines = _LINES
        self._stream.publish("numbers", self.numbers)
        self._next = None
        if self._happened:
            self._something()
            self._happened = False

"""Chats and channels: what stands in them, as Teams remembers it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from bot.emulator.packing import Packing
from bot.emulator.tenant import Person, Tenant

BOT = "bot"
_GRAPHS = "@unq.gbl.spaces"
CARD = "application/vnd.microsoft.card.adaptive"


class Message:
    """What one person or the bot wrote; the newest revision only.

    `sender` is BOT or the aad_object_id of a person. With a `packing` the content is kept packed.
    """

    __slots__ = ("_kept", "_packing", "at", "deleted", "id", "revision", "sender")

    def __init__(
        self,
        *,
        id: str,
        sender: str,
        at: datetime,
        raw: bytes,
        revision: int = 1,
        deleted: bool = False,
        packing: Packing | None = None,
    ) -> None:
        self.id, self.sender, self.at = id, sender, at
        self.revision, self.deleted = revision, deleted
        self._packing = packing
        self.raw = raw

    def pack(self, packing: Packing) -> None:
        """Keep the content packed from now on."""
        if self._packing is not packing:
            raw, self._packing = self.raw, packing
            self.raw = raw

    @property
    def packed(self) -> bytes:
        """The content as it is kept."""
        return self._kept

    @packed.setter
    def packed(self, packed: bytes) -> None:
        self._kept = packed

    @property
    def raw(self) -> bytes:
        """The activity as JSON, empty when deleted or not kept."""
        return self._packing.unpack(self._kept) if self._packing else self._kept

    @raw.setter
    def raw(self, raw: bytes) -> None:
        self._kept = self._packing.pack(raw) if self._packing else raw

    @property
    def activity(self) -> dict[str, Any]:
        """The activity as it was last sent."""
        return orjson.loads(raw) if (raw := self.raw) else {}

    @property
    def text(self) -> str | None:
        """The text above the card, if any."""
        return self.activity.get("text") or None

    @property
    def card(self) -> dict[str, Any] | None:
        """The first Adaptive Card, if any."""
        for attachment in self.activity.get("attachments") or ():
            if attachment.get("contentType") == CARD:
                content: dict[str, Any] = attachment["content"]
                return content
        return None

    @property
    def summary(self) -> str | None:
        """What the notification shows."""
        return self.activity.get("summary") or None

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return self.revision > 1


@dataclass(slots=True, kw_only=True)
class Conversation:
    """A personal chat, a group chat or a channel."""

    id: str
    kind: str  # personal, groupChat or channel
    members: list[str]  # aad_object_ids
    name: str | None = None
    team_id: str | None = None
    team_name: str | None = None
    group_id: str | None = None  # aadGroupId of the team
    installed: bool = True
    blocked: bool = False
    unread: int = 0
    seen: str = ""  # id of the last message that a read receipt told of
    packed: bool = False  # its messages are kept packed
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Whether more than one person is in it."""
        return self.kind != "personal"


class Conversations:
    """Every conversation that the bot can be in."""

    def __init__(self, tenant: Tenant, *, keep_content: bool = True) -> None:
        self.keep_content = keep_content
        self._tenant = tenant
        self._all: dict[str, Conversation] = {}
        self._groups: list[Conversation] = []
        self._last_id = 0
        self.packing = Packing()
        self._cast = frozenset(person.aad_object_id for person in tenant.spec.people)
        for person in tenant.people:
            if person.has_app:
                self.personal(person)

    @property
    def groups(self) -> Sequence[Conversation]:
        """Group chats and channels: few, where personal chats are many."""
        return self._groups

    def all(self) -> Sequence[Conversation]:
        """Every conversation, in the order in which they began."""
        return tuple(self._all.values())

    def find(self, conversation_id: str) -> Conversation | None:
        """By id; a thread of a channel (…;messageid=…) is its channel.

        A personal chat is also found by the id that Graph gives it.
        """
        found = self._all.get(conversation_id) or self._all.get(conversation_id.partition(";")[0])
        if found is None and conversation_id.endswith(_GRAPHS):
            person = self._tenant.find(conversation_id.partition(":")[2].partition("_")[0])
            known = person is not None and self._tenant.spec.graph_chat(person) == conversation_id
            return self.personal(person) if person is not None and known else None
        return found

    def add(self, conversation: Conversation) -> Conversation:
        """A new chat or channel; that of somebody who joined later is one of many, and packed."""
        conversation.packed = not (conversation.is_group or conversation.members[0] in self._cast)
        if conversation.packed:
            for message in conversation.messages.values():
                message.pack(self.packing)
        self._all[conversation.id] = conversation
        self._last_id = max(self._last_id, *map(int, conversation.messages), 0)
        if conversation.is_group:
            self._groups.append(conversation)
        return conversation

    def personal(self, person: Person) -> Conversation:
        """The chat between this person and the bot; a new one is installed for who has the app."""
        chat_id = self._tenant.spec.personal_chat(person)
        return self._all.get(chat_id) or self.add(
            Conversation(
                id=chat_id,
                kind="personal",
                members=[person.aad_object_id],
                installed=person.has_app,
            )
        )

    def next_id(self, at: datetime) -> str:
        """A fresh message id: milliseconds since 1970, as in Teams, and never twice the same."""
        self._last_id = max(self._last_id + 1, int(at.timestamp() * 1000))
        return str(self._last_id)

    def post(
        self, conversation: Conversation, raw: bytes, *, at: datetime, sender: str = BOT
    ) -> Message:
        """Append a message."""
        kept = raw if self.keep_content else b""
        packing = self.packing if conversation.packed else None
        message = Message(id=self.next_id(at), sender=sender, at=at, raw=kept, packing=packing)
        conversation.messages[message.id] = message
        if sender == BOT:
            conversation.unread += 1
        return message

    def edit(self, message: Message, raw: bytes) -> None:
        """Replace the content in place."""
        message.raw = raw if self.keep_content else b""
        message.revision += 1

    def delete(self, message: Message) -> None:
        """Empty the message; its place stays, as Teams shows it."""
        message.raw, message.deleted = b"", True
        message.revision += 1

"""What stands in the chats, as JSON and back: the practice tenant outlives its process."""

from datetime import datetime
from typing import Any

from bot.emulator.conversations import Conversation, Conversations, Message

Kept = dict[str, Any]
_FIELDS = ("id", "kind", "members", "name", "team_id", "team_name", "group_id")
_STATES = ("installed", "blocked", "unread", "seen")


def saved(conversations: Conversations) -> Kept:
    """Every conversation with its messages, but for those of the crowd."""
    few = (one for one in conversations.all() if not one.packed)
    return {"conversations": [conversation(one) for one in few]}


def restore(conversations: Conversations, state: Kept) -> None:
    """Put back what `saved` took; raises KeyError or ValueError for anything else."""
    for one in state["conversations"]:
        messages = {found["id"]: _message_of(found) for found in one["messages"]}
        conversations.add(Conversation(**{**one, "messages": messages}))


def conversation(one: Conversation) -> Kept:
    """A conversation with its messages."""
    return {**state_of(one), "messages": [_message(each) for each in one.messages.values()]}


def state_of(one: Conversation) -> Kept:
    """A conversation without its messages."""
    return {name: getattr(one, name) for name in (*_FIELDS, *_STATES)}


def _message(message: Message) -> Kept:
    return {
        "id": message.id,
        "sender": message.sender,
        "at": message.at.isoformat(),
        "raw": message.raw.decode(),
        "revision": message.revision,
        "deleted": message.deleted,
    }


def _message_of(found: Kept) -> Message:
    at, raw = datetime.fromisoformat(found["at"]), found["raw"].encode()
    return Message(**{**found, "at": at, "raw": raw})

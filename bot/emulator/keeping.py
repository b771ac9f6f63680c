"""What stands in the chats, as JSON and back: the practice tenant outlives its process."""

from datetime import datetime
from typing import Any

from bot.emulator.conversations import Conversation, Conversations, Message


def saved(conversations: Conversations) -> dict[str, Any]:
    """Every conversation with its messages."""
    return {"conversations": [_conversation(one) for one in conversations.all()]}


def restore(conversations: Conversations, state: dict[str, Any]) -> None:
    """Put back what `saved` took; raises KeyError or ValueError for anything else."""
    for one in state["conversations"]:
        messages = {found["id"]: _message_of(found) for found in one["messages"]}
        conversations.add(Conversation(**{**one, "messages": messages}))


def _conversation(one: Conversation) -> dict[str, Any]:
    names = ("id", "kind", "members", "name", "team_id", "team_name", "group_id")
    states = ("installed", "blocked", "unread")
    found = {name: getattr(one, name) for name in (*names, *states)}
    return {**found, "messages": [_message(message) for message in one.messages.values()]}


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "sender": message.sender,
        "at": message.at.isoformat(),
        "raw": message.raw.decode(),
        "revision": message.revision,
        "deleted": message.deleted,
    }


def _message_of(found: dict[str, Any]) -> Message:
    at, raw = datetime.fromisoformat(found["at"]), found["raw"].encode()
    return Message(**{**found, "at": at, "raw": raw})

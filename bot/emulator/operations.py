"""The connector's operations on conversations, messages and members."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson

from bot.emulator.answers import Answer, Refusal
from bot.emulator.conversations import BOT, Conversation, Conversations, Message
from bot.emulator.tenant import Person, Tenant

LARGEST = 100 * 1024  # bytes of UTF-16
Told = Callable[[str, Conversation, Message | None], None]


class Operations:
    """What a request that was let through does. Raises Refusal where Teams would refuse."""

    def __init__(
        self,
        tenant: Tenant,
        conversations: Conversations,
        *,
        service_url: Callable[[], str],
        now: Callable[[], datetime],
        told: Told,
    ) -> None:
        self._tenant = tenant
        self._conversations = conversations
        self._service_url = service_url
        self._now = now
        self._told = told

    def answer(self, method: str, parts: list[str], query: Mapping[str, str], raw: bytes) -> Answer:
        """Route by shape: conversations / id / activities|members|pagedmembers / id / members."""
        match (method, parts):
            case "POST", ["conversations", conversation, "activities"]:
                return self._send(conversation, raw)
            case "POST", ["conversations", conversation, "activities", _]:
                return self._send(conversation, raw)
            case "PUT", ["conversations", conversation, "activities", activity]:
                return self._update(conversation, activity, raw)
            case "DELETE", ["conversations", conversation, "activities", activity]:
                return self._delete(conversation, activity)
            case "POST", ["conversations"]:
                return self._create(raw)
            case "GET", ["conversations", conversation, "pagedmembers"]:
                return self._page_of_members(conversation, query)
            case "GET", ["conversations", conversation, "members"]:
                return self._members(conversation)
            case "GET", ["conversations", conversation, "members", member]:
                return self._member(conversation, member)
            case "GET", ["conversations", conversation, "activities", activity, "members"]:
                self._message(self._reachable(conversation), activity)
                return self._members(conversation)
        raise Refusal(404, "NotFound", "No HTTP resource was found that matches the request URI.")

    # messages

    def _send(self, conversation_id: str, raw: bytes) -> Answer:
        conversation = self._writable(conversation_id)
        if _activity(raw).get("type") == "typing":
            self._told("typing", conversation, None)
            return Answer(202, b"{}", conversation=conversation.id)
        message = self._conversations.post(conversation, raw, at=self._now())
        self._told("message", conversation, message)
        return Answer(201, b'{"id":"%s"}' % message.id.encode(), True, conversation.id, message.id)

    def _update(self, conversation_id: str, activity_id: str, raw: bytes) -> Answer:
        conversation = self._writable(conversation_id)
        message = self._message(conversation, activity_id)
        _activity(raw)
        self._conversations.edit(message, raw)
        self._told("message", conversation, message)
        return Answer(200, b'{"id":"%s"}' % message.id.encode(), True, conversation.id, message.id)

    def _delete(self, conversation_id: str, activity_id: str) -> Answer:
        conversation = self._writable(conversation_id)
        message = self._message(conversation, activity_id)
        self._conversations.delete(message)
        self._told("message", conversation, message)
        return Answer(200, b"", True, conversation.id, message.id)

    # conversations

    def _create(self, raw: bytes) -> Answer:
        wish = _parsed(raw)
        channel_data = wish.get("channelData") or {}
        tenant = wish.get("tenantId") or (channel_data.get("tenant") or {}).get("id")
        channel = (channel_data.get("channel") or {}).get("id")
        if channel is not None:
            return self._create_thread(str(channel), wish)
        if tenant != self._tenant.spec.tenant_id:
            raise Refusal(400, "BadArgument", "Missing or unknown tenant in the request.")
        conversation = self._personal(wish)
        first = wish.get("activity")
        activity_id = self._first(conversation, first) if first else None
        return self._created(conversation.id, conversation.id, activity_id)

    def _create_thread(self, channel: str, wish: dict[str, Any]) -> Answer:
        conversation = self._writable(channel)
        if not wish.get("activity"):
            raise Refusal(400, "BadSyntax", "Activity resulted into multiple skype activities")
        activity_id = self._first(conversation, wish["activity"])
        return self._created(f"{channel};messageid={activity_id}", conversation.id, activity_id)

    def _personal(self, wish: dict[str, Any]) -> Conversation:
        members = wish.get("members") or []
        if wish.get("isGroup") or len(members) != 1:
            raise Refusal(400, "BadArgument", "A bot can only create a chat with one person.")
        person = self._tenant.find(str(members[0].get("id", "")))
        if person is None:
            raise Refusal(404, "MemberNotFoundInConversation", "The user was not found.")
        return _open(self._conversations.personal(person))

    def _first(self, conversation: Conversation, activity: dict[str, Any]) -> str:
        message = self._conversations.post(conversation, orjson.dumps(activity), at=self._now())
        self._told("message", conversation, message)
        return message.id

    def _created(self, name: str, conversation: str, activity_id: str | None) -> Answer:
        body = {"id": name, "serviceUrl": self._service_url()}
        if activity_id is not None:
            body["activityId"] = activity_id
        return Answer(201, orjson.dumps(body), True, conversation, activity_id)

    # members

    def _members(self, conversation_id: str) -> Answer:
        conversation = self._reachable(conversation_id)
        found = [self._account(person) for person in self._people(conversation)]
        return Answer(200, orjson.dumps(found), conversation=conversation.id)

    def _member(self, conversation_id: str, member: str) -> Answer:
        conversation = self._reachable(conversation_id)
        person = self._tenant.find(member)
        if person is None or person.aad_object_id not in conversation.members:
            raise Refusal(
                404, "MemberNotFoundInConversation", "Member not found in the conversation."
            )
        return Answer(200, orjson.dumps(self._account(person)), conversation=conversation.id)

    def _page_of_members(self, conversation_id: str, query: Mapping[str, str]) -> Answer:
        conversation = self._reachable(conversation_id)
        people = self._people(conversation)
        size = min(max(_whole(query.get("pageSize"), 200), 50), 500)
        start = _whole(query.get("continuationToken"), 0)
        page: dict[str, Any] = {
            "members": [self._account(person) for person in people[start : start + size]]
        }
        if start + size < len(people):
            page["continuationToken"] = str(start + size)
        return Answer(200, orjson.dumps(page), conversation=conversation.id)

    def _people(self, conversation: Conversation) -> list[Person]:
        found = (self._tenant.find(member) for member in conversation.members)
        return [person for person in found if person is not None]

    def _account(self, person: Person) -> dict[str, Any]:
        family, _, given = person.name.partition(" ")
        return {
            "id": person.teams_id,
            "name": person.name,
            "objectId": person.aad_object_id,
            "aadObjectId": person.aad_object_id,
            "givenName": given,
            "surname": family,
            "email": person.mail,
            "userPrincipalName": person.mail,
            "tenantId": self._tenant.spec.tenant_id,
            "userRole": "guest" if person.user_type == "Guest" else "user",
        }

    # what may be reached

    def _reachable(self, conversation_id: str) -> Conversation:
        conversation = self._conversations.find(conversation_id)
        if conversation is None:
            raise Refusal(404, "ConversationNotFound", "Conversation not found.")
        return conversation if conversation.blocked else _open(conversation)

    def _writable(self, conversation_id: str) -> Conversation:
        return _open(self._reachable(conversation_id))

    def _message(self, conversation: Conversation, activity_id: str) -> Message:
        message = conversation.messages.get(activity_id)
        if message is None or message.deleted or message.sender != BOT:
            raise Refusal(404, "ActivityNotFoundInConversation", "The activity was not found.")
        return message


def _open(conversation: Conversation) -> Conversation:
    if conversation.blocked:
        raise Refusal(403, "MessageWritesBlocked", "The user blocked the conversation.")
    if not conversation.installed:
        raise Refusal(
            403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
        )
    return conversation


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "BadSyntax", "The request body is not a JSON object.")
    return value


def _activity(raw: bytes) -> dict[str, Any]:
    activity = _parsed(raw)
    if "type" not in activity:
        raise Refusal(400, "BadSyntax", "Activity type is missing.")
    # UTF-16 takes at most twice the bytes of UTF-8, so most messages need no counting.
    if len(raw) * 2 > LARGEST and _utf16(activity) > LARGEST:
        raise Refusal(413, "MessageSizeTooBig", "Message size too large.")
    return activity


def _utf16(activity: dict[str, Any]) -> int:
    return len(orjson.dumps(activity).decode().encode("utf-16-le"))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() else otherwise

"""What people do in Teams: install, write, press, react."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import orjson

from bot.emulator.activities import Activities, Activity
from bot.emulator.conversations import BOT, Conversation, Conversations, Message
from bot.emulator.postman import Postman, Reply
from bot.emulator.tenant import Person, Tenant

READ_RECEIPTS = "ChatMessageReadReceipt.Read.Chat"
Who = Person | str  # a member, or their directory id, Teams id or mail


class Gestures:
    """Each gesture changes the practice tenant and tells the bot, as Teams would."""

    def __init__(
        self,
        tenant: Tenant,
        conversations: Conversations,
        activities: Activities,
        postman: Postman,
        *,
        now: Callable[[], datetime],
        shown: Callable[[str, Conversation, Message | None], None],
    ) -> None:
        self.tenant = tenant
        self.conversations = conversations
        self.activities = activities
        self.postman = postman
        self._now = now
        self._shown = shown

    # the personal app

    def enlist(self, people: Iterable[Person]) -> None:
        """People join the tenant; who has the app already can be written to. Nobody is told."""
        for person in people:
            self.tenant.put(person)
            if person.has_app:
                self.conversations.personal(person)

    async def install(self, who: Who, *, conversation: bool = True) -> Reply | None:
        """Add the app to the person's chats; with conversation=False the bot isn't told of it."""
        person, chat = self._chat(who)
        chat.installed = True
        if not conversation:
            return None
        await self.deliver(self.activities.members(person, chat, added=(person,), bot_added=True))
        return await self.deliver(self.activities.installation(person, chat, "add"))

    async def uninstall(self, who: Who) -> Reply:
        """Remove the app: the bot is told, and can write no more."""
        person, chat = self._chat(who)
        chat.installed = False
        return await self.deliver(self.activities.installation(person, chat, "remove"))

    def block(self, who: Who, *, blocked: bool = True) -> None:
        """The person blocks (or unblocks) the bot: nobody tells it."""
        self._chat(who)[1].blocked = blocked

    async def open_chat(self, who: Who) -> Reply | None:
        """Look at the chat: its messages are read now; None where the bot isn't told of it.

        It is told of what is new, and only where the app may know what people have read.
        """
        person, chat = self._chat(who)
        chat.unread = 0
        last = next(reversed(chat.messages), "")
        known = READ_RECEIPTS in self.tenant.granted and chat.installed and not chat.blocked
        if not last or last == chat.seen or not known:
            return None
        chat.seen = last
        return await self.deliver(self.activities.read_receipt(person, chat, upto=last))

    # writing

    async def say(
        self, who: Who, text: str, locale: str | None = None, *, conversation: str | None = None
    ) -> Reply:
        """Write to the bot; the reply names the message by `id`."""
        person, place = self._place(who, conversation)
        message = self.conversations.post(
            place, _written(text), at=self._now(), sender=person.aad_object_id
        )
        self._shown("message", place, message)
        activity = self.activities.message(person, place, id=message.id, text=text, locale=locale)
        return {**await self.deliver(activity), "id": message.id}

    async def edit_message(self, who: Who, message_id: str, text: str) -> Reply:
        """Change an own message."""
        person, place, message = self._own(who, message_id)
        self.conversations.edit(message, _written(text))
        self._shown("message", place, message)
        return await self.deliver(self.activities.edit(person, place, id=message_id, text=text))

    async def delete_message(self, who: Who, message_id: str) -> Reply:
        """Take an own message back."""
        person, place, message = self._own(who, message_id)
        self.conversations.delete(message)
        self._shown("message", place, message)
        return await self.deliver(self.activities.delete(person, place, id=message_id))

    async def react(
        self, who: Who, message_id: str, kind: str = "like", *, added: bool = True
    ) -> Reply:
        """Put a reaction under a message, or take it off."""
        person, place = self._seat(who, message_id)
        activity = self.activities.reaction(
            person, place, reply_to=message_id, kind=kind, added=added
        )
        return await self.deliver(activity)

    # cards

    async def press(
        self,
        who: Who,
        message_id: str,
        action: dict[str, Any],
        inputs: dict[str, Any] | None = None,
        locale: str | None = None,
    ) -> Reply:
        """Press Action.Execute; `message_id` may be forged, old, or of somebody else's chat."""
        person, place = self._seat(who, message_id)
        pressed = {"type": "Action.Execute", **action, "data": _filled(action, inputs)}
        pressed.pop("associatedInputs", None)
        return await self._execute(person, place, message_id, pressed, "manual", locale)

    async def submit(
        self,
        who: Who,
        message_id: str,
        data: dict[str, Any],
        inputs: dict[str, Any] | None = None,
        locale: str | None = None,
    ) -> Reply:
        """Press Action.Submit."""
        person, place = self._seat(who, message_id)
        activity = self.activities.submit(
            person,
            place,
            id=self.conversations.next_id(self._now()),
            reply_to=message_id,
            value={**data, **(inputs or {})},
            locale=locale,
        )
        return await self.deliver(activity)

    async def refresh(self, who: Who, message_id: str, locale: str | None = None) -> Reply:
        """Look at a card: Teams asks the bot anew if the card names this person in its refresh."""
        person, place = self._seat(who, message_id)
        message = place.messages.get(message_id)
        wish = ((message.card if message else None) or {}).get("refresh") or {}
        users = wish.get("userIds") or [person.teams_id]
        if "action" not in wish or person.teams_id not in users:
            return {"status": 204, "body": None, "error": None}
        action = {"data": {}, **wish["action"]}
        return await self._execute(person, place, message_id, action, "automatic", locale)

    async def _execute(
        self,
        person: Person,
        place: Conversation,
        message_id: str,
        action: dict[str, Any],
        trigger: str,
        locale: str | None,
    ) -> Reply:
        activity = self.activities.card_action(
            person, place, reply_to=message_id, action=action, trigger=trigger, locale=locale
        )
        return await self.deliver(activity)

    # groups

    async def install_in_team(
        self, who: Who, team: str, channel: str, members: tuple[Who, ...] = ()
    ) -> Conversation:
        """A new channel of that name, the bot added to its team by this person."""
        person = self.tenant.get(who)
        place = self.conversations.add(self._channel(team, channel, (person, *members)))
        await self.deliver(self.activities.members(person, place, bot_added=True))
        await self.deliver(self.activities.installation(person, place, "add"))
        return place

    async def members_added(self, who: Who, conversation: str, *people: Who) -> Reply:
        """People join a channel; `who` added them."""
        person, place = self._place(who, conversation)
        added = tuple(self.tenant.get(one) for one in people)
        place.members.extend(one.aad_object_id for one in added)
        return await self.deliver(self.activities.members(person, place, added=added))

    async def members_removed(self, who: Who, conversation: str, *people: Who) -> Reply:
        """People leave a channel; `who` removed them."""
        person, place = self._place(who, conversation)
        removed = tuple(self.tenant.get(one) for one in people)
        gone = {one.aad_object_id for one in removed}
        place.members = [member for member in place.members if member not in gone]
        return await self.deliver(self.activities.members(person, place, removed=removed))

    # all of them end here

    async def deliver(self, activity: Activity, *, token: str | None = None) -> Reply:
        """Send an activity as it is: to repeat one, to forge one."""
        return await self.postman.carry(activity, token=token)

    def inbox(self, who: Who) -> list[Message]:
        """What the bot wrote into the personal chat; deleted messages are marked and empty."""
        messages = self._chat(who)[1].messages.values()
        return [message for message in messages if message.sender == BOT]

    def _channel(self, team: str, channel: str, members: tuple[Who, ...]) -> Conversation:
        thread = hashlib.sha256(f"{team}/{channel}".encode()).hexdigest()
        group = hashlib.sha256(team.encode()).hexdigest()
        people = dict.fromkeys(self.tenant.get(one).aad_object_id for one in members)
        return Conversation(
            id=f"19:{thread[:32]}@thread.tacv2",
            kind="channel",
            members=list(people),
            name=channel,
            team_id=f"19:{group[32:]}@thread.tacv2",
            team_name=team,
            group_id=f"{group[:8]}-{group[8:12]}-4{group[13:16]}-8{group[17:20]}-{group[20:32]}",
        )

    def _chat(self, who: Who) -> tuple[Person, Conversation]:
        person = self.tenant.get(who)
        return person, self.conversations.personal(person)

    def _place(self, who: Who, conversation: str | None) -> tuple[Person, Conversation]:
        person, chat = self._chat(who)
        place = chat if conversation is None else self.conversations.find(conversation)
        if place is None:
            raise KeyError("no such conversation in the practice tenant")
        return person, place

    def _seat(self, who: Who, message_id: str) -> tuple[Person, Conversation]:
        """Where this person sees that message: a channel of theirs, else their own chat."""
        person, chat = self._chat(who)
        if message_id in chat.messages:
            return person, chat
        groups = self.conversations.groups
        return person, next((one for one in groups if message_id in one.messages), chat)

    def _own(self, who: Who, message_id: str) -> tuple[Person, Conversation, Message]:
        person, place = self._seat(who, message_id)
        message = place.messages[message_id]
        if message.sender != person.aad_object_id:
            raise PermissionError("only the author can change a message")
        return person, place, message


def _filled(action: dict[str, Any], inputs: dict[str, Any] | None) -> dict[str, Any]:
    """The action's data with the inputs put in, unless the action takes none."""
    typed = {} if action.get("associatedInputs") == "none" else inputs or {}
    return {**(action.get("data") or {}), **typed}


def _written(text: str) -> bytes:
    return orjson.dumps({"text": text})

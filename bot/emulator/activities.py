"""What Teams sends to the bot, in its true shapes."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from bot.emulator.conversations import Conversation
from bot.emulator.tenant import Person, TenantSpec

Activity = dict[str, Any]
_JAPAN = timezone(timedelta(hours=9))


def stamp(moment: datetime) -> str:
    """A moment as Teams writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Activities:
    """Builds activities of one tenant; ids follow from the seed, so a run can be repeated."""

    def __init__(
        self,
        spec: TenantSpec,
        *,
        service_url: Callable[[], str],
        now: Callable[[], datetime],
        seed: int = 0,
    ) -> None:
        self._spec = spec
        self._service_url = service_url
        self._now = now
        self._seed = seed
        self._count = 0

    def message(
        self,
        person: Person,
        conversation: Conversation,
        *,
        id: str,
        text: str,
        locale: str | None = None,
    ) -> Activity:
        """Something that a person wrote; in a group it mentions the bot, or it would not arrive."""
        activity = self._written(person, conversation, "message", id, locale)
        activity |= {"text": text, "textFormat": "plain"}
        if conversation.is_group:
            mention = f"<at>{self._spec.bot_name}</at>"
            activity["text"] = f"{mention} {text}"
            activity["entities"].append(
                {"type": "mention", "text": mention, "mentioned": self._bot()}
            )
        return activity

    def submit(
        self,
        person: Person,
        conversation: Conversation,
        *,
        id: str,
        reply_to: str,
        value: dict[str, Any],
        locale: str | None = None,
    ) -> Activity:
        """Action.Submit: a message without text whose value is the data and the inputs."""
        activity = self._written(person, conversation, "message", id, locale)
        activity["channelData"]["source"] = {"name": "message"}
        activity["channelData"]["legacy"] = {"replyToId": f"1:{reply_to}"}
        return activity | {"replyToId": reply_to, "value": value}

    def card_action(
        self,
        person: Person,
        conversation: Conversation,
        *,
        reply_to: str,
        action: dict[str, Any],
        trigger: str,
        locale: str | None = None,
    ) -> Activity:
        """Action.Execute: an invoke that waits for its answer."""
        activity = self._written(person, conversation, "invoke", self._event_id(), locale)
        activity["channelData"]["source"] = {"name": "message"}
        if conversation.kind == "channel":  # in a channel each post begins a thread
            activity["conversation"]["id"] += f";messageid={reply_to}"
        return activity | {
            "name": "adaptiveCard/action",
            "replyToId": reply_to,
            "value": {"action": action, "trigger": trigger},
        }

    def installation(self, person: Person, conversation: Conversation, action: str) -> Activity:
        """The app was added or removed ("add", "remove", "add-upgrade", "remove-upgrade")."""
        activity = self._event(person, conversation, "installationUpdate")
        activity["channelData"] |= {
            "source": {"name": "message"},
            "settings": {"selectedChannel": {"id": conversation.id}},
        }
        return activity | {
            "action": action,
            "locale": person.locale,
            "entities": [{"type": "clientInfo", "locale": person.locale}],
        }

    def members(
        self,
        person: Person,
        conversation: Conversation,
        *,
        added: tuple[Person, ...] = (),
        removed: tuple[Person, ...] = (),
        bot_added: bool = False,
        of_channel: bool = False,
    ) -> Activity:
        """conversationUpdate: who came and who went; `person` did it.

        `of_channel`: the channel has members of its own.
        """
        activity = self._event(person, conversation, "conversationUpdate")
        if conversation.kind == "channel":
            whose = "channel" if of_channel else "team"
            activity["channelData"]["eventType"] = (
                f"{whose}Member{'Removed' if removed else 'Added'}"
            )
        came = [_account(member) for member in added]
        if bot_added:
            came.append({"id": self._spec.bot_id})
        if came:
            activity["membersAdded"] = came
        if removed:
            activity["membersRemoved"] = [_account(member) for member in removed]
        return activity

    def edit(self, person: Person, conversation: Conversation, *, id: str, text: str) -> Activity:
        """A person changed their message."""
        activity = self._written(person, conversation, "messageUpdate", id, None)
        activity["channelData"]["eventType"] = "editMessage"
        return activity | {"text": text, "textFormat": "plain"}

    def delete(self, person: Person, conversation: Conversation, *, id: str) -> Activity:
        """A person took their message back."""
        activity = self._written(person, conversation, "messageDelete", id, None)
        activity["channelData"]["eventType"] = "softDeleteMessage"
        return activity

    def reaction(
        self, person: Person, conversation: Conversation, *, reply_to: str, kind: str, added: bool
    ) -> Activity:
        """A thumb under a message of the bot, or its removal."""
        activity = self._event(person, conversation, "messageReaction")
        field = "reactionsAdded" if added else "reactionsRemoved"
        return activity | {"replyToId": reply_to, field: [{"type": kind}]}

    def read_receipt(self, person: Person, conversation: Conversation, *, upto: str) -> Activity:
        """The person has seen the conversation as far as that message."""
        name = "application/vnd.microsoft.readReceipt"
        activity = self._event(person, conversation, "event")
        return activity | {"name": name, "value": {"lastReadMessageId": upto}}

    def _event(self, person: Person, conversation: Conversation, kind: str) -> Activity:
        """What every activity carries."""
        return {
            "type": kind,
            "id": self._event_id(),
            "timestamp": stamp(self._now()),
            "serviceUrl": self._service_url(),
            "channelId": "msteams",
            "from": _account(person),
            "conversation": self._place(conversation),
            "recipient": self._bot(),
            "channelData": self._channel_data(conversation),
        }

    def _written(
        self, person: Person, conversation: Conversation, kind: str, id: str, locale: str | None
    ) -> Activity:
        """What an activity carries when a person acts in a client."""
        spoken = locale or person.locale
        activity = self._event(person, conversation, kind)
        activity["from"]["name"] = person.name
        return activity | {
            "id": id,
            "localTimestamp": self._now().astimezone(_JAPAN).isoformat(timespec="milliseconds"),
            "localTimezone": "Asia/Tokyo",
            "locale": spoken,
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": spoken,
                    "country": spoken.rpartition("-")[2] or "JP",
                    "platform": "Web",
                    "timezone": "Asia/Tokyo",
                }
            ],
        }

    def _place(self, conversation: Conversation) -> dict[str, Any]:
        place: dict[str, Any] = {
            "conversationType": conversation.kind,
            "tenantId": self._spec.tenant_id,
            "id": conversation.id,
        }
        if conversation.is_group:
            place |= {"isGroup": True, "name": conversation.name}
        return place

    def _channel_data(self, conversation: Conversation) -> dict[str, Any]:
        data: dict[str, Any] = {"tenant": {"id": self._spec.tenant_id}}
        if conversation.kind == "channel":
            data["channel"] = {"id": conversation.id, "name": conversation.name}
            data["team"] = {
                "id": conversation.team_id,
                "name": conversation.team_name,
                "aadGroupId": conversation.group_id,
            }
        return data

    def _bot(self) -> dict[str, Any]:
        return {"id": self._spec.bot_id, "name": self._spec.bot_name}

    def _event_id(self) -> str:
        self._count += 1
        name = f"{self._spec.app_id}/{self._seed}/{self._count}"
        return f"f:{uuid.uuid5(uuid.NAMESPACE_OID, name)}"


def _account(person: Person) -> dict[str, Any]:
    return {"id": person.teams_id, "aadObjectId": person.aad_object_id}

"""Between Teams' JSON and botbuilder's Activity: the fields that we use, strictly typed.

msrest would convert every field of every type and takes longer than all the rest of a turn.
"""

from typing import Any

from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    Entity,
)

from bot.turns.door.refusals import malformed

LONGEST = 256  # characters of a name; the ids as long as the register keeps them
LONGEST_ACTIVITY, LONGEST_CONVERSATION = 96, 200
LONGEST_ACCOUNT, LONGEST_AAD = 200, 64
LONGEST_URL = 400
MOST_MEMBERS = 5000


def incoming(body: dict[str, Any]) -> Activity:
    """An activity as it came. Raises TurnedAway(400) that names the first field that is wrong."""
    kind = _text(body, "type", LONGEST)
    conversation = _conversation(_object(body, "conversation"))
    if not kind or not conversation.id:
        raise malformed("conversation" if kind else "type")
    return Activity(
        type=kind,
        id=_text(body, "id", LONGEST_ACTIVITY),
        name=_text(body, "name", LONGEST),
        action=_text(body, "action", LONGEST),
        service_url=_text(body, "serviceUrl", LONGEST_URL),
        channel_id=_text(body, "channelId", LONGEST),
        locale=_text(body, "locale", 64),
        from_property=_account(_object(body, "from")),
        recipient=_account(_object(body, "recipient")),
        conversation=conversation,
        text=_text(body, "text"),
        text_format=_text(body, "textFormat", LONGEST),
        entities=[_entity(one) for one in _objects(body, "entities")],
        members_added=_members(body, "membersAdded"),
        members_removed=_members(body, "membersRemoved"),
        reply_to_id=_text(body, "replyToId", LONGEST_ACTIVITY),
        channel_data=_object(body, "channelData"),
        value=body.get("value"),
    )


def outgoing(activity: Activity) -> dict[str, Any]:
    """A message as Teams takes it; what is empty is left out."""
    found = {
        "type": activity.type,
        "text": activity.text,
        "summary": activity.summary,
        "locale": activity.locale,
        "replyToId": activity.reply_to_id,
        "from": {"id": activity.from_property.id},
        "recipient": {"id": activity.recipient.id},
        "conversation": {"id": activity.conversation.id},
        "attachments": [
            {"contentType": one.content_type, "content": one.content}
            for one in activity.attachments
        ],
    }
    return {key: value for key, value in found.items() if value}


def message(*, card: Any, text: str, summary: str) -> Activity:
    """A message of the bot's; botbuilder addresses it."""
    attachments = []
    if card is not None:
        attachments.append(Attachment(content_type=CARD, content=card))
    return Activity(type=ActivityTypes.message, text=text, summary=summary, attachments=attachments)


CARD = "application/vnd.microsoft.card.adaptive"


def tenants_in(activity: Activity) -> tuple[str, ...]:
    """The tenant ids that an activity names; a true one names one, in one place or in two."""
    given = _text(_object(activity.channel_data, "tenant"), "id", LONGEST)
    named = (given, activity.conversation.tenant_id or "")
    return tuple({tenant.lower(): None for tenant in named if tenant})


def id_in(activity: Activity, name: str) -> str:
    """The id of an object of the channel's own data, such as `team`; empty without one."""
    return _text(_object(activity.channel_data, name), "id", LONGEST_CONVERSATION)


def told_of(activity: Activity, name: str, what: str) -> str:
    """Something else about an object of the channel's own data; empty where it isn't told.

    Only ids must be as they should: a name is cut, and one that is none is left out.
    """
    value = _object(activity.channel_data, name).get(what)
    return value[:LONGEST] if isinstance(value, str) else ""


def _text(of: dict[str, Any], name: str, longest: int | None = None) -> str:
    value = of.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise malformed(name)
    return value


def _object(of: dict[str, Any], name: str) -> dict[str, Any]:
    value = of.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise malformed(name)
    return value


def _objects(of: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = of.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise malformed(name)
    return value


def _account(of: dict[str, Any]) -> ChannelAccount:
    return ChannelAccount(
        id=_text(of, "id", LONGEST_ACCOUNT),
        name=_text(of, "name", LONGEST),
        aad_object_id=_text(of, "aadObjectId", LONGEST_AAD),
    )


def _members(of: dict[str, Any], name: str) -> list[ChannelAccount]:
    found = _objects(of, name)
    if len(found) > MOST_MEMBERS:
        raise malformed(name)
    return [_account(one) for one in found]


def _conversation(of: dict[str, Any]) -> ConversationAccount:
    group = of.get("isGroup")
    if group is not None and not isinstance(group, bool):
        raise malformed("isGroup")
    name = of.get("name")
    return ConversationAccount(
        id=_text(of, "id", LONGEST_CONVERSATION),
        name=name[:LONGEST] if isinstance(name, str) else "",
        is_group=group,
        conversation_type=_text(of, "conversationType", LONGEST),
        tenant_id=_text(of, "tenantId", LONGEST),
    )


def _entity(of: dict[str, Any]) -> Entity:
    entity = Entity(type=_text(of, "type", LONGEST))
    if entity.type == "mention":
        mentioned = _account(_object(of, "mentioned"))
        entity.additional_properties = {"text": _text(of, "text"), "mentioned": mentioned}
    return entity

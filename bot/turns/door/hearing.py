"""From a turn of botbuilder's to what the house hears."""

from typing import Any

from botbuilder.schema import Activity, ChannelAccount

from bot.turns.door.activities import LONGEST_ACTIVITY, id_in, told_of
from bot.turns.door.refusals import malformed
from bot.turns.door.words import spoken
from bot.turns.heard import Conversation, Event, Heard

READ_RECEIPT = "application/vnd.microsoft.readReceipt"


def heard(activity: Activity, tenant: str, event: Event, **more: Any) -> Heard:
    """The activity in our own words; `more` are the fields that this kind of event has."""
    return Heard(
        event=event,
        tenant=tenant,
        activity_id=activity.id,
        conversation=_conversation(activity),
        aad_object_id=activity.from_property.aad_object_id,
        teams_id=activity.from_property.id,
        bot_id=activity.recipient.id,
        name=activity.from_property.name,
        locale=activity.locale,
        replied_to=activity.reply_to_id,
        **more,
    )


def message(activity: Activity, tenant: str) -> Heard:
    """Something written, or a button pressed where Action.Execute is not known."""
    value = activity.value
    if isinstance(value, dict) and ("verb" in value or not activity.text):
        data = dict(value)
        verb = data.pop("verb", "")
        if not isinstance(verb, str):
            raise malformed("verb")
        return heard(activity, tenant, Event.PRESS, verb=verb, data=data)
    return heard(activity, tenant, Event.MESSAGE, text=spoken(activity))


def pressed(activity: Activity, tenant: str) -> Heard:
    """Action.Execute, by a person's press or by the card's own refresh."""
    value = activity.value
    action = value.get("action") if isinstance(value, dict) else None
    if not isinstance(action, dict) or action.get("type") != "Action.Execute":
        raise malformed("action")
    verb, data = action.get("verb") or "", action.get("data")
    if not isinstance(verb, str) or not (data is None or isinstance(data, dict)):
        raise malformed("verb or data")
    event = Event.REFRESH if value.get("trigger") == "automatic" else Event.PRESS
    return heard(activity, tenant, event, verb=verb, data=data or {}, execute=True)


def moved(activity: Activity, tenant: str) -> Heard:
    """conversationUpdate: who came or went, else what became of a team, channel or chat.

    The bot itself is never among `members`. Its coming is told by installationUpdate; its going
    ends the conversation however it is told.
    """
    if activity.members_removed:
        if any(one.id == activity.recipient.id for one in activity.members_removed):
            return heard(activity, tenant, Event.UNINSTALLED)
        gone = _others(activity, activity.members_removed)
        return heard(activity, tenant, Event.MEMBERS_REMOVED, members=gone)
    if activity.members_added:
        came = _others(activity, activity.members_added)
        return heard(activity, tenant, Event.MEMBERS_ADDED, members=came)
    return heard(activity, tenant, Event.CHANGED)


def event(activity: Activity, tenant: str) -> Heard:
    """Something happened without anybody writing: of these only read receipts mean something."""
    if activity.name != READ_RECEIPT:
        return heard(activity, tenant, Event.OTHER)
    value = activity.value
    upto = value.get("lastReadMessageId") if isinstance(value, dict) else None
    if not isinstance(upto, str) or len(upto) > LONGEST_ACTIVITY:
        raise malformed("value")
    return heard(activity, tenant, Event.READ, upto=upto)


def _others(activity: Activity, members: list[ChannelAccount]) -> tuple[str, ...]:
    return tuple(one.aad_object_id or one.id for one in members if one.id != activity.recipient.id)


def _conversation(activity: Activity) -> Conversation:
    account = activity.conversation
    kind = account.conversation_type
    team = id_in(activity, "team")
    if not kind:
        kind = ("channel" if team else "groupChat") if account.is_group else "personal"
    return Conversation(
        id=account.id,
        kind=kind,
        service_url=activity.service_url,
        team=team,
        channel=id_in(activity, "channel"),
        group=told_of(activity, "team", "aadGroupId").lower(),
        name=account.name or told_of(activity, "channel", "name"),
        team_name=told_of(activity, "team", "name"),
    )

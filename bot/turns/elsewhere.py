"""Channels and group chats: what is remembered of them, and what may be said there."""

from bot.delivery import encounters, places
from bot.delivery.encounters import Met
from bot.errors import Refused
from bot.people import references
from bot.storage.tx import Tx
from bot.turns.heard import Event, Heard
from bot.turns.router import Router
from bot.turns.turn import Turn

_ASKS = (Event.MESSAGE, Event.PRESS, Event.REFRESH)
_HERE = (*_ASKS, Event.INSTALLED)  # the conversation is the very channel or chat
_CHANGES = (Event.MEMBERS_ADDED, Event.MEMBERS_REMOVED, Event.CHANGED)


def is_shared(heard: Heard) -> bool:
    """Whether others read along there."""
    return heard.conversation.kind != "personal"


def met(turn: Turn, heard: Heard) -> int:
    """Remember where this was said; the place's id where a school has chosen it, else 0."""
    if not is_shared(heard) or heard.event not in _HERE:
        return 0
    place = encounters.met(turn.tx, _met(heard), at=turn.now)
    return place.id if place.owner else 0


def _met(heard: Heard) -> Met:
    """An event of a chat names the chat; one of a team the channel where the app shall be."""
    there = heard.conversation
    chat = there.kind == "groupChat"
    return Met(
        conversation=places.root(there.id),
        kind=places.CHAT if chat else places.TEAM,
        service_url=there.service_url,
        name=" ".join(filter(None, (there.team_name, there.name))),
        team="" if chat else there.group,
        thread="" if chat else there.team,
        channel="" if chat else places.root(there.channel or there.id),
    )


def told(tx: Tx, heard: Heard) -> None:
    """Somebody came, went, or changed what the place is: what the guard found counts no more."""
    if is_shared(heard) and heard.event in _CHANGES:
        there = heard.conversation
        encounters.changed(tx, conversation=there.id, channel=there.channel, thread=there.team)


def left(tx: Tx, heard: Heard) -> None:
    """The app was removed there."""
    references.drop(tx, heard.conversation.id)
    if is_shared(heard):
        there = heard.conversation
        encounters.removed(tx, conversation=there.id, thread=there.team)


def not_before_others(turn: Turn, heard: Heard, router: Router) -> None:
    """What concerns one person isn't said where others read along; raises Refused.

    In a staff place its own buttons may be pressed.
    """
    if not is_shared(heard) or heard.event not in _ASKS:
        return
    if turn.place and heard.event is Event.PRESS and heard.verb in router.among:
        return
    raise Refused("common.refused.not_here")

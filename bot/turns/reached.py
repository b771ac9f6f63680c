"""How a person, a channel or a chat is reached: what every activity of theirs tells anew."""

from bot.delivery import outbox
from bot.people import references
from bot.turns.heard import Heard
from bot.turns.turn import Turn


def remember(turn: Turn, heard: Heard) -> bool:
    """Keep where this person is reached; True where it was new and nothing waits for them.

    What waits is their welcome: when thousands get the app for a notice, a greeting beside each
    card would take the places that Teams leaves for answers.
    """
    if heard.conversation.kind != "personal" or not heard.aad_object_id:
        return False
    known = references.find_by_aad(turn.tx, heard.aad_object_id)
    now = references.Reference(
        aad_object_id=heard.aad_object_id.lower(),
        conversation=heard.conversation.id,
        service_url=heard.conversation.service_url,
        teams_id=heard.teams_id,
        bot_id=heard.bot_id,
    )
    if known == now:
        return False
    references.keep(turn.tx, now, at=turn.now)
    waits = turn.person.id != 0 and outbox.reached(turn.tx, person=turn.person.id)
    return known is None and not waits


def remember_channel(turn: Turn, heard: Heard) -> None:
    """Keep how a channel or group chat is reached; nothing is said there."""
    channel = references.Reference(
        channel=heard.conversation.channel or heard.conversation.id,
        conversation=heard.conversation.id,
        service_url=heard.conversation.service_url,
        bot_id=heard.bot_id,
    )
    references.keep(turn.tx, channel, at=turn.now)

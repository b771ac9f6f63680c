"""What came in through the door, checked and in our own words, and what goes back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cards.verbs import Verb


class Event(StrEnum):
    """The kinds of activity that mean something to us; everything else is quietly accepted."""

    MESSAGE = "message"
    PRESS = "press"  # Action.Execute, or its Action.Submit fallback
    REFRESH = "refresh"  # Action.Execute by `refresh`, without a person's press
    INSTALLED = "installed"
    UNINSTALLED = "uninstalled"
    MEMBERS_ADDED = "members_added"
    MEMBERS_REMOVED = "members_removed"
    CHANGED = "changed"  # a team or channel was renamed, shared, archived, deleted
    READ = "read"  # a person has seen their chat up to a message
    OTHER = "other"  # edits, deletions, reactions, typing, unknown invokes


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Where it was said. `kind`: personal, groupChat or channel.

    `team` is how Teams' events name the team, `group` how the directory does; `name` is the chat's
    or the channel's, `team_name` the team's, each "" where the activity doesn't tell it.
    """

    id: str
    kind: str
    service_url: str
    team: str = ""
    channel: str = ""
    group: str = ""
    name: str = ""
    team_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One activity of a served tenant whose token was checked.

    `aad_object_id` and `teams_id` name the person as Teams vouches for them; `data` comes back
    from a client and is distrusted; `replied_to` is the activity id of the pressed card;
    `upto` is the activity id of the last message that was read.
    """

    event: Event
    tenant: str
    activity_id: str
    conversation: Conversation
    aad_object_id: str = ""
    teams_id: str = ""
    bot_id: str = ""
    name: str = ""
    locale: str = ""
    text: str = ""
    verb: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    replied_to: str = ""
    upto: str = ""
    members: tuple[str, ...] = ()  # aad object ids (or Teams ids) of members added or removed
    execute: bool = False  # came as adaptiveCard/action and needs its answer in the response

    @property
    def room(self) -> str:
        """For figures and logs: the room of a known verb, `words`, `teams`, or `other`."""
        if self.verb in Verb.known:
            return self.verb.partition(".")[0]
        if self.event in (Event.PRESS, Event.REFRESH):
            return "other"
        return "words" if self.event is Event.MESSAGE else "teams"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person gets: a card, words, or both; `status` only matters to an invoke.

    `card` is JSON: what follows keeps it and sends it on, and never looks into it.
    """

    card: bytes | None = None
    text: str = ""
    summary: str = ""
    status: int = 200

"""Where cards with a child's name may stand."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    CHAT = "chat"  # 学年職員 chat
    TEAM = "team"  # a staff team's standard channel
    PRIVATE = "private"  # a private channel with staff only


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A staff place that a school chose. `team` is its group's id, `channel` Teams' channel id,
    `conversation` how the bot posts there. `trouble`: why nothing goes there now, or "".
    """

    id: int
    school: int
    kind: PlaceKind
    name: str
    conversation: str
    team: str = ""
    channel: str = ""
    trouble: str = ""
    version: int = 1

    @property
    def subject(self) -> str:
        return f"place:{self.id}"

"""What is pressed about where a school's roster cards go."""

from dataclasses import dataclass
from typing import ClassVar

from cards.verbs import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Places(Verb):
    """出欠の連絡先: asks where a school's roster cards go; 0: which schools one may choose for."""

    name: ClassVar[str] = "attendance.places"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePlace(Verb):
    """この場所にする."""

    name: ClassVar[str] = "attendance.choose_place"
    school_id: int
    place_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPlace(Verb):
    """個人チャットに戻す: cards go to the personal chats of each class's staff."""

    name: ClassVar[str] = "attendance.clear_place"
    school_id: int
    version: int

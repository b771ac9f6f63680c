"""What the family's form shows of a child, of today and of a draft."""

from dataclasses import dataclass, field
from datetime import date, time

from bot.attendance.model import Content, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChild:
    """See cards.attendance.family_matter.Child."""

    pupil_id: int
    name: str
    own: bool
    phone: str = ""
    day_kind: str = ""
    in_session: bool = False
    starts_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSecond:
    """See cards.attendance.family_matter.Second."""

    draft_id: int
    since: date
    until: date
    kind: Kind
    content: Content = field(default_factory=Content)
    asks: tuple[str, ...] = ()
    same: bool = False
    word: str = ""
    meals_days: int = 0
    phone: str = ""

"""What the family's form reads: children, the day of their school, and what the second step asks.

Nothing here tells more of a protected child than their name.
"""

from collections.abc import Sequence
from datetime import date, time
from typing import Protocol

from cards.attendance.matter import Content


class Child(Protocol):
    """A child for whom the reader's account speaks. `own`: it is the child's account itself.

    `phone`: the school's, "" for a protected child. `day_kind`: what today is, a word of DayKind,
    "" for a child who isn't enrolled. `starts_at`: when school begins later today.
    """

    @property
    def pupil_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def own(self) -> bool: ...
    @property
    def phone(self) -> str: ...
    @property
    def day_kind(self) -> str: ...
    @property
    def in_session(self) -> bool: ...
    @property
    def starts_at(self) -> time | None: ...


class Second(Protocol):
    """The second step of the form: what was chosen, and what this kind needs besides.

    `asks`: names of inputs. `same`: it is what was sent before and isn't shown again. `word`:
    "ask" where the family word may be typed, "locked" where it can't be, "" elsewhere.
    `meals_days`: so many school days ahead meals are stopped. `phone` as of a Child.
    """

    @property
    def draft_id(self) -> int: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> Content: ...
    @property
    def asks(self) -> Sequence[str]: ...
    @property
    def same(self) -> bool: ...
    @property
    def word(self) -> str: ...
    @property
    def meals_days(self) -> int: ...
    @property
    def phone(self) -> str: ...

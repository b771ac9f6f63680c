"""A class by its name, as every card of attendance writes it."""

from typing import Protocol


class Class(Protocol):
    """A class (学級) by name: 3年2組. `kind`: a word of SchoolKind; grade 0 in a kindergarten."""

    @property
    def class_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def grade(self) -> int: ...
    @property
    def name(self) -> str: ...

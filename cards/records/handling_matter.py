"""What the cards of registers, subcontracts and inspections read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol


class Whose(Protocol):
    """Whose registers they are; `agreement_id` 0: the city's own."""

    @property
    def subject(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def partner(self) -> str: ...
    @property
    def agreement_id(self) -> int: ...


class Gap(Protocol):
    """Something that is missing; `row` 0: of the register as a whole."""

    @property
    def what(self) -> str: ...
    @property
    def row(self) -> int: ...


class Gaps(Protocol):
    """Whose registers, and what is missing in them; `concerns` False: nothing is asked for."""

    @property
    def whose(self) -> Whose: ...
    @property
    def concerns(self) -> bool: ...
    @property
    def gaps(self) -> Sequence[Gap]: ...


class Register(Gaps, Protocol):
    """The registers of one subject in numbers; `writes`: the reader may enter and correct."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows stand today, by the kind of register; `line`: of the 取扱台帳."""

    @property
    def subcontracts(self) -> int:
        """How many applications there are."""

    @property
    def inspections(self) -> int:
        """How many inspections are open."""

    @property
    def writes(self) -> bool: ...
    @property
    def today(self) -> date: ...


class Row(Protocol):
    """A row of a register; each kind has its own further fields, by the names of its form."""

    @property
    def id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]:
        """Its fields by the names of the form: texts, days and switches."""

    @property
    def gaps(self) -> Sequence[str]: ...
    @property
    def over(self) -> bool:
        """Whether it ended before today."""


class Line(Protocol):
    """A line of the 取扱台帳."""

    @property
    def id(self) -> int: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def gaps(self) -> Sequence[str]: ...
    @property
    def struck(self) -> str:
        """Why it doesn't count, "" where it does."""


class Subcontract(Protocol):
    """An application; `missing` are the names of its fields."""

    @property
    def subcontract_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def whose(self) -> Whose: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def stage(self) -> str: ...
    @property
    def missing(self) -> Sequence[str]: ...
    @property
    def lacks(self) -> Sequence[str]:
        """undecided, began_before, memorandum."""

    @property
    def applied_on(self) -> date | None: ...
    @property
    def decided_on(self) -> date | None: ...
    @property
    def decided_by(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def memorandum_on(self) -> date | None: ...
    @property
    def writes(self) -> bool: ...
    @property
    def decides(self) -> bool: ...
    @property
    def today(self) -> date: ...


class Inspection(Protocol):
    """An inspection; `steps`: what the reader may do next."""

    @property
    def inspection_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def whose(self) -> Whose: ...
    @property
    def standing(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def planned_on(self) -> date: ...
    @property
    def done_on(self) -> date | None: ...
    @property
    def sound(self) -> bool: ...
    @property
    def findings(self) -> str: ...
    @property
    def asked_on(self) -> date | None: ...
    @property
    def ask(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def answer(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def why(self) -> str: ...
    @property
    def steps(self) -> Sequence[str]: ...
    @property
    def today(self) -> date: ...


class Promise(Protocol):
    """A duty of the agreement that an inspection can fulfil."""

    @property
    def duty_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...

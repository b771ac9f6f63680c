"""What one line of a roster says."""

from dataclasses import dataclass
from datetime import date

from bot.attendance.model import Function, SchoolKind, Stream
from bot.sheets import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A class as a file names it: by the school's code, the grade and the class's own name."""

    school: str
    grade: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    row: Row
    code: str
    name: str
    kind: SchoolKind
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    row: Row
    place: Place
    stream: Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a file names an account: by the directory's id, by its mail address, or by both."""

    aad_object_id: str = ""
    mail: str = ""

    @property
    def key(self) -> str:
        """As the register keys people; "" where there is none."""
        return self.aad_object_id or (f"mail:{self.mail}" if self.mail else "")

    @property
    def column(self) -> str:
        """Where the file names it."""
        return "mail" if self.mail else "aad_object_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """`grade` and `class_name` as its function needs them, 0 and "" elsewhere."""

    row: Row
    school: str
    function: Function
    name: str
    account: Account
    grade: int
    class_name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilLine:
    """`dated`: the file says itself from when the child is in the class."""

    row: Row
    key: str
    name: str
    reading: str
    place: Place
    number: int
    joint: Place | None
    account: Account
    language: str
    protected: bool
    since: date
    until: date
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianLine:
    row: Row
    key: str
    name: str
    relation: str
    contact: str
    account: Account
    household: str
    language: str

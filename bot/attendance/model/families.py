"""Children, the classes they are in, and the adults who may speak for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A child (児童生徒). `key` is their id in rosters (学籍番号), `person` their account or 0.

    `protected` (秘匿対象): nothing about where they are reaches any family account.
    """

    id: int
    key: str
    name: str
    reading: str = ""
    person: int = 0
    protected: bool = False
    language: str = "ja"
    version: int = 1

    @property
    def subject(self) -> str:
        return f"pupil:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A child is in a class from–to, both days included. `main`: the class whose roll counts."""

    pupil: int
    class_id: int
    number: int
    since: date
    until: date
    main: bool = True


class LinkState(StrEnum):
    INACTIVE = "inactive"  # an import says so; the office has not confirmed it
    CONFIRMED = "confirmed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A guardian link (保護者の登録): an adult and a child. No import sets its rights.

    `person` is the guardian's account or 0. `name`, `relation` and `contact` are sealed where they
    are stored. `household` tells apart adults who shall not learn of each other.
    """

    id: int
    pupil: int
    person: int = 0
    name: str = ""
    relation: str = ""
    contact: str = ""
    household: str = ""
    language: str = "ja"
    state: LinkState = LinkState.INACTIVE
    may_report: bool = False
    may_see_status: bool = False
    may_be_notified: bool = False
    version: int = 1

    @property
    def subject(self) -> str:
        return f"guardian:{self.id}"

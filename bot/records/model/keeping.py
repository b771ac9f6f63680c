"""What may not go yet, and why (保留・延長); one disposal (廃棄), from proposal to certificate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

PERSON = "person"  # a disposal of one person on request, beside the kinds of records


class Ground(StrEnum):
    """Why something is kept longer than its years."""

    AUDIT = "audit"  # 監査・検査
    LAWSUIT = "lawsuit"  # 訴訟
    DISCLOSURE = "disclosure"  # 開示・訂正・利用停止の請求
    ACCIDENT = "accident"  # 事故の調査
    EXTENSION = "extension"  # 保存期間の延長


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """`subject`: a matter (`agreement:7`, `class:5`, `pupil:3`), a person (`person:7`) or a whole
    kind of records (`kind:notices`). `until`: its last day; None until somebody lifts it."""

    id: int
    ground: Ground
    subject: str
    why: str
    set_by: int
    set_at: datetime
    until: date | None = None
    lifted_by: int | None = None
    lifted_at: datetime | None = None
    lifted_why: str = ""

    @property
    def matter(self) -> str:
        return f"hold:{self.id}"

    def stands(self, on: date) -> bool:
        """Whether it keeps anything on a day."""
        return self.lifted_at is None and (self.until is None or on <= self.until)


class Stage(StrEnum):
    """How far a disposal is."""

    PROPOSED = "proposed"
    RELEASED = "released"  # by the officer; the witness begins it
    RUNNING = "running"
    DONE = "done"
    RETURNED = "returned"  # by the officer, with a reason
    WITHDRAWN = "withdrawn"  # by who proposed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A backup that still holds what was disposed of, and the day by which it is deleted."""

    name: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """`kind`: a kind of records, or "person". What was over on `cut` goes: `count` of it as
    proposed, `gone` as done; `kept`: how much stayed, by why. `after`: the last id looked at.

    `medium`, `method`, `responsible`, `witnessed` are what the certificate says; `witness` and the
    others are person ids, None once that person was disposed of.
    """

    id: int
    kind: str
    cut: date
    count: int
    proposed_by: int | None
    proposed_at: datetime
    witness: int | None
    person: int | None = None
    stage: Stage = Stage.PROPOSED
    why: str = ""
    medium: str = ""
    method: str = ""
    answer: str = ""
    responsible: str = ""
    witnessed: str = ""
    released_by: int | None = None
    released_at: datetime | None = None
    begun_at: datetime | None = None
    ended_on: date | None = None
    after: int = 0
    gone: int = 0
    accounts: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)
    backups: tuple[Held, ...] = ()
    version: int = 1

    @property
    def subject(self) -> str:
        return f"disposal:{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody or something has still to act."""
        return self.stage in (Stage.PROPOSED, Stage.RELEASED, Stage.RUNNING)


class Phase(StrEnum):
    """How far an account is: taken out of what stays, out of others' cards, then wholly."""

    ERASING = "erasing"
    SEARCHING = "searching"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """An account on its way out. `after`: the last notice that was searched for its name."""

    person: int
    disposal: int
    phase: Phase = Phase.ERASING
    after: int = 0

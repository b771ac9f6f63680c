"""取扱台帳 and the registers beside it: who handles personal information, where, with what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CITY = "city"  # the registers of the city itself; others are an agreement's or a subcontractor's


class Kind(StrEnum):
    """What a register lists."""

    RESPONSIBLE = "responsible"  # 責任者
    WORKER = "worker"  # 業務従事者
    WORKPLACE = "workplace"  # 作業場所
    DEVICE = "device"  # パソコン・電子媒体


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a register, in force over the days from `since` to `until`, both included.

    `subject` is whose register it is (`agreement:7`, `subcontract:3`, `city`); `reported_on` the
    day on which the city (甲) was told of it in writing.
    """

    id: int = 0
    subject: str
    since: date
    until: date | None = None
    reported_on: date | None = None
    version: int = 1

    def stands(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible(Listed):
    """責任者: who directs and supervises the workers; `title` is their post (職名)."""

    name: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Listed):
    """業務従事者, with the pledge (誓約書) and the education that they had.

    `agency`: who sends them (派遣元), "" for staff of the party itself. `course` says what the
    education was: a course's name, or where its record is kept. `left_pledge_on`: the day of the
    pledge that outlives their employment (退職後の守秘の誓約).
    """

    name: str
    duty: str = ""
    agency: str = ""
    pledged_on: date | None = None
    taught_on: date | None = None
    course: str = ""
    left_pledge_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace(Listed):
    """作業場所 as it was reported; `storage` is how things are locked away there."""

    name: str
    address: str = ""
    storage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Listed):
    """A computer or a medium; a private one is never entered. `permitted_on`: the city's consent
    that it leaves the workplace, `permission` where that consent is filed."""

    number: str
    what: str
    place: str = ""
    encrypted: bool = False
    outside: bool = False
    permitted_on: date | None = None
    permission: str = ""


Row = Responsible | Worker | Workplace | Device
ROWS: dict[Kind, type[Row]] = {
    Kind.RESPONSIBLE: Responsible,
    Kind.WORKER: Worker,
    Kind.WORKPLACE: Workplace,
    Kind.DEVICE: Device,
}


def kind_of(row: Row) -> Kind:
    """Which register a row stands in."""
    return next(kind for kind, made in ROWS.items() if made is type(row))


class Act(StrEnum):
    """What was done with personal information (取扱いの区分)."""

    HAND_OVER = "hand_over"  # 受渡し
    USE = "use"  # 使用
    COPY = "copy"  # 複写・複製
    STORE = "store"  # 保管
    TAKE_OUT = "take_out"  # 持出し
    GIVE_BACK = "give_back"  # 返却
    DISPOSE = "dispose"  # 廃棄・消去


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry of the 取扱台帳; it is never changed, a mistake is struck by another entry.

    `permission`: where the city's consent is filed; `whither`: to whom or where it went; `method`:
    how it was destroyed, locked away or encrypted; `corrects`: the line that this one strikes.
    """

    id: int = 0
    subject: str
    on: date
    act: Act
    item: str
    medium: str
    quantity: str
    who: str
    whither: str = ""
    method: str = ""
    permission: str = ""
    note: str = ""
    corrects: int | None = None

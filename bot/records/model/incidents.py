"""漏えい等の事故: what happened to which records, what is known of it, what was done about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Certainty(StrEnum):
    """Whether it happened or may have happened; the law treats both alike (規則43条)."""

    HAPPENED = "happened"
    FEARED = "feared"


class Step(StrEnum):
    """What a city does about an incident, in the order in which it is usually done."""

    CONTRACT = "contract"  # the partner's report, or the city's to its partner
    FIRST = "first"  # 速報 (規則44条1項)
    FIRST_NUMBERS = "first_numbers"  # the same on the form for My Number (番号法29条の4)
    PERSONS = "persons"  # 本人通知 (法68条2項)
    PUBLIC = "public"  # 公表
    FINAL = "final"  # 確報 (規則44条2項)
    FINAL_NUMBERS = "final_numbers"
    PREVENTION = "prevention"  # 再発防止


class Way(StrEnum):
    """How a step was settled."""

    DONE = "done"
    INSTEAD = "instead"  # 本人通知 is too hard: other measures protect the people
    NOT_DONE = "not_done"  # decided against, with the reason
    UNDONE = "undone"  # it was written down by mistake: the step is open again


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides what is owed; a mere possibility (おそれ) counts as the thing itself.

    `people`: about how many are concerned, None where nobody knows. `sensitive`: 要配慮個人情報,
    with what the city's ordinance adds. `loss`: misuse may cost money. `purpose`: done with a
    wrong purpose. `numbers`: with My Number; `spread`: such numbers came from one of the national
    systems or before an unknown public. `protected`: strong encryption keeps it closed.
    """

    certainty: Certainty = Certainty.HAPPENED
    people: int | None = None
    sensitive: bool = False
    loss: bool = False
    purpose: bool = False
    numbers: bool = False
    spread: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The incident in words, by the items of a report (規則44条1項); all of it is sealed.

    `told`: what happened, as it was reported first. `partner`: the other side as it was typed.
    `reason`: why the case was closed.
    """

    told: str = ""
    what: str = ""
    records: str = ""
    partner: str = ""
    cause: str = ""
    damage: str = ""
    response: str = ""
    publicity: str = ""
    prevention: str = ""
    other: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step that somebody settled; the newest of a step counts. `receipt`, `note`: sealed."""

    step: Step
    way: Way
    on: date
    by: int
    at: datetime
    receipt: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One case. `known_at`: when the first employee knew; `known_on`: its civil day, from which all
    clocks count.

    `opened_at`, `opened_on`: when it came to Renkei. `reporter` None: Renkei opened it by itself,
    for `exposure`. `agreement`: the matter in whose work it happened; `ours`: which side the city
    is there. `said_on`: the last day of which every reminder was sent.
    """

    id: int
    known_at: datetime
    known_on: date
    opened_at: datetime
    opened_on: date
    facts: Facts
    account: Account
    said_on: date
    reporter: int | None = None
    agreement: int | None = None
    ours: str = ""
    exposure: int | None = None
    steps: tuple[Done, ...] = ()
    state: State = State.OPEN
    closed_at: datetime | None = None
    closed_on: date | None = None
    closed_by: int | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        return f"incident:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def has_partner(self) -> bool:
        """Whether it happened in work that another party does or gave."""
        return self.agreement is not None or bool(self.account.partner)

    def done(self, step: Step) -> Done | None:
        """How this step was settled last, None where it wasn't or no longer is."""
        last = next((one for one in reversed(self.steps) if one.step is step), None)
        return None if last is None or last.way is Way.UNDONE else last

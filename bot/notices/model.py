"""A notice to many: what it says, how far it is, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

NOTICE = "notices.notice"  # the kind of the notices that are written here
JAPANESE, ENGLISH = "ja", "en"


class Stage(StrEnum):
    """How far a notice is. The people in it are counted before anybody may decide on it."""

    DRAFT = "draft"  # written, for nobody yet
    COUNTING = "counting"  # its people are being found
    READY = "ready"  # counted: its author decides what next
    ASKED = "asked"  # somebody else's approval is awaited
    RETURNED = "returned"  # 差し戻し: the approver wants it otherwise
    SCHEDULED = "scheduled"  # decided; waits for its time, or for the morning
    CANARY = "canary"  # one in a hundred first
    SENDING = "sending"
    RESTING = "resting"  # under way; what isn't urgent rests at night and on closed days
    PAUSED = "paused"
    STOPPED = "stopped"  # too many of the first ones failed
    DONE = "done"  # nothing waits any more
    CANCELLED = "cancelled"  # 中止: what was sent stays, the rest is never sent
    WITHDRAWN = "withdrawn"  # 取り下げ: what was sent is deleted


class Act(StrEnum):
    """What a person may do with a notice."""

    CHANGE = "change"
    ASK = "ask"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CORRECT = "correct"
    ACCEPT = "accept"  # a correction that waits
    DECLINE = "decline"
    DISCARD = "discard"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Title and body in one language: plain text, each line of the body a paragraph."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a notice says. `contact` is 問合せ先; `confirm` asks everybody for 「確認しました」.

    `deadline` is the day by which readers shall act; `link` is an https address or "".
    """

    ja: Words
    en: Words | None = None
    contact: str = ""
    link: str = ""
    confirm: bool = False
    deadline: date | None = None
    urgent: bool = False

    def words(self, language: str) -> Words:
        """The words for a reader: Japanese where the language has none of its own."""
        return self.en if self.en is not None and not language.startswith(JAPANESE) else self.ja


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A correction that waits for an approver; `by` is its author (None: erased meanwhile).

    `version` is the notice's when it was proposed: a later proposal has another one.
    """

    content: Content
    by: int | None
    at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A notice under way. `version` grows with each act of a person, `edition` with each text.

    `desk` is the role that minds it beside its author. `content` is None where another slice
    wrote the cards; `editors` is everybody who ever wrote at the draft, erased ones aside;
    `asked_by` who asked for approval, `approved_audience` how many people the last approval was
    for; `shown` is what approvers were asked about, `before` the time before that;
    `remark` why one of them said no, or the text key of what came up by itself.
    `clearing` says that copies of an earlier count are being removed, `cursor` how far the people
    are counted, `counted_on` on which civil day, `revision` which draft of delivery's.
    `begun_at`, `canary_at`, `looked_at` and `told_at` are real instants; `back_to` is the stage
    that a pause or a new count interrupted, `told` what the progress card says, `settled` that
    nothing more happens by itself, `rung_to` whom the urgent bell has reached.
    """

    notice: int
    kind: str
    title: str
    author: int
    desk: str
    stage: Stage
    version: int
    due_at: datetime
    expires_at: datetime
    urgent: bool = False
    edition: int = 1
    revision: int = 1
    content: Content | None = None
    before: tuple["Said", ...] = ()
    shown: tuple["Said", ...] = ()
    changed_by: int | None = None
    changed_at: datetime | None = None
    editors: frozenset[int] = frozenset()
    approver: int | None = None
    approved_audience: int | None = None
    asked_at: datetime | None = None
    asked_by: int | None = None
    remark: str = ""
    proposal: Proposal | None = None
    clearing: bool = False
    cursor: int = 0
    counted_on: date | None = None
    audience: int = 0
    on_leave: int = 0
    without_account: int = 0
    pupils: int = 0
    begun_at: datetime | None = None
    canary_at: datetime | None = None
    back_to: Stage | None = None
    settled: bool = False
    looked_at: datetime | None = None
    told: str = ""
    told_at: datetime | None = None
    rung_to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What cards and commands tell of a notice at one moment; `numbers` sum to `audience`.

    `numbers` by state (pending, sending, sent, confirmed …); `held`, `read` are parts of them, and
    `canary` the first one in a hundred by state, `confirmed_now` of those who confirmed: who has
    confirmed the present edition. `to` and `but`: selectors as written
    (`department:学校教育課`); `unknown` of their groups' and lists' members nobody in the
    register answers to. `acts`: what the reader may do; `names`: whether they may learn
    by name whom it didn't reach. `at_once`: it goes out as soon as it is decided;
    `pupils`: pupils and guardians among its people; `approved_audience`: for how many
    the last approval was; `first`: approvers have seen no earlier draft of it; `cards` by language
    are what another slice wrote, where `content` is None and nothing was sent yet.
    """

    notice: int
    version: int
    edition: int
    stage: Stage
    title: str
    author: str
    changed_by: str = ""
    asked_by: str = ""
    approver: str
    to: tuple[str, ...]
    but: tuple[str, ...]
    urgent: bool
    due_at: datetime
    expires_at: datetime
    remark: str
    asked_at: datetime | None
    at_once: bool = False
    approved_audience: int | None = None
    audience: int
    on_leave: int
    without_account: int
    pupils: int = 0
    needs_approval: bool
    numbers: Mapping[str, int]
    canary: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0
    held: int = 0
    read: int = 0
    confirmed_now: int = 0
    seconds_left: int | None = None
    acts: frozenset[Act] = frozenset()
    names: bool = False
    content: Content | None = None
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    first: bool = False
    changes: tuple["Line", ...] = ()
    proposal: "Proposed | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A correction that waits, as it is told: who proposed it, what is new in it."""

    version: int
    by: str
    at: datetime
    content: Content
    changes: tuple["Line", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of a draft; `label` is the text key of what it is, "" for the words themselves."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a difference: `sign` is "+" (new), "-" (gone) or " " (as before)."""

    sign: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What sending would be like. `reachable` have a chat with the bot, `first_contact` not yet.

    `unreachable`: how many can't be reached, by reason (a code such as `no_account`).
    """

    audience: int
    reachable: int
    first_contact: int
    without_account: int
    on_leave: int
    unreachable: Mapping[str, int] = field(default_factory=dict)
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one person's copy ended; the words for the code `reason`, and the remedy, are cards'.

    `confirmed_at`: when they last confirmed, and that was `edition` of the text (None: never).
    """

    recipient: int
    name: str
    mail: str
    department: str
    post: str
    state: str
    reason: str
    sent_at: datetime | None
    read_at: datetime | None
    confirmed_at: datetime | None = None
    edition: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Staff without Teams of one department, for the head of their office (`head`: a name)."""

    department: str
    head_post: str
    head: str
    names: tuple[str, ...]

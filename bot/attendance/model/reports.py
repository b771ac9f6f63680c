"""What a family says of a child's day, and what the school did with it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Kind(StrEnum):
    ABSENT = "absent"  # お休み
    LATE = "late"  # おくれます
    EARLY = "early"  # 早く帰ります: a request
    TALK = "talk"  # 相談したい


class Reason(StrEnum):
    ILL = "ill"  # 体調
    INFECTION = "infection"  # 感染症（診断・検査中・疑い）
    FAMILY = "family"  # 家の用事
    MOURNING = "mourning"  # 忌引
    RELUCTANT = "reluctant"  # 学校に行きたくない気持ちがある
    DIRECT = "direct"  # 理由は先生に直接話したい


class Door(StrEnum):
    """By which way a report came, and so whose word it is."""

    OFFICE = "office"  # by telephone, entered at the school
    WORD = "word"  # the child's account with the family word: 保護者から
    PUPIL = "pupil"  # the child's account without it: 本人から
    GUARDIAN = "guardian"  # a guardian's own account
    FILE = "file"  # the city's own guardian app


class ReportState(StrEnum):
    HELD = "held"  # 保護者に確認中
    STANDING = "standing"
    WITHDRAWN = "withdrawn"  # 「明日は登校します」, or taken back
    REPLACED = "replaced"  # the same author has sent another for those days


class Ack(StrEnum):
    """What the school did with a report."""

    NONE = ""
    CONFIRMED = "confirmed"  # 確認しました
    CALLING = "calling"  # 電話します
    NURSE = "nurse"  # 保健室と共有
    RETURNED = "returned"  # 折り返し確認済み: the registered number was rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What only the child's own teachers read; sealed as one where it is stored.

    `arrives` and `leaves` are times of day; `pickup` who comes; `temperature` in tenths of °C, 0
    for none. `phrases` are ids of fixed phrases, `text` is shown as it was written.
    """

    reason: Reason | None = None
    arrives: time | None = None
    leaves: time | None = None
    pickup: str = ""
    temperature: int = 0
    phrases: tuple[str, ...] = ()
    text: str = ""
    meals_stop: bool = False
    interpreter: bool = False
    relation: str = ""  # who rang, in the office's entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One absence report (出欠連絡) for a child and the school days from `since` to `until`.

    `author` is the person id whose account sent or entered it (0: a file), `guardian` the link it
    counts for (0 where none is known). `day_class`: the class whose staff it went to, 0 for the
    office. `late`: it came after 連絡締切. `ack_by` is the post that answered, `ack_name` whether
    the family may read the name is the school's to say. `reply`: a fixed phrase to the family.
    """

    id: int
    pupil: int
    school: int
    day_class: int
    since: date
    until: date
    kind: Kind
    door: Door
    author: int
    sent_at: datetime
    guardian: int = 0
    language: str = "ja"
    content: Content = field(default_factory=Content)
    state: ReportState = ReportState.STANDING
    late: bool = False
    ack: Ack = Ack.NONE
    ack_at: datetime | None = None
    ack_post: int = 0
    ack_person: int = 0
    reply: str = ""
    version: int = 1

    @property
    def subject(self) -> str:
        return f"report:{self.id}"

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def counts(self) -> bool:
        """Whether it explains why a child isn't there."""
        return self.state is ReportState.STANDING

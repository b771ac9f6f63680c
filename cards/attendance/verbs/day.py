"""What is pressed about a day: the calendar, rolls, children who are looked for, long absences."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

Time = Annotated[str, Upto(5)]  # HH:MM, as Input.Time sends it
Pupils = Annotated[str, Upto(800)]  # ids with commas, as a list with several choices sends them
DayKind = Literal[
    "school",
    "holiday",
    "moved",
    "event",
    "half",
    "closed",
    "grade_closed",
    "class_closed",
    "late_start",
    "at_home",
]
Closing = Literal["found", "arrived", "unreported", "no_school", "mistake"]
Step = Literal["call", "other_contact", "way", "visit", "police"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay(Verb):
    """臨時休業・登校時刻の変更: asks for the form; `school_id` -1: not chosen yet, 0: every one."""

    name: ClassVar[str] = "attendance.open_day"
    school_id: int = -1
    kind: DayKind = "closed"
    day: date | None = None
    grade: int = -1
    class_id: int = 0
    starts_at: Time = ""
    rolls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDay(Verb):
    """内容を確認する: the first of two presses; it shows what would follow and changes nothing.

    `place`: `school`, `grade:3` or `class:12`.
    """

    name: ClassVar[str] = "attendance.check_day"
    school_id: int
    kind: DayKind
    day: date
    place: Annotated[str, Upto(20)] = "school"
    starts_at: Time = ""
    rolls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDay(Verb):
    """決定する: the second press; rolls, cases, reminders and the form follow at once."""

    name: ClassVar[str] = "attendance.set_day"
    school_id: int
    kind: DayKind
    day: date
    grade: int = -1
    class_id: int = 0
    starts_at: Time = ""
    rolls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDays(Verb):
    """学校の予定: what the coming days are at a school; it changes nothing."""

    name: ClassVar[str] = "attendance.show_days"
    school_id: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDone(Verb):
    """全員分を確認: everybody of whom nothing was reported is there."""

    name: ClassVar[str] = "attendance.mark_done"
    roll_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMissing(Verb):
    """未着あり: asks which of the children without a report aren't there."""

    name: ClassVar[str] = "attendance.open_missing"
    roll_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRoster(Verb):
    """戻る: the roster card of a class and day as it stands now."""

    name: ClassVar[str] = "attendance.show_roster"
    class_id: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Verb):
    """These children neither arrived nor were reported: a case for each."""

    name: ClassVar[str] = "attendance.missing"
    roll_id: int
    version: int
    pupils: Pupils


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Verb):
    """未着の一覧: today's open cases that the reader may take up."""

    name: ClassVar[str] = "attendance.cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCase(Verb):
    """One case as it stands."""

    name: ClassVar[str] = "attendance.show_case"
    case_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(Verb):
    """The case's present step was done without finding the child."""

    name: ClassVar[str] = "attendance.step_done"
    case_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFamily(Verb):
    """ご家庭にお知らせ: the one neutral message, to confirmed links."""

    name: ClassVar[str] = "attendance.tell_family"
    case_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClosing(Verb):
    """対応を終える: asks for the reason."""

    name: ClassVar[str] = "attendance.open_closing"
    case_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(Verb):
    """A person closes the case, for one of five reasons."""

    name: ClassVar[str] = "attendance.close_case"
    case_id: int
    version: int
    closing: Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase(Verb):
    """もう一度探す: a case that was closed too early goes on."""

    name: ClassVar[str] = "attendance.reopen_case"
    case_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList(Verb):
    """長期欠席の一覧, for principal, vice-principal and nurse."""

    name: ClassVar[str] = "attendance.watch_list"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWatched(Verb):
    """One child of the watch list."""

    name: ClassVar[str] = "attendance.show_watched"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Verb):
    """本人に会った: when somebody of the school last saw the child in person."""

    name: ClassVar[str] = "attendance.seen"
    pupil_id: int
    version: int
    seen_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRhythm(Verb):
    """連絡・登校の約束: asks for the form."""

    name: ClassVar[str] = "attendance.open_rhythm"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRhythm(Verb):
    """What was agreed with the family: the weekdays on which the child comes, until when."""

    name: ClassVar[str] = "attendance.set_rhythm"
    pupil_id: int
    version: int
    weekdays: Annotated[str, Upto(20)] = ""  # "0,2": Monday and Wednesday
    seen_every: int = 7
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRhythm(Verb):
    """約束を終える: a contact is awaited on each school day again."""

    name: ClassVar[str] = "attendance.end_rhythm"
    pupil_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetDuty(Verb):
    """出席状況を確認した: the principal has seen to an absence of seven school days."""

    name: ClassVar[str] = "attendance.meet_duty"
    pupil_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGuarded(Verb):
    """要保護児童等として見守る, or no more."""

    name: ClassVar[str] = "attendance.set_guarded"
    pupil_id: int
    version: int
    guarded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NightList(Verb):
    """翌日の出欠一覧を印刷する: the way to the printable page."""

    name: ClassVar[str] = "attendance.night_list"

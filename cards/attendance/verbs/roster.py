"""Who speaks for a child, and who must be kept safe: what office and vice-principal press."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cards.attendance.verbs.health import WHO_LENGTH, Why
from cards.verbs import Upto, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianDesk(Verb):
    """保護者の登録: what waits to be confirmed at a school, and a search; it changes nothing."""

    name: ClassVar[str] = "attendance.guardian_desk"
    school_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPupil(Verb):
    """さがす: a child by class and number (3-2 12) or by name."""

    name: ClassVar[str] = "attendance.find_pupil"
    school_id: int
    who: Annotated[str, Upto(WHO_LENGTH)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowGuardians(Verb):
    """A child's guardian links, with the family word's state and protection."""

    name: ClassVar[str] = "attendance.show_guardians"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGuardian(Verb):
    """権限を決める: asks for the rights of one link and the reason."""

    name: ClassVar[str] = "attendance.open_guardian"
    guardian_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmGuardian(Verb):
    """確認して保存する: the link counts from now on, with these rights and no others."""

    name: ClassVar[str] = "attendance.confirm_guardian"
    guardian_id: int
    version: int
    may_report: bool = False
    may_see_status: bool = False
    may_be_notified: bool = False
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveGuardian(Verb):
    """登録を外す: at once; no import brings it back."""

    name: ClassVar[str] = "attendance.remove_guardian"
    guardian_id: int
    version: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockWord(Verb):
    """合言葉の止めを解く: after five wrong ones, when the office has spoken with the family."""

    name: ClassVar[str] = "attendance.unlock_word"
    pupil_id: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProtection(Verb):
    """秘匿の設定: asks for the reason."""

    name: ClassVar[str] = "attendance.open_protection"
    pupil_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProtection(Verb):
    """秘匿にする, 秘匿をやめる: at once; what stands at families' is emptied."""

    name: ClassVar[str] = "attendance.set_protection"
    pupil_id: int
    version: int
    protect: bool = False
    why: Why

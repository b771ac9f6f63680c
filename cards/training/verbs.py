"""Every button of the training slice; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

Cause = Literal["work", "leave", "elsewhere", "other"]
By = Literal["department", "municipality"]

PLACE_LENGTH = 100
REASON_LENGTH = 300
NAME_LENGTH = 100
REPORT_LENGTH = 2000

Place = Annotated[str, Upto(PLACE_LENGTH)]
Reason = Annotated[str, Upto(REASON_LENGTH)]
Name = Annotated[str, Upto(NAME_LENGTH)]
Report = Annotated[str, Upto(REPORT_LENGTH, lines=True)]
Time = Annotated[str, Upto(5)]  # HH:MM, as Input.Time sends it


# --- What staff press -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine(Verb):
    """研修: what the reader has booked, may book and has finished; it changes nothing."""

    name: ClassVar[str] = "training.mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Verb):
    """日程と空席を見る: one's own card of a course, `since` and `place` narrow its sessions."""

    name: ClassVar[str] = "training.show"
    course_id: int
    since: date | None = None
    place: Place = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFilter(Verb):
    """日付・会場で絞り込む: asks for the form."""

    name: ClassVar[str] = "training.open_filter"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol(Verb):
    """申し込む, or キャンセル待ちに入る where the session is full (`wait`)."""

    name: ClassVar[str] = "training.enrol"
    session_id: int
    wait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Verb):
    """申込みを取り消す; a waiting person leaves the list."""

    name: ClassVar[str] = "training.withdraw"
    course_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Verb):
    """この席で受講する: the seat that came free for whoever waited."""

    name: ClassVar[str] = "training.accept"
    course_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Verb):
    """辞退する: the seat that came free goes to the next."""

    name: ClassVar[str] = "training.pass"
    course_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSubstitute(Verb):
    """代わりの人を推薦する: asks for the name."""

    name: ClassVar[str] = "training.open_substitute"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute(Verb):
    """推薦する: this colleague is asked to take the reader's seat."""

    name: ClassVar[str] = "training.substitute"
    course_id: int
    version: int
    who: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAsked(Verb):
    """代わりの受講のお願い, as it stands: for whoever was asked."""

    name: ClassVar[str] = "training.show_asked"
    enrolment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Verb):
    """代わりに受講する: the substitute agrees (or not)."""

    name: ClassVar[str] = "training.take_over"
    enrolment_id: int
    version: int
    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCannot(Verb):
    """受講できない: asks for the cause, in one of four words."""

    name: ClassVar[str] = "training.open_cannot"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cannot(Verb):
    """受講できないことを知らせる."""

    name: ClassVar[str] = "training.cannot"
    course_id: int
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheck(Verb):
    """確認問題に答える: the questions after the recording."""

    name: ClassVar[str] = "training.open_check"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheck(Verb):
    """回答する: the index of each answer; what isn't asked stays -1."""

    name: ClassVar[str] = "training.answer_check"
    course_id: int
    answer1: int = -1
    answer2: int = -1
    answer3: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCertificate(Verb):
    """修了証."""

    name: ClassVar[str] = "training.show_certificate"
    course_id: int


# --- What heads press -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ToApprove(Verb):
    """承認を待つ申込み of the reader's own staff; it changes nothing."""

    name: ClassVar[str] = "training.to_approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Verb):
    """受講を命じる, or 認めない."""

    name: ClassVar[str] = "training.decide"
    enrolment_id: int
    version: int
    agree: bool


# --- What the desk and the municipalities' coordinators press -----------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses(Verb):
    """研修の管理: every course that the reader minds; it changes nothing."""

    name: ClassVar[str] = "training.courses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manage(Verb):
    """A course with its sessions and how far it is; it changes nothing."""

    name: ClassVar[str] = "training.manage"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProgress(Verb):
    """受講状況: a picture by department or by municipality; it changes nothing."""

    name: ClassVar[str] = "training.show_progress"
    course_id: int
    by: By = "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCourse(Verb):
    """募集を始める: staff may see and book it."""

    name: ClassVar[str] = "training.open_course"
    course_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCourse(Verb):
    """募集を終える."""

    name: ClassVar[str] = "training.close_course"
    course_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageSession(Verb):
    """One session, with what may be done with it; it changes nothing."""

    name: ClassVar[str] = "training.manage_session"
    session_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession(Verb):
    """受付を再開する."""

    name: ClassVar[str] = "training.open_session"
    session_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession(Verb):
    """受付を終える; what is booked takes place."""

    name: ClassVar[str] = "training.close_session"
    session_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMove(Verb):
    """日時・会場を変更: asks for the form."""

    name: ClassVar[str] = "training.open_move"
    session_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSession(Verb):
    """変更する: everybody booked is told, the calendars follow."""

    name: ClassVar[str] = "training.move_session"
    session_id: int
    version: int
    day: date
    at: Time
    place: Place = ""
    reason: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCancel(Verb):
    """中止する: asks for the reason."""

    name: ClassVar[str] = "training.open_cancel"
    session_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSession(Verb):
    """中止を知らせる: everybody booked is told, the calendars follow."""

    name: ClassVar[str] = "training.cancel_session"
    session_id: int
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(Verb):
    """案内を作る: the enrolment card enters the notices as a draft; `wave` 0 means everybody."""

    name: ClassVar[str] = "training.announce"
    course_id: int
    version: int
    wave: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWave(Verb):
    """受講期を選ぶ: asks for a municipality's wave; "" is the coordinator's own."""

    name: ClassVar[str] = "training.open_wave"
    course_id: int
    municipality: Name = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWave(Verb):
    """この期に決める; `municipality` "" is the coordinator's own."""

    name: ClassVar[str] = "training.choose_wave"
    course_id: int
    wave: int
    municipality: Name = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise(Verb):
    """協定の教育義務と結ぶ: asks for which."""

    name: ClassVar[str] = "training.open_promise"
    course_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BindPromise(Verb):
    """この義務の証拠にする; `untie`: it is evidence for none any more."""

    name: ClassVar[str] = "training.bind_promise"
    course_id: int
    version: int
    duty_id: int = 0
    untie: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetPromise(Verb):
    """教育義務の履行として記録: the numbers of today become the duty's evidence."""

    name: ClassVar[str] = "training.meet_promise"
    course_id: int
    version: int


# --- The self check, which the reader alone sees -------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSelfCheck(Verb):
    """PCスキルの自己診断: ten questions."""

    name: ClassVar[str] = "training.open_self_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSelfCheck(Verb):
    """診断する: how sure one is of each, 0 to 3."""

    name: ClassVar[str] = "training.answer_self_check"
    q1: int
    q2: int
    q3: int
    q4: int
    q5: int
    q6: int
    q7: int
    q8: int
    q9: int
    q10: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSelfCheck(Verb):
    """自分の診断結果; it changes nothing."""

    name: ClassVar[str] = "training.show_self_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSelfCheck(Verb):
    """診断結果を消す."""

    name: ClassVar[str] = "training.forget_self_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckNumbers(Verb):
    """自己診断の統計, for the desk: in groups of five or more; it changes nothing."""

    name: ClassVar[str] = "training.self_check_numbers"


# --- Secondments (ICT職の派遣) -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Secondments(Verb):
    """派遣の一覧, for the desk; one's own for everybody else; it changes nothing."""

    name: ClassVar[str] = "training.secondments"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSecondment(Verb):
    """One secondment: where, until when, which reports are due; it changes nothing."""

    name: ClassVar[str] = "training.show_secondment"
    secondment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport(Verb):
    """派遣の報告を書く: asks for the form."""

    name: ClassVar[str] = "training.open_report"
    secondment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport(Verb):
    """報告する."""

    name: ClassVar[str] = "training.send_report"
    secondment_id: int
    version: int
    text: Report

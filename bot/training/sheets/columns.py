"""The sheets of a training workbook, their columns, and the words in them."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.sheets import Column
from bot.training.model import CourseState, Duty, Head, How, Org, SessionState, State
from bot.training.rules import bounds
from bot.training.secondments import sheets as secondment_sheets

V = TypeVar("V")

COURSES, SESSIONS, QUOTAS = "研修", "開催回", "定員枠"
WAVES, QUESTIONS, COMPLETIONS = "受講期", "確認問題", "修了"
SECONDMENTS = "派遣"
ENROLMENTS = "申込"  # written for who may see names, never read

HEADS = {"なし": Head.NONE, "通知": Head.NOTIFIED, "承認": Head.APPROVE}
DUTIES = {"職務": Duty.WORK, "職免": Duty.EXEMPT, "自主": Duty.OWN_TIME}
ORGS = {"市町村": Org.MUNICIPALITY, "所属": Org.DEPARTMENT}
HOWS = {"出席": How.ATTENDANCE, "LMS": How.LMS, "録画": How.RECORDING}
COURSE_STATES = {
    "下書き": CourseState.DRAFT,
    "募集中": CourseState.OPEN,
    "募集終了": CourseState.CLOSED,
    "終了": CourseState.ENDED,
}
SESSION_STATES = {
    "受付中": SessionState.OPEN,
    "受付終了": SessionState.CLOSED,
    "中止": SessionState.CANCELLED,
    "実施済": SessionState.HELD,
}
STATES = {
    "承認待ち": State.REQUESTED,
    "申込済": State.BOOKED,
    "キャンセル待ち": State.WAITING,
    "空席案内中": State.OFFERED,
    "取消": State.CANCELLED,
    "受講不可": State.CANNOT,
    "期限切れ": State.LAPSED,
    "不承認": State.REJECTED,
    "交代": State.REPLACED,
    "開催中止": State.DROPPED,
    "出席": State.ATTENDED,
    "欠席": State.ABSENT,
}

_CODE, _YEAR = Column("code", "コード", required=True), Column("year", "年度")
_NUMBER = Column("number", "回", required=True)
COLUMNS: Mapping[str, Sequence[Column]] = {
    COURSES: (
        _CODE,
        _YEAR,
        Column("title", "名称", required=True),
        Column("text", "概要"),
        Column("series", "シリーズ"),
        Column("requires", "前提研修"),
        Column("mandatory", "必修"),
        Column("repeats", "毎年"),
        Column("to", "対象"),
        Column("but", "対象外"),
        Column("head", "所属長"),
        Column("duty", "服務"),
        Column("minutes", "時間（分）"),
        Column("threshold", "修了基準（％）"),
        Column("recording", "録画"),
        Column("topics", "教育内容"),
        Column("opens_at", "募集開始"),
        Column("choose_by", "受講期選択期限"),
        Column("finish_by", "修了期限", required=True),
        Column("state", "状態"),
    ),
    SESSIONS: (
        _CODE,
        _YEAR,
        _NUMBER,
        Column("day", "開催日", required=True),
        Column("starts", "開始", required=True),
        Column("ends", "終了", required=True),
        Column("place", "会場"),
        Column("link", "オンライン"),
        Column("seats", "定員", required=True),
        Column("deadline", "申込期限"),
        Column("wave", "期"),
        Column("host", "主催市町村"),
        Column("organizer", "会議の主催者"),
        Column("state", "状態"),
        Column("held", "申込数"),
        Column("waiting", "キャンセル待ち"),
    ),
    QUOTAS: (
        _CODE,
        _YEAR,
        _NUMBER,
        Column("org", "区分", required=True),
        Column("name", "名称", required=True),
        Column("seats", "席数", required=True),
        Column("held", "申込数"),
    ),
    WAVES: (
        _CODE,
        _YEAR,
        Column("wave", "期", required=True),
        Column("title", "期の名称", required=True),
        Column("first", "開始日", required=True),
        Column("last", "終了日", required=True),
        Column("municipalities", "市町村"),
    ),
    QUESTIONS: (
        _CODE,
        _YEAR,
        Column("question", "問題", required=True),
        *(Column(f"choice{n}", f"選択肢{n}", required=n < 3) for n in range(1, bounds.CHOICES + 1)),
        Column("right", "正解", required=True),
    ),
    COMPLETIONS: (
        _CODE,
        _YEAR,
        Column("mail", "メール", "メールアドレス", required=True),
        Column("completed_on", "修了日", required=True),
        Column("name", "氏名"),
        Column("municipality", "市町村"),
        Column("department", "所属"),
        Column("how", "方法"),
    ),
    SECONDMENTS: secondment_sheets.COLUMNS,
}
ENROLMENT_HEADINGS = (
    "コード",
    "年度",
    "回",
    "メール",
    "氏名",
    "市町村",
    "所属",
    "状態",
    "申込日",
)


def headings(sheet: str) -> tuple[str, ...]:
    """What stands over the columns of a sheet."""
    return tuple(column.headings[0] for column in COLUMNS[sheet])


def word(words: Mapping[str, V], value: V) -> str:
    """What a value is called in the sheets."""
    return next((word for word, meaning in words.items() if meaning == value), "")

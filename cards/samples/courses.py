"""The training of the samples: invented courses, sessions and people of あかつき市."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cards.samples.city import LONG, LONG_NAME, TOKYO

JOIN = "https://teams.microsoft.com/l/meetup-join/sample-training"
RECORDING = "https://akatsuki.example.jp/recordings/teams-first"
LONG_PLACE = (
    "あかつき市総合福祉センター東部分館 4階 大研修室（旧東部合同庁舎敷地内、正面玄関から入館）"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of the samples."""

    session_id: int = 31
    version: int = 2
    number: int = 1
    starts_at: datetime = datetime(2026, 12, 9, 13, 30, tzinfo=TOKYO)
    ends_at: datetime = datetime(2026, 12, 9, 15, 0, tzinfo=TOKYO)
    place: str = "本庁舎 第2会議室"
    link: str = ""
    deadline: datetime = datetime(2026, 12, 7, 17, 15, tzinfo=TOKYO)
    state: str = "open"
    seats: int = 30
    held: int = 18
    left: int = 12
    waiting: int = 0
    over: bool = False
    closed: bool = False
    wave: int = 0
    host: str = ""
    reason: str = ""


def session(number: int, day: date, hour: int, **other: object) -> Session:
    """The session of this number, an hour and a half from then on."""
    starts = datetime(day.year, day.month, day.day, hour, 30, tzinfo=TOKYO)
    known: dict[str, object] = {
        "session_id": 30 + number,
        "number": number,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=90),
        "deadline": starts.replace(hour=0, minute=0) - timedelta(days=1),
    }
    return Session(**{**known, **other})  # type: ignore[arg-type]


FULL = session(2, date(2026, 12, 11), 9, held=30, left=0, waiting=3)
QUOTA = session(3, date(2026, 12, 15), 13, place="東部支所 大会議室", held=22, left=0)
ONLINE = session(4, date(2026, 12, 17), 10, place="", link=JOIN, seats=200, held=41, left=159)
CLOSED = session(5, date(2026, 12, 1), 13, closed=True)
SESSIONS = (
    Session(),
    FULL,
    QUOTA,
    ONLINE,
    session(6, date(2026, 12, 18), 13, place="北部支所 会議室"),
    session(7, date(2026, 12, 21), 15, place="本庁舎 第1会議室", link=JOIN, left=1, held=29),
)
LONG_SESSIONS = tuple(
    session(
        number,
        date(2026, 12, 20 + number),
        13,
        place=LONG_PLACE,
        link=JOIN,
        seats=1200,
        held=1200,
        left=0,
        waiting=345,
    )
    for number in range(1, 9)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course of the samples."""

    course_id: int = 5
    version: int = 3
    code: str = "DX-101"
    title: str = "Teams活用研修（基礎）"
    text: str = "チャット、会議、ファイルの共有を、実際に操作しながら学びます。"
    series: str = "DX人材育成"
    topics: str = "情報機器の活用"
    requires: tuple[str, ...] = ()
    mandatory: bool = False
    head: str = "none"
    duty: str = "work"
    minutes: int = 90
    recording: str = ""
    questions: int = 0
    opens_at: datetime | None = datetime(2026, 11, 2, 8, 30, tzinfo=TOKYO)
    finish_by: date = date(2027, 2, 26)
    state: str = "open"
    first: date | None = date(2026, 12, 9)
    last: date | None = date(2026, 12, 21)
    sessions: int = 6
    deadline: datetime | None = datetime(2026, 12, 18, 17, 15, tzinfo=TOKYO)
    from_elsewhere: bool = False
    promise: str = ""


MANDATORY = Course(
    course_id=6,
    code="SEC-201",
    title="個人情報の取扱い研修",
    text="委託先との覚書に基づき、個人情報を扱う職員が年に一度受講します。",
    series="情報セキュリティ",
    mandatory=True,
    recording=RECORDING,
    questions=3,
    promise="住民情報システム運用業務委託契約に係る個人情報の取扱いに関する覚書 第8条",
)
APPROVED = Course(
    course_id=7,
    code="DX-301",
    title="データ分析研修（応用）",
    text="業務のデータを使い、集計から可視化までを行います。",
    head="approve",
    requires=("データ分析研修（基礎）", "統計の基礎"),
)
LONG_COURSE = Course(
    course_id=8,
    title=LONG,
    text=LONG * 4,
    series=LONG_NAME,
    requires=(LONG, LONG_NAME, LONG, LONG),
    mandatory=True,
    head="approve",
    duty="exempt",
    recording=RECORDING,
    questions=3,
    promise=LONG + LONG,
    sessions=38,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a reader of the samples stands to a course."""

    enrolment_id: int = 0
    version: int = 0
    state: str = ""
    session: Session | None = None
    place: int = 0
    until: datetime | None = None
    calendar: str = "none"
    substitute: str = ""
    finished_on: date | None = None
    how: str = "attendance"
    approved: bool = True
    head: str = "企画課長"


BOOKED = Standing(enrolment_id=77, version=2, state="booked", session=Session(), calendar="stands")
WAITING = Standing(enrolment_id=78, version=2, state="waiting", session=FULL, place=3)
OFFERED = Standing(
    enrolment_id=78,
    version=3,
    state="offered",
    session=FULL,
    until=datetime(2026, 11, 30, 15, 0, tzinfo=TOKYO),
)
FINISHED = Standing(
    enrolment_id=79, version=4, state="attended", session=Session(), finished_on=date(2026, 12, 9)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A course of the samples as its reader sees it."""

    course: Course = field(default_factory=Course)
    mine: Standing = field(default_factory=Standing)
    sessions: tuple[Session, ...] = SESSIONS
    more: int = 0
    refused: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of 「研修」 in the samples."""

    course: Course = field(default_factory=Course)
    mine: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An application of the samples."""

    enrolment_id: int = 77
    version: int = 2
    name: str = "東雲 太郎"
    department: str = "企画課"
    course: Course = APPROVED
    session: Session = field(default_factory=Session)
    state: str = "requested"
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the samples."""

    text: str
    choices: tuple[str, ...]


QUESTIONS = (
    Question(
        text="委託先の職員から住民の一覧をメールで求められました。まず行うことはどれですか。",
        choices=("そのまま送る", "所属長と情報政策の担当に確認する", "印刷して郵送する"),
    ),
    Question(
        text="個人情報を含む書類を机に置いたまま離席してよいのはどのときですか。",
        choices=("短い時間なら", "周りに職員がいれば", "どのときも置いたままにしない"),
    ),
    Question(text="事故に気付いたときの連絡先はどこですか。", choices=("所属長", "報道機関")),
)
LONG_QUESTIONS = tuple(Question(text=LONG * 3, choices=(LONG, LONG_NAME, LONG)) for _ in range(3))

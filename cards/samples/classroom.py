"""The courses of the samples as their desk sees them: invented sessions, waves and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cards.samples.city import LONG, LONG_NAME, TODAY, TOKYO
from cards.samples.courses import Course, Session

ALL_MAY = frozenset(("open", "close", "announce", "waves", "promise", "meet"))
SECURITY = Course(
    code="SEC-1",
    title="情報セキュリティ研修（基礎）",
    text="不審なメールの見分け方と、個人情報の取扱いを学びます。",
    series="情報セキュリティ",
    topics="個人情報の適正な取扱い、委託先の監督",
    mandatory=True,
    minutes=120,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An organisation's numbers in the samples."""

    org: str = ""
    audience: int = 420
    finished: int = 126
    booked: int = 80
    waiting: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A wave of the samples."""

    number: int = 1
    title: str = "第1期"
    first: date = date(2026, 12, 1)
    last: date = date(2026, 12, 25)
    sent: bool = False
    made: bool = False
    seats: int = 400
    municipalities: Sequence[str] = ("あかつき市", "ゆうなぎ町")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The course in another tenant in the samples."""

    tenant: str = "yunagi-town"
    seats: int = 20
    booked: int = 12
    finished: int = 5
    told_at: datetime | None = datetime(2026, 11, 20, 9, 0, tzinfo=TOKYO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """A course as who runs it sees it in the samples."""

    course: Course = SECURITY
    sessions: Sequence[Session] = ()
    waves: Sequence[Wave] = ()
    undecided: Sequence[str] = ()
    total: Bar = Bar()
    announced: bool = False
    may: frozenset[str] = ALL_MAY - {"open"}
    offers: Sequence[Offer] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationDuty:
    """An agreement's duty to teach in the samples."""

    duty_id: int = 21
    title: str = "個人情報の取扱いに関する覚書"
    text: str = "従事者への教育を年1回以上行う"
    due_on: date | None = date(2027, 3, 31)
    bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """A department's self checks in the samples."""

    org: str = "市民課"
    people: int = 15
    average: int = 17
    weak: Sequence[int] = (6, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A secondment's report of the samples."""

    due_on: date
    sent_on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secondment:
    """A secondment of the samples."""

    secondment_id: int = 11
    version: int = 1
    name: str = "朝霧 夏生"
    department: str = "情報政策課"
    host: str = "ゆうなぎ町 デジタル推進室"
    start: date = date(2026, 4, 1)
    end: date = date(2027, 3, 31)
    reports: Sequence[Report] = (
        Report(due_on=date(2026, 8, 31), sent_on=date(2026, 8, 28), text="窓口予約を整えました。"),
        Report(due_on=date(2026, 11, 30)),
        Report(due_on=date(2027, 3, 31)),
    )
    own: bool = False
    today: date = TODAY


def _later(session: Session, nth: int) -> Session:
    """The same session again, some weeks on."""
    moved = timedelta(weeks=3 * nth)
    return replace(
        session,
        session_id=session.session_id + nth,
        number=session.number + nth,
        starts_at=session.starts_at + moved,
        ends_at=session.ends_at + moved,
        deadline=session.deadline + moved,
    )


FIRST = Session(seats=40, held=38, left=2, ends_at=datetime(2026, 12, 9, 15, 30, tzinfo=TOKYO))
FULL = replace(_later(FIRST, 1), held=40, left=0, waiting=7, link="https://teams.example.jp/j")
CANCELLED = replace(_later(FIRST, 2), state="cancelled", reason="講師の都合がつかないため")
OVER = replace(FIRST, session_id=30, state="held", over=True, number=9)
RUNNING = Managed(sessions=(FIRST, FULL, CANCELLED))
DRAFT = replace(
    RUNNING,
    course=replace(SECURITY, state="draft", first=None, last=None, sessions=0, deadline=None),
    sessions=(),
    total=Bar(finished=0, booked=0, waiting=0),
    may=ALL_MAY - {"close"},
)
WAVES = (
    replace(Wave(), sent=True, made=True),
    Wave(number=2, title="第2期", first=date(2027, 1, 5), last=date(2027, 1, 29)),
    Wave(
        number=3,
        title="第3期",
        first=date(2027, 2, 1),
        last=date(2027, 2, 26),
        municipalities=(),
    ),
)
IN_WAVES = replace(RUNNING, waves=WAVES, undecided=("みなと町", "たかね村"), announced=True)
LONG_COURSE = replace(
    SECURITY,
    title=LONG,
    series=LONG_NAME,
    topics=LONG,
    promise=LONG,
    text=LONG,
    from_elsewhere=True,
    code="ABCDEFGHIJKLMNOPQRST-0123456789",
)
LONG_SESSION = replace(
    FULL,
    place=LONG_NAME,
    host=LONG_NAME,
    reason=LONG_NAME * 3,
    seats=12000,
    held=12000,
    waiting=3456,
    number=128,
    wave=1,
)
LONG_WAVES = tuple(
    Wave(number=n, title=f"{LONG_NAME}第{n}期", seats=12000, municipalities=(LONG_NAME,) * 62)
    for n in range(1, 12)
)
WORST = Managed(
    course=LONG_COURSE,
    sessions=tuple(replace(_later(LONG_SESSION, n), number=100 + n) for n in range(30)),
    waves=LONG_WAVES,
    undecided=(LONG_NAME,) * 62,
    total=Bar(audience=40123, finished=12345, booked=20456, waiting=3210),
    announced=True,
    may=ALL_MAY,
    offers=(Offer(tenant=LONG_NAME, seats=10000, booked=10000, finished=20456),) * 12,
)
BARS = (
    Bar(org="市民課", audience=48, finished=12, booked=20, waiting=2),
    Bar(org="危機管理課", audience=20, finished=15, booked=5, waiting=0),
    Bar(org="学校教育課", audience=62, finished=3, booked=10, waiting=8),
    Bar(org="税務課", audience=30, finished=30, booked=0, waiting=0),
    Bar(org="", audience=4, finished=0, booked=0, waiting=0),
)
MANY_BARS = tuple(
    Bar(org=f"{n}{LONG_NAME}", audience=12000, finished=100 * n, booked=3210, waiting=1234)
    for n in range(62)
)

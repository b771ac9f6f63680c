"""Samples of what teachers and the office get of families' reports, and of the roster card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from cards.attendance import content, office, roster_card, staff, staff_lists, telephone
from cards.attendance.verbs.office import OpenEntry, UndoEntry
from cards.attendance.verbs.staff import ConfirmClass, ReadClass
from cards.elements import Card, press
from cards.lang import Lang
from cards.samples.attendance_family import Content
from cards.samples.city import LONG_NAME, TOKYO
from cards.samples.sample import Sample, sample

TODAY = date(2026, 11, 24)
SENT = datetime(2026, 11, 24, 7, 58, tzinfo=TOKYO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    class_id: int = 32
    kind: str = "elementary"
    grade: int = 3
    name: str = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    report_id: int = 5
    version: int = 1
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"
    since: date = TODAY
    until: date = TODAY
    kind: str = "absent"
    who: str = "family"
    state: str = "standing"
    late: bool = False
    request: bool = False
    differs: bool = False
    interpreter: bool = False
    sent_at: datetime = SENT
    ack: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    reply: str = ""
    can_answer: bool = True
    can_return: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    pupil_id: int = 7
    number: int = 12
    name: str = "青木 はる"
    mark: str = "absent"
    answered: bool = False
    report_id: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    roll_id: int = 9
    version: int = 3
    school_class: Class = field(default_factory=Class)
    day: date = TODAY
    day_kind: str = "school"
    state: str = "open"
    lines: Sequence[Line] = ()
    reported: int = 0
    unanswered: int = 0
    missing: int = 0
    done_at: datetime | None = None
    done_by: str = ""
    updated_at: datetime = SENT + timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    heading: str = ""
    school_class: Class | None = field(default_factory=Class)
    enrolled: int = 35
    absent: int = 2
    late: int = 1
    early: int = 0
    unanswered: int = 1
    missing: int = 0
    suspended: int = 0
    meals: int = 0
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    line_id: int = 4
    matters: int = 1
    who: str = "class"
    school_class: Class | None = field(default_factory=Class)
    names: str = "東 花子、西 次郎"
    since: datetime = SENT + timedelta(minutes=15)
    told_at: datetime | None = None
    told_by: str = ""


CONFIRMED = Told(
    ack="confirmed",
    answered_at=SENT + timedelta(minutes=14),
    answered_by="3年2組 担任",
    reply="get_well",
)
EARLY = Told(kind="early", request=True, interpreter=True)
RETURNED = replace(
    EARLY, ack="returned", answered_at=CONFIRMED.answered_at, answered_by="東 花子", request=False
)
DIFFERING = Told(differs=True, late=True, kind="late", until=TODAY + timedelta(days=3))
HELD = Told(who="pupil_held", state="held")
UNKNOWN = Told(who="file_held", state="held")
WORST = replace(DIFFERING, name=LONG_NAME, request=True, interpreter=True, state="held")
WRITTEN = Content(
    temperature=382,
    phrases=("call_me", "homework"),
    text="昨夜から熱があります。\n**病院**へ行ってから、また連絡します。",
    meals_stop=True,
    interpreter=True,
)
EVERYTHING = replace(
    WRITTEN,
    reason="infection",
    arrives=time(10, 0),
    leaves=time(14, 30),
    pickup=LONG_NAME,
    relation="grandparent",
    text="ご連絡" * 160,
)
MARKS = ("absent", "late", "early", "talk", "held", "differs", "missing")
CLASS_DAY = ConfirmClass(class_id=32, day=TODAY)


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _received()
    yield from _lists()
    yield from _contents()
    yield from _rosters()
    yield from _numbers()
    yield from _office()


def _received() -> Iterator[Sample]:
    name = "attendance.received"
    for state, told in {
        "short": Told(),
        "confirmed": CONFIRMED,
        "request": EARLY,
        "returned": RETURNED,
        "differs": DIFFERING,
        "withdrawn": replace(CONFIRMED, state="withdrawn"),
        "worst": WORST,
    }.items():
        yield sample(name, state, partial(staff.received, told=told))
    for state, waits in (("held", HELD), ("unknown", UNKNOWN)):
        held = replace(waits, can_answer=False)
        yield sample(name, state, partial(staff.received, told=held, about="title_held"))
    yield sample(name, "nurse", partial(staff.received, told=CONFIRMED, about="title_nurse"))
    yield sample("attendance.done", "short", staff.done)
    reading = ReadClass(class_id=32, day=TODAY)
    yield sample("attendance.opened", "short", partial(staff.opened, verb=reading))


def _lists() -> Iterator[Sample]:
    several = [CONFIRMED, EARLY, DIFFERING, HELD, replace(CONFIRMED, state="replaced")]
    name = "attendance.received_many"
    yield sample(name, "short", partial(staff_lists.received_many, told=several, day=TODAY))
    yield sample(name, "worst", partial(staff_lists.received_many, told=[WORST] * 60, day=TODAY))
    entering = OpenEntry()

    def day(lang: Lang, told: Sequence[Told], pages: int) -> Card:
        extra = [press(lang.t("attendance.office.press.open"), entering)]
        return staff_lists.reports(lang, told, TODAY, page=1, pages=pages, extra=extra)

    for state, told, pages in (("short", several, 1), ("empty", [], 1), ("worst", [WORST] * 60, 6)):
        yield sample("attendance.reports", state, partial(day, told=told, pages=pages))


def _contents() -> Iterator[Sample]:
    for state, told, said in (
        ("short", Told(), Content()),
        ("written", CONFIRMED, WRITTEN),
        ("nothing", HELD, Content(reason=None)),
        ("worst", WORST, EVERYTHING),
    ):
        draw = partial(content.content, told=told, said=said, suspends=(1, 7))
        yield sample("attendance.content", state, draw)
    for state, entries, more in (
        ("short", [(Told(), WRITTEN), (EARLY, Content())], 0),
        ("empty", [], 0),
        ("worst", [(WORST, EVERYTHING)] * content.MOST, 20),
    ):
        draw = partial(
            content.of_class, school_class=Class(), day_id=CLASS_DAY, entries=entries, more=more
        )
        yield sample("attendance.class_contents", state, draw)


def _rosters() -> Iterator[Sample]:
    lines = [Line(number=n + 1, mark=mark, answered=n % 2 == 0) for n, mark in enumerate(MARKS)]
    some = Roster(lines=lines, reported=6, unanswered=3, missing=1)
    done = replace(some, state="done", missing=0, done_at=SENT, done_by="3年2組 担任")
    many = [Line(number=n, name=LONG_NAME, mark="differs") for n in range(1, 61)]
    worst = replace(some, lines=many, reported=60, unanswered=60)
    for state, shown in {
        "empty": Roster(),
        "short": some,
        "done": done,
        "missing": replace(done, state="missing", missing=1),
        "silent": Roster(state="silent"),
        "worst": worst,
    }.items():
        yield sample("attendance.roster", state, partial(roster_card.roster, shown=shown))


def _numbers() -> Iterator[Sample]:
    counts = [Count(), Count(school_class=Class(name="3")), Count(school_class=None)]
    done = [Count(unanswered=0)]
    for state, found in (("short", counts), ("done", done), ("worst", counts * 20)):
        draw = partial(staff_lists.summary, counts=found, day=TODAY, school="あかつき小学校")
        yield sample("attendance.summary", state, draw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    pupil_id: int = 7
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"


def _entered(lang: Lang, *, announced: bool) -> Card:
    undo = press(lang.t("attendance.office.press.undo"), UndoEntry(report_id=5))
    return office.entered(lang, 1, Seated(), announced=announced, beside=[undo])


def _office() -> Iterator[Sample]:
    form = office.Entering(
        school_id=1,
        school="あかつき小学校",
        today=TODAY,
        token="t",  # noqa: S106 - a form's own number
        classes=[Class(name=str(n)) for n in range(1, 4)],
    )
    children = [Seated(), Seated(pupil_id=8, number=13, name=LONG_NAME)]
    yield sample("attendance.entry", "short", partial(office.entry, form=form))
    several = office.with_children(form, children)
    yield sample("attendance.entry", "several", partial(office.entry, form=several))
    for state, announced in (("short", True), ("embargo", False)):
        draw = partial(_entered, announced=announced)
        yield sample("attendance.entered", state, draw)
    unnamed = Seated(school_class=Class(class_id=0))
    for state, child in (("short", Seated()), ("unnamed", unnamed)):
        draw = partial(office.undone, school_id=1, child=child)
        yield sample("attendance.entry_undone", state, draw)
    told = Staff(told_at=SENT + timedelta(minutes=30), told_by="事 務子")
    lines = [Staff(), Staff(school_class=None), Staff(who="office", names=""), told]
    for state, found in (("short", lines), ("empty", []), ("worst", [Staff(names=LONG_NAME)] * 30)):
        draw = partial(telephone.telephone, lines=found, school_id=1)
        yield sample("attendance.telephone", state, draw)

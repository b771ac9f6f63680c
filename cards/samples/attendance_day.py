"""Samples of a school's day: the calendar, the morning, searches, long absences, the night."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial

from cards.attendance import calendar, coming_days, morning, night, rhythm, roll, searches, watch
from cards.attendance.verbs.day import ShowRoster
from cards.elements import Card
from cards.lang import Lang
from cards.samples.attendance_staff import SENT, TODAY, Class
from cards.samples.city import LONG_NAME, TOKYO
from cards.samples.sample import Sample, sample

Draw = Callable[[Lang], Card]
LONG_SCHOOL = "あかつき市立あかつき中央義務教育学校ひので校舎分教室"
SCHOOLS = [(0, ""), (1, "あかつき小学校"), (2, LONG_SCHOOL)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySet:
    school_id: int = 1
    school: str = "あかつき小学校"
    day: date = TODAY
    kind: str = "closed"
    grade: int = -1
    school_class: Class | None = None
    in_session: bool = False
    starts_at: time | None = None
    rolls: bool = False
    set_at: datetime | None = None
    set_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    step: str = "call"
    done_at: datetime = SENT
    by: str = "3年2組 担任"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    case_id: int = 4
    version: int = 1
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"
    opened_at: datetime = SENT
    step: str = "call"
    stepped: bool = False
    due_at: datetime = SENT
    rung: str = ""
    rung_at: datetime = SENT
    rung_state: str = "due"
    done: Sequence[StepDone] = ()
    reported: bool = False
    told_family: bool = False
    can_tell: bool = True
    closing: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    pupil_id: int = 7
    number: int = 12
    name: str = "青木 はる"
    reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    school_class: Class = field(default_factory=Class)
    count: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    school: str = "あかつき小学校"
    day: date = TODAY
    at: datetime = SENT
    unchecked: Sequence[Class] = ()
    unanswered: Sequence[ClassCount] = ()
    missing: Sequence[ClassCount] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    weekdays: Sequence[int] = (0, 2)
    seen_every: int = 7
    until: date | None = date(2027, 3, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    pupil_id: int = 7
    version: int = 2
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"
    days: int = 3
    since: date | None = date(2026, 11, 19)
    seen_on: date | None = None
    rhythm: Agreed | None = None
    guarded: bool = False
    owed: bool = False
    met_on: date | None = None
    today: date = TODAY
    can_meet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NightClass:
    school_class: Class = field(default_factory=Class)
    lines: Sequence[Child] = (Child(),)


CLOSED = DaySet(set_at=SENT, set_by="長 八郎")
LATE = replace(CLOSED, kind="late_start", in_session=True, starts_at=time(10, 40))
CLASS_CLOSED = replace(CLOSED, kind="class_closed", school_class=Class())
WORST_DAY = replace(
    CLOSED, school=LONG_SCHOOL, school_class=Class(name="なかよし第二"), set_by=LONG_NAME
)
OTHERS = Class(class_id=0, grade=99, name="")
CLASSES = [Class(class_id=number, name=str(number)) for number in range(1, 24)]
LATER = datetime(2026, 11, 24, 8, 42, tzinfo=TOKYO)
ALL_DONE = [
    StepDone(step=step, by=LONG_NAME)
    for step in ("call", "other_contact", "way", "visit", "police")
]
ENDED = replace(Search(), closing="found", closed_at=LATER, closed_by="東 花子")
WORST = Search(
    school_class=Class(name="なかよし第二"),
    name=LONG_NAME,
    step="police",
    stepped=True,
    done=ALL_DONE,
    reported=True,
    told_family=True,
    rung="police",
    rung_state="behind",
)
OWED = replace(
    Away(), days=7, owed=True, can_meet=True, seen_on=date(2026, 11, 20), rhythm=Agreed()
)
WORST_AWAY = replace(OWED, name=LONG_NAME, guarded=True, days=128)


def samples() -> Iterator[Sample]:
    """All cards of a school's day in all their states."""
    yield from _calendar()
    yield from _roll()
    yield from _searches()
    yield from _morning()
    yield from _watch()
    yield from _night()


def _states(name: str, **draws: Draw) -> Iterator[Sample]:
    for state, draw in draws.items():
        yield sample(f"attendance.{name}", state, draw)


def _calendar() -> Iterator[Sample]:
    form = partial(calendar.day_form, grades=(1, 2, 3), classes=CLASSES[:3])
    yield from _states(
        "day_form",
        one=partial(form, one=DaySet(), schools=SCHOOLS[1:2]),
        many=partial(form, one=replace(LATE, school_id=2, rolls=True), schools=SCHOOLS),
        left=partial(
            form, one=replace(DaySet(), rolls=True), schools=SCHOOLS[1:2], left_from=time(7, 20)
        ),
        empty=partial(form, one=DaySet(), schools=SCHOOLS, grades=(), classes=()),
    )
    yield from _states(
        "day_check",
        short=partial(calendar.day_check, one=DaySet(), cases=0),
        cases=partial(calendar.day_check, one=DaySet(), cases=2, night=True),
        rolls=partial(calendar.day_check, one=replace(DaySet(), rolls=True), cases=2),
        late=partial(calendar.day_check, one=LATE, cases=0),
        worst=partial(calendar.day_check, one=WORST_DAY, cases=12, night=True),
    )
    every = replace(CLOSED, school_id=0, school="")
    for name, draw in (("day_set", calendar.day_set), ("day_told", calendar.day_told)):
        yield from _states(
            name,
            short=partial(draw, one=CLOSED),
            late=partial(draw, one=LATE),
            class_closed=partial(draw, one=CLASS_CLOSED),
            every=partial(draw, one=every),
            worst=partial(draw, one=WORST_DAY),
        )
    lines = [CLOSED, LATE, CLASS_CLOSED, replace(CLOSED, kind="grade_closed", grade=3)]
    school = SCHOOLS[1]
    yield from _states(
        "days",
        empty=partial(coming_days.days, school=school, lines=(), may=False),
        short=partial(coming_days.days, school=school, lines=lines, may=True),
        many=partial(
            coming_days.days, school=SCHOOLS[2], lines=[WORST_DAY] * 40, may=True, sets=True
        ),
        board=partial(
            coming_days.days, school=SCHOOLS[0], lines=[every], may=True, schools=SCHOOLS
        ),
    )


def _roll() -> Iterator[Sample]:
    children = [replace(Child(), number=number) for number in range(1, 36)]
    long = [replace(one, name=LONG_NAME) for one in children]
    back = ShowRoster(class_id=32, day=TODAY)
    form = partial(roll.missing_form, school_class=Class(), roll=3, version=1, back=back)
    yield from _states(
        "missing_form",
        empty=partial(form, children=()),
        one=partial(form, children=children[:1]),
        many=partial(form, children=children),
        worst=partial(form, children=long),
    )
    yield from _states("roll_done", short=partial(roll.roll_done, school_class=Class()))
    yield from _states("searches_begun", short=partial(roll.searches_begun, count=2))


def _searches() -> Iterator[Sample]:
    begun = Search()
    told = replace(begun, rung="other_contact", rung_at=LATER)
    yield from _states(
        "case",
        short=partial(searches.search, one=replace(begun, rung="call")),
        opened=partial(searches.search, one=begun),
        behind=partial(searches.search, one=replace(told, rung_state="behind")),
        done=partial(searches.search, one=replace(told, step="way", rung_state="done")),
        stepped=partial(searches.search, one=replace(begun, step="way", done=ALL_DONE[:2])),
        reported=partial(searches.search, one=replace(begun, reported=True, told_family=True)),
        protected=partial(searches.search, one=replace(begun, can_tell=False)),
        ended=partial(searches.search, one=replace(ENDED, rung="visit")),
        worst=partial(searches.search, one=WORST),
    )
    yield from _states(
        "closing_form",
        short=partial(searches.closing_form, one=begun),
        worst=partial(searches.closing_form, one=WORST),
    )
    yield from _states(
        "cases",
        empty=partial(searches.searches, found=()),
        short=partial(searches.searches, found=[begun, replace(begun, step="way")]),
        worst=partial(searches.searches, found=[WORST] * 30),
    )
    yield from _states("case_left", short=partial(searches.searches_left, count=1))
    yield sample("attendance.family_call", "short", searches.family_call, family=True)


def _morning() -> Iterator[Sample]:
    few = [ClassCount(), ClassCount(school_class=OTHERS, count=1)]
    many = [ClassCount(school_class=one, count=12) for one in CLASSES]
    yield from _states(
        "morning",
        short=partial(morning.morning, one=Morning(unchecked=CLASSES[:2], unanswered=few)),
        done=partial(morning.morning, one=Morning()),
        missing=partial(morning.morning, one=Morning(missing=few[:1])),
        worst=partial(
            morning.morning,
            one=Morning(school=LONG_SCHOOL, unchecked=CLASSES, unanswered=many, missing=many),
        ),
    )


def _watch() -> Iterator[Sample]:
    known = replace(OWED, met_on=TODAY, can_meet=False)
    lines = [OWED, Away(), known]
    yield from _states(
        "long_absence",
        short=partial(watch.long_absence, one=Away()),
        worst=partial(watch.long_absence, one=WORST_AWAY),
    )
    yield from _states(
        "absence_duty",
        short=partial(watch.absence_owed, one=OWED),
        worst=partial(watch.absence_owed, one=WORST_AWAY),
        met=watch.absence_met,
    )
    yield from _states("unseen", short=partial(watch.unseen, count=2))
    yield from _states(
        "watch_list",
        empty=partial(watch.watch_list, found=()),
        short=partial(watch.watch_list, found=lines),
        worst=partial(watch.watch_list, found=[WORST_AWAY] * 35, page=2),
    )
    yield from _states(
        "watched",
        short=partial(watch.watched, one=Away()),
        owed=partial(watch.watched, one=OWED),
        met=partial(watch.watched, one=known),
        worst=partial(watch.watched, one=WORST_AWAY),
    )
    yield from _states(
        "rhythm_form",
        empty=partial(rhythm.rhythm_form, one=Away()),
        worst=partial(rhythm.rhythm_form, one=WORST_AWAY),
    )


def _night() -> Iterator[Sample]:
    address = "https://renkei.example/view/city/abc"
    links = [(f"{LONG_SCHOOL}{number}", address) for number in range(3)]
    yield from _states("night_list", short=night.print_tonight)
    yield from _states(
        "night_links",
        one=partial(night.night_links, links=links[:1]),
        many=partial(night.night_links, links=links),
        nowhere=partial(night.night_links, links=[("あかつき小学校", "")]),
    )

"""出席停止, the attendance book, guardian links: the cards with invented children."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from cards.attendance import (
    family_health,
    guardian_form,
    guardians,
    health,
    health_forms,
    health_told,
    marks,
    months,
    numbers,
    protection,
)
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import LONG_NAME, TOKYO
from cards.samples.sample import Sample, sample

TODAY = date(2026, 11, 24)
OCTOBER = date(2026, 10, 1)
AT = datetime(2026, 11, 24, 8, 40, tzinfo=TOKYO)
LONG = "あかつき" * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    class_id: int = 32
    kind: str = "elementary"
    grade: int = 3
    name: str = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    school_id: int = 1
    name: str = "あかつき小学校"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    why: str = "onset"
    day: date | None = date(2026, 11, 29)
    days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    allowed_from: date | None = date(2026, 11, 29)
    school_day: date | None = date(2026, 11, 30)
    reasons: Sequence[Reckoned] = (
        Reckoned(),
        Reckoned(why="fever", day=date(2026, 11, 29), days=2),
        Reckoned(why="next", day=date(2026, 11, 30), days=0),
    )
    ask: str = ""


OPEN = Guide(allowed_from=None, school_day=None, reasons=(Reckoned(),), ask="fever")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    name: str = "青木 母"
    on: date = date(2026, 11, 27)
    ended_on: date | None = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    suspension_id: int = 4
    version: int = 2
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"
    disease: str = "influenza"
    since: date = TODAY
    onset: date | None = date(2026, 11, 23)
    ended_on: date | None = date(2026, 11, 26)
    sampled_on: date | None = None
    treated_on: date | None = None
    cleared_on: date | None = None
    returns_on: date | None = None
    state: str = "ordered"
    days: int = 3
    checked_by: str = "保 健子"
    ordered_by: str = "長 八郎"
    ordered_at: datetime | None = AT
    guide: Guide = field(default_factory=Guide)
    answers: Sequence[Answer] = (Answer(), Answer(name="青木 父", ended_on=None))
    differs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    pupil_id: int = 7
    version: int = 1
    school_id: int = 1
    school_class: Class = field(default_factory=Class)
    number: int = 12
    name: str = "青木 はる"
    protected: bool = False
    word: str = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    suspension_id: int = 4
    child: str = "青木 はる"
    disease: str = "influenza"
    since: date = TODAY
    allowed_from: date | None = None
    returns_on: date | None = None
    ended_on: date | None = None
    ask: bool = True
    over: bool = False
    phone: str = "0550-00-2002"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    taught: int = 21
    excused: int = 1
    owed: int = 20
    absent: int = 1
    attended: int = 19
    late: int = 1
    early: int = 0


DAYS = tuple(date(2026, 10, day) for day in range(1, 31) if date(2026, 10, day).weekday() < 5)
_MARKED = {3: "late", 4: "ill", 8: "suspended", 9: "suspended", 15: "mourning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    pupil_id: int = 7
    number: int = 12
    name: str = "青木 はる"
    marks: Sequence[str] = tuple(_MARKED.get(at, "present") for at in range(len(DAYS)))
    sums: Sums = field(default_factory=Sums)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    school_class: Class = field(default_factory=Class)
    year: int = 2026
    month: int = 10
    version: int = 0
    days: Sequence[date] = DAYS
    lines: Sequence[Line] = (Line(),)
    locked_at: datetime | None = None
    locked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMonth:
    school_class: Class = field(default_factory=Class)
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    day: date = DAYS[4]
    mark: str = "ill"
    why: str = "家庭に電話で確かめた"
    by: str = "東 花子"
    at: datetime = AT


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    heading: str = "あかつき小学校"
    enrolled: int | None = 412
    absent: int | None = 18
    late: int | None = None
    suspended: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    guardian_id: int = 9
    version: int = 1
    pupil_id: int = 7
    child: str = "青木 はる"
    school_class: Class | None = field(default_factory=Class)
    name: str = "青木 花"
    relation: str = "母"
    contact: str = "0550-00-0001"
    household: str = "A"
    language: str = "ja"
    state: str = "confirmed"
    account: bool = True
    in_file: bool = True
    may_report: bool = True
    may_see_status: bool = True
    may_be_notified: bool = False


WORST = Suspension(
    name=LONG_NAME,
    disease="area",
    sampled_on=TODAY,
    treated_on=TODAY,
    cleared_on=TODAY,
    returns_on=date(2026, 12, 28),
    guide=replace(Guide(), reasons=(Reckoned(),) * 4, ask="school"),
)
FULL = Month(lines=tuple(Line(pupil_id=n, number=n) for n in range(1, 41)))
LOCKED = Month(locked_at=AT, locked_by="務 教子", version=1)
WAITING = Link(state="inactive", may_report=False, may_see_status=False)
LONG_LINK = Link(name=LONG, relation="祖父（父方）", contact=LONG, household=LONG, in_file=False)


def samples() -> Iterator[Sample]:
    """All cards of what the school records, in all states."""
    yield from _suspensions()
    yield from _posted()
    yield from _families()
    yield from _months()
    yield from _numbers()
    yield from _guardians()


def _one(card: str, state: str, draw: Callable[[Lang], Card], *, family: bool = False) -> Sample:
    return sample(f"attendance.{card}", state, draw, family=family)


def _suspensions() -> Iterator[Sample]:
    asked = replace(Suspension(), state="asked", ordered_by="", checked_by="", ended_on=None)
    asked = replace(asked, guide=OPEN)
    everything = frozenset(("order", "check", "days", "return"))
    lines = (asked, Suspension(), replace(Suspension(), returns_on=date(2026, 11, 30)))
    listed = partial(health.suspensions, school=School(), prepares=True)
    yield _one("suspensions", "none", partial(listed, lines=()))
    yield _one("suspensions", "some", partial(listed, lines=lines))
    worst = partial(listed, school=School(name=LONG), lines=(WORST,) * 20)
    yield _one("suspensions", "long", worst)
    show = health.suspension
    waits = partial(show, one=asked, may=frozenset(("order", "days")), done="prepared")
    yield _one("suspension", "asked", waits)
    ordered = partial(
        show, one=Suspension(), may=frozenset(("days", "return")), by_phone="unlinked"
    )
    yield _one("suspension", "ordered", ordered)
    yield _one("suspension", "long", partial(show, one=WORST, may=everything))
    yield _one("suspension_find", "short", partial(health_forms.find, school=School()))
    found = partial(health_forms.choose, school=School())
    yield _one("suspension_choose", "several", partial(found, found=(Child(),) * 3))
    form = partial(health_forms.prepare, school=School(), today=TODAY)
    yield _one("suspension_form", "short", partial(form, child=Child()))
    yield _one("suspension_days", "short", partial(health_forms.days, one=Suspension()))
    yield _one("suspension_return", "short", partial(health_forms.returning, one=Suspension()))
    yield _one("suspension_return", "long", partial(health_forms.returning, one=WORST))


def _posted() -> Iterator[Sample]:
    for name, draw in (
        ("waits", health_told.waits_for_order),
        ("ordered", health_told.ordered),
        ("decidable", health_told.to_be_decided),
        ("ring", health_told.to_ring),
    ):
        yield _one("suspension_posted", name, partial(draw, suspension_id=4))
    yield _one("suspension_posted", "settled", health_told.settled)
    closing = partial(health_told.closure_hint, school_class=Class())
    hint = partial(closing, absent=8, enrolled=30, percent=20)
    yield _one("closure_hint", "short", hint)


def _families() -> Iterator[Sample]:
    posted = partial(_one, "family_suspension", family=True)
    yield posted("told", partial(family_health.told, suspension_id=4))
    yield posted("asked", partial(family_health.asked, suspension_id=4))
    yield posted("settled", family_health.settled)
    order = partial(_one, "family_order", family=True)
    yield order("open", partial(family_health.order, one=Order()))
    reckoned = Order(allowed_from=date(2026, 11, 30), ended_on=date(2026, 11, 26))
    yield order("reckoned", partial(family_health.order, one=reckoned, done=True))
    decided = Order(returns_on=date(2026, 11, 30), ask=False, child=LONG_NAME, phone="")
    yield order("decided", partial(family_health.order, one=decided))
    yield order("over", partial(family_health.order, one=replace(decided, over=True)))
    childs = Order(child="", disease="", ask=False)
    yield order("childs", partial(family_health.order, one=childs))


def _months() -> Iterator[Sample]:
    classes = partial(months.classes, school="あかつき小学校", month=OCTOBER)
    yield _one("months", "none", partial(classes, lines=()))
    both = (ClassMonth(), ClassMonth(locked=True))
    yield _one("months", "some", partial(classes, lines=both))
    yield _one("months", "long", partial(classes, school=LONG, lines=both * 15))
    month = months.month
    yield _one("month", "open", partial(month, one=FULL, may=frozenset(("lock",)), page=1))
    locked = partial(month, one=LOCKED, may=frozenset(("unlock",)), done="locked")
    yield _one("month", "locked", locked)
    long = replace(FULL, lines=tuple(replace(line, name=LONG_NAME) for line in FULL.lines))
    yield _one("month", "long", partial(month, one=long, may=frozenset(("lock",)), page=1))
    of_child = partial(marks.marks, one=Month(), line=Line())
    yield _one("marks", "open", partial(of_child, corrections=(Correction(),), may_set=True))
    none = partial(marks.marks, one=LOCKED, line=Line(), corrections=(), may_set=False)
    yield _one("marks", "locked", none)
    worst = Correction(why="確認" * 150, by=LONG_NAME)
    yield _one("marks", "long", partial(of_child, corrections=(worst,) * 12, may_set=True))


def _numbers() -> Iterator[Sample]:
    board = partial(numbers.numbers, day=TODAY, fewest=5)
    some, whole = (Counted(), Counted(absent=None)), Counted(heading="すべての学校", absent=None)
    yield _one("numbers", "board", partial(board, lines=some, whole=whole))
    classes = (Counted(heading="3年2組", enrolled=30, absent=2, late=1),)
    yield _one("numbers", "school", partial(numbers.numbers, day=TODAY, lines=classes, fewest=0))
    long = (Counted(heading=LONG),) * 30
    yield _one("numbers", "long", partial(board, lines=long))
    yield _one("numbers", "none", partial(board, lines=()))


def _guardians() -> Iterator[Sample]:
    desk = partial(guardians.desk, school=School())
    yield _one("guardian_desk", "none", partial(desk, waiting=()))
    yield _one("guardian_desk", "some", partial(desk, waiting=(WAITING,) * 2))
    long = replace(LONG_LINK, child=LONG_NAME)
    yield _one(
        "guardian_desk",
        "long",
        partial(desk, school=School(name=LONG), waiting=(long,) * 20, missing=(long,) * 20),
    )
    gone = partial(desk, waiting=(WAITING,), missing=(Link(in_file=False),))
    yield _one("guardian_desk", "missing", gone)
    told = partial(guardians.gone, school_id=1, school="あかつき小学校")
    yield _one("gone_links", "short", partial(told, count=3))
    yield _one("gone_links", "long", partial(told, school=LONG, count=9999))
    found = partial(guardians.found, school=School())
    yield _one("guardian_found", "several", partial(found, children=(Child(),) * 3))
    links = (Link(), WAITING, Link(state="removed"))
    yield _one("guardians", "some", partial(guardians.guardians, child=Child(), links=links))
    kept = Child(name=LONG_NAME, protected=True, word="locked")
    worst = partial(guardians.guardians, child=kept, links=(LONG_LINK,) * 12, done="protected")
    yield _one("guardians", "long", worst)
    none = partial(guardians.guardians, child=replace(Child(), word="none"), links=())
    yield _one("guardians", "none", none)
    yield _one("guardian_form", "inactive", partial(guardian_form.form, child=Child(), one=WAITING))
    yield _one("guardian_form", "long", partial(guardian_form.form, child=kept, one=LONG_LINK))
    yield _one("protection", "begin", partial(protection.protection, child=Child()))
    yield _one("protection", "end", partial(protection.protection, child=kept))

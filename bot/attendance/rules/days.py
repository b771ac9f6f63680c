"""What a day is for a class: school, a holiday, closed, or beginning later."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.attendance.model import Class, DayKind, SchoolDay, Today

IN_SESSION = frozenset(
    (DayKind.SCHOOL, DayKind.MOVED, DayKind.EVENT, DayKind.HALF, DayKind.LATE_START)
)  # children are awaited
TAUGHT = IN_SESSION | {DayKind.CLASS_CLOSED, DayKind.AT_HOME}  # counted in 授業日数
CLOSURES = frozenset((DayKind.CLOSED, DayKind.GRADE_CLOSED, DayKind.CLASS_CLOSED))  # 20条
LONGEST_BREAK = 60  # days; no school is shut longer than that
_SATURDAY = 5
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def resolve(
    lines: Iterable[SchoolDay], class_: Class, day: date, holidays: Container[date]
) -> Today:
    """What a day is for a class.

    The narrowest line holds (class, grade, school, every school); of two alike what a person
    declared, then the newer. A wider line that a person declared later than the narrower one takes
    over from it (a storm closes the sports day as well), but never opens what a narrower one has
    shut (a class with influenza stays at home). Without a line: weekdays are school days, save
    public `holidays`.
    """
    line = _holding(lines, class_, day)
    if line is None:
        off = day.weekday() >= _SATURDAY or day in holidays
        kind = DayKind.HOLIDAY if off else DayKind.SCHOOL
        return Today(kind=kind, in_session=not off)
    in_session = line.kind in IN_SESSION
    return Today(
        kind=line.kind,
        in_session=in_session,
        starts_at=line.starts_at if in_session else None,
        rolls=line.rolls and not in_session,
    )


def _holding(lines: Iterable[SchoolDay], class_: Class, day: date) -> SchoolDay | None:
    newest: dict[int, SchoolDay] = {}
    for line in lines:
        if line.day == day and concerns(line, class_):
            width = _width(line)
            newest[width] = max(newest.get(width, line), line, key=_age)
    held: SchoolDay | None = None
    for width in sorted(newest):
        if held is None or _takes_over(newest[width], held):
            held = newest[width]
    return held


def concerns(line: SchoolDay, class_: Class) -> bool:
    """Whether a line says something about a class."""
    return (
        line.school in (0, class_.school)
        and line.grade in (-1, class_.grade)
        and line.class_id in (0, class_.id)
    )


def _width(line: SchoolDay) -> int:
    if line.class_id:
        return 0
    if line.grade >= 0:
        return 1
    return 2 if line.school else 3


def _age(line: SchoolDay) -> tuple[bool, datetime, int]:
    return line.set_by != 0, line.set_at or _LONG_AGO, line.id


def _takes_over(wider: SchoolDay, held: SchoolDay) -> bool:
    opens = wider.kind in IN_SESSION and held.kind not in IN_SESSION
    return wider.set_by != 0 and _age(wider) > _age(held) and not opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A class's days. `by_day` need hold only the lines of the days that are asked for."""

    class_: Class
    by_day: Mapping[date, tuple[SchoolDay, ...]] = field(default_factory=dict)
    holidays: Container[date] = frozenset()

    def on(self, day: date) -> Today:
        return resolve(self.by_day.get(day, ()), self.class_, day, self.holidays)

    def in_session(self, day: date) -> bool:
        """Whether children are awaited on that day."""
        return self.on(day).in_session

    def is_taught(self, day: date) -> bool:
        """Whether the day is counted in 授業日数: 学級閉鎖 is, a closed grade or school isn't."""
        return self.on(day).kind in TAUGHT

    def sessions(self, since: date, until: date) -> tuple[date, ...]:
        """The days from `since` to `until`, both included, on which children are awaited."""
        return tuple(day for day in each_day(since, until) if self.in_session(day))

    def taught(self, since: date, until: date) -> tuple[date, ...]:
        """授業日 from `since` to `until`, both included."""
        return tuple(day for day in each_day(since, until) if self.is_taught(day))

    def first_from(self, day: date) -> date | None:
        """The first school day on or after a day; None: none within two months."""
        until = day + timedelta(days=LONGEST_BREAK)
        return next((one for one in each_day(day, until) if self.in_session(one)), None)

    def ahead(self, today: date, day: date) -> int:
        """How many school days lie before `day`, counted from `today` on (today among them)."""
        return len(self.sessions(today, day - timedelta(days=1)))


def calendar(
    lines: Iterable[SchoolDay], class_: Class, holidays: Container[date] = frozenset()
) -> Calendar:
    """A class's days out of all lines; those of other classes are left aside."""
    found: dict[date, tuple[SchoolDay, ...]] = {}
    for line in lines:
        if concerns(line, class_):
            found[line.day] = (*found.get(line.day, ()), line)
    return Calendar(class_=class_, by_day=found, holidays=holidays)


def each_day(since: date, until: date) -> Iterator[date]:
    """Each day from `since` to `until`, both included; none where `until` lies before."""
    for offset in range((until - since).days + 1):
        yield since + timedelta(days=offset)


def keeps_roll(today: Today) -> bool:
    """Whether rolls and cases of the day go on: school, or children who were on their way."""
    return today.in_session or today.rolls

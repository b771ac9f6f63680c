"""The morning in figures for a school's heads.

No child is on these cards, and a 特別支援学級 isn't named: its children count where they sit with
others, else with the school's.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial

from bot.attendance import posting, seen, whom
from bot.attendance.model import Class, Kind, Report, School
from bot.attendance.rules import contradictions
from bot.attendance.rules.answers import waits
from bot.attendance.rules.shown.days import ShownCount
from bot.attendance.store import reports
from bot.storage.tx import Tx
from cards.attendance import staff_lists

SUMMARY = "attendance.summary"


def summary(tx: Tx, school: School, day: date, now: datetime) -> int | None:
    """At `summary_at`: the morning in numbers to the vice-principal (まとめ); None for nobody."""
    found = counts(tx, school, day)
    about = f"{SUMMARY}:{school.id}"
    return posting.post(
        tx,
        kind=SUMMARY,
        key=f"{about}:{day}",
        to=whom.in_charge(tx, school.id, day),
        draw=partial(staff_lists.summary, counts=found, day=day, school=school.name),
        due_at=now,
        expires_at=posting.until_morning(school, day, now),
        school=school.id,
        day=day,
        about=about,
    )


def counts(tx: Tx, school: School, day: date) -> tuple[ShownCount, ...]:
    """The reports of a school's day in numbers, by class; without a class what isn't announced or
    may not be named."""
    by_class: dict[int, list[Report]] = {}
    named: dict[int, Class] = {}
    for one in reports.of_school(tx, school.id, day):
        if one.state in contradictions.ALIVE:
            seat = seen.seat_of(tx, one.pupil, day) if one.day_class else None
            class_ = seat.class_ if seat and seat.nameable else None
            named |= {class_.id: class_} if class_ else {}
            by_class.setdefault(class_.id if class_ else 0, []).append(one)
    return tuple(_count(tx, found, named.get(key)) for key, found in _ordered(by_class, named))


def _ordered(
    by_class: Mapping[int, list[Report]], named: Mapping[int, Class]
) -> list[tuple[int, list[Report]]]:
    """By grade and name, what has no class last."""

    def place(entry: tuple[int, list[Report]]) -> tuple[int, str]:
        class_ = named.get(entry[0])
        return (class_.grade, class_.name) if class_ else (99, "")

    return sorted(by_class.items(), key=place)


def _count(tx: Tx, found: Iterable[Report], class_: Class | None) -> ShownCount:
    every = tuple(found)
    of_kind = {
        kind: len({one.pupil for one in every if one.kind is kind and one.counts}) for kind in Kind
    }
    return ShownCount(
        heading="",
        school_class=seen.named(tx, class_) if class_ else None,
        absent=of_kind[Kind.ABSENT],
        late=of_kind[Kind.LATE],
        early=of_kind[Kind.EARLY],
        unanswered=sum(map(waits, every)),
    )

"""Cases to test rules with, and strategies that make any."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.records.model.incidents import Account, Certainty, Done, Facts, Incident, Step, Way
from bot.workdays import Calendar

KNOWN = date(2026, 11, 24)  # a Tuesday
CALENDAR = Calendar()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def case(facts: Facts | None = None, *, known_on: date = KNOWN, **more: Any) -> Incident:
    given: dict[str, Any] = {
        "id": 1,
        "known_at": at(known_on),
        "known_on": known_on,
        "opened_at": at(known_on),
        "opened_on": known_on,
        "facts": facts or Facts(people=1, sensitive=True),
        "account": Account(what="誤送信", records="氏名"),
        "said_on": known_on,
    }
    return Incident(**{**given, **more})


def done(step: Step, on: date = KNOWN, way: Way = Way.DONE, note: str = "") -> Done:
    return Done(step=step, way=way, on=on, by=5, at=at(on), note=note)


days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))
counts = st.one_of(st.none(), st.integers(min_value=0, max_value=10_000))
facts = st.builds(
    Facts,
    certainty=st.sampled_from(Certainty),
    people=counts,
    sensitive=st.booleans(),
    loss=st.booleans(),
    purpose=st.booleans(),
    numbers=st.booleans(),
    spread=st.booleans(),
    protected=st.booleans(),
)
calendars = st.builds(
    Calendar, st.frozensets(st.dates(date(2025, 1, 1), date(2028, 3, 31)), max_size=30)
)


@st.composite
def cases(draw: Any) -> Incident:
    """Any case, with any of its steps settled."""
    known = draw(days)
    opened = known + timedelta(days=draw(st.integers(0, 60)))
    steps = draw(st.lists(st.sampled_from(Step), unique=True))
    return case(
        draw(facts),
        known_on=known,
        opened_on=opened,
        opened_at=at(opened),
        said_on=opened,
        agreement=draw(st.sampled_from((None, 7))),
        steps=tuple(done(step, opened) for step in steps),
    )

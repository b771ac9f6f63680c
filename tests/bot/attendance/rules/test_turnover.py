"""What was true until yesterday stays in the books, whatever a newer roster says."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.rules import turnover
from bot.attendance.rules.turnover import Stay

_DAYS = st.dates(date(2026, 4, 1), date(2027, 3, 31))


@st.composite
def _stays(draw: st.DrawFn) -> Stay:
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    return Stay(class_id=draw(st.integers(1, 3)), since=first, until=last)


@given(_stays(), _DAYS, st.sampled_from((None, 1, 2, 3)))
def test_no_past_day_is_lost_and_no_coming_one_stays(
    old: Stay, today: date, named: int | None
) -> None:
    kept = dict(turnover.kept((old,), named, today))
    new = Stay(class_id=named or 0, since=date(2026, 4, 1), until=date(2027, 3, 31))
    begun = turnover.begins((old,), new, today) if named else None
    for day in (old.since, old.until, today, today - timedelta(days=1)):
        still = old in kept and kept[old].covers(day)
        goes_on = begun is not None and begun.class_id == old.class_id and begun.covers(day)
        assert (still or goes_on) >= (old.covers(day) and day < today)
        assert not still or day < today


@given(_stays(), _DAYS)
def test_a_child_who_stays_in_the_class_has_been_in_it_since_then(old: Stay, today: date) -> None:
    new = Stay(class_id=old.class_id, since=date(2026, 4, 1), until=date(2027, 3, 31))
    begun = turnover.begins((old,), new, today)
    assert begun.since == (old.since if old.covers(today) else today)

"""Who acts for a post, what the file's rows mean, and the days of the turn of the year."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.people.model import Deputy, Holder, Span

_MARKS = dict.fromkeys(map(ord, "/・,>"))
_FIXED_TERM = ("会計年度任用", "任期付", "臨時", "非常勤", "再任用")


def attending(
    post: int, held_by: Iterable[int], deputies: Iterable[Deputy], away: frozenset[int]
) -> tuple[Holder, ...]:
    """Who is there for a post. `deputies` and `away` are those of the day in question.

    A holder with a deputy counts as away. A deputy's own deputy never acts (代理の代理).
    """
    found: list[Holder] = []
    set_today = tuple(deputies)
    for person in held_by:
        own = [one.deputy for one in set_today if one.person == person]
        if not own and person not in away:
            found.append(Holder(person=person, post=post))
        found.extend(
            Holder(person=one, post=post, deputy_for=person) for one in own if one not in away
        )
    return tuple(dict.fromkeys(found))


def standing_in(post: int, present: Iterable[Holder]) -> tuple[Holder, ...]:
    """The same people, acting for `post` (which may be one below their own)."""
    return tuple(replace(holder, post=post) for holder in present)


def label(words: str) -> str:
    """Department and post as one word, without blanks and marks between them."""
    return "".join(unicodedata.normalize("NFKC", words).translate(_MARKS).split())


def folded(name: str) -> str:
    """A name as it is looked up: without regard to width, case and blanks."""
    return label(name).casefold()


def is_fixed_term(grade: str) -> bool:
    """Whether staff of this grade end on 31 March unless the file says otherwise."""
    return any(word in grade for word in _FIXED_TERM)


def end_of_year(day: date) -> date:
    """The 31 March with which the fiscal year of `day` ends."""
    return date(day.year + (day.month > 3), 3, 31)


def until(grade: str, since: date | None, to: date | None, today: date) -> date | None:
    """The last day of a row of the file: what it says, else 31 March for fixed-term staff."""
    if to is None and is_fixed_term(grade):
        return end_of_year(max(since or today, today))
    return to


def first_day(new: Iterable[Span], today: date) -> date | None:
    """The first day of a person's new rows if all of them begin later than today, else None.

    Such a file speaks of the coming year only: what was held until then goes on to the day before.
    """
    first = min((span.since or date.min for span in new), default=date.min)
    return first if first > today else None


def cut(span: Span, before: date) -> Span | None:
    """What is left of a span when it ends the day before `before`; None if nothing is."""
    if span.since is not None and span.since >= before:
        return None
    last = before - timedelta(days=1)
    return Span(since=span.since, until=last if span.until is None else min(span.until, last))


def left_on(spans: Iterable[Span]) -> date | None:
    """The first day on which somebody with these rows no longer belongs to the tenant."""
    ends = [span.until for span in spans]
    last = max((end for end in ends if end is not None), default=None)
    return None if last is None or None in ends else last + timedelta(days=1)

"""Whose calendars count for a meeting: everybody who comes and is known to the directory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.meetings import audience
from bot.meetings.model import Series
from bot.people import store as people
from bot.people.model import Person
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """`people`, `mails`, `askers` (their directory ids) and `names` go together."""

    people: tuple[int, ...]
    askers: tuple[str, ...]
    mails: tuple[str, ...]
    names: tuple[str, ...]


def on_day(tx: Tx, series: Series, day: date, organiser: int | None) -> Party:
    """Who comes on the day of the meeting itself, whoever is away today; and the organiser, in
    whose calendar the event stands, first where they don't come themselves."""
    coming = audience.attendees(tx, series, day)
    host = people.find(tx, organiser or 0, day)
    if host is not None and host.id not in {person.id for person in coming}:
        coming = (host, *coming)
    return _party(coming)


def within(tx: Tx, series: Series, first: date, last: date) -> Party:
    """Who may come on a day from `first` to `last`: the holders of the posts, however short they
    are away; for a post whose holders are away all the time, whoever stands in on the last day.
    """
    seats = [*_owning(tx, series.post, first, last)]
    for post in series.posts:
        seats += _present(tx, post, first, last) or _standing_in(tx, post, last)
    found = (people.find(tx, person, last) for person in dict.fromkeys(seats))
    return _party(person for person in found if person is not None)


def _owning(tx: Tx, post: int, first: date, last: date) -> list[int]:
    there = _present(tx, post, first, last) or _standing_in(tx, post, last)
    return there or [holder.person for holder in people.acting(tx, (post,), last)]


def _present(tx: Tx, post: int, first: date, last: date) -> list[int]:
    """Those of a post's holders who aren't away both at the beginning and at the end."""
    return [
        person
        for person in people.holding(tx, post, last)
        if not (people.is_on_leave(tx, person, first) and people.is_on_leave(tx, person, last))
    ]


def _standing_in(tx: Tx, post: int, day: date) -> list[int]:
    return [holder.person for holder in people.attending(tx, post, day)]


def _party(persons: Iterable[Person]) -> Party:
    found = tuple(_reachable(persons))
    return Party(
        people=tuple(one.id for one in found),
        askers=tuple(one.aad_object_id for one in found),
        mails=tuple(one.mail for one in found),
        names=tuple(one.name for one in found),
    )


def _reachable(persons: Iterable[Person]) -> Iterator[Person]:
    return (one for one in persons if one.aad_object_id and one.mail)

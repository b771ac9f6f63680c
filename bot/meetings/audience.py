"""Who is told of a meeting, who comes to it, and what posts and people are called."""

from collections.abc import Iterable
from datetime import date

from bot.meetings.model import Series
from bot.people import store as people
from bot.people.model import Holder, Person, Role
from bot.storage.tx import Tx


def attendees(tx: Tx, series: Series, on: date) -> tuple[Person, ...]:
    """Who of the city comes: the holders of the owning post and of the others, or who stands in
    for those who are away; the owner first, each person once."""
    return _persons(tx, [holder.person for _, holder in _seats(tx, series, on)], on)


def posts_of(tx: Tx, series: Series, on: date) -> dict[int, int]:
    """For which post each attendee comes."""
    found: dict[int, int] = {}
    for post, holder in _seats(tx, series, on):
        found.setdefault(holder.person, post)
    return found


def vacant(tx: Tx, series: Series, on: date) -> tuple[int, ...]:
    """The posts that must attend and for which nobody is there."""
    return tuple(post for post in _posts(series) if not people.attending(tx, post, on))


def _seats(tx: Tx, series: Series, on: date) -> list[tuple[int, Holder]]:
    """Whom the owner's post lacks, its superior replaces; a vacant guest post sends nobody."""
    owning = people.acting(tx, (series.post,), on)
    seats = [(series.post, holder) for holder in owning]
    for post in series.posts:
        seats += [(post, holder) for holder in people.attending(tx, post, on)]
    return seats


def _posts(series: Series) -> tuple[int, ...]:
    return tuple(dict.fromkeys((series.post, *series.posts)))


def owners(tx: Tx, post: int, on: date) -> tuple[int, ...]:
    """Who acts for an owning post on a day; the agreement desk where nobody does."""
    return acting(tx, (post,), on) or desk(tx, on)


def acting(tx: Tx, posts: tuple[int, ...], on: date) -> tuple[int, ...]:
    """Who acts for these posts on a day, each person once."""
    return tuple(dict.fromkeys(holder.person for holder in people.acting(tx, posts, on)))


def superiors(tx: Tx, post: int, on: date) -> tuple[int, ...]:
    """Who acts for the nearest post above that the owners don't act for themselves; the agreement
    desk where nobody stands above them."""
    own = owners(tx, post, on)
    for one in people.superiors(tx, post, on):
        if there := _but(acting(tx, (one.id,), on), own):
            return there
    return _but(desk(tx, on), own)


def past(tx: Tx, post: int, missed: int, on: date) -> tuple[int, ...]:
    """Who acts on the nearest rung above a person whom a card never reached, the agreement desk
    where there is none; nobody above the desk."""
    own, last = owners(tx, post, on), desk(tx, on)
    rungs = [acting(tx, (one.id,), on) for one in people.superiors(tx, post, on)]
    reached = max((at for at, there in enumerate(rungs, 1) if missed in there), default=0)
    if missed in last and missed not in own and not reached:
        return ()
    above = (_but(there, (*own, missed)) for there in (*rungs[reached:], last))
    return next(filter(None, above), ())


def _but(persons: Iterable[int], without: Iterable[int]) -> tuple[int, ...]:
    left_out = frozenset(without)
    return tuple(person for person in persons if person not in left_out)


def desk(tx: Tx, on: date) -> tuple[int, ...]:
    """Who is there of the agreement desk (協定の事務担当); all of it where everybody is away."""
    whole = tuple(person.id for person in people.with_role(tx, Role.AGREEMENT_DESK, on))
    return tuple(one for one in whole if not people.is_on_leave(tx, one, on)) or whole


def _persons(tx: Tx, ids: Iterable[int], on: date) -> tuple[Person, ...]:
    found = (people.find(tx, one, on) for one in dict.fromkeys(ids))
    return tuple(person for person in found if person is not None and person.is_here(on))

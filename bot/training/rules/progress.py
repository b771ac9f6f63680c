"""How far organisations are with a course: counts of people, never names."""

from collections.abc import Iterable, Mapping

from bot.training.model import Progress

Counts = Mapping[str, int]  # organisation → people


def rows(
    audience: Counts, finished: Counts, booked: Counts, waiting: Counts
) -> tuple[Progress, ...]:
    """A row for each organisation that has somebody, by name.

    Who has finished or booked and isn't meant any more counts as meant: no bar is longer than its
    organisation.
    """
    names = sorted({*audience, *finished, *booked, *waiting})
    return tuple(_row(one, audience, finished, booked, waiting) for one in names)


def _row(org: str, audience: Counts, finished: Counts, booked: Counts, waiting: Counts) -> Progress:
    done, has, waits = (counts.get(org, 0) for counts in (finished, booked, waiting))
    return Progress(
        org=org,
        audience=max(audience.get(org, 0), done + has + waits),
        finished=done,
        booked=has,
        waiting=waits,
    )


def total(found: Iterable[Progress], org: str = "") -> Progress:
    """All organisations together."""
    every = tuple(found)
    return Progress(
        org=org,
        audience=sum(one.audience for one in every),
        finished=sum(one.finished for one in every),
        booked=sum(one.booked for one in every),
        waiting=sum(one.waiting for one in every),
    )


def rest(row: Progress) -> int:
    """Who has done nothing yet."""
    return max(row.audience - row.finished - row.booked - row.waiting, 0)


def percent(row: Progress) -> int:
    """How many of a hundred have finished; 100 only where all have, 0 only where nobody has."""
    if not row.audience or row.finished <= 0:
        return 0
    if row.finished >= row.audience:
        return 100
    return min(max(round(100 * row.finished / row.audience), 1), 99)

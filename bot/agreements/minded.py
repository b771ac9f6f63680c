"""What a person minds: what their posts own, what those below a manager own; the desk all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import fiscal_year
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty
from bot.people import store as people
from bot.people.model import Person, Role
from bot.storage.tx import Tx

_LATE = timedelta(days=366)  # for so long what was not settled is shown beside the new year
_AHEAD = timedelta(days=550)  # so early before its end an agreement may have to be decided about
_APRIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Minded:
    """`own`: the posts for which a person acts; `posts`: with those below a manager, for whom they
    are asked. `whole`: the city's register is theirs to mind."""

    whole: bool
    own: tuple[int, ...]
    posts: tuple[int, ...]


def minded(tx: Tx, person: Person, today: date) -> Minded:
    """What a person minds on a day, by their posts and roles."""
    own = tuple(holder.post for holder in people.holders_of(tx, person.id, today).of)
    below = people.below(tx, own, today) if Role.MANAGER in person.roles else ()
    whole = Role.AGREEMENT_DESK in person.roles
    return Minded(whole=whole, own=own, posts=(*own, *below))


def looked_back(today: date) -> date:
    """From which day on nobody loses sight of what was not settled."""
    return date(fiscal_year(today), _APRIL, 1) - _LATE


def agreements(tx: Tx, by: Minded, today: date, span: tuple[date, date]) -> tuple[Agreement, ...]:
    """Agreements of which a term may end, or wait for a decision, between two days."""
    if by.whole:
        return register.ending(tx, span[0], span[1] + _AHEAD, today)
    return register.owned_by(tx, by.posts)


def owed(tx: Tx, by: Minded, span: tuple[date, date]) -> Iterator[tuple[Duty, date]]:
    """Open duties that bind, each with its day between two days; meetings are a matter apart."""
    for duty in duties.due(tx, *span) if by.whole else duties.open_for(tx, by.posts):
        day = duty.due_on
        if day is not None and span[0] <= day <= span[1] and duty.in_force and duty.kind != MEETING:
            yield duty, day

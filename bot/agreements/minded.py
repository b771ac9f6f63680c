"""What a person minds: what their posts own, what those below a manager own; the desk all."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import fiscal_year
from bot.agreements.store import outlines
from bot.duties import store as duties
from bot.duties.model import Dated
from bot.people import store as people
from bot.people.model import Person, Role
from bot.storage.tx import Tx

_LATE = timedelta(days=366)  # for so long what was not settled is shown beside the new year
_APRIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Minded:
    """`own`: the posts for which a person acts; `below`: the others below a manager, for whom they
    are asked. `whole`: the city's register is theirs to mind."""

    whole: bool
    own: tuple[int, ...]
    below: tuple[int, ...]

    @property
    def posts(self) -> tuple[int, ...]:
        return (*self.own, *self.below)

    @property
    def of_others(self) -> "Minded":
        """Without what their own posts own, except where the whole register is theirs to mind."""
        return replace(self, own=())


def minded(tx: Tx, person: Person, today: date) -> Minded:
    """What a person minds on a day, by their posts and roles."""
    own = tuple(holder.post for holder in people.holders_of(tx, person.id, today).of)
    below = people.below(tx, own, today) if Role.MANAGER in person.roles else ()
    return Minded(
        whole=Role.AGREEMENT_DESK in person.roles,
        own=own,
        below=tuple(post for post in below if post not in own),
    )


def looked_back(today: date) -> date:
    """From which day on nobody loses sight of what was not settled."""
    return date(fiscal_year(today), _APRIL, 1) - _LATE


def agreements(tx: Tx, by: Minded, since: date) -> tuple[Agreement, ...]:
    """In outline, agreements whose term ends on a day or later."""
    return outlines.ending(tx, since) if by.whole else outlines.owned_by(tx, by.posts, since)


def owed(tx: Tx, by: Minded, span: tuple[date, date]) -> tuple[Dated, ...]:
    """Open duties that bind, with their days between two days; meetings are a matter apart."""
    return duties.binding(tx, *span) if by.whole else duties.binding_for(tx, by.posts, *span)

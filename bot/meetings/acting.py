"""In which capacity the person of a turn acts on a series: who decides, who attends."""

from collections.abc import Callable

from bot.errors import Refused
from bot.meetings.model import FollowUp, Series
from bot.people import store as people
from bot.people.model import Holder, Holders, Role
from bot.turns.turn import Turn

Seating = Callable[[Turn, Series], Holder | None]


def staff_only(turn: Turn) -> None:
    """Raise Refused for whoever isn't staff: they get help, not data.

    Who has no role at all needs a post; pupils and guardians stay out even as deputies.
    """
    person = turn.person
    if not (person.is_staff or (turn.holders.of and not person.roles)):
        raise Refused("common.refused.no_role")


def deciding(turn: Turn, series: Series) -> Holder | None:
    """The seat in which somebody decides on a series; None where it isn't theirs.

    The owner post's own, then the posts above it, then the agreement desk.
    """
    return _acting_for(turn, series.post) or _at_desk(turn)


def attending(turn: Turn, series: Series) -> Holder | None:
    """The seat in which somebody comes to the meetings of a series; None for others."""
    return turn.holders.owning((series.post, *series.posts))


def reading(turn: Turn, series: Series) -> Holder | None:
    """The seat in which somebody may read a series and its meetings; None for others."""
    return deciding(turn, series) or attending(turn, series)


def seeing_to(turn: Turn, follow_up: FollowUp, series: Series) -> Holder | None:
    """The seat in which somebody sees to what a meeting left to do, or decides on its series."""
    return _acting_for(turn, follow_up.post) or deciding(turn, series)


def owning(turn: Turn, post: int) -> Holder | None:
    """The seat in which somebody may give a post a new series; None where it isn't theirs."""
    return _acting_for(turn, post) or _at_desk(turn)


def organiser(turn: Turn, series: Series) -> int | None:
    """In whose calendar the event of a booking stands: the presser's where they hold the owner
    post themselves, else its holder's, else of who stands in for it; None where nobody does."""
    held = people.posts_of(turn.tx, turn.person.id, turn.today)
    if series.post in held:
        return turn.person.id
    acting = people.acting(turn.tx, (series.post,), turn.today)
    for holder in acting:
        if holder.deputy_for is not None and _is_here(turn, holder.deputy_for):
            return holder.deputy_for
    return acting[0].person if acting else None


def _is_here(turn: Turn, person: int) -> bool:
    found = people.find(turn.tx, person, turn.today)
    return found is not None and found.is_here(turn.today)


def _acting_for(turn: Turn, post: int) -> Holder | None:
    own = turn.holders.owning((post,))
    if own is not None:
        return own
    above = people.superiors(turn.tx, post, turn.today)
    return turn.holders.owning(one.id for one in above)


def _at_desk(turn: Turn) -> Holder | None:
    if Role.AGREEMENT_DESK not in turn.person.roles:
        return None
    return Holder(person=turn.person.id, post=_own_post(turn.holders))


def _own_post(holders: Holders) -> int:
    """The desk's own post; 0 where they have none."""
    own = (holder.post for holder in holders.of if holder.deputy_for is None)
    return next(own, 0)

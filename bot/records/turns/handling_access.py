"""Who may read the registers, write them, see to inspections and decide on subcontracts."""

from bot.agreements.audience import Audience
from bot.errors import NotFound, Refused
from bot.people.model import Holder, Role
from bot.records.jobs import whose
from bot.records.jobs.whose import Whose
from bot.turns.turn import Turn

READERS = frozenset((Role.AGREEMENT_DESK, Role.AUDITOR, Role.SECURITY_OFFICER))
_INSPECTORS = frozenset((Role.AGREEMENT_DESK, Role.SECURITY_OFFICER))


def staff_only(turn: Turn) -> None:
    """Raise Refused for whoever isn't staff: they get help, not data."""
    person = turn.person
    if not (person.is_staff or (turn.holders.of and not person.roles)):
        raise Refused("common.refused.no_role")


def reads_all(turn: Turn) -> bool:
    """Whether the registers of every agreement are the reader's to look into."""
    return not READERS.isdisjoint(turn.person.roles)


def readable(turn: Turn, subject: str) -> Whose:
    """A subject for the desk, auditor and officer, and for whoever owns the agreement.

    Raises Refused for others, and for what is no more.
    """
    staff_only(turn)
    try:
        found = whose.of(turn.tx, subject, turn.today)
    except NotFound:
        raise Refused("common.refused.gone") from None
    if not (reads_all(turn) or owning(turn, found)):
        raise Refused("records.handling.refused.not_reader")
    return found


def owning(turn: Turn, found: Whose) -> Holder | None:
    """In which capacity somebody acts for the agreement's posts, or for one above them."""
    if not found.posts:
        return None
    own = turn.holders.owning(found.posts)
    if own is not None:
        return own
    above = Audience(turn.tx, turn.today).above(found.posts[0])
    return turn.holders.owning(tuple(post.id for post in above))


def writes(turn: Turn) -> bool:
    """Whether they enter and correct: the agreement desk."""
    return Role.AGREEMENT_DESK in turn.person.roles


def desk_only(turn: Turn) -> Holder:
    """The seat of the agreement desk; raises Refused for others."""
    staff_only(turn)
    if not writes(turn):
        raise Refused("records.handling.refused.not_desk")
    return own_seat(turn)


def inspecting(turn: Turn, found: Whose) -> Holder | None:
    """The seat in which somebody plans and records inspections: the desk, the officer, the post
    that owns the agreement; None for others."""
    if not _INSPECTORS.isdisjoint(turn.person.roles):
        return own_seat(turn)
    return owning(turn, found)


def deciding(turn: Turn, found: Whose) -> Holder | None:
    """The seat in which somebody decides on a subcontract: the post that owns the agreement, or
    one above, in person; None for others, and for who only stands in."""
    holder = owning(turn, found)
    return None if holder is None or holder.deputy_for is not None else holder


def own_seat(turn: Turn) -> Holder:
    """One's own post; 0 where they have none."""
    own = (holder.post for holder in turn.holders.of if holder.deputy_for is None)
    return Holder(person=turn.person.id, post=next(own, 0))

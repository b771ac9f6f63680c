"""Who may look at a notice and who may act on it, asked anew at each press."""

from collections.abc import Sequence
from typing import Protocol

from bot.errors import Refused, Stale
from bot.notices import lifecycle, rules
from bot.notices.deeds import Deed
from bot.notices.model import Broadcast, Stage, Standing
from bot.people.model import Role
from bot.turns.turn import Turn
from cards import notices as view
from cards.verbs import Verb


class Pressed(Protocol):
    """A verb about one notice, drawn on its card at one version."""

    @property
    def notice_id(self) -> int: ...
    @property
    def version(self) -> int: ...


def writers_only(turn: Turn) -> None:
    """Raise Refused for whoever doesn't send notices."""
    if not rules.may_write(turn.person):
        raise Refused("notices.refused.not_writer")


def deed(turn: Turn, verb: Pressed) -> Deed:
    """What the presser does, to the notice as they saw it."""
    return Deed(by=turn.person, actor=turn.actor, now=turn.now, version=verb.version)


def may_see(turn: Turn, broadcast: Broadcast) -> bool:
    """Its desk and author always; approvers what they have approved, and what waits for them."""
    if rules.minds(broadcast, turn.person) or rules.has_approved(broadcast, turn.person):
        return True
    return may_decide(turn, broadcast)


def may_decide(turn: Turn, broadcast: Broadcast) -> bool:
    """Whether a draft or a correction waits for the person of a turn."""
    asked = broadcast.stage is Stage.ASKED and rules.may_approve(broadcast, turn.person)
    return asked or rules.may_judge(broadcast, turn.person)


def waiting(turn: Turn) -> tuple[Broadcast, ...]:
    """What waits for the person of a turn, however long: drafts, then corrections."""
    if Role.NOTICE_APPROVER not in turn.person.roles:
        return ()
    return tuple(one for one in lifecycle.undecided(turn.tx) if may_decide(turn, one))


def concerning(turn: Turn, *, recent: int) -> tuple[Broadcast, ...]:
    """What waits for the person of a turn, however long; then the newest that they may see."""
    return with_newest(turn, waiting(turn), recent=recent)


def with_newest(turn: Turn, first: Sequence[Broadcast], *, recent: int) -> tuple[Broadcast, ...]:
    """These, then the newest that the person of a turn may see; each once."""
    newest = lifecycle.concerning(turn.tx, turn.person, recent=recent)
    found = {one.notice: one for one in (*first, *newest)}
    return tuple(one for one in found.values() if may_see(turn, one))


def seen(turn: Turn, notice: int) -> Standing:
    """Where a notice stands for the person of a turn; raises Refused for whose it isn't."""
    if not may_see(turn, lifecycle.get(turn.tx, notice)):
        raise Refused("notices.refused.not_yours")
    return lifecycle.standing(turn.tx, notice, by=turn.person, now=turn.now)


def names_only(standing: Standing) -> None:
    """Raise Refused for whoever may not learn by name whom a notice didn't reach."""
    if not standing.names:
        raise Refused("notices.refused.not_yours")


def proposed(turn: Turn, notice: int) -> Standing:
    """A notice with a correction that waits; raises Refused where none does, or isn't theirs."""
    standing = seen(turn, notice)
    if standing.proposal is None:
        raise Refused("notices.refused.no_proposal")
    return standing


def fresh_proposal(turn: Turn, verb: Pressed) -> Standing:
    """As `proposed`; raises Stale where it was decided on, or another one has taken its place."""
    broadcast = lifecycle.get(turn.tx, verb.notice_id)
    waits = broadcast.proposal
    if Role.NOTICE_APPROVER in turn.person.roles and (
        waits is None or waits.version != verb.version
    ):
        raise Stale("notices.refused.changed", show=_shows(turn, broadcast))
    return proposed(turn, verb.notice_id)


def _shows(turn: Turn, broadcast: Broadcast) -> Verb | None:
    """What opens a correction as it is now, or its notice, where the presser may see it."""
    if not may_see(turn, broadcast):
        return None
    if broadcast.proposal is None:
        return view.Open(notice_id=broadcast.notice)
    return view.OpenProposal(notice_id=broadcast.notice)


def fresh(turn: Turn, verb: Pressed) -> Standing:
    """As `seen`; raises Stale, with what opens it, where somebody has acted since.

    An approver whose draft went back to its author is told so, and sees it no more.
    """
    broadcast = lifecycle.get(turn.tx, verb.notice_id)
    visible = may_see(turn, broadcast)
    was_shown = visible or rules.may_approve(broadcast, turn.person)
    if was_shown and verb.version != broadcast.version:
        show = view.Open(notice_id=broadcast.notice) if visible else None
        raise Stale("notices.refused.changed", show=show)
    return seen(turn, verb.notice_id)

"""Where a matter stands: resting, under way, ending; open until somebody has decided."""

from bot.agreements.model import Agreement, State

IDLE = frozenset({State.BEFORE_TALKS, State.SIGNED, State.PUBLISHED, State.CONTINUED})
UNDER_WAY = frozenset({State.IN_TALKS, State.DRAFTED, State.DECIDED})
ENDING = frozenset({State.OBJECTED, State.NOT_RENEWED, State.EXPIRED})


def is_open(agreement: Agreement) -> bool:
    """Whether somebody still has to decide about the current term."""
    return not (
        agreement.awaits_signing_date
        or agreement.end is None
        or agreement.state in ENDING
        or is_settled(agreement)
    )


def is_settled(agreement: Agreement) -> bool:
    """Nobody objects to the silent renewal of this very term (このまま継続)."""
    return agreement.state is State.CONTINUED and agreement.settled_end == agreement.end


def is_under_way(agreement: Agreement) -> bool:
    """Talks have begun or a draft is going round; nobody needs to be pressed."""
    return agreement.state in UNDER_WAY

"""Which agreements on personal information somebody may look into, for cards to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.agreements.model import Agreement
from bot.agreements.store import register as agreements
from bot.errors import Refused
from bot.records.jobs import concerning, whose
from bot.records.jobs.whose import Whose
from bot.records.turns import handling_access as access
from bot.turns.turn import Turn

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """See cards.records.agreement_choice.Choice. `aside`: the subjects of those that have nothing
    to do with personal information."""

    words: str
    found: Sequence[Whose]
    aside: frozenset[str] = frozenset()

    @property
    def only(self) -> Whose | None:
        """The one agreement that the words name."""
        return self.found[0] if self.words and len(self.found) == 1 else None


def readers_only(turn: Turn) -> None:
    """Raise Refused for whoever has no agreement to look into."""
    access.staff_only(turn)
    if not (access.reads_all(turn) or turn.holders.of):
        raise Refused("records.handling.refused.not_reader")


def choice(turn: Turn, words: str) -> Choice:
    """The agreements that words name, those on personal information first; without words all of
    these that the reader may look into."""
    if not words:
        return Choice(words="", found=_readable(turn, list(concerning.every(turn.tx))))
    known = concerning.known(turn.tx)
    hits: Sequence[Agreement] = agreements.search(turn.tx, words)[:MOST_LISTED]
    aside = frozenset(one.subject for one in hits if not known.has(one))
    hits = sorted(hits, key=lambda one: one.subject in aside)
    return Choice(words=words, found=_readable(turn, hits), aside=aside)


def _readable(turn: Turn, found: Sequence[Agreement]) -> list[Whose]:
    every = [whose.of_agreement(one, turn.today) for one in found]
    return [one for one in every if access.reads_all(turn) or access.owning(turn, one)]

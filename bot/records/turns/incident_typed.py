"""What people type about incidents: when somebody noticed, how many, in whose work."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.agreements.model import Agreement
from bot.agreements.store import register
from bot.records.rules import incident_places
from bot.records.rules.incident_steps import refuse
from bot.turns.turn import Turn

MOST_PEOPLE = 10_000_000
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """In whose work it happened: an agreement of the register, or the other side as typed."""

    agreement: int | None = None
    ours: str = ""
    partner: str = ""


def known_at(turn: Turn, day: date, at: str) -> datetime:
    """When somebody first noticed; raises Refused for a time to come."""
    clock = _TIME.fullmatch(at)
    if clock is None:
        refuse("bad_time")
    found = datetime.combine(day, time(int(clock[1]), int(clock[2])), turn.now.tzinfo)
    if found > turn.now:
        refuse("future_known")
    return found


def people(count: int | None) -> int | None:
    """About how many; None where nobody knows. Raises Refused for what can't be."""
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        refuse("bad_count")
    return count


def whose(turn: Turn, words: str) -> Whose:
    """The agreement with this number (12, 協定番号 12) or of exactly this title; else the words as
    they are."""
    numbered = _numbered(turn, words) if words else None
    titled = register.titled(turn.tx, words) if words and numbered is None else ()
    found = numbered or (titled[0] if len(titled) == 1 else None)
    if found is None:
        return Whose(partner=words)
    return Whose(agreement=found.id, ours=_side(found))


def _numbered(turn: Turn, words: str) -> Agreement | None:
    if found := register.numbered(turn.tx, words):
        return found
    every = [register.numbered(turn.tx, number) for number in incident_places.numbers_in(words)]
    return next((one for one in every if one and incident_places.is_all_of(words, one)), None)


def _side(agreement: Agreement) -> str:
    """甲 or 乙: which side the city is."""
    return next((party.role for party in agreement.parties if party.ours), "")

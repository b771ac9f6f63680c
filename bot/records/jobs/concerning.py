"""Which agreements deal with personal information: one rule for the chat and for the binder."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.agreements.model import Agreement, Kind
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.records.rules import binder as rules
from bot.records.store import incidents, inspections, registers, subcontracts
from bot.storage.tx import Tx

_PERSONAL = "個人情報"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerning:
    """The matters that show by what they promise, or by what is kept of them, that they do."""

    subjects: frozenset[str]

    def has(self, agreement: Agreement) -> bool:
        """Whether an agreement does: by its kind, its name, its text, or by what is kept of it."""
        if agreement.draft:
            return False
        special = agreement.kind is Kind.SPECIAL_TERMS or _PERSONAL in agreement.title
        return special or agreement.subject in self.subjects


def known(tx: Tx) -> Concerning:
    """As the duties, registers, applications, inspections and incidents of today say."""
    return Concerning(subjects=frozenset((*_promised(tx), *_kept(tx))))


def every(tx: Tx) -> Iterator[Agreement]:
    """All agreements that do, in the order of the register."""
    found = known(tx)
    return (one for one in agreements.every(tx) if found.has(one))


def _promised(tx: Tx) -> Iterator[str]:
    for kind in rules.TELLING:
        yield from duties.sources_of(tx, kind)


def _kept(tx: Tx) -> Iterator[str]:
    yield from registers.subjects(tx)
    yield from inspections.subjects(tx)
    for agreement in subcontracts.agreements(tx) | incidents.agreements(tx):
        yield f"agreement:{agreement}"

"""One entry of the ledger as people read it: with names while the map of pseudonyms stands."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """`who`: the person's name, "" for a job, a command, or one whose pseudonym is erased."""

    seq: int
    at: datetime
    who: str
    pseudonym: str
    door: str
    act: str
    subject: str
    title: str
    why: str

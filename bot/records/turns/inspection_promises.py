"""The duties that an inspection can fulfil, as its form reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.duties.model import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """See cards.records.handling_matter.Promise."""

    duty_id: int
    kind: str
    article: str
    due_on: date | None


def promised(duties: Iterable[Duty]) -> tuple[Promise, ...]:
    """For the form."""
    return tuple(
        Promise(duty_id=duty.id, kind=duty.kind, article=duty.article, due_on=duty.due_on)
        for duty in duties
    )

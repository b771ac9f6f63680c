"""台帳: the buttons; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from cards.verbs import Upto, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLedger(Verb):
    """台帳: the newest entries, of one matter where `subject` names it; those before `before`."""

    name: ClassVar[str] = "records.show_ledger"
    subject: Annotated[str, Upto(200)] = ""
    before: int = 0

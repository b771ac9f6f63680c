"""One thing that one person does: all that a handler may touch."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.ledger.model import Actor
from bot.people.model import Holders, Person
from bot.storage.tx import Tx
from cards.lang import Lang

Card = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`holders`: every post that the person holds or deputises at `now`; `today` is the tenant's
    civil day; `actor` is how the ledger names them; `tx` is bound to the tenant; `public_url` is
    where a browser reaches us, empty where none can. `replied_to` is the activity id of the message
    whose card was pressed, `place` the staff place that it stands in; 0 in the personal chat.
    `ahead` is what was worked out before the transaction, None where nothing was."""

    person: Person
    holders: Holders
    lang: Lang
    now: datetime
    today: date
    actor: Actor
    tx: Tx
    public_url: str = ""
    replied_to: str = ""
    place: int = 0
    ahead: object = None

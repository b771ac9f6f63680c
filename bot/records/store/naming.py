"""The names behind the ledger's pseudonyms, while the map stands."""

from datetime import date

from bot.ledger import pseudonyms
from bot.people import names
from bot.storage.tx import Tx


class Naming:
    """Looks each of them up once; "" for one that is erased, and for what is nobody."""

    def __init__(self, tx: Tx, on: date) -> None:
        self._tx, self._on = tx, on
        self._known: dict[str, str] = {"": ""}

    def of(self, pseudonym: str) -> str:
        """The person's name as the register has it."""
        if pseudonym not in self._known:
            person = pseudonyms.person_of(self._tx, pseudonym)
            name = names.person_name(self._tx, person, self._on) if person else ""
            self._known[pseudonym] = name
        return self._known[pseudonym]

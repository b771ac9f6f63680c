"""How far the clock has come with what it does once, in a table of each slice's own."""

from datetime import date

from sqlalchemy import Table, bindparam, select

from bot.storage.tables import upsert
from bot.storage.tx import Tx


class Marks:
    """Lines of a table with the columns `name`, `day` and `number`."""

    def __init__(self, table: Table) -> None:
        add = upsert(table).values({name: bindparam(name) for name in ("name", "day", "number")})
        self._of = select(table.c.day, table.c.number).where(table.c.name == bindparam("one"))
        self._set = add.on_conflict_do_update(
            index_elements=["tenant_id", "name"],
            set_={"day": add.excluded.day, "number": add.excluded.number},
        )

    def of(self, tx: Tx, name: str) -> tuple[date | None, int]:
        """The day on which it was done last (None: never), and the last number it came to."""
        row = tx.first(self._of, one=name)
        return (None, 0) if row is None else (row.day, row.number)

    def put(self, tx: Tx, name: str, day: date, number: int = 0) -> None:
        """It was done on that day, up to that number."""
        tx.run(self._set, name=name, day=day, number=number)

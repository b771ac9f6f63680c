"""What rooms are called: an invitation tells it, a series knows their mail addresses alone."""

from sqlalchemy import bindparam, select

from bot.meetings.store.rows import ROOM
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_NAME = select(ROOM.c.name).where(ROOM.c.mail == bindparam("one"))
_add = upsert(ROOM).values({name: bindparam(name) for name in ("mail", "name")})
_SET = _add.on_conflict_do_update(
    index_elements=["tenant_id", "mail"], set_={"name": _add.excluded.name}
)


def name(tx: Tx, mail: str) -> str:
    """What the room is called; its mail address while nobody has told."""
    found = tx.value(_NAME, one=mail.lower()) if mail else None
    return mail if found is None else str(found)


def call(tx: Tx, mail: str, name: str) -> None:
    """The directory calls the room with this mail address so."""
    tx.run(_SET, mail=mail.lower(), name=name)

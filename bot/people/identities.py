"""Which person a key of the file means: by the directory's id, else by mail."""

from typing import Any

from sqlalchemy import bindparam, or_, select, update

from bot.people.tables import CURRENT, LISTING, PERSON
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_IDS: Any = bindparam("ids", expanding=True)
_BY_KEY = select(PERSON.c.id, PERSON.c.key).where(PERSON.c.key.in_(_IDS))
_BY_MAIL = select(LISTING.c.person, LISTING.c.mail).where(
    or_(LISTING.c.generation == CURRENT, LISTING.c.generation == bindparam("generation")),
    LISTING.c.mail.in_(_IDS),
)
_ADD = (
    upsert(PERSON).values(key=bindparam("key"), language=bindparam("language"))
).on_conflict_do_nothing()
_RENAME = (
    update(PERSON).where(PERSON.c.key == bindparam("old_key")).values(key=bindparam("new_key"))
)


def identified(tx: Tx, new: int, groups: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """The person of each key, made where nobody is known by it.

    Somebody first known by mail alone is the same person when the directory's id comes later.
    """
    found = _by_key(tx, list(groups))
    unknown = [key for key in groups if key not in found]
    mails = {key: groups[key][0]["mail"] for key in unknown if groups[key][0]["mail"]}
    _adopt(tx, mails)
    known = {
        row.mail: row.person
        for row in tx.all(_BY_MAIL, generation=new, ids=[*mails.values()] or [""])
    }
    by_mail = {
        key: known[mail] for key, mail in mails.items() if key.startswith("mail:") and mail in known
    }
    rest = [{"key": key, "language": ""} for key in unknown if key not in by_mail]
    tx.many(_ADD, rest)
    return {**_by_key(tx, list(groups)), **by_mail}


def _adopt(tx: Tx, mails: dict[str, str]) -> None:
    """Give the directory's id to people who were known by mail alone."""
    wanted = {f"mail:{mail}": key for key, mail in mails.items() if not key.startswith("mail:")}
    for old in _by_key(tx, list(wanted)):
        tx.run(_RENAME, old_key=old, new_key=wanted[old])


def _by_key(tx: Tx, keys: list[str]) -> dict[str, int]:
    return {row.key: row.id for row in tx.all(_BY_KEY, ids=keys)} if keys else {}

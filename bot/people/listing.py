"""Follows the directory in a generation of the register: who is listed, and who has left.

The people file says who holds which post, and until when; the directory adds people without posts
and roles, and says whose account is gone. Who left by one of the two has left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update

from bot.people import acting, directory, register, rules, sealing
from bot.people.tables import HOLDING, LAST, LISTING, PERSON, span
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_IN: Any = bindparam("generation")
_IDS: Any = bindparam("ids", expanding=True)
_LISTED = select(
    LISTING.c.person,
    LISTING.c.aad_object_id,
    LISTING.c.name,
    LISTING.c.sealed_name,
    LISTING.c.mail,
    LISTING.c.left_on,
    LISTING.c.outside,
).where(LISTING.c.generation == _IN)
_BY_ID = _LISTED.where(LISTING.c.aad_object_id.in_(_IDS))
_BY_MAIL = _LISTED.where(LISTING.c.mail.in_(_IDS), LISTING.c.aad_object_id == "")
_AMONG = select(LISTING.c.person).where(
    LISTING.c.generation == _IN, among(LISTING.c.person, "people")
)
_ANY_WITHOUT_ID = _LISTED.where(LISTING.c.aad_object_id == "").limit(1)
_HELD = select(HOLDING.c.person, HOLDING.c.since, HOLDING.c.until).where(
    HOLDING.c.generation == _IN, HOLDING.c.person.in_(_IDS)
)
_KEYS = select(PERSON.c.id, PERSON.c.key).where(PERSON.c.key.in_(_IDS))
_ADD_PERSON = upsert(PERSON).values(key=bindparam("key"), language="").on_conflict_do_nothing()
_RENAME = update(PERSON).where(PERSON.c.id == bindparam("one")).values(key=bindparam("new_key"))
_here = (LISTING.c.generation == _IN) & (LISTING.c.person == bindparam("one"))
_KNOWN_AS = update(LISTING).where(_here).values(aad_object_id=bindparam("new_id"))
_CHANGE = (
    update(LISTING)
    .where(_here)
    .values(
        {name: bindparam(f"new_{name}") for name in ("sealed_name", "folded", "mail", "left_on")}
        | {"name": ""}
    )
)
_NEW = {
    **{
        name: bindparam(name)
        for name in ("person", "aad_object_id", "sealed_name", "folded", "mail")
    },
    "generation": _IN,
    "name": "",
    "municipality": "",
    "left_on": LAST,
}
_LIST = insert(LISTING).values({**_NEW, "language": "", "outside": False})
_CHOSEN: Any = {name: bindparam(name) for name in ("language", "outside")}
_ENLIST = upsert(LISTING).values({**_NEW, **_CHOSEN}).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How many people were newly listed, have left, and came back."""

    listed: int = 0
    left: int = 0
    back: int = 0

    def __add__(self, other: "Followed") -> "Followed":
        return Followed(
            listed=self.listed + other.listed,
            left=self.left + other.left,
            back=self.back + other.back,
        )


def follow(tx: Tx, generation: int, accounts: Sequence[Any], today: date) -> Followed:
    """Have a generation say what the directory says of these accounts; twice is as good as once."""
    if not accounts:
        return Followed()
    listed = _listed(tx, generation, accounts)
    new = [one for one in accounts if one.aad_object_id not in listed and _is_to_be_listed(one)]
    _list(tx, generation, new)
    known = [one for one in accounts if one.aad_object_id in listed]
    changed = _change(tx, generation, known, listed, today)
    acting.forget(tx)
    return changed + Followed(listed=len(new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody whom a slice knows, and perhaps neither file nor directory.

    `outside`: theirs may be the account of a guest, who stays listed with it. That tells nothing of
    what they may do: a slice that lists guests asks `guests` before it gives rights to staff.
    """

    person: int
    aad_object_id: str
    mail: str
    name: str
    language: str = ""
    outside: bool = False


def enlist(tx: Tx, people: Iterable[Newcomer]) -> None:
    """List people in the current generation, without posts and roles; who is listed stays so."""
    generation, wanted = register.current(tx), {one.person: one for one in people}
    known = {row.person for row in tx.all(_AMONG, generation=generation, people=sorted(wanted))}
    rows = [
        {
            "generation": generation,
            "person": one.person,
            "aad_object_id": one.aad_object_id,
            "mail": one.mail,
            **_named(tx, one.person, one.name),
            "language": one.language,
            "outside": one.outside,
        }
        for one in wanted.values()
        if one.person not in known
    ]
    tx.many(_ENLIST, rows)


def _named(tx: Tx, person: int, name: str) -> dict[str, Any]:
    return {"sealed_name": sealing.sealed(tx, person, name), "folded": sealing.initial(tx, name)}


def _is_to_be_listed(account: Any) -> bool:
    return account.gone_on is None and not account.guest and not account.removed


class _Listed(NamedTuple):
    """Who is listed, with their name opened."""

    person: int
    name: str
    mail: str
    left_on: date
    outside: bool


def _opened(tx: Tx, row: Any) -> _Listed:
    name = sealing.name_of(tx, row)
    return _Listed(row.person, name, row.mail, row.left_on, row.outside)


def _listed(tx: Tx, generation: int, accounts: Sequence[Any]) -> dict[str, _Listed]:
    """Who is listed for each account: by its id, else by a mail address that stands for nobody
    else; then the account's id is theirs from now on. A guest's address, which anybody may have
    given, stands for nobody but somebody listed from outside."""
    ids = [one.aad_object_id for one in accounts]
    rows = tx.all(_BY_ID, generation=generation, ids=ids)
    found = {row.aad_object_id: _opened(tx, row) for row in rows}
    if not tx.first(_ANY_WITHOUT_ID, generation=generation):
        return found
    by_mail = {
        directory.address(one): one
        for one in accounts
        if one.aad_object_id not in found and directory.address(one)
    }
    rows = tx.all(_BY_MAIL, generation=generation, ids=list(by_mail)) if by_mail else []
    meant = {
        by_mail[row.mail].aad_object_id: row
        for row in rows
        if row.outside or not by_mail[row.mail].guest
    }
    adopted = _adopted(tx, generation, meant)
    return found | {id: _opened(tx, row) for id, row in adopted.items()}


def _adopted(tx: Tx, generation: int, rows: dict[str, Any]) -> dict[str, Any]:
    known = {row.key for row in tx.all(_KEYS, ids=list(rows))} if rows else set()
    free = {id: row for id, row in rows.items() if id not in known}
    tx.many(_RENAME, [{"one": row.person, "new_key": id} for id, row in free.items()])
    given = [
        {"generation": generation, "one": row.person, "new_id": id} for id, row in free.items()
    ]
    tx.many(_KNOWN_AS, given)
    return free


def _list(tx: Tx, generation: int, accounts: Sequence[Any]) -> None:
    """Without a post and a role: they are helped, and see nothing of the city's."""
    if not accounts:
        return
    ids = [one.aad_object_id for one in accounts]
    tx.many(_ADD_PERSON, [{"key": id} for id in ids])
    people = {row.key: row.id for row in tx.all(_KEYS, ids=ids)}
    tx.many(_LIST, [_new(tx, generation, people[one.aad_object_id], one) for one in accounts])


def _new(tx: Tx, generation: int, person: int, account: Any) -> dict[str, Any]:
    mail = directory.address(account)
    name = account.name or mail.partition("@")[0] or account.aad_object_id
    return {
        "generation": generation,
        "person": person,
        "aad_object_id": account.aad_object_id,
        **_named(tx, person, name),
        "mail": mail,
    }


def _change(
    tx: Tx, generation: int, accounts: Sequence[Any], listed: dict[str, Any], today: date
) -> Followed:
    apart = [one for one in accounts if _says_otherwise(one, listed[one.aad_object_id])]
    if not apart:
        return Followed()
    said = _said_by_file(tx, generation, [listed[one.aad_object_id].person for one in apart])
    changes, left, back = [], 0, 0
    for one in apart:
        old = listed[one.aad_object_id]
        new = _as_now(one, old, said.get(old.person), today)
        if new != (old.name, old.mail, old.left_on):
            changes.append(_changed(tx, generation, old.person, *new))
        left += old.left_on > today >= new[2]
        back += old.left_on <= today < new[2]
    tx.many(_CHANGE, changes)
    return Followed(left=left, back=back)


def _says_otherwise(account: Any, listed: Any) -> bool:
    """Whether it may say anything that isn't in the register already."""
    return (
        account.gone_on is not None
        or listed.left_on != LAST
        or bool(account.guest)
        or account.name not in (None, "", listed.name)
        or directory.address(account) not in ("", listed.mail)
    )


def _said_by_file(tx: Tx, generation: int, people: Sequence[int]) -> dict[int, date]:
    """From which day on each is not here any more by their lines of the file; nobody else."""
    spans: dict[int, list[Any]] = {}
    for row in tx.all(_HELD, generation=generation, ids=list(people)):
        spans.setdefault(row.person, []).append(span(row.since, row.until))
    return {person: rules.left_on(found) or LAST for person, found in spans.items()}


def _as_now(account: Any, old: Any, by_file: date | None, today: date) -> tuple[str, str, date]:
    """Name, mail and the first day away. Names and addresses of the file win; guests are listed
    only by it, or by a slice that expects them."""
    gone_on = account.gone_on or LAST
    mail = directory.address(account)
    if by_file is not None:
        return old.name, old.mail or mail, min(by_file, gone_on)
    if account.guest and gone_on == LAST and not old.outside:
        gone_on = min(old.left_on, today)
    return account.name or old.name, mail or old.mail, gone_on


def _changed(
    tx: Tx, generation: int, person: int, name: str, mail: str, left_on: date
) -> dict[str, Any]:
    named = _named(tx, person, name)
    return {
        "generation": generation,
        "one": person,
        **{f"new_{key}": value for key, value in named.items()},
        "new_mail": mail,
        "new_left_on": left_on,
    }

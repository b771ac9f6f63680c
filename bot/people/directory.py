"""What the directory says of its accounts: kept page by page, looked up to list people by it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, case, func, or_, select, update

from bot.people import sealing
from bot.people.tables import DIRECTORY
from bot.storage.tables import upsert
from bot.storage.tx import Tx
from graph.directory import Gone, Seen

_IDS: Any = bindparam("ids", expanding=True)
_TEXTS = ("sealed_name", "mail", "sign_in", "department", "job_title")
_NAMES = ("aad_object_id", *_TEXTS, "enabled", "guest", "removed", "round", "step", "gone_on")
_new = upsert(DIRECTORY).values({name: bindparam(name) for name in _NAMES} | {"told": 0})
_said, _was = _new.excluded, DIRECTORY.c


def _still(name: str) -> Any:
    """What this page says, else what was said before."""
    return func.coalesce(_said[name], _was[name])


_is_gone = or_(_said.removed == 1, _still("enabled") == 0)
# Of a deleted account nothing is kept but that it is gone.
_KEEP = _new.on_conflict_do_update(
    index_elements=["tenant_id", "aad_object_id"],
    set_={
        **{name: case((_said.removed == 1, None), else_=_still(name)) for name in _TEXTS},
        # In clear only where an earlier release wrote it, until the directory says a name anew.
        "name": case(
            (or_(_said.removed == 1, _said.sealed_name.is_not(None)), None), else_=_was.name
        ),
        "enabled": _still("enabled"),
        "guest": _still("guest"),
        "removed": _said.removed,
        "round": _said.round,
        "step": _said.step,
        "gone_on": case(
            (_is_gone, func.coalesce(_was.gone_on, bindparam("today", type_=Date))), else_=None
        ),
        "told": case((_is_gone, _was.told), else_=0),
    },
)
_OF_STEP = (
    select(DIRECTORY)
    .where(DIRECTORY.c.step == bindparam("one"))
    .order_by(DIRECTORY.c.aad_object_id)
)
_NEXT_STEP = (
    select(DIRECTORY.c.step)
    .where(DIRECTORY.c.step > bindparam("after"))
    .order_by(DIRECTORY.c.step)
    .limit(1)
)
_BY_ID = select(DIRECTORY).where(DIRECTORY.c.aad_object_id.in_(_IDS))
_GONE_BY_MAIL = select(DIRECTORY).where(
    DIRECTORY.c.mail.in_(_IDS), DIRECTORY.c.gone_on.is_not(None)
)
_UNSEEN = (
    select(DIRECTORY.c.aad_object_id)
    .where(DIRECTORY.c.round < bindparam("round"), DIRECTORY.c.removed == 0)
    .order_by(DIRECTORY.c.aad_object_id)
    .limit(bindparam("most"))
)


class Account(NamedTuple):
    """What is known of an account now, as far as it decides who is listed."""

    aad_object_id: str
    name: str | None
    mail: str | None
    sign_in: str | None
    guest: int | None
    removed: int
    gone_on: date | None


def keep(
    tx: Tx, people: Sequence[Seen | Gone], *, round: int, step: int, today: date
) -> Sequence[Account]:
    """Remember what a page says; who came up in it, as they are known now.

    Of an account of which it says several things, the last one holds.
    """
    given = [_row(tx, one, round, step, today) for one in people]
    newest = {row["aad_object_id"]: row for row in given}
    given.sort(key=_id)  # two who write the same rows never wait for each other in a circle
    tx.many(_KEEP, given)
    parts = [id for id, row in newest.items() if not _is_whole(row)]
    known = {row.aad_object_id: row for row in named(tx, parts)}
    names = {one.id: _cut(one.name, 200) for one in people if isinstance(one, Seen)}
    return [known.get(id) or _account(row, names[id]) for id, row in newest.items()]


def _row(tx: Tx, one: Seen | Gone, round: int, step: int, today: date) -> dict[str, Any]:
    if isinstance(one, Gone):
        said = {**_NOTHING, "aad_object_id": one.id, "removed": 1, "gone_on": today}
        return {**said, "round": round, "step": step, "today": today}
    return {
        "aad_object_id": one.id,
        "sealed_name": sealing.sealed_account(tx, one.id, _cut(one.name, 200)),
        "mail": _lower(one.mail),
        "sign_in": _lower(one.sign_in),
        "department": _cut(one.department, 200),
        "job_title": _cut(one.job_title, 200),
        "enabled": one.enabled if one.enabled is None else int(one.enabled),
        "guest": one.guest if one.guest is None else int(one.guest),
        "removed": 0,
        "gone_on": today if one.enabled is False else None,
        "round": round,
        "step": step,
        "today": today,
    }


_NOTHING: dict[str, Any] = dict.fromkeys((*_TEXTS, "enabled", "guest"))


def _is_whole(row: dict[str, Any]) -> bool:
    """Whether a page says all that decides who is listed, so that nothing said before counts."""
    said = row["sealed_name"], row["mail"], row["sign_in"], row["guest"]
    return None not in said and row["enabled"] == 1


def _account(row: dict[str, Any], name: str | None) -> Account:
    return Account(row["aad_object_id"], name, row["mail"], row["sign_in"], row["guest"], 0, None)


def _known(tx: Tx, row: Any) -> Account:
    return Account(
        aad_object_id=row.aad_object_id,
        name=sealing.account_name(tx, row),
        mail=row.mail,
        sign_in=row.sign_in,
        guest=row.guest,
        removed=row.removed,
        gone_on=row.gone_on,
    )


def _id(row: dict[str, Any]) -> str:
    return str(row["aad_object_id"])


def _cut(text: str | None, most: int) -> str | None:
    return None if text is None else " ".join(text.split())[:most]


def _lower(text: str | None) -> str | None:
    return None if text is None else text.strip().lower()[:320]


def of_step(tx: Tx, step: int) -> Sequence[Account]:
    """Whom a step has changed last."""
    return [_known(tx, row) for row in tx.all(_OF_STEP, one=step)]


def next_step(tx: Tx, after: int) -> int | None:
    """The first step behind `after` that changed anybody who wasn't changed again since."""
    found: int | None = tx.value(_NEXT_STEP, after=after)
    return found


def named(tx: Tx, ids: Iterable[str], mails: Iterable[str] = ()) -> Sequence[Account]:
    """What is known of accounts by their id, and of such as are gone by their mail."""
    found: dict[str, Any] = {}
    for statement, values in ((_BY_ID, sorted(set(ids))), (_GONE_BY_MAIL, sorted(set(mails)))):
        if values:
            found |= {row.aad_object_id: row for row in tx.all(statement, ids=values)}
    return [_known(tx, found[id]) for id in sorted(found)]


def unseen(tx: Tx, round: int, most: int) -> tuple[Gone, ...]:
    """The next accounts that a reading of the whole directory hasn't come upon."""
    rows = tx.all(_UNSEEN, round=round, most=most)
    return tuple(Gone(id=row.aad_object_id, for_good=True) for row in rows)


def address(row: Any) -> str:
    """Where an account is written to: its mailbox, else its sign-in name."""
    return row.mail or row.sign_in or ""


# whom the desk hasn't been told of

_UNTOLD = (
    select(DIRECTORY.c.aad_object_id, DIRECTORY.c.gone_on)
    .where(DIRECTORY.c.gone_on.is_not(None), DIRECTORY.c.told == 0)
    .order_by(DIRECTORY.c.gone_on, DIRECTORY.c.aad_object_id)
    .limit(bindparam("most"))
)
_TELL = update(DIRECTORY).where(DIRECTORY.c.aad_object_id == bindparam("one")).values(told=1)


def untold(tx: Tx, most: int) -> Sequence[Any]:
    """Accounts that are gone and of which nobody has been told, the longest ago first."""
    return tx.all(_UNTOLD, most=most)


def tell(tx: Tx, ids: Iterable[str]) -> None:
    """They have been told of now."""
    tx.many(_TELL, [{"one": id} for id in ids])

"""Carries letters between the tenants that are served here; nothing else passes between them.

Each tenant says how things stand; whom it concerns reads a letter once, and again when it says
something else. No transaction spans two tenants.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import structlog
from sqlalchemy import Column, PrimaryKeyConstraint, String, bindparam, select, update

from bot import policy, slices
from bot.delivery import outbox
from bot.errors import BotError, Stale, Unavailable, Unreadable
from bot.logs import trace
from bot.slice import Letter
from bot.storage.store import Storage
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx, Undone

log = structlog.get_logger()

MOST_BYTES = 4_000_000  # of a letter
_RELEASE = version("renkei").encode()  # another one may understand a letter that this one left
Told = tuple[str, Letter]  # by the slice of this name

# `said`: the digest of what a letter said when it was read last, or left, by which release.
HEARD = table(
    "letter_heard",
    Column("sender", String(64), nullable=False),
    Column("slice", String(40), nullable=False),
    Column("key", String(100), nullable=False),
    Column("said", String(64), nullable=False),
    PrimaryKeyConstraint("tenant_id", "sender", "slice", "key"),
)
_FROM = select(HEARD.c.slice, HEARD.c.key, HEARD.c.said).where(HEARD.c.sender == bindparam("one"))
_THIS = (
    HEARD.c.sender == bindparam("the_sender"),
    HEARD.c.slice == bindparam("the_slice"),
    HEARD.c.key == bindparam("the_key"),
)
_LOCK = select(HEARD.c.said).where(*_THIS).with_for_update()
_BEGIN = (
    upsert(HEARD)
    .values({name: bindparam(name) for name in ("sender", "slice", "key", "said")})
    .on_conflict_do_nothing()
)
_KEEP = update(HEARD).where(*_THIS).values(said=bindparam("new"))


async def carry(storage: Storage, tenants: Sequence[str], now: datetime, zone: ZoneInfo) -> None:
    """Bring every tenant what others tell it, as far as it is new; to nobody else.

    One tenant's trouble is logged and leaves the others alone: the next tick carries it again.
    """
    if len(tenants) < 2:
        return
    for sender in tenants:
        try:
            await _carry_from(storage, sender, tenants, now, zone)
        except Exception as error:  # noqa: BLE001 - the next ring tries again
            log.error("letters_left", tenant=sender, **trace(error))


async def _carry_from(
    storage: Storage, sender: str, tenants: Sequence[str], now: datetime, zone: ZoneInfo
) -> None:
    letters: dict[str, list[Told]] = defaultdict(list)
    for one in await storage.read(sender, slices.letters):
        letters[one[1].to].append(one)
    for tenant, told in letters.items():
        if tenant not in tenants or tenant == sender:
            continue
        new = await storage.read(tenant, partial(_new, sender=sender, told=told))
        if new:
            await storage.write(tenant, partial(_hear, sender=sender, told=new, now=now, zone=zone))


def _new(tx: Tx, *, sender: str, told: Iterable[Told]) -> list[Told]:
    """What says something else than was read last."""
    known = {(row.slice, row.key): row.said for row in tx.all(_FROM, one=sender)}
    return [one for one in told if known.get((one[0], one[1].key)) != _said(one[1])]


def _said(letter: Letter) -> str:
    return sha256(_RELEASE + b"\n" + _written(letter)).hexdigest()


def _written(letter: Letter) -> bytes:
    return orjson.dumps(letter.body, option=orjson.OPT_SORT_KEYS)


def _hear(tx: Tx, *, sender: str, told: Iterable[Told], now: datetime, zone: ZoneInfo) -> None:
    outbox.turnstile(tx)  # before any other row, as everybody who may change deliveries
    local = now.astimezone(policy.zone(tx, zone))
    for one in told:
        try:
            tx.apart(partial(_read, sender=sender, told=one, now=local))
        except Undone as undone:
            _leave(tx, sender, one, undone.__cause__ or undone)


def _leave(tx: Tx, sender: str, told: Told, cause: BaseException) -> None:
    """What can't be understood is left until it says something else, or a newer release reads it;
    what only failed comes again with the next tick."""
    left = isinstance(cause, BotError) and not isinstance(cause, (Stale, Unavailable))
    if left:
        _keep(tx, sender, told)
    said = "letter_left" if left else "letter_unread"
    log.error(said, tenant=tx.tenant, letter=told[1].key, **trace(cause))


def _read(tx: Tx, *, sender: str, told: Told, now: datetime) -> None:
    """Read a letter, unless another process has just done so."""
    name, letter = told
    tx.run(_BEGIN, sender=sender, slice=name, key=letter.key, said="")
    if tx.value(_LOCK, **_place(sender, told)) == _said(letter):
        return
    if len(_written(letter)) > MOST_BYTES:
        raise Unreadable("a letter", "is too long")
    slices.hear(tx, sender, name, letter, now)
    _keep(tx, sender, told)


def _keep(tx: Tx, sender: str, told: Told) -> None:
    name, letter = told
    tx.run(_BEGIN, sender=sender, slice=name, key=letter.key, said="")
    tx.run(_KEEP, **_place(sender, told), new=_said(letter))


def _place(sender: str, told: Told) -> dict[str, Any]:
    return {"the_sender": sender, "the_slice": told[0], "the_key": told[1].key}

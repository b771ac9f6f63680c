"""Where each person and channel can be reached in Teams: their conversation references."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.people.tables import CURRENT, LISTING, REFERENCE
from bot.storage.tables import upsert
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A conversation. `aad_object_id` "" for a channel, `channel` "" for the personal chat.

    `teams_id` is how Teams names the person there, `bot_id` how it names the bot.
    """

    aad_object_id: str = ""
    channel: str = ""
    conversation: str
    service_url: str
    teams_id: str = ""
    bot_id: str = ""


_NAMES = ("conversation", "service_url", "teams_id", "bot_id", "seen_at")
_ADD = upsert(REFERENCE).values(
    {name: bindparam(name) for name in ("aad_object_id", "channel", *_NAMES)}
)
_KEEP = _ADD.on_conflict_do_update(
    index_elements=["tenant_id", "aad_object_id", "channel"],
    set_={name: getattr(_ADD.excluded, name) for name in _NAMES},
)
# In two steps, each by its key: a join is planned badly while a fresh register has no statistics.
_AAD_OF = (
    select(LISTING.c.aad_object_id)
    .where(
        LISTING.c.person == bindparam("one"),
        LISTING.c.generation == CURRENT,
        LISTING.c.aad_object_id != "",
    )
    .scalar_subquery()
)
_REFERENCE = select(*(REFERENCE.c[field.name] for field in fields(Reference)))
_PERSONAL = _REFERENCE.where(REFERENCE.c.aad_object_id == _AAD_OF, REFERENCE.c.channel == "")
_BY_AAD = _REFERENCE.where(REFERENCE.c.aad_object_id == bindparam("one"), REFERENCE.c.channel == "")
_CHANNEL = _REFERENCE.where(
    REFERENCE.c.aad_object_id == "", REFERENCE.c.channel == bindparam("one")
)
_PERSON_IN = select(LISTING.c.person).where(
    LISTING.c.generation == CURRENT,
    LISTING.c.aad_object_id != "",
    LISTING.c.aad_object_id
    == select(REFERENCE.c.aad_object_id)
    .where(REFERENCE.c.conversation == bindparam("one"), REFERENCE.c.channel == "")
    .limit(1)
    .scalar_subquery(),
)
_ANY = (
    select(REFERENCE.c.service_url)
    .where(REFERENCE.c.aad_object_id != "")
    .order_by(REFERENCE.c.aad_object_id)
    .limit(1)
)
_DROP_OF = delete(REFERENCE).where(REFERENCE.c.aad_object_id == bindparam("one"))
_DROP = delete(REFERENCE).where(REFERENCE.c.conversation == bindparam("one"))


def keep(tx: Tx, reference: Reference, *, at: datetime) -> None:
    """Remember or renew where somebody is reached: on installation and on each message."""
    tx.run(
        _KEEP,
        aad_object_id=reference.aad_object_id.lower(),
        channel=reference.channel,
        conversation=reference.conversation,
        service_url=reference.service_url,
        teams_id=reference.teams_id,
        bot_id=reference.bot_id,
        seen_at=at,
    )


def drop(tx: Tx, conversation: str) -> bool:
    """Forget a conversation: the app was removed there. Whether it was known."""
    return tx.run(_DROP, one=conversation) > 0


def drop_of(tx: Tx, accounts: Iterable[str]) -> None:
    """Forget every conversation of these accounts: they are gone."""
    tx.many(_DROP_OF, [{"one": account.lower()} for account in accounts])


def find(tx: Tx, person: int) -> Reference | None:
    """The personal chat of a person in the register, or None: not installed, or never written."""
    return _reference(tx.first(_PERSONAL, one=person))


def find_by_aad(tx: Tx, aad_object_id: str) -> Reference | None:
    """The personal chat of anybody whom Teams knows, in the register or not."""
    return _reference(tx.first(_BY_AAD, one=aad_object_id.lower()))


def person_in(tx: Tx, conversation: str) -> int | None:
    """Whose personal chat this is, of the people in the register."""
    person: int | None = tx.value(_PERSON_IN, one=conversation)
    return person


def any_service_url(tx: Tx) -> str:
    """Where somebody of the tenant is reached, and so most others; "" while nobody is."""
    return tx.value(_ANY) or ""


def find_channel(tx: Tx, channel: str) -> Reference | None:
    """The conversation of a channel in which the app is installed."""
    return _reference(tx.first(_CHANNEL, one=channel))


def _reference(row: Any) -> Reference | None:
    if row is None:
        return None
    return Reference(
        aad_object_id=row.aad_object_id,
        channel=row.channel,
        conversation=row.conversation,
        service_url=row.service_url,
        teams_id=row.teams_id,
        bot_id=row.bot_id,
    )

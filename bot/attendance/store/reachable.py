"""How many children's accounts the bot can write to, and which were refused to it."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from bot.attendance.store.tables import PUPIL_LINE, PUPILS, standing
from bot.delivery.rows import DELIVERY, State
from bot.people.tables import CURRENT, LISTING, REFERENCE
from bot.storage.tx import Tx

BLOCKED = ("blocked", "BotDisabledByAdmin")  # what Graph and Teams say of an app policy
_REFUSED = (State.UNREACHABLE.value, State.FAILED.value)
_ACCOUNTS = (PUPIL_LINE.c.person != 0) & standing(PUPIL_LINE, PUPILS)
_COUNT = select(func.count(distinct(PUPIL_LINE.c.person)).label("n")).where(_ACCOUNTS)
_REACHED = (
    select(func.count(distinct(PUPIL_LINE.c.person)).label("n"))
    .select_from(PUPIL_LINE)
    .join(LISTING, (LISTING.c.person == PUPIL_LINE.c.person) & (LISTING.c.generation == CURRENT))
    .join(
        REFERENCE,
        (REFERENCE.c.aad_object_id == LISTING.c.aad_object_id) & (REFERENCE.c.channel == ""),
    )
    .where(_ACCOUNTS, LISTING.c.aad_object_id != "")
)
_BLOCKED = (
    select(func.count(distinct(DELIVERY.c.recipient)).label("n"))
    .select_from(DELIVERY)
    .join(PUPIL_LINE, PUPIL_LINE.c.person == DELIVERY.c.recipient)
    .where(_ACCOUNTS, DELIVERY.c.state.in_(_REFUSED), DELIVERY.c.reason.in_(BLOCKED))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Children with an account, those who have a chat with the bot, those refused by a policy."""

    accounts: int
    reached: int
    blocked: int


def pupils(tx: Tx) -> Reachable:
    """As far as is known without asking anybody: a chat tells that the app may be used."""
    return Reachable(
        accounts=int(tx.value(_COUNT)),
        reached=int(tx.value(_REACHED)),
        blocked=int(tx.value(_BLOCKED)),
    )

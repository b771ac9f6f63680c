"""How many persons each personal information file holds now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, case, cast, distinct, func, select

from bot.attendance.store.tables import GUARDIAN, PUPIL
from bot.delivery.rows import DELIVERY
from bot.ledger.pseudonyms import PSEUDONYM
from bot.people.tables import CURRENT, LISTING
from bot.records.model.filebook import Counted
from bot.records.rules.filebook import FILES
from bot.storage.tx import Tx
from bot.training.store.rows import ENROLMENT

_COUNTS: Mapping[str, Any] = {
    "register": select(func.count(distinct(LISTING.c.person))).where(
        LISTING.c.generation == CURRENT
    ),
    "pupils": select(func.count(PUPIL.c.id)),
    # Who has an account is one person, by however many contacts rosters know them.
    "guardians": select(
        func.count(distinct(case((GUARDIAN.c.person > 0, cast(GUARDIAN.c.person, String)))))
        + func.count(distinct(case((GUARDIAN.c.person == 0, GUARDIAN.c.key))))
    ),
    "training": select(func.count(distinct(ENROLMENT.c.person))),
    "notices": select(func.count(distinct(DELIVERY.c.recipient))).where(DELIVERY.c.recipient > 0),
    "ledger": select(func.count(PSEUDONYM.c.pseudonym)).where(
        PSEUDONYM.c.subject.startswith("person:")
    ),
}


def counted(tx: Tx) -> tuple[Counted, ...]:
    """Every file with its persons, whether an entry is owed for it or not."""
    return tuple(Counted(file=one, persons=int(tx.value(_COUNTS[one.key]))) for one in FILES)

"""Which quotas bind one reader in the sessions of a course: one look for all of them."""

from sqlalchemy import and_, bindparam, or_, select

from bot.storage.tx import Tx
from bot.training.model import Org, Quota
from bot.training.store.rows import QUOTA, SESSION

_BINDING = (
    select(QUOTA.c.session, QUOTA.c.org, QUOTA.c.name, QUOTA.c.seats, QUOTA.c.held)
    .join(SESSION, SESSION.c.id == QUOTA.c.session)
    .where(
        SESSION.c.course == bindparam("one"),
        or_(
            and_(QUOTA.c.org == Org.MUNICIPALITY.value, QUOTA.c.name == bindparam("municipality")),
            and_(QUOTA.c.org == Org.DEPARTMENT.value, QUOTA.c.name == bindparam("department")),
        ),
    )
)


def of(tx: Tx, course: int, municipality: str, department: str) -> dict[int, tuple[Quota, ...]]:
    """By session, the quotas that bind somebody of this municipality and department."""
    found: dict[int, tuple[Quota, ...]] = {}
    given = {"municipality": municipality, "department": department}
    for row in tx.all(_BINDING, one=course, **given):
        quota = Quota(org=Org(row.org), name=row.name, seats=row.seats, held=row.held)
        found[row.session] = (*found.get(row.session, ()), quota)
    return found

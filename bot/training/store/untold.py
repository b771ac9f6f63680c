"""Who finished and hasn't got their certificate card yet."""

from sqlalchemy import Integer, bindparam, select, update

from bot.storage.tx import Tx
from bot.training.model import Completion, How
from bot.training.store.rows import COMPLETION

_PLAIN = ("course", "person", "on", "municipality", "department")
_UNTOLD = (
    select(COMPLETION)
    .where(~COMPLETION.c.told)
    .order_by(COMPLETION.c.on, COMPLETION.c.course, COMPLETION.c.person)
    .limit(bindparam("most", type_=Integer))
)
_TELL = (
    update(COMPLETION)
    .where(COMPLETION.c.course == bindparam("one"), COMPLETION.c.person == bindparam("who"))
    .values(told=True)
)


def next_ones(tx: Tx, most: int) -> tuple[Completion, ...]:
    """The next who are to get theirs, the earliest first."""
    return tuple(
        Completion(how=How(row.how), **{name: getattr(row, name) for name in _PLAIN})
        for row in tx.all(_UNTOLD, most=most)
    )


def waits(tx: Tx) -> bool:
    """Whether anybody is to get theirs."""
    return tx.first(_UNTOLD, most=1) is not None


def tell(tx: Tx, course: int, person: int) -> None:
    """They have it, or are to get none."""
    tx.run(_TELL, one=course, who=person)

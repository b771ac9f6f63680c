"""Tells a school's office that the newest roster doesn't name guardian links any more.

The links stay as they are (a file takes no right away, and gives none): the office looks at them
and decides. The card says how many there are, and names nobody.
"""

from datetime import date, datetime, timedelta
from functools import partial

from bot.attendance import posting, whom
from bot.attendance.model import School
from bot.attendance.store import filed, schools
from bot.attendance.telling.groups import sending_at
from bot.delivery.outbox import Lane
from bot.slice import Pulse, Tick
from bot.storage.tx import Tx
from cards.attendance import guardians as view

KIND = "attendance.gone_links"
_STANDS = timedelta(days=7)  # it names nobody, so that it needn't go with the day


def tell(tx: Tx, now: datetime) -> bool:
    """Tell the next office; whether another one is still to be told."""
    found = filed.untold(tx)
    if found is None:
        return False
    school, batch = found
    filed.told(tx, school)
    _tell(tx, schools.get(tx, school), batch, now)
    return filed.is_any_untold(tx)


def _tell(tx: Tx, school: School, batch: int, now: datetime) -> None:
    count = filed.count_missing(tx, school.id, now.date())
    to = whom.office(tx, school.id, now.date())
    if not count or not to:
        return
    due = sending_at(tx, school, None, now)
    posting.post(
        tx,
        kind=KIND,
        key=f"links:{school.id}:{batch}",
        to=to,
        draw=partial(view.gone, school_id=school.id, school=school.name, count=count),
        due_at=due,
        expires_at=due + _STANDS,
        school=school.id,
        day=_last_day(due),
        about=f"links:{school.id}",
        lane=Lane.REMINDER,
    )


def _last_day(due: datetime) -> date:
    return (due + _STANDS).date()


def _run(tick: Tick) -> bool:
    return tell(tick.tx, tick.now)


PULSES = (Pulse(name=KIND, waits=filed.is_any_untold, run=_run),)

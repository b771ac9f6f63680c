"""A protected child who comes to another school: its office confirms anew who may do what.

Whoever stayed behind keeps no way to learn where the child is now (支援措置): with the links of
the old school they would go on reading and reporting.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.attendance.model import Guardian, LinkState
from bot.attendance.store import classes, enrolments, guardians, pupils
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.storage.tx import Tx

WAITS = "attendance.link_waits"
_LATELY = timedelta(days=14)  # a stop of the bot may lie between the move and this


def moved(tx: Tx, pupil: int, now: datetime) -> int:
    """The links of a protected child who has come from another school wait for the office again,
    without any right; how many."""
    child = pupils.find(tx, pupil)
    if child is None or not child.protected or not _has_come(tx, pupil, now.date()):
        return 0
    found = [one for one in guardians.of_pupil(tx, pupil) if one.state is LinkState.CONFIRMED]
    for link in found:
        _wait(tx, link, now)
    return len(found)


def _has_come(tx: Tx, pupil: int, today: date) -> bool:
    own = [one for one in enrolments.of_pupil(tx, pupil) if one.main]
    here = next((one for one in own if one.since <= today <= one.until), None)
    before = max((one for one in own if one.until < today), key=lambda one: one.until, default=None)
    if here is None or before is None or here.since < today - _LATELY:
        return False
    return classes.get(tx, here.class_id).school != classes.get(tx, before.class_id).school


def _wait(tx: Tx, link: Guardian, now: datetime) -> None:
    waiting = replace(
        link,
        state=LinkState.INACTIVE,
        may_report=False,
        may_see_status=False,
        may_be_notified=False,
        version=link.version + 1,
    )
    guardians.save(tx, waiting)
    record(tx, Actor.job("attendance.leaving"), at=now, act=WAITS, subject=link.subject)

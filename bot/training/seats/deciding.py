"""受講命令: what the head says of an enrolment of their staff."""

from datetime import datetime

from bot.storage.tx import Tx
from bot.training.rules import lifecycle
from bot.training.seats.locked import locked_of
from bot.training.seats.outcome import Outcome
from bot.training.store import enrolments


def decide(
    tx: Tx, enrolment_id: int, now: datetime, version: int, *, agree: bool, by: int
) -> Outcome:
    """受講を命じる, or 認めない: the seat goes to the next. That `by` may is looked at before.

    Raises Refused once the session has begun.
    """
    locked, before = locked_of(tx, enrolments.get(tx, enrolment_id), now)
    after = lifecycle.decided(
        before, locked.session, version=version, agree=agree, by=by, now=locked.now
    )
    act = "agree" if agree else "refuse"
    kept = locked.go(before, after, act, by)
    return locked.close(act, before=before, enrolment=kept)

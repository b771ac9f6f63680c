"""What a school day leaves open: rolls that nobody marked, searches that nobody has closed."""

from datetime import date, datetime, time, timedelta

from bot.attendance import case_cards, posting, whom
from bot.attendance.model import CaseState, Function, RollState, School
from bot.attendance.store import cases, rolls
from bot.delivery import outbox
from bot.storage.tx import Tx
from cards.attendance import searches as view

LEFT = "attendance.case_left"
_ASKED = (Function.VICE_PRINCIPAL, Function.PRINCIPAL)


def close_rolls(tx: Tx, school: School, day: date) -> None:
    """The clock looks at the day's rolls no more; that nobody marked one stays to be seen."""
    for roll in rolls.of_school(tx, school.id, day):
        if roll.state is RollState.OPEN:
            rolls.look(tx, roll, None)


def end_searches(tx: Tx, school: School, day: date, now: datetime) -> None:
    """The family's neutral message is taken back with the day. A search that is still open stays
    so, and the school's heads are told of it without a name: nothing ends by itself.
    """
    for case in cases.of_school(tx, school.id, day):
        notice = outbox.find(tx, kind=case_cards.FAMILY, source_key=str(case.id))
        if notice is not None:
            outbox.withdraw(tx, notice=notice.id)
        cases.look(tx, case, None)
    left = [one for one in cases.standing(tx, school.id) if one.state is CaseState.OPEN]
    if left:
        _tell(tx, school, day, len(left), now)


def _asked(tx: Tx, school: School, on: date) -> tuple[int, ...]:
    return whom.with_function(tx, school.id, *_ASKED, on=on) or whom.in_charge(tx, school.id, on)


def _tell(tx: Tx, school: School, day: date, count: int, now: datetime) -> None:
    """It outlasts the night: until the end of the next day."""
    until = now.date() + timedelta(days=1)
    posting.post(
        tx,
        kind=LEFT,
        key=f"{school.id}:{day}",
        to=_asked(tx, school, now.date()),
        draw=lambda lang: view.searches_left(lang, count),
        due_at=now,
        expires_at=datetime.combine(until, time.max, now.tzinfo),
        school=school.id,
        day=until,
    )

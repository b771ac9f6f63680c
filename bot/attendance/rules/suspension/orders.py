"""出席停止 as an order: the principal gives it, the nurse checks, the school decides its end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.attendance.model import Answer, Disease, Suspension, SuspensionState
from bot.attendance.rules.days import Calendar
from bot.attendance.rules.suspension.reckoning import Guide
from bot.errors import Refused, Stale

_REFUSED = "attendance.refused"


def check(one: Suspension, *, today: date) -> None:
    """Refuses days that can't be: what has happened lies ahead, it ended before it began, or a
    doctor saw no danger before there was any.

    The last day of antibiotics alone may be one to come.
    """
    happened = (one.onset, one.ended_on, one.sampled_on, one.cleared_on)
    if any(day is not None and day > today for day in happened):
        raise Refused(f"{_REFUSED}.day_to_come")
    if one.ended_on is not None and one.onset is not None and one.ended_on < one.onset:
        raise Refused(f"{_REFUSED}.recovered")
    if one.cleared_on is not None and one.cleared_on < max(one.since, one.onset or one.since):
        raise Refused(f"{_REFUSED}.cleared")


def ordered(one: Suspension, *, by: int, at: datetime, version: int) -> Suspension:
    """The principal orders it (学校保健安全法19条)."""
    _fresh(one, version, SuspensionState.ASKED)
    return replace(
        one,
        state=SuspensionState.ORDERED,
        ordered_by=by,
        ordered_at=at,
        version=one.version + 1,
    )


def declined(one: Suspension, *, by: int, at: datetime, version: int) -> Suspension:
    """The principal doesn't order it: the child's days stay what the family said."""
    _fresh(one, version, SuspensionState.ASKED)
    return replace(
        one,
        state=SuspensionState.DECLINED,
        ordered_by=by,
        ordered_at=at,
        version=one.version + 1,
    )


def checked(one: Suspension, *, by: int, version: int) -> Suspension:
    """The nurse has looked at disease and days, before the order or after it."""
    _fresh(one, version, SuspensionState.ASKED, SuspensionState.ORDERED)
    return replace(one, checked_by=by, version=one.version + 1)


def recovered(one: Suspension, day: date, *, account: int, today: date) -> Suspension:
    """A guardian's account says that fever or symptoms ended on a day (d); Refused for a day to
    come or before it began. See `_answered` for what it changes."""
    if day > today or day < (one.onset or one.since):
        raise Refused(f"{_REFUSED}.recovered")
    return _answered(one, Answer(account=account, on=today, ended_on=day))


def still_ill(one: Suspension, *, account: int, today: date) -> Suspension:
    """A guardian's account says that it goes on; after an end that it told, a second fever."""
    return _answered(one, Answer(account=account, on=today))


def _answered(one: Suspension, answer: Answer) -> Suspension:
    """The answer is kept beside the others. d becomes what it says only where nobody has told d,
    or the same account did: no adult undoes another's word, none the school's."""
    _alive(one)
    if answer in one.answers and (one.ended_on or not answer.ended_on):
        return one  # pressed twice
    others = tuple(said for said in one.answers if said.account != answer.account)
    kept = replace(one, answers=(*others, answer), version=one.version + 1)
    if one.ended_on is not None and one.ended_by != answer.account:
        return kept
    return replace(
        kept, ended_on=answer.ended_on, ended_by=answer.account if answer.ended_on else 0
    )


def as_read_by(one: Suspension, account: int) -> Suspension:
    """As an account of the family may read it: what the school set and what it said itself, so
    that it learns nothing of another household, not even by the day that is reckoned."""
    if one.ended_on is None or one.ended_by in (0, account):
        return one
    return replace(one, ended_on=answer_of(one, account), ended_by=account)


def answer_of(one: Suspension, account: int) -> date | None:
    """Since when it is over by what an account said itself."""
    own = (said.ended_on for said in one.answers if said.account == account)
    return next(own, None)


def differ(one: Suspension) -> bool:
    """Whether the adults who were asked say different things: the school asks them."""
    return len({said.ended_on for said in one.answers}) > 1


def returning(one: Suspension, day: date, found: Guide, *, version: int) -> Suspension:
    """The school decides the day of return; never before the law's first day.

    While that day can't be known only area and travel (規則19条5号・6号) can be decided.
    """
    _fresh(one, version, SuspensionState.ORDERED)
    free = one.disease in (Disease.AREA, Disease.TRAVEL)
    if day < one.since or (found.allowed_from is None and not free):
        raise Refused(f"{_REFUSED}.unknown_return")
    if found.allowed_from is not None and day < found.allowed_from and not free:
        raise Refused(f"{_REFUSED}.early_return", day=found.allowed_from)
    return replace(one, returns_on=day, version=one.version + 1)


def is_over(one: Suspension, today: date) -> bool:
    """Whether the child is awaited again: the day of return has come."""
    return one.returns_on is not None and one.returns_on <= today


def ended(one: Suspension) -> Suspension:
    """The day of return has come: it ends by itself."""
    return replace(one, state=SuspensionState.ENDED, version=one.version + 1)


def covers(one: Suspension, day: date) -> bool:
    """Whether an order keeps the child at home on a day."""
    ordered_ = one.state in (SuspensionState.ORDERED, SuspensionState.ENDED)
    return ordered_ and one.since <= day and (one.returns_on is None or day < one.returns_on)


def days(one: Suspension, calendar: Calendar, *, today: date) -> int:
    """How many days of 出席停止 there were so far: 授業日 only."""
    last = today if one.returns_on is None else min(today, one.returns_on - timedelta(days=1))
    return len(calendar.taught(one.since, last))


def _fresh(one: Suspension, version: int, *states: SuspensionState) -> None:
    if one.version != version or one.state not in states:
        raise Stale(f"{_REFUSED}.changed")


def _alive(one: Suspension) -> None:
    if one.state not in (SuspensionState.ASKED, SuspensionState.ORDERED):
        raise Stale(f"{_REFUSED}.changed")

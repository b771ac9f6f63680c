"""Each school's own clock: which moment of which day comes next, kept as a row."""

from datetime import date, datetime

from bot.attendance.model import School, Times
from bot.attendance.plan import moments, nights
from bot.attendance.plan.moments import Moment
from bot.attendance.rules import days as rules
from bot.attendance.store import cases, classes, clocks, days, shows
from bot.attendance.store.clocks import Clock
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY


def reset(tx: Tx, school: School, now: datetime) -> Clock:
    """Look at today anew: what is still to come of it, else tomorrow's first moment.

    Everything that the clock does may be done twice, so it begins with the rolls where a day that
    was no school has become one.
    """
    today = now.date()
    if not keeps_rolls(tx, school, today):
        return skip(tx, school, now)
    times = days.times(tx, school, None, today)
    if moments.ahead(times, now) is None:
        return _over(tx, school, now)
    first = moments.at(Moment.WAKE, times, today, now.tzinfo)
    return _put(tx, school, today, Moment.WAKE, max(first, now))


def meet_anew(tx: Tx, now: datetime) -> None:
    """Every school's clock is set anew, for its classes or children may be others today; an end
    that has come goes on."""
    clocks.forget(tx, now.date(), now, last=Moment.END.value)


def _over(tx: Tx, school: School, now: datetime) -> Clock:
    """The day is over by its times: its end where that is still to be, or isn't done."""
    clock = clocks.of(tx, school.id)
    if clock is not None and clock.day == now.date():
        return end(tx, school, now)
    return skip(tx, school, now)


def keeps_rolls(tx: Tx, school: School, day: date) -> bool:
    """Whether the rolls of any class are kept on a day."""
    found = classes.current(tx, school.id, day)
    return any(rules.keeps_roll(days.today(tx, school, one, day)) for one in found)


def go_on(tx: Tx, school: School, clock: Clock, now: datetime) -> Clock:
    """A moment's work is done: the next one of its day, else tomorrow's first."""
    following = moments.following(Moment(clock.moment))
    if following is None or clock.day != now.date():
        return _tomorrow(tx, school, now) if clock.day >= now.date() else reset(tx, school, now)
    times = days.times(tx, school, None, clock.day)
    return _put(tx, school, clock.day, following, _instant(following, times, clock.day, now))


def moved(tx: Tx, school: School, now: datetime) -> Clock:
    """The school's times are others: what comes next comes by them, what has been isn't repeated.

    What should have come by now comes at once. A day that has had its end, and now ends later, has
    another then; and 確認 comes again where it is moved later, for who hasn't answered by then.
    """
    clock = clocks.of(tx, school.id)
    if clock is None:
        return reset(tx, school, now)
    if clock.day > now.date():
        return _again(tx, school, clock, now)
    times, moment = days.times(tx, school, None, clock.day), Moment(clock.moment)
    if _is_past_confirm(moment) and keeps_rolls(tx, school, clock.day):
        confirm = _instant(Moment.CONFIRM, times, clock.day, now)
        moment = Moment.CONFIRM if confirm > now else moment
    return _put(tx, school, clock.day, moment, _instant(moment, times, clock.day, now))


def confirm_by(tx: Tx, school: School, at: datetime) -> None:
    """確認 comes once more where the day has only its end before it: something was said after."""
    clock = clocks.of(tx, school.id)
    if clock is None or clock.moment != Moment.END or not at < clock.look_at:
        return
    if clock.day == at.date() and keeps_rolls(tx, school, clock.day):
        _put(tx, school, clock.day, Moment.CONFIRM, at)


def _is_past_confirm(moment: Moment) -> bool:
    return moments.ORDER.index(moment) > moments.ORDER.index(Moment.CONFIRM)


def _again(tx: Tx, school: School, clock: Clock, now: datetime) -> Clock:
    """Today has had its end, or none was needed."""
    times = days.times(tx, school, None, now.date())
    ahead = now < _instant(Moment.END, times, now.date(), now)
    if ahead and keeps_rolls(tx, school, now.date()):
        return end(tx, school, now)
    day = clock.day
    times = days.times(tx, school, None, day)
    return _put(tx, school, day, Moment.WAKE, _instant(Moment.WAKE, times, day, now))


def skip(tx: Tx, school: School, now: datetime) -> Clock:
    """There is no school today: tomorrow's first moment.

    What was told or begun before the day was closed, or on days before it, still has its end.
    """
    today = now.date()
    if is_left(tx, school, today) or nights.is_eve(tx, school, today):
        return end(tx, school, now)
    return _tomorrow(tx, school, now)


def end(tx: Tx, school: School, now: datetime) -> Clock:
    """What is left of today is its end, at once where it should have come by now."""
    today = now.date()
    ends = _instant(Moment.END, days.times(tx, school, None, today), today, now)
    return _put(tx, school, today, Moment.END, max(ends, now))


def is_overdue(tx: Tx, school: School, clock: Clock, now: datetime) -> bool:
    """Whether a moment is tried still after its day's end: that must not wait for it."""
    times = days.times(tx, school, None, clock.day)
    ends = _instant(Moment.END, times, clock.day, now)
    return clock.moment != Moment.END and ends < clock.look_at


def is_left(tx: Tx, school: School, day: date) -> bool:
    """Whether anything of a day, or of one before it, is still to be brought to its end."""
    return bool(shows.standing(tx, school.id, day) or cases.of_school(tx, school.id, day))


def _instant(moment: Moment, times: Times, day: date, now: datetime) -> datetime:
    return moments.at(moment, times, day, now.tzinfo)


def _tomorrow(tx: Tx, school: School, now: datetime) -> Clock:
    day = now.date() + ONE_DAY
    times = days.times(tx, school, None, day)
    return _put(tx, school, day, Moment.WAKE, _instant(Moment.WAKE, times, day, now))


def _put(tx: Tx, school: School, day: date, moment: Moment, look_at: datetime) -> Clock:
    clock = Clock(school=school.id, day=day, moment=moment.value, look_at=look_at)
    clocks.put(tx, clock)
    return clock

"""What the clock does about sessions and their seats, at any minute."""

from datetime import UTC, datetime
from functools import partial
from typing import cast

from bot import policy
from bot.slice import Tick
from bot.storage.parts import apart
from bot.storage.tx import Tx
from bot.training import announcing, asked, crowds, notices, seats, telling
from bot.training.plan import sessions as of_sessions
from bot.training.plan.sessions import Moment
from bot.training.rules import sessions as rules
from bot.training.rules.courses import RUNNING
from bot.training.store import courses, enrolments, marks, sessions, untold
from bot.workdays import ONE_DAY
from bot.zone import zone, zone_of
from cards import training as view

SESSIONS = "training.sessions"
LEFT_OUT = "session_left_out"
MOST_AT_ONCE = 200  # sessions; the next tick takes the rest
CERTIFICATES = 20  # at a step
_MINUTE = 60


def lapses(tick: Tick) -> None:
    """Offers that weren't answered end, and their seats go to the next."""
    for outcome in seats.lapse(tick.tx, tick.now, MOST_AT_ONCE):
        notices.tell(tick.tx, outcome, tick.now)


def looked_at(tx: Tx) -> datetime | None:
    """Until when sessions were looked at; None: never."""
    _, minutes = marks.of(tx, SESSIONS)
    return datetime.fromtimestamp(minutes * _MINUTE, UTC) if minutes else None


def watch(tick: Tick) -> None:
    """Sessions that come, begin and are over: reminders, who is left over, attendance reports."""
    seen = looked_at(tick.tx)
    since = seen or tick.now
    found = sessions.between(tick.tx, since - of_sessions.BEHIND, tick.now + of_sessions.AHEAD)
    due = of_sessions.due(found, policy.of(tick.tx).hours, zone_of(tick.now), since, tick.now)
    for moment in due:
        apart(tick.tx, LEFT_OUT, partial(_do, tick, moment), session=moment.session.id)
    for session in sorted(found, key=lambda one: one.id):  # as everybody locks them
        if rules.takes_place(session) and rules.has_begun(session, tick.now):
            apart(tick.tx, LEFT_OUT, partial(_begin, tick, session.id), session=session.id)
    if due or seen is None or tick.now - seen > ONE_DAY:  # so that a look never reaches far back
        marks.put(tick.tx, SESSIONS, tick.today, int(tick.now.timestamp()) // _MINUTE)


def _do(tick: Tick, moment: Moment) -> None:
    if moment.round:
        asked.ask_report(tick.tx, moment.session, tick.now, round=moment.round)
    else:
        _remind(tick, moment)


def _remind(tick: Tick, moment: Moment) -> None:
    """An hour before is an hour before; everything else waits for the morning."""
    at = tick.now if moment.ahead == "1h" else policy.sending_time(tick.tx, tick.now)
    if rules.has_begun(moment.session, at):
        return
    course = courses.get(tick.tx, moment.session.course)
    about = of_sessions.reminder(tick.tx, course, moment, at)
    if not about.to:
        return
    ahead = cast(view.Ahead, moment.ahead)
    of, session = telling.course_and_session(tick.tx, course, moment.session, tick.now)
    notices.post(
        tick.tx,
        about,
        lambda lang: view.before(lang, of, session, ahead, today=at.date()),
        tick.now,
        due_at=at,
    )


def _begin(tick: Tick, session: int) -> None:
    """Whoever still waits when it begins is told, and may enrol in another at once."""
    outcome = seats.hold(tick.tx, session, tick.now)
    crowds.held(tick.tx, outcome, tick.now)
    announcing.changed(tick.tx, outcome.course, tick.now)


def certify(tick: Tick) -> bool:
    """修了証 to whoever was entered from a file; to nobody for a course that is long over."""
    for one in untold.next_ones(tick.tx, CERTIFICATES):
        course = courses.find_one(tick.tx, one.course)
        if course is not None and course.state in RUNNING:
            telling.finished(tick.tx, course, one.person, tick.now)
        untold.tell(tick.tx, one.course, one.person)
    return False  # each second some, so that presses never wait long


def instants(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When an offer ends, a session is reminded of, begins, or its report is looked for."""
    here, hours = zone(tx), policy.of(tx).hours
    found = sessions.between(tx, since - of_sessions.BEHIND, until + of_sessions.AHEAD)
    times = {one.at for one in of_sessions.between(found, hours, here, since, until)}
    times |= {one.starts_at for one in found if since < one.starts_at <= until}
    return tuple(sorted(times | {*enrolments.offers_until(tx, since, until)}))

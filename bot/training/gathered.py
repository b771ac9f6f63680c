"""What follows from what Graph said of a session's online meeting: the join address is its link."""

from dataclasses import replace
from datetime import timedelta

from bot.errands.model import NOT_CONSENTED, Never, Unknown
from bot.slice import Tick
from bot.training import announcing, gathering, notices
from bot.training.model import Gathering, Session, Trouble
from bot.training.questions import Hold, Release
from bot.training.rules import gatherings as rules
from bot.training.rules.sessions import takes_place
from bot.training.store import courses, gatherings, sessions
from graph.calendar import Event

_LOOKS = 3  # for a join address that Teams gives late
_PAUSE = timedelta(minutes=5)


def held(tick: Tick, job: Hold, outcome: object) -> None:
    """The event stands, or the desk hears why not; what changed meanwhile is asked next."""
    session = sessions.find_one(tick.tx, job.session)
    own = gatherings.find(tick.tx, job.session)
    if session is None or own is None or own.transaction_id != job.transaction_id:
        return
    session = sessions.lock(tick.tx, session.id)
    if isinstance(outcome, Event):
        _stands(tick, job, session, own, outcome)
    else:
        _failed(tick, session, own, outcome)
    gathering.look(tick.tx, sessions.get(tick.tx, session.id), tick.now)


def _stands(tick: Tick, job: Hold, session: Session, own: Gathering, event: Event) -> None:
    known = replace(own, event_id=event.id, join_url=event.join_url or own.join_url)
    if not event.join_url and job.round < _LOOKS:
        gatherings.put(tick.tx, known)
        again = replace(job, event_id=event.id, round=job.round + 1)
        gathering.ask(tick.tx, again, own.version, due=tick.now + _PAUSE)
    elif not event.join_url:
        gathering.fail(tick.tx, session, known, Trouble.FAILED, tick.now)
    else:
        gatherings.put(tick.tx, replace(known, trouble=Trouble.NONE))
        if takes_place(session) and rules.is_own(session, own):
            _join(tick, session, event.join_url)


def _join(tick: Tick, session: Session, link: str) -> None:
    """Whoever has booked finds the address in their calendar, and cards say it."""
    if session.link == link:
        return
    after = sessions.join(tick.tx, session, link)
    course = courses.get(tick.tx, session.course)
    if takes_place(after):
        notices.link_changed(tick.tx, course, after, tick.now)
        announcing.changed(tick.tx, course, tick.now)


def _failed(tick: Tick, session: Session, own: Gathering, outcome: object) -> None:
    gathering.fail(tick.tx, session, own, _trouble(outcome), tick.now)
    if isinstance(outcome, Unknown):  # an event may stand that nobody will look after
        gathering.ask_gone(tick.tx, replace(own, event_id=""), session, tick.now)


def _trouble(outcome: object) -> Trouble:
    if isinstance(outcome, Never) and outcome.reason.startswith(NOT_CONSENTED):
        return Trouble.CONSENT
    return outcome if isinstance(outcome, Trouble) else Trouble.FAILED


def released(tick: Tick, job: Release, outcome: object) -> None:
    """The meeting is gone, and its address with it; another organiser's is made next."""
    session, own = sessions.find_one(tick.tx, job.session), gatherings.find(tick.tx, job.session)
    if session is None or own is None or own.transaction_id != job.transaction_id:
        return
    session = sessions.lock(tick.tx, session.id)
    if job.event_id:
        gatherings.drop(tick.tx, session.id)
        if isinstance(outcome, Never | Unknown):
            gathering.tell_desk(tick.tx, session, own.version, _trouble(outcome), tick.now)
        if own.join_url and session.link == own.join_url:
            _join(tick, session, "")
    gathering.look(tick.tx, sessions.get(tick.tx, session.id), tick.now)

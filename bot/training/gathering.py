"""Sessions' online meetings: made in the organiser's calendar, moved and removed with the session.

The calendar of one session is asked one thing at a time, so that no answer comes too late.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from bot.clock import real_now
from bot.errands import rows as errands
from bot.people import store as people
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import notices, telling, whom
from bot.training.model import Course, Gathering, Session, Trouble
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.questions import GATHERING, GATHERING_GONE, Hold, Release
from bot.training.rules import gatherings as rules
from bot.training.rules.gatherings import Step
from bot.training.store import accounts, courses, gatherings
from cards import training as view
from cards.lang import Lang

MOST_AT_ONCE = 50  # sessions; the next tick takes the rest
_KEPT_IN_SIGHT = timedelta(days=30)


def watch(tick: Tick) -> None:
    """Sessions that staff can see by now, and those that changed, get their meeting."""
    for session in gatherings.due(tick.tx, tick.now, MOST_AT_ONCE):
        look(tick.tx, session, tick.now)


def look(tx: Tx, session: Session, now: datetime) -> None:
    """Have the organiser's calendar say what the session says; mostly there is nothing to do."""
    own = gatherings.find(tx, session.id)
    if own is not None and own.version >= session.version:
        return
    if errands.is_waiting(tx, f"{GATHERING}:{session.id}:"):
        return  # its answer brings us here again
    course = courses.get(tx, session.course)
    match rules.step(course, session, own, now):
        case Step.HOLD:
            _hold(tx, course, session, own, now)
        case Step.RELEASE if own:
            _release(tx, session, own, now)
        case _ if own:
            gatherings.put(tx, replace(own, version=session.version))


def _hold(tx: Tx, course: Course, session: Session, own: Gathering | None, now: datetime) -> None:
    account, lang = _organizer(tx, session, now)
    wanted = Gathering(
        session=session.id,
        version=session.version,
        organizer=session.organizer,
        account=account or (own.account if own else ""),
        transaction_id=_graph_id(session, now),
        event_id=own.event_id if own else "",
        join_url=own.join_url if own else "",
        trouble=own.trouble if own else Trouble.NONE,
    )
    gatherings.put(tx, wanted)
    if wanted.account:
        ask(tx, _job(lang, course, session, wanted), session.version, due=now)
    else:
        fail(tx, session, wanted, Trouble.UNKNOWN, now)


def _organizer(tx: Tx, session: Session, now: datetime) -> tuple[str, Lang]:
    """The directory id of who holds the meeting, "" where nobody knows them, and their language."""
    person = people.find_by_mail(tx, session.organizer, now.date())
    if person is None:
        return "", Lang.of("ja")
    account, language = accounts.of(tx, person.id)
    return account, Lang.of(language)


def _graph_id(session: Session, now: datetime) -> str:
    """What Graph knows the event by; no other installation's may be the same."""
    return f"training-session-{session.id}-{session.version}-{now:%Y%m%d%H%M%S%f}"


def _job(lang: Lang, course: Course, session: Session, wanted: Gathering) -> Hold:
    place = lang.t("training.entry.place", place=session.place) if session.place else ""
    text = (place, course.text, lang.t("training.gathering.by"))
    number, title = session.number, course.title
    return Hold(
        session=session.id,
        account=wanted.account,
        transaction_id=wanted.transaction_id,
        event_id=wanted.event_id,
        subject=lang.t("training.gathering.subject", title=title, number=number),
        text="\n".join(filter(None, text)),
        start=session.starts_at,
        end=session.ends_at,
    )


def ask(tx: Tx, job: Hold, version: int, *, due: datetime) -> None:
    """Have the event stand where the session does, once for each version of it (and each look)."""
    key = f"{GATHERING}:{job.session}:{version}:{job.round}"
    errands.ask(tx, GATHERING, key=key, job=job, due=due, now=real_now())


def _release(tx: Tx, session: Session, own: Gathering, now: datetime) -> None:
    if own.event_id:
        ask_gone(tx, gatherings.put(tx, replace(own, version=session.version)), session, now)
        return
    gatherings.drop(tx, session.id)  # whatever an attempt left behind was asked away with it
    look(tx, session, now)


def ask_gone(tx: Tx, own: Gathering, session: Session, now: datetime) -> None:
    """Have the event removed, or what an attempt under that transaction id has left behind."""
    job = Release(
        session=session.id,
        account=own.account,
        transaction_id=own.transaction_id,
        event_id=own.event_id,
        start=session.starts_at,
    )
    what = "gone" if own.event_id else "left"
    key = f"{GATHERING}:{session.id}:{own.version}:{what}"
    errands.ask(tx, GATHERING_GONE, key=key, job=job, due=now, now=real_now())


def fail(tx: Tx, session: Session, own: Gathering, why: Trouble, now: datetime) -> None:
    """The desk hears once what stood in the way; everything else about the session goes on."""
    gatherings.put(tx, replace(own, trouble=why))
    if own.trouble is not why:
        tell_desk(tx, session, own.version, why, now)


def tell_desk(tx: Tx, session: Session, version: int, why: Trouble, now: datetime) -> None:
    """オンライン会議を予定表に反映できませんでした, to the training desk."""
    today, course = now.date(), courses.get(tx, session.course)
    about = Item(
        on=today,
        kind=item.UNGATHERED,
        key=f"ungathered:{session.id}:{version}",
        subject=session.subject,
        title=course.title,
        day=session.starts_at.astimezone(now.tzinfo).date(),
        to=whom.desk(tx, today),
        expires=today + _KEPT_IN_SIGHT,
    )
    hindrance = cast(view.Hindrance, why.value)
    of, seen = telling.course_and_session(tx, course, session, now)
    notices.post(tx, about, lambda lang: view.ungathered(lang, of, seen, hindrance), now)

"""The cards that one person gets of another's step, or the clock's: one function for each."""

from datetime import datetime
from functools import partial
from typing import Literal, cast

from bot import policy
from bot.delivery import outbox
from bot.people import audience, names
from bot.people import store as people
from bot.reminder import Draw, redraw
from bot.reminder import settle as close
from bot.storage.tx import Tx
from bot.training import called_off, shown
from bot.training.model import Course, Enrolment, Session, State
from bot.training.plan import heads, item, queue
from bot.training.plan.item import Item
from bot.training.posting import own, post
from bot.training.rules import reminders
from bot.training.rules.shown import ShownCourse, ShownOwn, ShownSession
from bot.training.store import completions, courses, sessions, shows, untold
from bot.workdays import ONE_DAY
from cards import training as view
from cards.elements import Card
from cards.lang import Lang

Told = Literal[
    "approved",
    "rejected",
    "moved",
    "cancelled",
    "closed",
    "lapsed",
    "substituted",
    "substitute_declined",
    "wave",
]
_AGAIN = ("moved", "wave")  # while the enrolment stays as it is


def offered(tx: Tx, course: Course, one: Enrolment, now: datetime) -> None:
    """席が空きました, to who waited; not at night, unless the morning were too late."""
    found = own(tx, one, course, now)
    if found is None:
        return
    _, seen = found
    at = queue.sent_at(one, now, policy.of(tx).hours)
    about = queue.offered(one, course, at)
    post(tx, about, lambda lang: view.offered(lang, seen), at, about=one.subject)


def told(
    tx: Tx,
    course: Course,
    one: Enrolment,
    what: Told,
    now: datetime,
    *,
    at: datetime | None = None,
    was: datetime | None = None,
) -> None:
    """What became of somebody's seat, to them. `at`: when it happened, where that was before.

    What was told of an earlier move, or of another wave, is taken back: nobody is to go by it.
    """
    found = own(tx, one, course, now)
    if found is None:
        return
    _, seen = found
    was = was and was.astimezone(now.tzinfo)  # jobs and rows keep it in UTC
    due = _soon(tx, seen.mine.session.starts_at if seen.mine.session else None, now)
    about = queue.told(one, course, what, due, _turn(tx, one, what, at or now))
    if what not in _AGAIN:
        post(tx, about, lambda lang: view.told(lang, seen, what, was=was), due)
    elif outbox.find(tx, kind=about.kind, source_key=about.key) is None:
        before = None if _take_back(tx, one, what) else was
        draw = partial(_told, seen=seen, what=what, was=before)
        post(tx, about, draw, due, about=one.subject)


def _told(lang: Lang, seen: ShownOwn, what: Told, was: datetime | None = None) -> Card:
    return view.told(lang, seen, what, was=was)


def _turn(tx: Tx, one: Enrolment, what: Told, at: datetime) -> str:
    """Which time it is: whoever hears of several moves at once hears of them once."""
    if what == "moved":
        return f"{one.session}:{sessions.get(tx, one.session).version}"
    return f"{one.session}:{at.timestamp():.6f}" if what == "wave" else ""


def _take_back(tx: Tx, one: Enrolment, what: Told) -> bool:
    """What was told before of the same; whether anybody hadn't got it yet."""
    unsent = False
    for notice in _standing(tx, one, item.TOLD):
        if _what(outbox.get(tx, notice)) == what:
            states = {copy.state for copy in outbox.copies(tx, notice)}
            unsent = unsent or outbox.State.PENDING in states
            outbox.withdraw(tx, notice=notice)
    return unsent


def _what(notice: outbox.Notice) -> Told:
    return cast(Told, notice.source_key.partition(":")[0])


def _soon(tx: Tx, starts_at: datetime | None, now: datetime) -> datetime:
    """By daylight, but at once where the morning were too late for somebody to stay at home."""
    at = policy.sending_time(tx, now)
    late = starts_at is not None and now < starts_at <= at
    return now if late else at


def ask_head(tx: Tx, course: Course, one: Enrolment, now: datetime) -> None:
    """受講の承認のお願い, to who heads somebody."""
    at = policy.sending_time(tx, now)
    seen = shown.request(tx, one, now)
    about = heads.request(tx, one, course, at)
    post(tx, about, lambda lang: view.request(lang, seen), at, about=one.subject)


def ask_substitute(tx: Tx, course: Course, one: Enrolment, now: datetime) -> None:
    """代わりの受講のお願い, to the colleague."""
    if one.asked is None:
        return
    at = policy.sending_time(tx, now)
    seen = shown.request(tx, one, now)
    about = Item(
        on=at.date(),
        kind=item.SUBSTITUTE,
        key=f"substitute:{one.id}:{one.version}",
        subject=one.subject,
        title=course.title,
        day=seen.session.starts_at.date(),
        to=(one.asked,),
        expires=seen.session.starts_at,
    )
    card = view.substitute_asked
    post(tx, about, lambda lang: card(lang, seen, by=seen.name), at, about=one.subject)


def decided(tx: Tx, one: Enrolment, now: datetime, *, agree: bool, by: int | None) -> None:
    """Everybody who was asked sees what was decided, and by whom."""
    name = names.person_name(tx, by, now.date()) if by else ""
    seen = shown.request(tx, one, now)
    for notice in _standing(tx, one, item.REQUEST):
        close(tx, notice, lambda lang: view.decided(lang, seen, agree, name), now)


def unask(tx: Tx, one: Enrolment, now: datetime) -> None:
    """The colleague isn't asked any more, or has said no."""
    seen = shown.request(tx, one, now)
    for notice in _standing(tx, one, item.SUBSTITUTE):
        close(tx, notice, lambda lang: view.unasked(lang, seen), now)


def refresh(tx: Tx, course: Course, one: Enrolment, now: datetime) -> None:
    """Cards about an enrolment that went on, or whose session was moved, show how it stands."""
    for notice in shows.of(tx, one.subject):
        found = outbox.get(tx, notice)
        if found.state == "open" and (draw := _drawn(tx, course, one, found, now)):
            redraw(tx, notice, draw)


def _drawn(
    tx: Tx, course: Course, one: Enrolment, notice: outbox.Notice, now: datetime
) -> Draw | None:
    kind = notice.kind
    if kind == item.OFFERED:
        return _mine(tx, course, one, now)
    if kind == item.TOLD:
        found = own(tx, one, course, now)
        return None if found is None else partial(_told, seen=found[1], what=_what(notice))
    seen = shown.request(tx, one, now)
    if kind == item.REQUEST and not one.approved:
        return lambda lang: view.request(lang, seen)
    if kind == item.SUBSTITUTE and one.asked is not None:
        return lambda lang: view.substitute_asked(lang, seen, by=seen.name)
    return None


def _mine(tx: Tx, course: Course, one: Enrolment, now: datetime) -> Draw | None:
    found = own(tx, one, course, now)
    return None if found is None else partial(_own, seen=found[1])


def _own(lang: Lang, seen: ShownOwn) -> Card:
    return view.own(lang, seen)


def settle(tx: Tx, course: Course, one: Enrolment, now: datetime) -> None:
    """Nothing is to be answered any more: every card about this enrolment says so."""
    for notice in shows.of(tx, one.subject):
        found = outbox.get(tx, notice)
        if draw := _settled(tx, course, one, found, now):
            close(tx, notice, draw, now)
        if found.kind == item.TOLD:
            outbox.cancel(tx, notice)  # who hasn't got it needn't any more
    shows.settle(tx, one.subject)


def _settled(
    tx: Tx, course: Course, one: Enrolment, notice: outbox.Notice, now: datetime
) -> Draw | None:
    if notice.kind == item.REQUEST and one.approved:
        return called_off.drawn(tx, one, notice, now)
    if notice.state != "open":
        return None
    if notice.kind in (item.OFFERED, item.TOLD):
        return _mine(tx, course, one, now)
    if notice.kind == item.REQUEST and one.state is State.REJECTED:
        return None  # it says what was decided
    seen = shown.request(tx, one, now)
    draw = view.unasked if notice.kind == item.SUBSTITUTE else view.settled
    return lambda lang: draw(lang, seen)


def _standing(tx: Tx, one: Enrolment, kind: str) -> list[int]:
    found = [outbox.get(tx, notice) for notice in shows.of(tx, one.subject)]
    return [notice.id for notice in found if notice.kind == kind and notice.state == "open"]


def missed(tx: Tx, course: Course, session: Session, one: Enrolment, now: datetime) -> None:
    """They weren't there: on the next working morning they hear of the recording, if there is one.

    A later report may say that they were: then `finished` takes it back. Nobody who has finished
    otherwise hears of it.
    """
    if not course.recording or not _still_misses(tx, course, one, now):
        return
    hours = policy.of(tx).hours
    at = hours.opens(max(reminders.to_watch(session, hours, now), now))
    about = Item(
        on=at.date(),
        kind=item.RECORDING,
        key=_missed(course, one.person),
        subject=one.subject,
        title=course.title,
        day=course.finish_by,
        to=(one.person,),
        expires=course.finish_by + ONE_DAY,
    )
    seen = shown.course(tx, course, now)
    post(tx, about, lambda lang: view.recording_reminder(lang, seen), at)


def _still_misses(tx: Tx, course: Course, one: Enrolment, now: datetime) -> bool:
    """Whether they haven't finished otherwise, and are here: not on leave either."""
    if completions.of(tx, course.id, one.person) is not None:
        return False
    return not audience.absent(tx, [one.person], now.date())


def _missed(course: Course, person: int) -> str:
    return f"missed:{course.id}:{person}"


def finished(tx: Tx, course: Course, person: int, now: datetime) -> None:
    """修了証, once; nobody is reminded of the recording any more."""
    untold.tell(tx, course.id, person)
    reminded = outbox.find(tx, kind=item.RECORDING, source_key=_missed(course, person))
    if reminded is not None:
        outbox.cancel(tx, reminded.id)
    about = certificate(course, person, policy.sending_time(tx, now))
    who = people.find(tx, person, now.date())
    if who is None or not who.is_here(now.date()):
        return
    seen = shown.own(tx, who, course, now)
    city = who.municipality
    draw = view.certificate
    post(
        tx,
        about,
        lambda lang: draw(lang, seen, name=who.name, city=city),
        policy.sending_time(tx, now),
    )


def certificate(course: Course, person: int, at: datetime) -> Item:
    """The certificate card, sent at `at`."""
    on = at.date()
    return Item(
        on=on,
        kind=item.FINISHED,
        key=f"finished:{course.id}:{person}",
        subject=course.subject,
        title=course.title,
        day=on,
        to=(person,),
        expires=on + queue.KEPT_IN_SIGHT,
    )


def again(
    tx: Tx, one: Enrolment, what: str, now: datetime, *, at: datetime, was: datetime | None
) -> None:
    """As `told`, of one of many, when their turn has come."""
    told(tx, courses.get(tx, one.course), one, cast(Told, what), now, at=at, was=was)


def course_and_session(
    tx: Tx, course: Course, session: Session, now: datetime
) -> tuple[ShownCourse, ShownSession]:
    """Both as cards show them."""
    return shown.course(tx, course, now), shown.session(session, now)

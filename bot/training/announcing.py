"""The enrolment card to a whole audience: a draft of the notices, and the list of who gets it.

A list is filled some hundred people at a time by a pulse; its draft is made once it is whole. From
there on the notices' own lifecycle has it: counted, approved, let go.
"""

from dataclasses import replace
from datetime import datetime

from bot import policy
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.errors import Refused
from bot.people import audience, members
from bot.people.selectors import Audience, parse, written
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import announced, audiences
from bot.training.model import Course
from bot.training.plan import announced as going
from bot.training.plan import item, meant
from bot.training.store import announcements, courses
from bot.training.store.announcements import Announcement, Purpose

AT_ONCE = 500  # people: a step of some tens of milliseconds
_KINDS = {
    Purpose.ENROL: item.ENROL,
    Purpose.APPLY: item.APPLY,
    Purpose.UNFINISHED: item.UNFINISHED,
    Purpose.NEWCOMER: item.ENROL,
}
_FOLLOWED = (Purpose.ENROL, Purpose.NEWCOMER)  # reminders say what held on their day
NEWCOMER = "newcomer"  # the first word of the keys of what newcomers get


def announce(tx: Tx, course: Course, wave: int, *, author: int, now: datetime) -> int | None:
    """Have the enrolment card sent; the draft's id, None while the list of its people is filled.

    The first one goes to everybody whom the course, or its wave, is for; a further one to who has
    neither applied nor finished. Raises Refused while one is still on its way.
    """
    before = announcements.cards(announcements.of_course(tx, course.id))
    earlier = [one for one in before if one.wave == wave]
    if any(going.is_on_its_way(tx, one) for one in earlier):
        raise Refused("training.refused.already_announced")
    number = len(earlier) + 1
    key = f"enrol:{course.id}:{wave}:{number}"
    made = Announcement(course=course.id, wave=wave, source_key=key, author=author, asked_at=now)
    if not wave and number == 1:
        return _draft(tx, course, announcements.add(tx, made), _own(course), now).notice
    _begin(tx, made, f"list:training-{course.id}-{wave}-{number}", now)
    return None


def remind(
    tx: Tx,
    course: Course,
    purpose: Purpose,
    *,
    key: str,
    author: int,
    now: datetime,
    wave: int = 0,
) -> None:
    """Remind everybody of the audience who hasn't applied (APPLY) or finished (UNFINISHED), or tell
    who came later (NEWCOMER); of a wave's municipalities alone, where one is named.

    At once where they are few, else as a draft that somebody lets go; once for each key.
    """
    if announcements.find(tx, purpose, key) is None:
        made = Announcement(
            course=course.id,
            wave=wave,
            purpose=purpose,
            source_key=key,
            author=author,
            asked_at=now,
        )
        _begin(tx, made, f"list:training-{key}", now)


def _begin(tx: Tx, made: Announcement, selector: str, now: datetime) -> None:
    members.begin(tx, parse(selector), at=now)
    announcements.add(tx, replace(made, selector=selector, cursor=0))


def waits(tx: Tx) -> bool:
    """Whether a list is still to be filled."""
    return announcements.gathering(tx) is not None


def gather(tick: Tick) -> bool:
    """Fill the oldest list a little further; whether there is more to do at once."""
    one = announcements.gathering(tick.tx)
    if one is None:
        return False
    course = courses.find_one(tick.tx, one.course)
    if course is None:
        _drop(tick.tx, one)
        return True
    _step(tick.tx, course, one, tick.now)
    return True


def _step(tx: Tx, course: Course, one: Announcement, now: datetime) -> None:
    on, after = now.date(), one.cursor or 0
    found = meant.page(tx, course, one.purpose, one.wave, on, after, AT_ONCE)
    members.put(tx, parse(one.selector), found.people, at=now)
    counted = replace(one, people=one.people + len(found.people), cursor=found.last)
    if found.last is None:
        members.end(tx, parse(one.selector), at=now)
        _whole(tx, course, counted, now)
    else:
        announcements.save(tx, counted)


def _whole(tx: Tx, course: Course, one: Announcement, now: datetime) -> None:
    if one.purpose is Purpose.ENROL:
        _draft(tx, course, one, Audience(to=(parse(one.selector),)), now)
    elif one.people <= min(policy.of(tx).approval_size, AT_ONCE):
        _post(tx, course, one, now)
    else:
        _draft(tx, course, one, Audience(to=(parse(one.selector),)), now)


def _draft(
    tx: Tx, course: Course, one: Announcement, whom: Audience, now: datetime
) -> Announcement:
    """Hand it over: the notices ask for its approval, and let it go."""
    cards = announced.cards(tx, course, one, now)
    notice = outbox.draft(
        tx,
        kind=_KINDS[one.purpose],
        source_key=one.source_key,
        lane=Lane.BROADCAST,
        due_at=now,
        expires_at=announced.expiry(tx, course, now),
        cards=cards,
        summaries={},
        title=course.title,
        author=one.author,
        audience=written(whom),
        now=now,
    )
    said = announced.digest(cards)
    return announcements.save(tx, replace(one, notice=notice, cursor=None, said=said))


def _post(tx: Tx, course: Course, one: Announcement, now: datetime) -> None:
    """Few people are reminded at once; nobody where all have applied meanwhile."""
    list_ = parse(one.selector)
    people = audience.chunk(tx, Audience(to=(list_,)), now.date(), 0, AT_ONCE)
    members.forget(tx, list_)
    if not people:
        announcements.save(tx, replace(one, cursor=None))
        return
    notice = outbox.post(
        tx,
        kind=_KINDS[one.purpose],
        source_key=one.source_key,
        lane=Lane.REMINDER,
        due_at=policy.sending_time(tx, now),
        expires_at=announced.expiry(tx, course, now),
        cards=announced.cards(tx, course, one, now),
        summaries={},
        to=people,
    )
    announcements.save(tx, replace(one, notice=notice, cursor=None))


def _drop(tx: Tx, one: Announcement) -> None:
    """Its course is gone."""
    members.forget(tx, parse(one.selector))
    announcements.erase(tx, one.course)


def _own(course: Course) -> Audience:
    return audiences.of(course)


def changed(tx: Tx, course: Course, now: datetime) -> None:
    """Every posted enrolment card of the course says what holds now; nothing is done where it says
    so already. `now` in the tenant's zone."""
    made = announcements.of_course(tx, course.id)
    followed = [_follow(tx, course, one, now) for one in made if one.purpose in _FOLLOWED]
    if any(followed):
        for late in sent.of(tx, kind=item.ENROL, prefix=f"{NEWCOMER}:{course.id}:"):
            outbox.revise(tx, notice=late.id, cards=announced.to_newcomers(tx, course, now))


def _follow(tx: Tx, course: Course, one: Announcement, now: datetime) -> bool:
    """Have the copies of one announcement say what holds now; whether they said otherwise."""
    if one.notice is None:
        return False
    cards = announced.cards(tx, course, one, now)
    said = announced.digest(cards)
    if said == one.said:
        return False
    outbox.revise(tx, notice=one.notice, cards=cards)
    announcements.save(tx, replace(one, said=said))
    return True

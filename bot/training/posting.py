"""Hands notices about training to delivery, and replaces their copies when something changes."""

from collections.abc import Callable
from datetime import date, datetime, time

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.rows import Lane
from bot.people import languages
from bot.people import store as people
from bot.people.model import Person
from bot.storage.tx import Tx
from bot.training import shown
from bot.training.model import Course, Enrolment
from bot.training.plan.item import Item
from bot.training.rules.shown import ShownOwn
from bot.training.store import shows
from bot.workdays import ONE_DAY
from cards.elements import Card
from cards.lang import Lang

Draw = Callable[[Lang], Card]


def post(tx: Tx, one: Item, draw: Draw, due_at: datetime, *, about: str = "") -> int | None:
    """Hand over a notice, once for each key; None where there is nobody to tell.

    `about`: the subject whose copies it must follow. `due_at` in the tenant's zone; however late
    it goes out, it may be sent on that day.
    """
    if not one.to:
        return None
    notice = outbox.post(
        tx,
        kind=one.kind,
        source_key=one.key,
        lane=Lane.REMINDER,
        due_at=due_at,
        expires_at=_expiry(one, due_at),
        cards={lang.code: draw(lang) for lang in languages.read_in(tx, one.to)},
        summaries={},
        to=one.to,
    )
    if about:
        shows.add(tx, about, notice)
    return notice


def _expiry(one: Item, due_at: datetime) -> datetime:
    if isinstance(one.expires, datetime):
        return one.expires
    last: date = max(one.expires, due_at.date() + ONE_DAY)
    return datetime.combine(last, time.min, due_at.tzinfo)


def replace(tx: Tx, notice: int, draw: Draw) -> None:
    """Every posted copy shows this instead."""
    cards = {lang.code: draw(lang) for lang in map(Lang.of, sent.languages(tx, notice))}
    if cards:
        outbox.revise(tx, notice=notice, cards=cards)


def settle(tx: Tx, notice: int, draw: Draw, now: datetime) -> None:
    """Its matter is over: this is the last that its copies show."""
    replace(tx, notice, draw)
    outbox.close(tx, notice=notice, now=now)


def own(tx: Tx, one: Enrolment, course: Course, now: datetime) -> tuple[Person, ShownOwn] | None:
    """The participant, and the course as they see it; None where they are no more."""
    person = people.find(tx, one.person, now.date())
    if person is None or not person.is_here(now.date()):
        return None
    return person, shown.own(tx, person, course, now)

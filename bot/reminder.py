"""A notice that the clock brings: as the plan shows it, and as its copies are drawn."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.rows import Lane
from bot.people import languages
from bot.slice import Planned
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards.elements import Card
from cards.lang import SOURCE, Lang

Draw = Callable[[Lang], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(ABC):
    """`day` is the one that it speaks of. `expires`: a day, or an instant where something begins
    or ends."""

    on: date
    kind: str
    key: str
    subject: str
    title: str
    day: date
    to: tuple[int, ...]
    expires: date | datetime

    @property
    @abstractmethod
    def what(self) -> str:
        """The key of the words that say what it is about."""

    def planned(self) -> Planned:
        """The notice as whoever looks at the plan sees it."""
        lang = Lang(SOURCE)
        return Planned(
            on=self.on,
            key=self.key,
            kind=self.kind,
            subject=self.subject,
            title=self.title,
            to=self.to,
            why=f"{lang.t(self.what)}　{lang.day(self.day)}",
        )


def post(tx: Tx, one: Reminder, draw: Draw, due_at: datetime) -> int:
    """Hand over a notice, once for each key, in the languages of those whom it is for.

    `due_at` in the tenant's zone; however late it goes out, it may be sent on that day.
    """
    return outbox.post(
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


def _expiry(one: Reminder, due_at: datetime) -> datetime:
    if isinstance(one.expires, datetime):
        return one.expires
    last: date = max(one.expires, due_at.date() + ONE_DAY)
    return datetime.combine(last, time.min, due_at.tzinfo)


def redraw(tx: Tx, notice: int, draw: Draw, *, at_once: bool = False) -> None:
    """Every posted copy shows this instead; `at_once`: whatever somebody fills in there."""
    cards = {lang.code: draw(lang) for lang in map(Lang.of, sent.languages(tx, notice))}
    if cards:
        outbox.revise(tx, notice=notice, cards=cards, at_once=at_once)


def settle(tx: Tx, notice: int, draw: Draw, now: datetime) -> None:
    """Its matter is over: this is the last that its copies show."""
    redraw(tx, notice, draw, at_once=True)
    outbox.close(tx, notice=notice, now=now)

"""Cards about secondments: to the person, to the post that they return to, to the desk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import policy
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.people import store as people
from bot.slice import Planned
from bot.storage.tx import Tx
from bot.training import whom
from bot.training.secondments.shown import shown
from bot.training.secondments.terms import Kind, Moment, Secondment
from cards import training as view
from cards.elements import Card
from cards.lang import SOURCE, Lang

ARRIVED = "training.secondment_arrived"
KEPT_DAYS = timedelta(days=30)
WHAT = {
    Kind.RETURN: "training.secondment.what.return",
    Kind.REPORT: "training.secondment.what.report",
    Kind.MISSING: "training.secondment.what.missing",
}
_Draw = Callable[[Lang], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notice about a secondment, and to whom; `own`: to the person themselves."""

    on: date
    moment: Moment
    secondment: Secondment
    to: tuple[int, ...]
    own: bool

    @property
    def key(self) -> str:
        """Names the day of which it speaks: a term that changes is told of anew."""
        one, moment = self.secondment, self.moment
        side = "own" if self.own else "other"
        return f"{one.id}:{moment.day}:{moment.ahead}:{side}"

    def planned(self) -> Planned:
        """As whoever looks at the plan sees it."""
        lang, kind = Lang(SOURCE), self.moment.kind
        return Planned(
            on=self.on,
            key=self.key,
            kind=kind.value,
            subject=self.secondment.subject,
            title=self.secondment.host,
            to=self.to,
            why=f"{lang.t(WHAT[kind])}　{lang.day(self.moment.day)}",
        )


def addressed(tx: Tx, one: Secondment, moment: Moment, on: date) -> Iterator[Told]:
    """What a moment makes: the return is told to both sides, a report that is missing to the desk.

    Who has left or is on leave is told nothing.
    """
    own = _own(tx, one, on)
    if own and moment.kind is not Kind.MISSING:
        yield Told(on=on, moment=moment, secondment=one, to=own, own=True)
    others = _others(tx, one, moment.kind, on)
    if others := tuple(person for person in others if person != one.person):
        yield Told(on=on, moment=moment, secondment=one, to=others, own=False)


def _own(tx: Tx, one: Secondment, on: date) -> tuple[int, ...]:
    person = people.find(tx, one.person, on)
    here = person is not None and person.is_here(on)
    return (one.person,) if here and not people.is_on_leave(tx, one.person, on) else ()


def _others(tx: Tx, one: Secondment, kind: Kind, on: date) -> tuple[int, ...]:
    match kind:
        case Kind.RETURN:
            return whom.acting(tx, one.home, on) if one.home else whom.heads_of(tx, one.person, on)
        case Kind.MISSING:
            return whom.desk(tx, on)
    return ()


def post(tx: Tx, told: Told, now: datetime) -> None:
    """Hand it over, once."""
    outbox.post(
        tx,
        kind=told.moment.kind.value,
        source_key=told.key,
        lane=Lane.REMINDER,
        due_at=now,
        expires_at=now + KEPT_DAYS,
        cards=_cards(tx, told.to, _drawn(tx, told, now)),
        summaries={},
        to=told.to,
    )


def _drawn(tx: Tx, told: Told, now: datetime) -> _Draw:
    seen = shown(tx, told.secondment, now.date(), own=told.own)
    match told.moment.kind:
        case Kind.RETURN:
            return lambda lang: view.return_soon(lang, seen)
        case Kind.MISSING:
            return lambda lang: view.report_missing(lang, seen)
    return lambda lang: view.report_due(lang, seen)


def _cards(tx: Tx, to: Sequence[int], draw: _Draw) -> dict[str, Card]:
    return {lang.code: draw(lang) for lang in languages.read_in(tx, to)}


def arrived(tx: Tx, one: Secondment, due_on: date, now: datetime) -> None:
    """A report came: the desk reads it, by daylight; nobody waits for it any more."""
    at = policy.sending_time(tx, now)
    to = whom.desk(tx, at.date())
    seen = shown(tx, one, now.date(), own=False, texts=True)
    if to:
        outbox.post(
            tx,
            kind=ARRIVED,
            source_key=f"{one.id}:{due_on}",
            lane=Lane.REMINDER,
            due_at=at,
            expires_at=at + KEPT_DAYS,
            cards=_cards(tx, to, lambda lang: view.report_arrived(lang, seen)),
            summaries={},
            to=to,
        )
    _settle(tx, one, due_on, now)


def _settle(tx: Tx, one: Secondment, due_on: date, now: datetime) -> None:
    """Cards that asked for the report show how things stand, and change no more."""
    for kind in (Kind.REPORT, Kind.MISSING):
        own = kind is Kind.REPORT
        seen = shown(tx, one, now.date(), own=own)
        for notice in sent.of(tx, kind=kind.value, prefix=f"{one.id}:{due_on}:"):
            cards = {
                lang.code: view.secondment(lang, seen)
                for lang in map(Lang.of, sent.languages(tx, notice.id))
            }
            if cards:
                outbox.revise(tx, notice=notice.id, cards=cards, at_once=True)
            outbox.close(tx, notice=notice.id, now=now)


def take_back(tx: Tx, one: Secondment) -> None:
    """A secondment that is no more is told of nowhere."""
    for kind in (*(kind.value for kind in Kind), ARRIVED):
        for notice in sent.of(tx, kind=kind, prefix=f"{one.id}:"):
            outbox.withdraw(tx, notice=notice.id)

"""Cards about inspections: to whoever sees to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.agreements.audience import Audience
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.records.jobs import whose
from bot.records.jobs.whose import Whose
from bot.records.model.inspections import Inspection, Standing
from bot.records.rules.inspections import Kind, Moment
from bot.slice import Planned
from bot.storage.tx import Tx
from cards.elements import Card
from cards.lang import SOURCE, Lang
from cards.records import inspections as view

KEPT_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInspection:
    """See cards.records.handling_matter.Inspection."""

    inspection_id: int
    version: int
    whose: Whose
    standing: str
    way: str
    topic: str
    article: str
    planned_on: date
    done_on: date | None
    sound: bool
    findings: str
    asked_on: date | None
    ask: str
    due_on: date | None
    answered_on: date | None
    answer: str
    closed_on: date | None
    why: str
    steps: tuple[str, ...]
    today: date


STEPS: dict[Standing, tuple[str, ...]] = {
    Standing.PLANNED: ("done", "put_off", "cancel"),
    Standing.DONE: ("ask", "close"),
    Standing.ASKED: ("answered",),
    Standing.ANSWERED: ("close", "ask"),
}


def shown(tx: Tx, one: Inspection, today: date, *, acts: bool, texts: bool) -> ShownInspection:
    """The inspection on a card; `acts`: the reader may do the next step, `texts`: they may read
    what was found."""
    return ShownInspection(
        inspection_id=one.id,
        version=one.version,
        whose=whose.of(tx, one.subject, today),
        standing=one.standing.value,
        way=one.how.value,
        topic=one.topic,
        article=one.article,
        planned_on=one.planned_on,
        done_on=one.done_on,
        sound=one.sound,
        findings=one.findings if texts else "",
        asked_on=one.asked_on,
        ask=one.ask if texts else "",
        due_on=one.due_on,
        answered_on=one.answered_on,
        answer=one.answer if texts else "",
        closed_on=one.closed_on,
        why=one.why if texts else "",
        steps=STEPS.get(one.standing, ()) if acts else (),
        today=today,
    )


def post(tx: Tx, one: Inspection, moment: Moment, now: datetime) -> None:
    """Hand a reminder over, once."""
    to = addressed(tx, one, now.date())
    if not to:
        return
    outbox.post(
        tx,
        kind=moment.kind.value,
        source_key=_key(one, moment),
        lane=Lane.REMINDER,
        due_at=now,
        expires_at=now + KEPT_DAYS,
        cards=_cards(tx, one, to, now.date()),
        summaries={},
        to=to,
    )


def planned(tx: Tx, one: Inspection, moment: Moment, on: date) -> Planned:
    """As whoever looks at the plan sees it."""
    lang = Lang(SOURCE)
    return Planned(
        on=on,
        key=_key(one, moment),
        kind=moment.kind.value,
        subject=one.matter,
        title=one.topic,
        to=addressed(tx, one, on),
        why=f"{lang.t(f'records.inspections.what.{one.standing}')}　{lang.day(moment.day)}",
    )


def addressed(tx: Tx, one: Inspection, on: date) -> tuple[int, ...]:
    """Who acts for the post that sees to it; the agreement desk where nobody does."""
    audience = Audience(tx, on)
    return (audience.acting((one.post,)) if one.post else ()) or audience.desk()


def _key(one: Inspection, moment: Moment) -> str:
    """Names the day of which it speaks: what is put off is reminded of anew."""
    return f"{one.id}:{moment.day}:{moment.after}"


def _cards(tx: Tx, one: Inspection, to: Sequence[int], today: date) -> dict[str, Card]:
    seen = shown(tx, one, today, acts=False, texts=False)
    return {lang.code: view.due(lang, seen) for lang in languages.read_in(tx, to)}


def settle(tx: Tx, one: Inspection, now: datetime) -> None:
    """Cards that reminded of it show how things stand, and change no more."""
    seen = shown(tx, one, now.date(), acts=False, texts=False)
    for kind in Kind:
        for notice in sent.of(tx, kind=kind.value, prefix=f"{one.id}:"):
            cards = {
                lang.code: view.inspection(lang, seen)
                for lang in map(Lang.of, sent.languages(tx, notice.id))
            }
            if cards:
                outbox.revise(tx, notice=notice.id, cards=cards)
            outbox.close(tx, notice=notice.id, now=now)


def take_back(tx: Tx, one: Inspection) -> None:
    """An inspection that is no more is told of nowhere."""
    for kind in Kind:
        for notice in sent.of(tx, kind=kind.value, prefix=f"{one.id}:"):
            outbox.withdraw(tx, notice=notice.id)

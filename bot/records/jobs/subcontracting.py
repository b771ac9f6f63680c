"""Cards about 再委託: who decides is asked, the desk hears what was decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot import policy
from bot.agreements.audience import Audience
from bot.agreements.store import register as agreements
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.people import store as people
from bot.people.model import Person
from bot.records.jobs import whose
from bot.records.jobs.whose import Whose
from bot.records.model.subcontracts import Subcontract
from bot.records.rules import subcontracts as rules
from bot.records.store import subcontracts as store
from bot.slice import Due
from bot.storage.tx import Tx
from cards.elements import Card
from cards.lang import Lang
from cards.records import subcontracts as view
from cards.records.verbs.subcontracts import ShowSubcontract

APPLIED = "records.subcontract_applied"
DECIDED = "records.subcontract_decided"
KEPT_DAYS = timedelta(days=60)
_Draw = Callable[[Lang], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSubcontract:
    """See cards.records.handling_matter.Subcontract."""

    subcontract_id: int
    version: int
    whose: Whose
    values: Mapping[str, Any]
    stage: str
    missing: tuple[str, ...]
    lacks: tuple[str, ...]
    applied_on: date | None
    decided_on: date | None
    decided_by: str
    why: str
    memorandum_on: date | None
    writes: bool
    decides: bool
    today: date


def shown(
    tx: Tx, one: Subcontract, today: date, *, writes: bool = False, decides: bool = False
) -> ShownSubcontract:
    """The application on a card; who may do the next step sees what to press."""
    post = Audience(tx, today).name(one.decided_post) if one.decided_post else ""
    return ShownSubcontract(
        subcontract_id=one.id,
        version=one.version,
        whose=whose.of_agreement(agreements.get(tx, one.agreement), today),
        values=values(one),
        stage=one.stage.value,
        missing=rules.missing(one),
        lacks=rules.lacks(one, today),
        applied_on=one.applied_on,
        decided_on=one.decided_on,
        decided_by=post,
        why=one.why,
        memorandum_on=one.memorandum_on,
        writes=writes,
        decides=decides,
        today=today,
    )


def values(one: Subcontract) -> dict[str, Any]:
    """The fields by the names of the form."""
    found = {name: getattr(one, name) for name in _FORM}
    return {**found, "company": one.name}


_FORM = (*(name for name in rules.NEEDED if name != "name"), "subsidiary")


def asked(tx: Tx, one: Subcontract, now: datetime) -> None:
    """Whoever decides is asked, by daylight."""
    agreement = agreements.get(tx, one.agreement)
    audience = Audience(tx, now.date())
    to = audience.owners(agreement) or audience.desk()
    seen = shown(tx, one, now.date())
    _post(tx, APPLIED, one, to, lambda lang: view.applied(lang, seen), now)


def settled(tx: Tx, one: Subcontract, now: datetime, by: int) -> None:
    """The desk hears what was decided; who was asked sees that it is settled."""
    seen = shown(tx, one, now.date())
    draw: _Draw = lambda lang: view.decided(lang, seen)  # noqa: E731 - drawn in each language
    close(tx, one, draw, now)
    to = tuple(person for person in Audience(tx, now.date()).desk() if person != by)
    _post(tx, DECIDED, one, to, draw, now)


def close(tx: Tx, one: Subcontract, draw: _Draw, now: datetime) -> None:
    """The cards that asked show how things stand, and change no more."""
    for notice in sent.of(tx, kind=APPLIED, prefix=f"{one.id}:"):
        cards = {lang.code: draw(lang) for lang in map(Lang.of, sent.languages(tx, notice.id))}
        if cards:
            outbox.revise(tx, notice=notice.id, cards=cards)
        outbox.close(tx, notice=notice.id, now=now)


def take_back(tx: Tx, one: Subcontract) -> None:
    """An application that is no more is told of nowhere."""
    for kind in (APPLIED, DECIDED):
        for notice in sent.of(tx, kind=kind, prefix=f"{one.id}:"):
            outbox.withdraw(tx, notice=notice.id)


def _post(
    tx: Tx, kind: str, one: Subcontract, to: Sequence[int], draw: _Draw, now: datetime
) -> None:
    at = policy.sending_time(tx, now)
    if not to:
        return
    outbox.post(
        tx,
        kind=kind,
        source_key=f"{one.id}:{one.version}",
        lane=Lane.REMINDER,
        due_at=at,
        expires_at=at + KEPT_DAYS,
        cards={lang.code: draw(lang) for lang in languages.read_in(tx, to)},
        summaries={},
        to=to,
    )


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """The applications on which somebody is to decide."""
    holders = people.holders_of(tx, person.id, today)
    return tuple(
        _due(one, today)
        for one in store.waiting(tx)
        if holders.owning(agreements.get(tx, one.agreement).posts) is not None
    )


def due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    """The applications that wait for a post, whoever holds it."""
    return tuple(
        _due(one, today)
        for one in store.waiting(tx)
        if post == agreements.get(tx, one.agreement).post
    )


def _due(one: Subcontract, today: date) -> Due:
    return Due(
        day=one.applied_on or today,
        title=one.name,
        what="records.subcontracts.what.decide",
        subject=one.subject,
        urgent=True,
        show=ShowSubcontract(subcontract_id=one.id),
    )

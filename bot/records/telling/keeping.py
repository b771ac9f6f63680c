"""Who is told of a disposal: the officer, then the witness, then everybody concerned."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.rows import Lane
from bot.people import languages, names
from bot.people import store as people
from bot.people.model import Role
from bot.records.model.keeping import Disposal
from bot.records.rules.keeping_shown import Named, ShownDisposal, shown
from bot.storage.tx import Tx
from cards.lang import Lang
from cards.records import keeping as cards

PROPOSED = "records.disposal_proposed"
RELEASED = "records.disposal_released"
RETURNED = "records.disposal_returned"
DONE = "records.disposal_done"
_WAITING = {PROPOSED: "proposed", RELEASED: "released"}
_KEPT = timedelta(days=90)


def proposed(tx: Tx, one: Disposal, now: datetime) -> None:
    """The officers are asked."""
    officers = (each.id for each in people.with_role(tx, Role.SECURITY_OFFICER, now.date()))
    _post(tx, PROPOSED, one, officers, "proposed", now)


def released(tx: Tx, one: Disposal, now: datetime) -> None:
    """The witness is asked to begin."""
    _post(tx, RELEASED, one, (one.witness,), "released", now)


def returned(tx: Tx, one: Disposal, now: datetime) -> None:
    """Who proposed it hears why it came back."""
    _post(tx, RETURNED, one, (one.proposed_by,), "returned", now)


def done(tx: Tx, one: Disposal, now: datetime) -> None:
    """Everybody who answers for it gets the numbers."""
    _post(tx, DONE, one, (one.proposed_by, one.released_by, one.witness), "done", now)
    changed(tx, one, now)


def changed(tx: Tx, one: Disposal, now: datetime) -> None:
    """Every card that asked for something shows the disposal as it stands, and is then over."""
    seen = view(tx, one, now.date())
    for kind in _WAITING:
        for notice in sent.of(tx, kind=kind, prefix=f"{one.id}:"):
            read = map(Lang.of, sent.languages(tx, notice.id))
            if made := {lang.code: cards.disposal(lang, seen) for lang in read}:
                outbox.revise(tx, notice=notice.id, cards=made)
            outbox.close(tx, notice=notice.id, now=now)


def view(tx: Tx, one: Disposal, on: date) -> ShownDisposal:
    """A disposal for whoever reads a posted card: nobody may press more than to open it."""
    return shown(one, naming(tx, on))


def naming(tx: Tx, on: date) -> Named:
    """Names by ids; "" for nobody."""
    return lambda person: names.person_name(tx, person, on) if person else ""


def _post(
    tx: Tx, kind: str, one: Disposal, to: Iterable[int | None], what: str, now: datetime
) -> None:
    found = tuple(dict.fromkeys(filter(None, to)))
    if not found:
        return
    seen = view(tx, one, now.date())
    outbox.post(
        tx,
        kind=kind,
        source_key=f"{one.id}:{one.version}",
        lane=Lane.REMINDER,
        due_at=now,
        expires_at=now + _KEPT,
        cards={lang.code: cards.told(lang, seen, what) for lang in languages.read_in(tx, found)},
        summaries={},
        to=found,
    )

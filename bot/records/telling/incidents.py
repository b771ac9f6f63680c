"""Cards about incidents: to whoever leads them, to desks and superiors; changed with the case."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.people import languages
from bot.records.model.incidents import Incident
from bot.records.rules.incident_moments import Kind, Saying
from bot.records.rules.incident_shown import Reader, ShownCase
from bot.records.telling import incident_whom
from bot.records.telling.incident_view import view
from bot.storage.tx import Tx
from cards.elements import Card
from cards.lang import Lang
from cards.records import incident_told as told
from cards.records import incidents as cards

OPENED = "records.incident_opened"
OPENED_ABOVE = "records.incident_opened_above"
KINDS = (OPENED, Kind.REMIND.value)  # what whoever leads has: the whole case
KINDS_ABOVE = (OPENED_ABOVE, Kind.LATE.value)  # what others have: no word of what happened
_KEPT = timedelta(days=90)
_Draw = Callable[[Lang], Card]
_LEADER = Reader(leads=True)


def opened(tx: Tx, incident: Incident, now: datetime) -> None:
    """A case was opened: whoever leads hears of it at once, whatever the hour; so do the desks, and
    those above where nobody is there to lead."""
    case = view(tx, incident, now, _LEADER)
    key, on = str(incident.id), now.date()
    lead = incident_whom.leaders(tx, on)
    _post(tx, OPENED, f"{key}:", lead, lambda lang: told.opened(lang, case), now)
    led = incident_whom.is_led(tx, on)
    above = incident_whom.desks(tx, on) if led else incident_whom.above(tx, on)
    drawn = _above(case, late=False, led=led)
    _post(tx, OPENED_ABOVE, f"{key}:", above, drawn, now)


def said(tx: Tx, incident: Incident, saying: Saying, now: datetime) -> None:
    """What the clock says of a case on a day."""
    case = view(tx, incident, now, _LEADER)
    late = saying.kind is Kind.LATE
    led = incident_whom.is_led(tx, saying.on)
    drawn = _above(case, late=True, led=led) if late else lambda lang: told.due(lang, case)
    to = audience(tx, saying.kind, saying.on)
    _post(tx, saying.kind.value, key_of(incident, saying.on), to, drawn, now)


def audience(tx: Tx, kind: Kind, on: date) -> tuple[int, ...]:
    """Who is told: what is due, to whoever leads, and where nobody is there to lead to the desks,
    which may read every case; what is late, to those around them as well."""
    if kind is Kind.REMIND:
        stand_in = () if incident_whom.is_led(tx, on) else incident_whom.desks(tx, on)
        return (*incident_whom.leaders(tx, on), *stand_in)
    return (*incident_whom.leaders(tx, on), *incident_whom.above(tx, on))


def key_of(incident: Incident, on: date) -> str:
    """One notice of a kind for one case and day."""
    return f"{incident.id}:{on}"


def _above(case: ShownCase, *, late: bool, led: bool) -> _Draw:
    return lambda lang: told.notified(lang, case, late=late, led=led)


def _post(tx: Tx, kind: str, key: str, to: tuple[int, ...], draw: _Draw, now: datetime) -> None:
    if not to:
        return
    outbox.post(
        tx,
        kind=kind,
        source_key=key,
        lane=Lane.SAFETY,
        due_at=now,
        expires_at=now + _KEPT,
        cards={lang.code: draw(lang) for lang in languages.read_in(tx, to)},
        summaries={},
        to=to,
    )


def changed(tx: Tx, incident: Incident, now: datetime) -> None:
    """Every posted card shows the case as it stands; those of a closed one are then emptied."""
    case = view(tx, incident, now, _LEADER)
    late = {OPENED_ABOVE: False, Kind.LATE.value: True}
    led = incident_whom.is_led(tx, now.date())
    for kind in KINDS:
        _revise(tx, kind, incident, lambda lang: cards.incident(lang, case), now)
    for kind in KINDS_ABOVE:
        _revise(tx, kind, incident, _above(case, late=late[kind], led=led), now)


def _revise(tx: Tx, kind: str, incident: Incident, draw: _Draw, now: datetime) -> None:
    for notice in sent.of(tx, kind=kind, prefix=f"{incident.id}:"):
        read = map(Lang.of, sent.languages(tx, notice.id))
        if made := {lang.code: draw(lang) for lang in read}:
            outbox.revise(tx, notice=notice.id, cards=made)
        if not incident.is_open:
            outbox.close(tx, notice=notice.id, now=now)


def take_back(tx: Tx, incidents: Iterable[int]) -> None:
    """Cases that are no more are told of nowhere."""
    for incident in incidents:
        for kind in (*KINDS, *KINDS_ABOVE):
            for notice in sent.of(tx, kind=kind, prefix=f"{incident}:"):
                outbox.withdraw(tx, notice=notice.id)

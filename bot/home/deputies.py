"""代理 and 後閲: setting a deputy, ending it, and what was pressed meanwhile."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import policy
from bot.delivery import outbox
from bot.errors import Refused
from bot.home import absence, posting
from bot.home.model import Deputising, DeputyPress
from bot.home.offering import title_of
from bot.ledger import pseudonyms
from bot.ledger.model import Entry
from bot.ledger.record import done_for, record
from bot.people import absences
from bot.people import store as people
from bot.people.model import Person
from bot.slice import Slice, Tick
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards import home as view
from cards.elements import Card
from cards.lang import Lang

_KIND = "home.deputy"
_PRESSES = "home.presses"
_LONGEST = timedelta(days=366)


def heard(turn: Turn, said: str) -> Card:
    """What a message about an absence gets: done, or a form where something is missing."""
    _check_registered(turn)
    found = absence.read(said, turn.today)
    if found is None or not found.deputy:
        return form(turn)
    return arrange(turn, found.deputy, found.since, found.until)


def form(turn: Turn) -> Card:
    """The form that asks for the deputy and the days."""
    _check_registered(turn)
    return view.deputy_form(turn.lang, day=turn.today)


def arrange(turn: Turn, whom: str, since: date, until: date) -> Card:
    """Set somebody as deputy for these days. Raises Refused in words where that can't be."""
    _check_registered(turn)
    if until < since or until < turn.today:
        raise Refused("people.refused.backwards")
    if until - since > _LONGEST:
        raise Refused("people.refused.over_a_year")
    deputy = _meant(turn, whom)
    if deputy.id == turn.person.id:
        raise Refused("people.refused.not_yourself")
    absences.set_away(turn.tx, turn.person.id, since, until, deputy.id, at=turn.now)
    record(
        turn.tx,
        turn.actor,
        at=turn.now,
        act=view.SetDeputy.name,
        subject="deputy",
        detail={"since": since.isoformat(), "until": until.isoformat()},
    )
    shown = Deputising(owner=turn.person.name, deputy=deputy.name, since=since, until=until)
    posting.post(
        turn.tx,
        _KIND,
        f"{turn.person.id}:{deputy.id}:{since}:{until}:{turn.now:%Y%m%d%H%M%S}",
        lambda lang: view.deputy_told(lang, shown),
        to=(deputy.id,),
        now=policy.sending_time(turn.tx, turn.now),
        days=14,
    )
    return view.deputy_set(turn.lang, shown)


def end(turn: Turn) -> Card:
    """The person is back: from today nobody deputises any more."""
    _check_registered(turn)
    if not absences.end(turn.tx, turn.person.id, turn.today):
        raise Refused("people.refused.no_deputy")
    record(turn.tx, turn.actor, at=turn.now, act=view.EndDeputy.name, subject="deputy")
    return view.deputy_ended(turn.lang)


def _check_registered(turn: Turn) -> None:
    if not turn.person.is_staff:
        raise Refused("common.refused.no_role")


def _meant(turn: Turn, whom: str) -> Person:
    """The one colleague meant by a mail address or a name; of several, one's own department's."""
    if "@" in whom:
        found = people.find_by_mail(turn.tx, whom, turn.today)
        fitting = [found] if found is not None and found.is_here(turn.today) else []
        fitting = [one for one in fitting if one.is_staff]
    else:
        fitting = [one for one in people.named(turn.tx, whom, turn.today) if one.is_staff]
        near = [one for one in fitting if one.department == turn.person.department]
        fitting = fitting if len(fitting) == 1 else near
    if len(fitting) != 1:
        raise Refused("people.refused.no_person")
    return fitting[0]


def show_presses(tick: Tick, offering: Sequence[Slice]) -> None:
    """To everybody who is back: what was pressed in their place (後閲), once."""
    since: dict[int, date] = {}
    for row in absences.returned(tick.tx, tick.today):
        since.setdefault(row.person, row.since)  # the earliest comes first
    for person, first in since.items():
        start = datetime.combine(first, time.min, tick.now.tzinfo)
        if entries := list(done_for(tick.tx, person, start, tick.now)):
            _show(tick, offering, person, entries)
        absences.shown(tick.tx, person, tick.today)


def _show(tick: Tick, offering: Sequence[Slice], person: int, entries: list[Entry]) -> None:
    presses = [_press(tick.tx, offering, entry, tick.now) for entry in entries]
    up_to = entries[-1].seq
    posting.post(
        tick.tx,
        _PRESSES,
        f"{person}:{up_to}",
        lambda lang: view.deputy_presses(lang, presses, up_to=up_to),
        to=(person,),
        now=tick.now,
        days=30,
    )


def _press(tx: Tx, offering: Sequence[Slice], entry: Entry, now: datetime) -> DeputyPress:
    who = pseudonyms.person_of(tx, entry.who)
    known = None if who is None else people.find(tx, who, now.date())
    return DeputyPress(
        act=entry.act,
        title=title_of(tx, offering, entry.subject) or entry.subject,
        by=known.name if known else "",
        at=entry.at.astimezone(now.tzinfo),
    )


def seen(turn: Turn, verb: view.SeenDeputyPresses) -> Card:
    """後閲しました: recorded, and the posted card says so. Only who was shown them can say it."""
    key = f"{turn.person.id}:{verb.up_to}"
    if outbox.find(turn.tx, kind=_PRESSES, source_key=key) is None:
        raise Refused("common.refused.gone")
    detail = {"up_to": verb.up_to}
    record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject="presses", detail=detail)
    posting.replace(turn.tx, _PRESSES, key, _presses_seen, now=turn.now)
    return view.presses_seen(turn.lang)


def _presses_seen(lang: Lang) -> Card:
    return view.presses_seen(lang)

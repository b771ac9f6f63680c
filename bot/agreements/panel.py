"""A year's agreements and what is owed under them, for the tab: bars, and days upon them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements import minded
from bot.agreements.audience import Audience, calendar_of
from bot.agreements.minded import Minded
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.rules.deadlines import Deadlines, deadlines, fiscal_year
from bot.agreements.rules.shown import found, partner_names
from bot.agreements.rules.states import is_open
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState
from bot.people.model import Role
from bot.slice import Panel
from bot.turns.turn import Turn
from bot.workdays import ONE_DAY, add_months
from cards.agreements.duties import duty_name

MOST = 60  # lines of one picture; the nearest days
_APRIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One agreement's term in the year. `decide_by` is the working day on which the city must have
    decided (実務上の期限), `contract_day` the text's own last day (契約上の期限); `waits`:
    somebody still has to decide, or to confirm the end of what has no `renewal`."""

    id: int
    title: str
    partner: str
    owner: str
    start: date | None
    end: date
    decide_by: date
    contract_day: date
    renewal: RenewalKind
    state: str
    waits: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty with its day: what is owed, under which agreement or about which matter, and who the
    other side is; `late`: the day has passed."""

    id: int
    what: str
    title: str
    partner: str
    owner: str
    day: date
    state: DutyState
    late: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A fiscal year of agreements and of duties under them, the earliest day first; in the present
    year also what is late from before it.

    `whole`: the reader sees the city's register and not only what they mind. `ending`: how
    many terms end in the year, `settled` how many of them nobody need decide about any more;
    `waiting`: how many terms somebody must still decide about. `late`: how many terms have passed
    the day that the text names, and duties theirs, unsettled; `past`: how many terms only the
    working day before. `more`: how many lines are left out, which are those that lie farthest from
    today.
    """

    year: int
    first: date
    last: date
    today: date
    whole: bool
    terms: tuple[Term, ...]
    owed: tuple[Owed, ...]
    ending: int
    settled: int
    waiting: int
    past: int
    late: int
    more: int


def offered(turn: Turn) -> bool:
    """Staff whose posts, or those below a manager, own an agreement or a duty, and the desk."""
    if not turn.person.is_staff:
        return False
    by = _minded(turn)
    if by.whole:
        return True
    return bool(register.owned_by(turn.tx, by.posts) or duties.open_for(turn.tx, by.posts))


def read(turn: Turn, asked: Mapping[str, int]) -> Year:
    """The year that is asked for, this one otherwise; only so far as dates may lie."""
    this = fiscal_year(turn.today)
    year = min(max(asked.get("year", this), this - 5), this + 10)
    first = date(year, _APRIL, 1)
    last = add_months(first, 12) - ONE_DAY
    back = minded.looked_back(turn.today) if year == this else first
    terms = sorted(_terms(turn, (back, first, last)), key=_by_day)
    owed = sorted(_owed(turn, back, last), key=lambda one: (one.day, one.id))
    ends = [one for one in terms if first <= one.end <= last]
    ending = len(ends)
    if _sees_all(turn):
        ending = max(ending, register.count_ending(turn.tx, first, last))
    left_out = max(ending, len(terms)) - min(len(terms), MOST)
    return Year(
        year=year,
        first=first,
        last=last,
        today=turn.today,
        whole=_sees_all(turn),
        terms=tuple(sorted(_nearest(turn, terms), key=_by_day)),
        owed=tuple(sorted(_nearest_owed(turn, owed), key=lambda one: (one.day, one.id))),
        ending=ending,
        settled=sum(not one.waits for one in ends),
        waiting=sum(one.waits for one in terms),
        past=sum(_is_past(one, turn.today) for one in terms),
        late=sum(_is_late(one, turn.today) for one in terms) + sum(one.late for one in owed),
        more=left_out + max(len(owed) - MOST, 0),
    )


def _by_day(one: Term) -> tuple[date, date, int]:
    return one.decide_by, one.end, one.id


def _is_late(one: Term, today: date) -> bool:
    return one.waits and one.contract_day < today


def _is_past(one: Term, today: date) -> bool:
    """The city wanted to have decided by now, and still may."""
    return one.waits and one.decide_by < today <= one.contract_day


def _nearest(turn: Turn, terms: list[Term]) -> list[Term]:
    """What somebody must still decide about, then what is settled; each by its distance."""
    return sorted(terms, key=lambda one: (not one.waits, abs(one.decide_by - turn.today)))[:MOST]


def _nearest_owed(turn: Turn, owed: list[Owed]) -> list[Owed]:
    return sorted(owed, key=lambda one: abs(one.day - turn.today))[:MOST]


def _sees_all(turn: Turn) -> bool:
    return Role.AGREEMENT_DESK in turn.person.roles


def _minded(turn: Turn) -> Minded:
    return minded.minded(turn.tx, turn.person, turn.today)


def _terms(turn: Turn, span: tuple[date, date, date]) -> Iterator[Term]:
    """Of each agreement the present term, where its last weeks lie in the year, or nobody has
    decided about it since before."""
    back, first, last = span
    calendar, audience = calendar_of(turn.tx), Audience(turn.tx, turn.today)
    by = _minded(turn)
    posts = frozenset(by.own)
    for agreement in minded.agreements(turn.tx, by, turn.today, (back, last)):
        days = deadlines(agreement, calendar)
        if days is None or days.practical > last:
            continue
        if days.end >= first or (days.end >= back and is_open(agreement)):
            yield _term(turn, agreement, days, audience, own=not posts.isdisjoint(agreement.posts))


def _term(
    turn: Turn, agreement: Agreement, days: Deadlines, audience: Audience, *, own: bool
) -> Term:
    line = found(agreement, "", turn.today)
    return Term(
        id=agreement.id,
        title=agreement.title,
        partner=line.partner,
        owner=audience.name(agreement.post),
        start=agreement.start,
        end=days.end,
        decide_by=days.practical,
        contract_day=days.contractual,
        renewal=agreement.renewal.kind,
        state=line.state,
        waits=is_open(agreement),
        own=own,
    )


def _owed(turn: Turn, first: date, last: date) -> Iterator[Owed]:
    """Open duties with a day in the year; meetings have a picture of their own."""
    by, audience = _minded(turn), Audience(turn.tx, turn.today)
    for duty, day in minded.owed(turn.tx, by, (first, last)):
        yield _line(turn, _in_words(turn, duty), day, audience, own=duty.post in by.own)


def _line(turn: Turn, duty: Duty, day: date, audience: Audience, *, own: bool) -> Owed:
    return Owed(
        id=duty.id,
        what=duty_name(turn.lang, duty.kind),
        title=duty.title,
        partner=duty.partner,
        owner=audience.name(duty.post) if duty.post else "",
        day=day,
        state=duty.state,
        late=day < turn.today,
        own=own,
    )


def _in_words(turn: Turn, duty: Duty) -> Duty:
    """Duties of an older release don't say what they come from."""
    kind, _, number = duty.source.partition(":")
    agreement = None
    if kind == "agreement" and not (duty.title and duty.partner):
        agreement = register.find(turn.tx, int(number))
    if agreement is None:
        return duty
    partner = duty.partner or partner_names(agreement, turn.today)
    return replace(duty, title=duty.title or agreement.title, partner=partner)


PANELS = (Panel(name="agreements", view=Year, offered=offered, read=read, asks=("year",)),)

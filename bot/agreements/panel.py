"""A year's agreements and what is owed under them, for the tab: bars, and days upon them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.agreements.audience import Audience, calendar_of
from bot.agreements.model import Agreement
from bot.agreements.rules.deadlines import Deadlines, deadlines, fiscal_year
from bot.agreements.rules.shown import found
from bot.agreements.rules.states import is_open
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty
from bot.people import store as people
from bot.people.model import Role
from bot.slice import Panel
from bot.turns.turn import Turn
from bot.workdays import ONE_DAY, add_months
from cards.agreements.duties import duty_name

MOST = 60  # lines of one picture; the nearest days
_AHEAD = timedelta(days=550)  # so early before its end an agreement may have to be decided about
_LATE = timedelta(days=366)  # for so long what was not settled is shown beside the new year
_APRIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One agreement's term in the year. `decide_by` is the working day on which the city must have
    decided, `notice` the text's own last day; `waits`: somebody still has to decide."""

    id: int
    title: str
    partner: str
    owner: str
    start: date | None
    end: date
    decide_by: date
    notice: date | None
    state: str
    waits: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty with its day: what is owed, under which agreement; `late`: the day has passed."""

    id: int
    what: str
    title: str
    day: date
    late: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A fiscal year of agreements and of duties under them, the earliest day first; in the present
    year also what is late from before it.

    `whole`: the reader sees the city's register and not only what they mind. `ending`: how
    many terms end in the year, `waiting` how many somebody must still decide about, `late` how
    many terms and duties have passed their day unsettled; `more`: how many lines the picture
    leaves out, which are those that lie farthest from today.
    """

    year: int
    first: date
    last: date
    today: date
    whole: bool
    terms: tuple[Term, ...]
    owed: tuple[Owed, ...]
    ending: int
    waiting: int
    late: int
    more: int


def offered(turn: Turn) -> bool:
    """Staff whose posts, or those below a manager, own an agreement or a duty, and the desk."""
    return turn.person.is_staff and (_sees_all(turn) or bool(_own(turn) or _owed_by(turn)))


def read(turn: Turn, asked: Mapping[str, int]) -> Year:
    """The year that is asked for, this one otherwise; only so far as dates may lie."""
    this = fiscal_year(turn.today)
    year = min(max(asked.get("year", this), this - 5), this + 10)
    first = date(year, _APRIL, 1)
    last = add_months(first, 12) - ONE_DAY
    back = first - _LATE if year == this else first
    terms = sorted(_terms(turn, (back, first, last)), key=_by_day)
    owed = sorted(_owed(turn, back, last), key=lambda one: (one.day, one.id))
    ending = sum(first <= one.end <= last for one in terms)
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
        waiting=sum(one.waits for one in terms),
        late=sum(_is_late(one, turn.today) for one in terms) + sum(one.late for one in owed),
        more=left_out + max(len(owed) - MOST, 0),
    )


def _by_day(one: Term) -> tuple[date, date, int]:
    return one.decide_by, one.end, one.id


def _is_late(one: Term, today: date) -> bool:
    return one.waits and one.decide_by < today


def _nearest(turn: Turn, terms: list[Term]) -> list[Term]:
    """What somebody must still decide about, then what is settled; each by its distance."""
    return sorted(terms, key=lambda one: (not one.waits, abs(one.decide_by - turn.today)))[:MOST]


def _nearest_owed(turn: Turn, owed: list[Owed]) -> list[Owed]:
    return sorted(owed, key=lambda one: abs(one.day - turn.today))[:MOST]


def _sees_all(turn: Turn) -> bool:
    return Role.AGREEMENT_DESK in turn.person.roles


def _posts(turn: Turn) -> list[int]:
    return [holder.post for holder in turn.holders.of]


def _minded(turn: Turn) -> list[int]:
    """The reader's own posts; a manager minds those below them too, for whom they are asked."""
    own = _posts(turn)
    heads = Role.MANAGER in turn.person.roles
    return [*own, *people.below(turn.tx, own, turn.today)] if heads else own


def _own(turn: Turn) -> tuple[Agreement, ...]:
    return register.owned_by(turn.tx, _minded(turn))


def _owed_by(turn: Turn) -> tuple[Duty, ...]:
    return duties.open_for(turn.tx, _minded(turn))


def _terms(turn: Turn, span: tuple[date, date, date]) -> Iterator[Term]:
    """Of each agreement the present term, where its last weeks lie in the year, or nobody has
    decided about it since before."""
    back, first, last = span
    calendar, audience = calendar_of(turn.tx), Audience(turn.tx, turn.today)
    posts = frozenset(_posts(turn))
    for agreement in _looked_at(turn, back, last):
        days = deadlines(agreement, calendar)
        if days is None or days.practical > last:
            continue
        if days.end >= first or (days.end >= back and is_open(agreement)):
            yield _term(turn, agreement, days, audience, own=not posts.isdisjoint(agreement.posts))


def _looked_at(turn: Turn, first: date, last: date) -> Iterable[Agreement]:
    if _sees_all(turn):
        return register.ending(turn.tx, first, last + _AHEAD, turn.today)
    return _own(turn)


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
        notice=days.notice,
        state=line.state,
        waits=is_open(agreement),
        own=own,
    )


def _owed(turn: Turn, first: date, last: date) -> Iterator[Owed]:
    """Open duties with a day in the year; meetings have a picture of their own."""
    posts = frozenset(_posts(turn))
    every = duties.due(turn.tx, first, last) if _sees_all(turn) else _owed_by(turn)
    for duty in every:
        if duty.due_on is None or not first <= duty.due_on <= last or duty.kind == MEETING:
            continue
        if duty.in_force:
            yield _line(turn, duty, duty.due_on, own=duty.post in posts)


def _line(turn: Turn, duty: Duty, day: date, *, own: bool) -> Owed:
    return Owed(
        id=duty.id,
        what=duty_name(turn.lang, duty.kind),
        title=duty.title or _title(turn, duty),
        day=day,
        late=day < turn.today,
        own=own,
    )


def _title(turn: Turn, duty: Duty) -> str:
    """Duties of an older release don't say what they come from."""
    kind, _, number = duty.source.partition(":")
    agreement = register.find(turn.tx, int(number)) if kind == "agreement" else None
    return agreement.title if agreement else ""


PANELS = (Panel(name="agreements", view=Year, offered=offered, read=read, asks=("year",)),)

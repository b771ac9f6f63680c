"""A year's agreements and what is owed under them, for the tab: bars, and days upon them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.agreements import minded
from bot.agreements.audience import Audience, calendar_of
from bot.agreements.minded import Minded
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.rules.deadlines import Deadlines, deadlines, fiscal_year
from bot.agreements.rules.shown import found, partner_names
from bot.agreements.rules.states import is_open
from bot.agreements.store import outlines
from bot.duties import store as duties
from bot.duties.model import Dated, DutyState
from bot.slice import Panel
from bot.turns.turn import Turn
from bot.workdays import ONE_DAY, add_months
from cards.agreements.duties import duty_name

MOST = 60  # lines of one picture; the nearest days
_APRIL = 4

_Kept = tuple[Agreement, Deadlines]  # the agreement in outline, and the days of its term


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
    return by.whole or outlines.owns(turn.tx, by.posts) or duties.owes(turn.tx, by.posts)


def read(turn: Turn, asked: Mapping[str, int]) -> Year:
    """The year that is asked for, this one otherwise; only so far as dates may lie."""
    this = fiscal_year(turn.today)
    year = min(max(asked.get("year", this), this - 5), this + 10)
    first = date(year, _APRIL, 1)
    last = add_months(first, 12) - ONE_DAY
    back = minded.looked_back(turn.today) if year == this else first
    by, audience = _minded(turn), Audience(turn.tx, turn.today)
    terms = _terms(turn, by, (back, first, last))
    owed = minded.owed(turn.tx, by, (back, last))
    ends = [one for one, days in terms if first <= days.end <= last]
    late = sum(_is_late(one, turn.today) for one in terms)
    return Year(
        year=year,
        first=first,
        last=last,
        today=turn.today,
        whole=by.whole,
        terms=_drawn_terms(turn, by, terms, audience),
        owed=_drawn_owed(turn, by, owed, audience),
        ending=len(ends),
        settled=sum(not is_open(one) for one in ends),
        waiting=sum(is_open(one) for one, _ in terms),
        past=sum(_is_past(one, turn.today) for one in terms),
        late=late + sum(one.day < turn.today for one in owed),
        more=max(len(terms) - MOST, 0) + max(len(owed) - MOST, 0),
    )


def _minded(turn: Turn) -> Minded:
    return minded.minded(turn.tx, turn.person, turn.today)


def _terms(turn: Turn, by: Minded, span: tuple[date, date, date]) -> list[_Kept]:
    """Of each agreement the present term, where its last weeks lie in the year, or nobody has
    decided about it since before."""
    back, first, last = span
    calendar, terms = calendar_of(turn.tx), []
    for agreement in minded.agreements(turn.tx, by, back):
        days = deadlines(agreement, calendar)
        if days is None or days.practical > last:
            continue
        if days.end >= first or is_open(agreement):
            terms.append((agreement, days))
    return terms


def _is_late(one: _Kept, today: date) -> bool:
    return is_open(one[0]) and one[1].contractual < today


def _is_past(one: _Kept, today: date) -> bool:
    """The city wanted to have decided by now, and still may."""
    return is_open(one[0]) and one[1].practical < today <= one[1].contractual


def _drawn_terms(
    turn: Turn, by: Minded, terms: list[_Kept], audience: Audience
) -> tuple[Term, ...]:
    """What somebody must still decide about before what is settled; each by its distance."""
    nearest = sorted(terms, key=lambda one: (not is_open(one[0]), _far(turn, one[1].practical)))
    drawn = sorted(nearest[:MOST], key=lambda one: (one[1].practical, one[1].end, one[0].id))
    of = outlines.named(turn.tx, (agreement.subject for agreement, _ in drawn))
    return tuple(_term(turn, by, of[one.subject], days, audience) for one, days in drawn)


def _far(turn: Turn, day: date) -> timedelta:
    return abs(day - turn.today)


def _term(
    turn: Turn, by: Minded, agreement: Agreement, days: Deadlines, audience: Audience
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
        own=not set(by.own).isdisjoint(agreement.posts),
    )


def _drawn_owed(
    turn: Turn, by: Minded, owed: Sequence[Dated], audience: Audience
) -> tuple[Owed, ...]:
    """The nearest; duties of an older release don't say what they come from, their matter does."""
    nearest = sorted(owed, key=lambda one: _far(turn, one.day))[:MOST]
    drawn = sorted(nearest, key=lambda one: (one.day, one.id))
    silent = {one.source for one in drawn if not (one.title and one.partner)}
    of = outlines.named(turn.tx, silent)
    return tuple(_owed(turn, by, one, of.get(one.source), audience) for one in drawn)


def _owed(
    turn: Turn, by: Minded, duty: Dated, agreement: Agreement | None, audience: Audience
) -> Owed:
    return Owed(
        id=duty.id,
        what=duty_name(turn.lang, duty.kind),
        title=duty.title or (agreement.title if agreement else ""),
        partner=duty.partner or (partner_names(agreement, turn.today) if agreement else ""),
        owner=audience.name(duty.post) if duty.post else "",
        day=duty.day,
        state=duty.state,
        late=duty.day < turn.today,
        own=duty.post in by.own,
    )


PANELS = (Panel(name="agreements", view=Year, offered=offered, read=read, asks=("year",)),)

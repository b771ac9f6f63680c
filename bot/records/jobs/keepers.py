"""Everybody who keeps records, and what stands against disposing of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot import policy
from bot.duties import store as duties
from bot.people import idle
from bot.people import store as people
from bot.records.model.keeping import Hold
from bot.records.rules.keeping import Against
from bot.records.store import exposures, holds, incidents
from bot.retention import TERMS, Expired, Kind, Wanted
from bot.slice import Slice
from bot.storage.tx import Tx

PAGE = 1000
_KIND = "kind:"
_OF_AGREEMENTS = frozenset((Kind.AGREEMENTS, Kind.HANDLING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepers:
    """`forgets`: of those who stand above records, how each takes a person out."""

    slices: tuple[Slice, ...]
    forgets: tuple[Callable[[Tx, int], int], ...] = ()

    def of(self, kind: Kind) -> Slice:
        """Who keeps a kind of records."""
        return next(one for one in self.slices if kind in one.keeps)

    def around(self, tx: Tx, subject: str) -> frozenset[str]:
        """A matter with everything that can't go while it is held."""
        found = {subject, *self._around(tx, subject)}
        return frozenset(found | {one for near in tuple(found) for one in self._around(tx, near)})

    def _around(self, tx: Tx, subject: str) -> Iterator[str]:
        for one in self.slices:
            yield from one.around(tx, subject)

    def own(self, tx: Tx, person: int) -> frozenset[str]:
        """The records that are about this account's person."""
        return frozenset(subject for one in self.slices for subject in one.own(tx, person))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What may go of a kind: how much, since when it was counted; how much may not, by why.

    `is_all`: False where more was not counted.
    """

    kind: Kind
    years: int
    count: int
    first_since: date | None
    last_until: date | None
    kept: Mapping[str, int]
    is_all: bool = True


def against(tx: Tx, keepers: Keepers, today: date) -> Against:
    """What stands against disposals today."""
    standing = holds.standing(tx, today)
    held = {near for subject in _matters(standing) for near in keepers.around(tx, subject)}
    return Against(
        held=frozenset(held),
        kinds=frozenset(_kinds(standing)),
        incidents=frozenset(_incidents(tx, keepers)),
    )


def _matters(standing: Iterable[Hold]) -> Iterator[str]:
    return (one.subject for one in standing if not one.subject.startswith(_KIND))


def _kinds(standing: Iterable[Hold]) -> Iterator[str]:
    return (one.subject.removeprefix(_KIND) for one in standing if one.subject.startswith(_KIND))


def _incidents(tx: Tx, keepers: Keepers) -> Iterator[str]:
    """Of incidents that nobody has closed: the agreements with what hangs on them, who reported
    them, and the notices that were exposed."""
    for one in incidents.standing(tx):
        if one.agreement:
            yield from keepers.around(tx, f"agreement:{one.agreement}")
        if one.reporter:
            yield f"person:{one.reporter}"
        if one.exposure:
            yield from (f"notice:{each}" for each in exposures.notices(tx, one.exposure))


def why_kept(tx: Tx, against: Against, one: Expired, kind: Kind, today: date) -> str:
    """Why this can't go today; "" where it can."""
    if why := against.why(one, kind):
        return why
    if kind in _OF_AGREEMENTS and _owes(tx, one.subject, today):
        return "open_duty"
    if one.person and kind is Kind.ACCOUNTS:
        return why_person_kept(tx, against, one.person, today)
    return ""


def _owes(tx: Tx, subject: str, today: date) -> bool:
    """Whether a duty binds still and was not met."""
    found = duties.of_source(tx, subject)
    return any(one.is_open and (one.until is None or one.until >= today) for one in found)


def why_person_kept(tx: Tx, against: Against, person: int, today: date) -> str:
    """Why nobody may take this person out today; "" where one may."""
    subject = f"person:{person}"
    if subject in against.held:
        return "held"
    if subject in against.incidents:
        return "open_incident"
    return "here" if is_here(tx, person, today) else ""


def why_person_stays(tx: Tx, keepers: Keepers, against: Against, person: int, today: date) -> str:
    """Why this person can't be taken out today, what the law keeps of a child by the school too:
    that goes first, by its own kind; "" where they can."""
    why = why_person_kept(tx, against, person, today)
    return why or ("kept_by_law" if keepers.own(tx, person) else "")


def is_here(tx: Tx, person: int, today: date) -> bool:
    """Whether the register still has them as a member, and anybody names them as one."""
    found = people.find(tx, person, today)
    return found is not None and found.is_here(today) and not idle.is_idle(tx, person, today)


def years(tx: Tx, kind: Kind) -> int:
    """For how long the tenant keeps this kind."""
    return policy.of(tx).kept_years(kind)


def survey(tx: Tx, keepers: Keepers, kind: Kind, now: datetime, most: int = 0) -> Found:
    """What may go of a kind on a day, page by page; `most`: count no further, 0 for all."""
    standing = against(tx, keepers, now.date())
    kept: Counter[str] = Counter()
    count, first, last, is_all = 0, None, None, True
    for one in _every(tx, keepers, kind, now):
        if why := why_kept(tx, standing, one, kind, now.date()):
            kept[why] += 1
        else:
            count += 1
            first = min(first or one.since, one.since)
            last = max(last or one.until, one.until)
        if most and count + kept.total() >= most:
            is_all = False
            break
    return Found(
        kind=kind,
        years=years(tx, kind),
        count=count,
        first_since=first,
        last_until=last,
        kept=dict(kept),
        is_all=is_all,
    )


def _every(tx: Tx, keepers: Keepers, kind: Kind, now: datetime) -> Iterator[Expired]:
    keeper, long = keepers.of(kind), years(tx, kind)
    after = 0
    while found := keeper.expired(tx, now, Wanted(kind=kind, years=long, after=after, most=PAGE)):
        yield from found
        after = found[-1].id


def kinds() -> tuple[Kind, ...]:
    """The kinds of records that are kept here."""
    return tuple(kind for kind, term in TERMS.items() if term.held)

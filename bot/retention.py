"""How long each kind of record is kept, from when it is counted, and which law or custom says so.

Years are counted from the first of April after a matter is over (起算日), as cities file. Where the
law sets the term, a tenant may keep longer and not shorter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_APRIL = 4
_ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """A class of records (保存期間の区分)."""

    AGREEMENTS = "agreements"
    MEETINGS = "meetings"
    TRAINING = "training"
    TRAINING_PROMISED = "training_promised"
    SECONDMENTS = "secondments"
    NOTICES = "notices"
    ATTENDANCE_BOOKS = "attendance_books"
    SUSPENSIONS = "suspensions"
    SLIPS = "slips"
    PUPILS = "pupils"
    SCHOOL_REGISTER = "school_register"
    GUIDANCE_RECORD = "guidance_record"
    INCIDENTS = "incidents"
    HANDLING = "handling"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`years` by default; `least`: fewer are against the law; `held`: whether Renkei keeps any;
    `takes`: the kinds that go with it, so that it is kept as long as they are."""

    years: int
    least: int = 1
    held: bool = True
    takes: tuple[Kind, ...] = ()


TERMS: dict[Kind, Term] = {
    Kind.AGREEMENTS: Term(years=10),
    Kind.MEETINGS: Term(years=10),
    Kind.TRAINING: Term(years=5),
    Kind.TRAINING_PROMISED: Term(years=10),  # where an agreement counts it
    Kind.SECONDMENTS: Term(years=5),
    Kind.NOTICES: Term(years=3),
    Kind.ATTENDANCE_BOOKS: Term(years=5, least=5),  # 学校教育法施行規則28条2項
    Kind.SUSPENSIONS: Term(years=5, least=5),
    Kind.SLIPS: Term(years=1),  # the book has what the school decided of what families said
    Kind.PUPILS: Term(  # their marks are the book's
        years=5, least=5, takes=(Kind.ATTENDANCE_BOOKS, Kind.SUSPENSIONS, Kind.SLIPS)
    ),
    # 指導要録 is kept in the school's own system; the binder says so.
    Kind.SCHOOL_REGISTER: Term(years=20, least=20, held=False),
    Kind.GUIDANCE_RECORD: Term(years=5, least=5, held=False),
    Kind.INCIDENTS: Term(years=10),
    Kind.HANDLING: Term(years=10),
    Kind.ACCOUNTS: Term(years=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records a slice is asked for: the next `most` of a kind after an id, in order of id.

    `years`: for how long the tenant keeps this kind.
    """

    kind: Kind
    years: int
    after: int = 0
    most: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Something that needn't be kept any longer: `since` is the day from which its years were
    counted (the latest possible one), `until` the last day on which it was kept.

    `person`: an account that nothing else keeps once this is gone, 0 for none. `blocked`: a word
    of why it can't go yet, "" where nothing of the slice's own stands against it.
    """

    id: int
    subject: str
    since: date
    until: date
    person: int = 0
    blocked: str = ""


def begins(ended: date) -> date:
    """The first of April after a matter was over: its years are counted from then."""
    return date(ended.year + (ended.month >= _APRIL), _APRIL, 1)


def ends(since: date, years: int) -> date:
    """The last day of so many years."""
    return since.replace(year=since.year + years) - _ONE_DAY


def expired(
    subject: str, id: int, *, ended: date, years: int, person: int = 0, blocked: str = ""
) -> Expired:
    """What was over on a day, kept for so many years."""
    since = begins(ended)
    until = ends(since, years)
    return Expired(id=id, subject=subject, since=since, until=until, person=person, blocked=blocked)


def over_before(today: date, years: int) -> date:
    """What was over before this day needn't be kept any longer today."""
    return begins(today).replace(year=begins(today).year - years - 1)


def page(found: Iterable[Expired], wanted: Wanted, today: date) -> tuple[Expired, ...]:
    """The next of them whose years are over."""
    due = (one for one in found if one.id > wanted.after and one.until < today)
    return tuple(sorted(due, key=lambda one: one.id)[: wanted.most])

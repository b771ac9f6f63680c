"""派遣 as a sheet: who is where from when to when; a row with a known person and start corrects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.errors import NotFound
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.sheets import BadCell, BadRows, Column, Gathering, Row
from bot.storage.tx import Tx
from bot.training.secondments import store
from bot.training.secondments.jobs import look_on
from bot.training.secondments.terms import Secondment, began

IMPORTED = "training.import_secondments"
LONGEST_HOST = 200
MOST_MONTHS = 24
COLUMNS = (
    Column("person", "職員", "メール", required=True),
    Column("host", "派遣先", required=True),
    Column("home", "派遣元の職"),
    Column("start", "派遣開始", required=True),
    Column("end", "派遣終了", required=True),
    Column("every", "報告間隔（月）", "報告間隔"),
)
HEADINGS = tuple(column.headings[0] for column in COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one row says; `person` is a mail address, `home` a post by name or ""."""

    row: Row
    person: str
    host: str
    home: str
    start: date
    end: date
    every: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    added: int
    updated: int
    unchanged: int


def entry(row: Row) -> Entry:
    """Read a row; raises BadRows with every bad cell."""
    take = Gathering()
    found = Entry(
        row=row,
        person=take(_mail, row),
        host=take(row.needed, "host", at_most=LONGEST_HOST),
        home=take(row.text, "home", at_most=100),
        start=take(_needed_day, row, "start"),
        end=take(_end, row),
        every=take(row.whole, "every", at_most=MOST_MONTHS) or 0,
    )
    take.check()
    return found


def _mail(row: Row) -> str:
    return row.needed("person", at_most=200).lower()


def _end(row: Row) -> date:
    end = _needed_day(row, "end")
    if end < _needed_day(row, "start"):
        raise row.bad("end", "lies before the start; correct one of the two dates")
    return end


def _needed_day(row: Row, key: str) -> date:
    if (day := row.day(key)) is None:
        raise row.bad(key, "is empty; fill it in")
    return day


def put(tx: Tx, entries: Sequence[Entry], *, actor: Actor, now: datetime, today: date) -> Imported:
    """Enter every row in this transaction; what isn't in the sheet stays as it is.

    Raises BadRows for people and posts that nobody knows; the caller's transaction rolls back.
    """
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    for new in _resolved(tx, entries, today):
        counts[_put(tx, new)] += 1
    record(tx, actor, at=now, act=IMPORTED, subject="secondments", detail=counts)
    return Imported(**counts)


def _resolved(tx: Tx, entries: Sequence[Entry], today: date) -> list[Secondment]:
    faults: list[BadCell] = []
    found: dict[tuple[int, date], Secondment] = {}
    for one in entries:
        try:
            made = _made(tx, one, today)
            if (made.person, made.start) in found:
                raise one.row.bad("start", "stands in the sheet twice for this person")
            found[made.person, made.start] = made
        except BadCell as fault:
            faults.append(fault)
    if faults:
        raise BadRows(tuple(faults))
    return list(found.values())


def _made(tx: Tx, one: Entry, today: date) -> Secondment:
    person = people.find_by_mail(tx, one.person, today)
    if person is None:
        raise one.row.bad("person", "is nobody of the people file; load that first")
    return Secondment(
        id=0,
        person=person.id,
        host=one.host,
        home=_post(tx, one, today) if one.home else 0,
        start=one.start,
        end=one.end,
        every=one.every,
        registered_on=today,
        said_on=began(today),
    )


def _post(tx: Tx, one: Entry, today: date) -> int:
    found = people.posts_named(tx, one.home, today)
    if not found:
        raise one.row.bad("home", "is a post that the people file doesn't have; load that first")
    if len(found) > 1:
        raise one.row.bad("home", "is a post of several departments; write department and post")
    return found[0].id


def _put(tx: Tx, new: Secondment) -> str:
    before = store.find(tx, new.person, new.start)
    if before is None:
        added = store.add(tx, new, look_on=None)
        store.save(tx, added, look_on=look_on(tx, added))
        return "added"
    same = replace(before, host=new.host, home=new.home, end=new.end, every=new.every)
    if same == before:
        return "unchanged"
    after = replace(same, version=before.version + 1)
    store.save(tx, after, look_on=look_on(tx, after))
    return "updated"


def rows_of(tx: Tx, today: date) -> tuple[tuple[str | int | date | None, ...], ...]:
    """Every secondment as a row, people by mail and posts by name."""
    return tuple(_row(tx, one, today) for one in store.every(tx))


def _row(tx: Tx, one: Secondment, today: date) -> tuple[str | int | date | None, ...]:
    person = people.find(tx, one.person, today)
    mail = person.mail if person else ""
    return (mail, one.host, _post_name(tx, one.home, today), one.start, one.end, one.every or None)


def _post_name(tx: Tx, post: int, today: date) -> str:
    try:
        found = people.get_post(tx, post, today)
    except NotFound:
        return ""
    return " ".join(filter(None, (found.department, found.name)))

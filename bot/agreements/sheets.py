"""The register from and to .xlsx and .csv: all rows or none, a bad one told by line and column."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot import policy, sheets
from bot.agreements.columns import COLUMNS, HEADINGS, Entry, cells, entry
from bot.agreements.duty_spans import rebind
from bot.agreements.model import Agreement, RenewalKind
from bot.agreements.rules.course import next_due_on
from bot.agreements.rules.cycles import corrected
from bot.agreements.rules.deadlines import unfunded_across_april
from bot.agreements.rules.merging import merge
from bot.agreements.store import changes, register
from bot.errors import NotFound
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.policy import Policy
from bot.sheets import BadCell, BadRows, Row
from bot.storage.tx import Tx
from bot.workdays import Calendar

MOST_FAULTS = 20
_BY_ID = re.compile(r"#([0-9]{1,9})")
IMPORTED = "agreements.import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; the lists name agreements by number that somebody should look at."""

    added: int
    updated: int
    unchanged: int
    unsigned: tuple[str, ...] = ()  # no signing date: no alert before the desk enters one
    unfunded: tuple[str, ...] = ()  # silent renewal with cost across 1 April


def entries_in(path: Path) -> tuple[Entry, ...]:
    """Every row of a file; raises Unreadable with all bad rows, and then nothing is kept."""
    found = tuple(sheets.each(sheets.read(path, COLUMNS), entry))
    faults: list[BadCell] = []
    seen: dict[str, int] = {}
    for one in found:
        number = one.agreement.number
        if number in seen:
            faults.append(one.row.bad("number", f"stands in line {seen[number]} too"))
        seen.setdefault(number, one.row.line)
    _raise(faults)
    return found


def put(
    tx: Tx,
    entries: Sequence[Entry],
    *,
    actor: Actor,
    now: datetime,
    today: date,
    calendar: Calendar,
) -> Imported:
    """Enter every row in this transaction; a row with a known 番号 corrects that agreement.

    Columns that the file doesn't have, and the state of a known agreement, stay as they are.

    Raises Unreadable for posts and parents that nobody knows; the caller's transaction rolls back.
    """
    own = policy.of(tx)
    drafts = _resolved(entries, lambda one: _with_owner(tx, _with_lead(one, own), today))
    numbers: dict[str, int] = {}
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    kept: list[Agreement] = []
    for draft, one in _parents_first(tx, drafts, numbers):
        agreement, what = _put(tx, draft, one.row, _Moment(now, today, calendar))
        numbers[one.agreement.number] = numbers[one.agreement.title] = agreement.id
        counts[what] += 1
        kept.append(agreement)
    record(tx, actor, at=now, act=IMPORTED, subject="agreements", detail=counts)
    return Imported(
        **counts,
        unsigned=tuple(one.number for one in kept if one.awaits_signing_date),
        unfunded=tuple(one.number for one in kept if unfunded_across_april(one)),
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    today: date
    calendar: Calendar


def _resolved(
    entries: Sequence[Entry], made: Callable[[Entry], Agreement]
) -> list[tuple[Agreement, Entry]]:
    faults: list[BadCell] = []
    found: list[tuple[Agreement, Entry]] = []
    for one in entries:
        try:
            found.append((made(one), one))
        except BadCell as fault:
            faults.append(fault)
    _raise(faults)
    return found


def _raise(faults: Sequence[BadCell]) -> None:
    if faults:
        raise BadRows(tuple(faults[:MOST_FAULTS]))


def _with_lead(one: Entry, own: Policy) -> Entry:
    """The row's own lead time, else the tenant's; its offsets are the tenant's for what is new."""
    lead_days = own.lead_days if one.lead_days is None else one.lead_days
    agreement = replace(one.agreement, lead_days=lead_days, offsets=own.offsets)
    return replace(one, agreement=agreement)


def _with_owner(tx: Tx, one: Entry, today: date) -> Agreement:
    post = _post(tx, one, "post", one.post, today)
    deputies = tuple(_post(tx, one, "deputies", name, today) for name in one.deputies)
    others = tuple(dict.fromkeys(deputy for deputy in deputies if deputy != post))
    return replace(one.agreement, post=post, deputies=others)


def _post(tx: Tx, one: Entry, key: str, name: str, today: date) -> int:
    """The post of that name; of several, the one in the department of the row (所管課)."""
    found = people.posts_named(tx, name, today)
    if len(found) > 1:
        own = [post for post in found if post.department == one.agreement.department]
        found = tuple(own) if len(own) == 1 else found
    if not found:
        raise one.row.bad(key, "is a post that the people file doesn't have; load that first")
    if len(found) > 1:
        raise one.row.bad(key, "is a post of several departments; write department and post")
    return found[0].id


def _parents_first(
    tx: Tx, drafts: list[tuple[Agreement, Entry]], numbers: dict[str, int]
) -> Iterator[tuple[Agreement, Entry]]:
    """The rows, each after its parent; `numbers` is filled by the caller as rows are entered."""
    waiting = drafts
    within = {name for _, one in drafts for name in (one.agreement.number, one.agreement.title)}
    while waiting:
        later: list[tuple[Agreement, Entry]] = []
        for draft, one in waiting:
            if one.parent in within and one.parent not in numbers:
                later.append((draft, one))
            else:
                yield replace(draft, parent=_parent(tx, one, numbers)), one
        if len(later) == len(waiting):
            _raise([one.row.bad("parent", "is its own parent, round about") for _, one in later])
        waiting = later


def _parent(tx: Tx, one: Entry, numbers: dict[str, int]) -> int | None:
    if not one.parent:
        return None
    if one.parent in numbers:
        return numbers[one.parent]
    found = register.numbered(tx, one.parent)
    titled = register.titled(tx, one.parent) if found is None else (found,)
    if len(titled) != 1:
        raise one.row.bad("parent", "names no agreement of the register or of this file")
    return titled[0].id


def _put(tx: Tx, draft: Agreement, row: Row, moment: _Moment) -> tuple[Agreement, str]:
    before = _known(tx, draft.number)
    if before is None:
        new = _checked(row, replace(draft, registered_on=moment.today))
        due_on = next_due_on(new, moment.calendar, moment.today)
        added = register.add(tx, new, due_on=due_on)
        changes.add(tx, added, before=None, act=IMPORTED, at=moment.now)
        return added, "added"
    merged = _checked(row, merge(before, draft, frozenset(row.headings), moment.today))
    if merged == before:
        return before, "unchanged"
    after = corrected(before, merged, moment.calendar)
    due_on = next_due_on(after, moment.calendar, moment.today)
    register.save(tx, after, before=before, due_on=due_on)
    changes.add(tx, after, before=before, act=IMPORTED, at=moment.now)
    rebind(tx, after, moment.today)
    return after, "updated"


def _checked(row: Row, agreement: Agreement) -> Agreement:
    """The agreement, where what the row says and what already stood fit together."""
    renewal = agreement.renewal
    if agreement.start and agreement.end and agreement.end < agreement.start:
        at = "end" if "end" in row.headings else "start"
        _raise([row.bad(at, "makes the end lie before the start; correct one of the two dates")])
    if renewal.kind is RenewalKind.NONE and renewal.extension_months is not None:
        at = "extension_months" if "extension_months" in row.headings else "renewal"
        _raise([row.bad(at, "更新 なし has no 更新月数; say both in columns of their own")])
    return agreement


def _known(tx: Tx, number: str) -> Agreement | None:
    """Exports number an agreement without 番号 by its id (#7)."""
    if found := _BY_ID.fullmatch(number):
        return register.find(tx, int(found[1]))
    return register.numbered(tx, number)


def export(
    path: Path,
    rows: Iterable[tuple[str | int | date | None, ...]],
    *,
    encoding: str = sheets.writing.UTF8,
) -> int:
    """Write the register to .xlsx or .csv; how many agreements. Raises Unreadable."""
    return sheets.write(path, HEADINGS, rows, encoding=encoding)


def template(path: Path, *, encoding: str = sheets.writing.UTF8) -> None:
    """Write an empty register that can be filled in."""
    sheets.write(path, HEADINGS, (), encoding=encoding)


def rows_of(tx: Tx, today: date) -> tuple[tuple[str | int | date | None, ...], ...]:
    """The whole register as rows, posts and parents by name."""
    numbers = {one.id: one.number or one.title for one in register.every(tx)}
    names: dict[int, str] = {}
    return tuple(
        cells(
            one,
            today=today,
            parent=numbers.get(one.parent, "") if one.parent else "",
            post=_post_name(tx, names, one.post, today),
            deputies=[_post_name(tx, names, post, today) for post in one.deputies],
        )
        for one in register.every(tx)
    )


def _post_name(tx: Tx, names: dict[int, str], post: int, today: date) -> str:
    if post not in names:
        try:
            found = people.get_post(tx, post, today)
        except NotFound:
            return ""
        names[post] = " ".join(filter(None, (found.department, found.name)))
    return names[post]

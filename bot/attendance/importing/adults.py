"""The guardian links that a roster names: added without any right, and nothing more.

A link counts once the office has confirmed it with its rights; no import confirms, widens or
brings one back, and none is taken away by it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice

from bot.attendance.importing import accounts
from bot.attendance.importing.accounts import Owner
from bot.attendance.importing.work import CHUNK, Work
from bot.attendance.model import Guardian
from bot.attendance.sheets.roster import Kind, reading
from bot.attendance.sheets.roster.lines import GuardianLine
from bot.attendance.store import building, filed, guardians
from bot.attendance.store.filed import Unnamed
from bot.attendance.store.tables import PUPILS
from bot.sheets import BadCell, good
from bot.storage.tx import Row, Tx


def read_adults(work: Work) -> None:
    """Every line of 保護者; the links stay unseen until the import is complete."""
    if not work.has(Kind.GUARDIANS):
        return
    rows = work.tables[Kind.GUARDIANS].rows()
    lines = good(rows, reading.guardian, work.faults)
    while chunk := list(islice(lines, CHUNK)):
        if not work.is_spoilt:
            work.begin(partial(_put, work=work, lines=chunk))
        work.count("guardians", len(chunk))
        if work.is_full:
            break
    work.finish()


def look_for_unnamed(work: Work) -> None:
    """Which links of these children an earlier file brought, and this one names no more. They stay
    as they are: the office decides, and is told of those that the last file still named."""
    step = partial(filed.unnamed, generation=work.new, roster=work.generation(PUPILS))
    after = 0
    while work.has(Kind.GUARDIANS) and (page := work.read(partial(step, after=after))):
        work.unnamed += [(one.link, one.pupil) for one in page]
        work.gone_at |= work.read(partial(_schools, work=work, links=page))
        after = page[-1].link


def _schools(tx: Tx, work: Work, links: Sequence[Unnamed]) -> set[int]:
    """Where the children are today, or will be first, whose links are missing only now."""
    before = filed.missing_among(tx, [one.link for one in links])
    newly = {one.pupil for one in links if one.link not in before}
    found = building.seats_of(tx, work.generation(PUPILS), newly)
    day = max(work.today, work.days[0])
    return {_seat_on(day, rows).school for rows in found.values()}


def _seat_on(day: date, rows: Sequence[Row]) -> Row:
    own = [row for row in rows if row.main]
    return next((row for row in own if row.until >= day), own[-1])


def _put(tx: Tx, work: Work, lines: list[GuardianLine]) -> list[BadCell]:
    roster = work.generation(PUPILS)
    ids = building.find_pupils(tx, [one.key for one in lines])
    here = building.lines_of(tx, roster, ids.values())
    faults = [
        one.row.bad("key", "is no child of this roster; add them to 児童生徒")
        for one in lines
        if ids.get(one.key) not in here
    ]
    if faults:
        return faults
    owners = {  # the register isn't told their names, which are sealed here
        one.account.key: Owner(one.account, "", one.language, outside=True)
        for one in lines
        if one.account.key
    }
    people = accounts.people(tx, owners)
    children = building.accounts_of_pupils(tx, roster, people.values())
    if faults := _children_themselves(lines, people, children):
        return faults
    links = [_link(one, ids[one.key], people.get(one.account.key, 0)) for one in lines]
    keyed = [
        (link, guardians.key_of(tx, link, one.account.key))
        for one, link in zip(lines, links, strict=True)
    ]
    guardians.import_inactive(tx, work.new, keyed)
    return []


def _children_themselves(
    lines: list[GuardianLine], people: Mapping[str, int], children: frozenset[int]
) -> list[BadCell]:
    """A child's account stands for the child alone, never for an adult."""
    return [
        one.row.bad(
            one.account.column, "is a child's account; give the guardian's own or leave it empty"
        )
        for one in lines
        if people.get(one.account.key) in children
    ]


def _link(one: GuardianLine, pupil: int, person: int) -> Guardian:
    return Guardian(
        id=0,
        pupil=pupil,
        person=person,
        name=one.name,
        relation=one.relation,
        contact=one.contact,
        household=one.household,
        language=one.language,
    )

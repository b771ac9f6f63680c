"""The one moment in which a roster becomes the one that everybody sees."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.attendance.importing.work import KIND_OF, POSTS, Imported, Work
from bot.attendance.plan import clockwork
from bot.attendance.rules.years import school_year
from bot.attendance.sheets.roster import Kind
from bot.attendance.store import building, filed, leaving, posts, roster, schools
from bot.attendance.store.tables import CLASSES, GUARDIANS, PUPILS
from bot.delivery import outbox
from bot.errors import Stale
from bot.people import parts
from bot.storage.tx import Tx


class Announced(NamedTuple):
    """When the classes are announced; None: they are known."""

    at: datetime | None


class Dead(NamedTuple):
    """Generations that nobody sees any more: of the roster with all that the register has of them,
    and of years that are over the register's rows alone, whose books stay."""

    whole: tuple[int, ...]
    of_register: tuple[int, ...]


def part_of(kind: str, year: int) -> str:
    """The name of a part of people's register that a roster keeps."""
    return f"attendance.{kind}.{year}"


def swap(
    tx: Tx,
    work: Work,
    now: datetime,
    announced: Announced,
    finally_: Callable[[Tx, Imported], None],
) -> tuple[Imported, Dead]:
    """Make it valid, in one short transaction; with the generations that nobody sees any more."""
    outbox.turnstile(tx)
    if roster.take(tx, work.year) != work.old:
        raise Stale("attendance.refused.changed")
    _schools(tx, work)
    leaving.owe(tx, (leaving.EVERYBODY, *work.moved, *building.protect(tx, work.protected)))
    kinds = [KIND_OF[kind] for kind in KIND_OF if work.has(kind)]
    if CLASSES in kinds or PUPILS in kinds:
        clockwork.meet_anew(tx, now)
    valid = {kind: work.fresh[kind] for kind in kinds}
    if work.has(Kind.GUARDIANS):
        valid[GUARDIANS] = work.new
        filed.found(tx, sorted(work.gone_at), work.new)
    for kind, new in valid.items():
        roster.put(tx, kind, work.year, new, announced_at=announced.at, imported_at=now)
    roster.announce(tx, work.year, announced.at)
    whole: list[int | None] = [work.before(kind) for kind in kinds]
    whole += _parts(tx, work, kinds)
    over = list(_over(tx, work))
    for one in (work.new, *work.fresh.values()):
        roster.end(tx, one)
    done = _done(work, announced.at)
    finally_(tx, done)
    return done, Dead(_once(whole), _once(over))


def _once(generations: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for one in generations if one))


def _schools(tx: Tx, work: Work) -> None:
    """What a roster says of known schools; what they have set themselves stays, also of late."""
    standing = {one.id: one for one in schools.every(tx)}
    for school in work.changed_schools:
        known = standing[school.id]
        named = replace(known, name=school.name, kind=school.kind, phone=school.phone)
        schools.save(tx, replace(named, version=known.version + 1))
        if known.name != school.name:
            own = (one.post for one in posts.of_school(tx, school.id))
            parts.rename(tx, own, school.name)


def _parts(tx: Tx, work: Work, kinds: list[str]) -> Iterator[int | None]:
    """People's side of it."""
    for kind in (POSTS, *kinds):
        if kind != CLASSES:
            yield parts.swap(tx, part_of(kind, work.year), work.fresh[kind])


def _over(tx: Tx, work: Work) -> Iterator[int | None]:
    """Of years that are over nobody has posts or a role any more; who was in which class then
    stays known, by the same generation."""
    over = school_year(work.today)
    for part in parts.every(tx):
        name, _, year = part.rpartition(".")
        if name.startswith("attendance.") and year.isdigit() and int(year) < over:
            yield parts.drop(tx, part)


def _done(work: Work, announced_at: datetime | None) -> Imported:
    return Imported(
        year=work.year,
        left=work.counts.get("left", 0),
        unnamed=tuple(work.unnamed),
        announced_at=announced_at,
        **{
            name: work.counts.get(name, 0)
            for name in ("schools", "classes", "staff", "pupils", "guardians")
        },
    )

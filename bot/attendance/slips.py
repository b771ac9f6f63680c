"""Family words on paper: a slip for each child, printed once and handed out in April.

The words stand in the printed file alone; what is kept of them is a slow hash.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.attendance.model import Class, Enrolment, Pupil, School
from bot.attendance.rules import access as rules
from bot.attendance.rules import words
from bot.attendance.rules.access import Right
from bot.attendance.rules.years import school_year
from bot.attendance.sheets import paper
from bot.attendance.store import classes, enrolments, posts, schools
from bot.attendance.store import words as store
from bot.errors import Unreadable
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Person
from bot.sheets.writing import whole
from bot.storage.store import Storage
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose words are to be made anew, and who takes them out."""

    school: School
    by: Person
    seats: tuple[tuple[Class, Enrolment, Pupil], ...]


def wanted(
    tx: Tx, code: str, only: tuple[int, str] | None, mail: str, now: datetime, *, renew: bool
) -> Wanted:
    """The children of a school, or of its class `only` (grade and name), without a word; with
    `renew` all of them. Raises Unreadable, also where `mail` is not of that school's office."""
    school = schools.find_by_code(tx, code)
    by = people.find_by_mail(tx, mail, now.date())
    if school is None:
        raise Unreadable(code, "is no known school; write its 学校コード")
    found = [
        one
        for one in classes.current(tx, school.id, now.date())
        if only in (None, (one.grade, one.name))
    ]
    if not found:
        raise Unreadable("--class", "there is no such class this year; write it like 3-2")
    if by is None or not _may(tx, by, found, now):
        raise Unreadable(
            "--as", "family words are the school office's (学校事務); name somebody of it"
        )
    seats = tuple(
        (class_, seat, child)
        for class_ in found
        for seat, child in enrolments.seats(tx, class_.id, now.date())
        if seat.main and (renew or store.state(tx, child.id) is None)
    )
    return Wanted(school=school, by=by, seats=seats)


def _may(tx: Tx, by: Person, found: Sequence[Class], now: datetime) -> bool:
    held = people.holders_of(tx, by.id, now.date())
    at = posts.functions_of(tx, [one.post for one in held.of])
    access = rules.access(by, held, at, now)
    return all(access.may_in(Right.WORDS, one, now) for one in found)


def print_(
    storage: Storage, tenant: str, path: Path, given: Wanted, now: datetime, via: str
) -> int:
    """Write the slips to `path` (.html) and keep the words, both or neither; how many."""
    if path.suffix.lower() != ".html":
        raise Unreadable(path.name, "end the file's name in .html; a browser prints it")
    made = [words.made(secrets.choice) for _ in given.seats]
    peppered = storage.read_now(tenant, partial(_peppered, given=given, made=made))
    hashes = [words.hashed(one, salt=secrets.token_bytes(words.SALT_BYTES)) for one in peppered]
    slips = [
        paper.Slip(
            grade=class_.grade,
            class_name=class_.name,
            number=seat.number,
            child=child.name,
            word=word,
        )
        for (class_, seat, child), word in zip(given.seats, made, strict=True)
    ]

    def write(draft: Path) -> None:
        draft.chmod(0o600)
        draft.write_text(paper.page(given.school, school_year(now.date()), slips), encoding="utf-8")
        storage.write_now(tenant, partial(_keep, given=given, hashes=hashes, now=now, via=via))

    whole(path, write)
    return len(slips)


def _peppered(tx: Tx, given: Wanted, made: Sequence[str]) -> list[str]:
    return [
        store.peppered(tx, child.id, word)
        for (_, _, child), word in zip(given.seats, made, strict=True)
    ]


def _keep(tx: Tx, given: Wanted, hashes: Sequence[str], now: datetime, via: str) -> None:
    for (_, _, child), hashed in zip(given.seats, hashes, strict=True):
        store.put(tx, child.id, hashed, now)
    actor = Actor.command(pseudonyms.of(tx, given.by.id), via=via)
    detail = {"words": len(hashes)}
    record(tx, actor, at=now, act="attendance.words", subject=given.school.subject, detail=detail)

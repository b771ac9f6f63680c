"""Sessions and quotas of a sheet: entered, corrected, and moved as by the desk's own command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.sheets import BadCell, Gathering
from bot.storage.tx import Tx
from bot.training import managing, notices, seats
from bot.training.managing import Deed
from bot.training.model import Course, Quota, Session, SessionState
from bot.training.rules import gatherings as of_gatherings
from bot.training.rules.sessions import takes_place
from bot.training.sheets import columns, editions, names
from bot.training.sheets.editions import Lacking
from bot.training.sheets.entries import Edition, QuotaEntry, SessionEntry
from bot.training.store import (
    courses,
    gatherings,
    quotas,
    sessions,
    waves,
)

_CARRIED = ("place", "link", "deadline", "wave", "host", "organizer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A session that people have a place in and a file would move; all of them are told."""

    code: str
    number: int
    before: Session
    after: Session

    @property
    def people(self) -> int:
        return self.before.held + self.before.waiting


def lock(tx: Tx, rows: tuple[SessionEntry, ...], limits: tuple[QuotaEntry, ...]) -> None:
    """Lock every session that these rows name before the first changes: in the order of all."""
    named = {*_named(tx, ((one, one.session.number) for one in rows))}
    named |= {*_named(tx, ((one, one.number) for one in limits))}
    for found in sorted(named):
        sessions.lock(tx, found)


def _named(tx: Tx, rows: Iterable[tuple[Edition, int]]) -> Iterator[int]:
    for one, number in rows:
        try:
            found = sessions.find(tx, editions.of(tx, one).id, number)
        except BadCell:
            continue  # it is told when its own turn comes
        if found is not None:
            yield found.id


def moves(tx: Tx, rows: tuple[SessionEntry, ...]) -> Iterator[Move]:
    """The sessions with people that these rows would move; changes nothing."""
    for one in rows:
        try:
            course = editions.of(tx, one)
        except BadCell:
            continue  # a course that this file brings has nobody yet
        before = sessions.find(tx, course.id, one.session.number)
        if before is not None and before.held + before.waiting:
            after = merged(before, one)
            if _when(after) != _when(before) and takes_place(before):
                yield Move(code=one.code, number=before.number, before=before, after=after)


def merged(before: Session, one: SessionEntry) -> Session:
    """The session as a row has it; columns that the sheet lacks stay, and so do empty deadlines."""
    given = {name: getattr(one.session, name) for name in _CARRIED if name in one.row.headings}
    if not one.row.text("deadline"):
        given["deadline"] = min(before.deadline, one.session.starts_at)
    after = replace(
        before,
        starts_at=one.session.starts_at,
        ends_at=one.session.ends_at,
        seats=one.session.seats,
        **given,
    )
    return after if _when(after) == _when(before) else replace(after, reason="")


def put(tx: Tx, one: SessionEntry, deed: Deed) -> str:
    """Enter or correct a session; what was done, in a word. Raises BadCell."""
    course = editions.of(tx, one)
    before = sessions.find(tx, course.id, one.session.number)
    if before is None:
        _check(tx, course, one, None, one.session, deed.now.date())
        sessions.add(tx, replace(one.session, course=course.id))
        return "added"
    before = sessions.lock(tx, before.id)
    after = of_gatherings.kept(before, merged(before, one), gatherings.find(tx, before.id))
    if after == before:
        return "unchanged"
    _check(tx, course, one, before, after, deed.now.date())
    _check_change(one, before, after, deed.now)
    change(tx, before, after, deed)
    return "moved" if _when(after) != _when(before) and _has_people(before) else "updated"


def _check(
    tx: Tx, course: Course, one: SessionEntry, before: Session | None, after: Session, on: date
) -> None:
    take = Gathering()
    take(_check_wave, tx, course, one, after.wave)
    if after.host and (before is None or after.host != before.host):
        take(names.municipality, tx, one.row, "host", after.host)
    if before is None or after.organizer != before.organizer:  # who has left since may stand
        take(names.organizer, tx, one.row, "organizer", after.organizer, on)
    take.check()


def _check_wave(tx: Tx, course: Course, one: SessionEntry, wave: int) -> None:
    if wave and waves.find(tx, course.id, wave) is None:
        fault = "names no wave of this course; enter it in 受講期 first"
        raise Lacking(one.row, "wave", fault, columns.WAVES, one.code, str(wave))


def _check_change(one: SessionEntry, before: Session, after: Session, now: datetime) -> None:
    if not takes_place(before):
        word = "cancelled" if before.state is SessionState.CANCELLED else "held"
        raise one.row.bad("number", f"is a session that was {word}; enter another number")
    if after.seats < before.held:
        raise one.row.bad("seats", f"is less than the {before.held} seats that people hold")
    if _when(after) != _when(before) and min(before.starts_at, after.starts_at) <= now:
        raise one.row.bad("day", "would move a session that has begun, or into the past")


def change(tx: Tx, before: Session, after: Session, deed: Deed) -> None:
    """Whoever has a place is told of another time or place, and a seat more goes to who waits."""
    moves_people = _has_people(before) and _when(after) != _when(before)
    begins_anew = after.starts_at != before.starts_at or after.place not in ("", before.place)
    if moves_people and begins_anew:
        length = after.ends_at - after.starts_at
        there = replace(after, starts_at=before.starts_at, ends_at=before.starts_at + length)
        _save(tx, before, replace(there, place=after.place and before.place))
        words = {"place": after.place, "reason": after.reason}
        managing.move_session(tx, before.id, deed, starts_at=after.starts_at, **words)
    else:
        _save(tx, before, after)
        if after.link != before.link and not moves_people:
            _relink(tx, before, deed)
        if moves_people:
            outcome = seats.shift_session(tx, before.id, deed.now, was=before.starts_at)
            managing.tell(tx, outcome, deed, was=before.starts_at)
    if after.seats > before.seats:
        fill(tx, before.id, deed)


def _save(tx: Tx, before: Session, after: Session) -> None:
    if after != before:
        sessions.save(tx, replace(after, version=before.version + 1))


def _relink(tx: Tx, before: Session, deed: Deed) -> None:
    """Calendars and cards say the other address."""
    course, session = courses.get(tx, before.course), sessions.get(tx, before.id)
    notices.link_changed(tx, course, session, deed.now)


def fill(tx: Tx, session: int, deed: Deed) -> None:
    """Free seats go to who waits for them."""
    managing.tell(tx, seats.move_up(tx, session, deed.now), deed)


def limit(tx: Tx, rows: list[QuotaEntry], deed: Deed) -> None:
    """Let these be all quotas of one session. Raises BadCell."""
    course = editions.of(tx, rows[0])
    found = sessions.find(tx, course.id, rows[0].number)
    if found is None:
        what = (columns.SESSIONS, rows[0].code, str(rows[0].number))
        raise Lacking(rows[0].row, "number", "is no session of this course", *what)
    found = sessions.lock(tx, found.id)
    before = quotas.of(tx, found.id)
    wanted = {(one.quota.org, one.quota.name): one for one in rows}
    if {(one.org, one.name, one.seats) for one in before} == {
        (one.quota.org, one.quota.name, one.quota.seats) for one in rows
    }:
        return
    _check_names(tx, before, rows)
    quotas.put(tx, found, [one.quota for one in rows])
    for quota in quotas.of(tx, found.id):
        if quota.held > quota.seats:
            row = wanted[quota.org, quota.name].row
            raise row.bad("seats", f"is less than the {quota.held} seats that its people hold")
    fill(tx, found.id, deed)


def _check_names(tx: Tx, before: Iterable[Quota], rows: Iterable[QuotaEntry]) -> None:
    """A quota that stands may outlive its department; a new one has to bind somebody."""
    standing = {(one.org, one.name) for one in before}
    take = Gathering()
    for one in rows:
        if (one.quota.org, one.quota.name) not in standing:
            take(names.organisation, tx, one.row, "name", one.quota.org, one.quota.name)
    take.check()


def _has_people(session: Session) -> bool:
    return bool(session.held + session.waiting)


def _when(session: Session) -> tuple[datetime, datetime, str]:
    return session.starts_at, session.ends_at, session.place

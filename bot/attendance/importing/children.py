"""The children of a roster: who they are, and in which class each is from–to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from bot.attendance.importing import accounts
from bot.attendance.importing.accounts import Owner
from bot.attendance.importing.work import CHUNK, Seated, Work
from bot.attendance.model import Stream
from bot.attendance.rules import turnover
from bot.attendance.rules.turnover import Stay
from bot.attendance.sheets.roster import Kind, reading
from bot.attendance.sheets.roster.lines import Place, PupilLine
from bot.attendance.store import building, pupils
from bot.attendance.store.tables import PUPILS
from bot.people import parts
from bot.people.model import Role
from bot.sheets import BadCell, good
from bot.storage.tx import Row, Tx

Fields = dict[str, Any]


def read_children(work: Work) -> None:
    """Every line of 児童生徒, into the new generation."""
    if not work.has(Kind.PUPILS):
        return
    rows = work.tables[Kind.PUPILS].rows()
    lines = good(rows, partial(reading.pupil, year=work.year), work.faults)
    while chunk := list(islice(lines, CHUNK)):
        for line in chunk:
            work.faults += _unknown_places(work, line)
        if not work.is_spoilt:
            work.begin(partial(_put, work=work, lines=chunk))
        work.count("pupils", len(chunk))
        if work.is_full:
            break
    work.finish()


def _unknown_places(work: Work, line: PupilLine) -> list[BadCell]:
    faults: list[BadCell] = []
    if line.place.school not in work.schools:
        wrong = line.row.bad("school", "is no known school; add it to 学校")
        return [wrong] if work.schools_are_sure else []
    if not work.classes_are_sure:
        return []
    if line.place not in work.classes:
        faults.append(line.row.bad("class", "is no class of this year; add it to 学級"))
    if line.joint is not None and not _is_joint(work, line.joint):
        remedy = "is no class of this year that children of a 特別支援学級 sit in"
        faults.append(line.row.bad("joint", remedy))
    return faults


def _is_joint(work: Work, place: Place) -> bool:
    found = work.classes.get(place)
    return found is not None and found.stream is not Stream.SUPPORT


def _put(tx: Tx, work: Work, lines: list[PupilLine]) -> list[BadCell]:
    ids = building.pupils(tx, [line.key for line in lines])
    named = building.lines_of(tx, work.fresh[PUPILS], ids.values())
    if faults := _other_names(tx, lines, ids, named):
        return faults
    owners = {
        line.account.key: Owner(line.account, line.name, line.language)
        for line in lines
        if line.account.key
    }
    people = accounts.people(tx, owners)
    building.add_pupil_lines(tx, work.fresh[PUPILS], [_line(tx, one, ids, people) for one in lines])
    seats = _seats(tx, work, lines, ids)
    building.add_seats(tx, work.fresh[PUPILS], seats)
    parts.add_roles(tx, work.fresh[PUPILS], list(_roles(seats, lines, ids, people)))
    work.protected += [ids[one.key] for one in lines if one.protected]
    return []


def _other_names(
    tx: Tx, lines: list[PupilLine], ids: Mapping[str, int], named: Mapping[int, Row]
) -> list[BadCell]:
    """A number that stands for two children."""
    faults = []
    first = {row.pupil: (pupils.names(tx, row)[0], row.line) for row in named.values()}
    for one in lines:
        name, line = first.setdefault(ids[one.key], (one.name, one.row.line))
        if name != one.name:
            faults.append(one.row.bad("name", f"differs from line {line} of the same child"))
    return faults


def _line(tx: Tx, one: PupilLine, ids: Mapping[str, int], people: Mapping[str, int]) -> Fields:
    pupil = ids[one.key]
    return {
        "pupil": pupil,
        "names": pupils.sealed(tx, pupil, one.name, one.reading),
        "name": "",
        "reading": "",
        "person": people.get(one.account.key, 0),
        "language": one.language,
        "line": one.row.line,
    }


def _seats(tx: Tx, work: Work, lines: list[PupilLine], ids: Mapping[str, int]) -> list[Fields]:
    """Who sits where; of a child who moved without a day the old class until yesterday too."""
    old: Mapping[int, list[Row]] = {}
    if work.has_begun:
        old = building.seats_of(tx, work.before(PUPILS), ids.values())
    return [
        seat
        for one in lines
        for seat in _of_line(work, one, ids[one.key], old.get(ids[one.key], []))
    ]


def _of_line(work: Work, one: PupilLine, pupil: int, old: list[Row]) -> list[Fields]:
    at = work.classes[one.place]
    places = [(at, True)]
    if one.joint is not None:
        places.append((work.classes[one.joint], False))
    seats = [_seat(work, one, pupil, at, old, main=main) for at, main in places]
    if one.dated:
        return seats
    named = {main: at.id for at, main in places}
    return [*carried(old, named, work.today), *seats]


def _seat(
    work: Work, one: PupilLine, pupil: int, at: Seated, old: list[Row], *, main: bool
) -> Fields:
    stay = Stay(class_id=at.id, since=one.since, until=one.until)
    if work.has_begun and not one.dated:
        stay = turnover.begins((_stay(row) for row in old if row.main is main), stay, work.today)
    return {
        "pupil": pupil,
        "class_id": at.id,
        "school": at.school,
        "number": one.number,
        "since": stay.since,
        "until": stay.until,
        "main": main,
        "line": one.row.line,
    }


def carried(old: Iterable[Row], named: Mapping[bool, int], today: date) -> list[Fields]:
    """What remains of the seats of a child whom a roster names, without days, in the classes
    `named`: their own (True) and their 交流学級 (False), as far as it names one."""
    rows = {(row.main, _stay(row)): row for row in old}
    return [
        building.copied(rows[main, stay], until=rest.until, line=0)
        for main in (True, False)
        for stay, rest in turnover.kept(
            (stay for is_main, stay in rows if is_main is main), named.get(main), today
        )
    ]


def _stay(row: Row) -> Stay:
    return Stay(class_id=row.class_id, since=row.since, until=row.until)


def _roles(
    seats: Iterable[Fields],
    lines: list[PupilLine],
    ids: Mapping[str, int],
    people: Mapping[str, int],
) -> Iterator[Fields]:
    """A child's account is a pupil's on the days of its own class."""
    accounts = {ids[one.key]: people[one.account.key] for one in lines if one.account.key}
    for seat in seats:
        if seat["main"] and seat["pupil"] in accounts:
            yield role(accounts[seat["pupil"]], seat)


def role(person: int, seat: Fields) -> Fields:
    """The role of a child's account, from–to as a seat of theirs."""
    days = {"since": seat["since"], "until": seat["until"]}
    return {"person": person, "role": Role.PUPIL.value, **days}


def carry_over(work: Work) -> None:
    """Children whom the file names no more stay in the books until yesterday."""
    if not work.has(Kind.PUPILS) or work.is_spoilt or not work.before(PUPILS):
        return
    new, old, after = work.fresh[PUPILS], work.before(PUPILS), 0
    look = partial(building.unnamed, generation=new, old=old, most=CHUNK)
    while pupils := work.read(partial(look, after=after)):
        work.write(partial(_carry, work=work, pupils=pupils))
        after = pupils[-1]


def _carry(tx: Tx, work: Work, pupils: Sequence[int]) -> None:
    old = work.before(PUPILS)
    lines, seats = building.lines_of(tx, old, pupils), building.seats_of(tx, old, pupils)
    left = [one for rows in seats.values() for one in carried(rows, {}, work.today)]
    stayed = {one["pupil"] for one in left}
    building.add_pupil_lines(
        tx, work.fresh[PUPILS], [building.copied(lines[one], line=0) for one in sorted(stayed)]
    )
    building.add_seats(tx, work.fresh[PUPILS], left)
    accounts = {one: lines[one].person for one in stayed if lines[one].person}
    own = [one for one in left if one["main"] and one["pupil"] in accounts]
    parts.add_roles(tx, work.fresh[PUPILS], [role(accounts[one["pupil"]], one) for one in own])
    gone = [one for one, rows in seats.items() if any(_is_now(row, work.today) for row in rows)]
    work.counts["left"] = work.counts.get("left", 0) + len(gone)


def _is_now(row: Row, today: date) -> bool:
    return bool(row.main and row.since <= today <= row.until)


def look_for_moved(work: Work) -> None:
    """Who has left their school by today's date: their cards there must not stand any longer. Who
    moves later, as a file may say, stands on them until then."""
    new, old, after = work.fresh[PUPILS], work.before(PUPILS), 0
    look = partial(building.moved, generation=new, old=old, day=work.today, most=CHUNK)
    while work.has(Kind.PUPILS) and (page := work.read(partial(look, after=after))):
        work.moved += page
        after = page[-1]

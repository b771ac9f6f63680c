"""Schools and classes of a roster, and the posts that follow from them."""

from dataclasses import replace

from bot.attendance.importing.work import POSTS, Seated, Work
from bot.attendance.model import School, SchoolPost
from bot.attendance.rules import ladder
from bot.attendance.rules.ladder import Seat
from bot.attendance.sheets.roster import Kind
from bot.attendance.sheets.roster import reading as roster_reading
from bot.attendance.sheets.roster.lines import ClassLine, Place, SchoolLine
from bot.attendance.store import building, classes, posts, schools
from bot.attendance.store.tables import CLASSES
from bot.people import parts
from bot.sheets import good
from bot.storage.tx import Tx


def read_schools(work: Work) -> None:
    """Every school that is known by now, and those of the file."""
    work.schools = {one.code: one for one in work.read(schools.every)}
    if not work.has(Kind.SCHOOLS):
        return
    rows = work.tables[Kind.SCHOOLS].rows()
    lines: dict[str, SchoolLine] = {}
    for line in good(rows, roster_reading.school, work.faults):
        if line.code in lines:
            first = lines[line.code].row.line
            work.faults.append(line.row.bad("school", f"stands in line {first} already"))
        lines[line.code] = line
    work.schools_are_sure = not work.is_spoilt
    if not work.is_spoilt:
        work.write(lambda tx: _put_schools(tx, work, lines))
    work.count("schools", len(lines))


def _put_schools(tx: Tx, work: Work, lines: dict[str, SchoolLine]) -> None:
    """New ones at once, unseen until the end; what changes in known ones waits for it."""
    for code, line in sorted(lines.items()):
        known = work.schools.get(code)
        if known is None:
            new = School(id=0, code=code, name=line.name, kind=line.kind, phone=line.phone)
            work.schools[code] = schools.add(tx, new, work.new)
            continue
        phone = line.phone or known.phone
        said = replace(known, name=line.name, kind=line.kind, phone=phone)
        if said != known:
            work.schools[code] = replace(said, version=known.version + 1)
            work.changed_schools.append(work.schools[code])


def read_classes(work: Work) -> None:
    """The classes of the year: those of the file, or those that are known where it has none."""
    if not work.has(Kind.CLASSES):
        work.classes = work.read(lambda tx: _known_classes(tx, work))
        return
    lines: dict[Place, ClassLine] = {}
    rows = work.tables[Kind.CLASSES].rows()
    for line in good(rows, roster_reading.class_, work.faults):
        if line.place in lines:
            first = lines[line.place].row.line
            work.faults.append(line.row.bad("class", f"stands in line {first} already"))
        if line.place.school not in work.schools and work.schools_are_sure:
            work.faults.append(line.row.bad("school", "is no known school; add it to 学校"))
        lines[line.place] = line
    work.classes = {one: Seated(id=0, school=0, stream=lines[one].stream) for one in lines}
    work.classes_are_sure = work.schools_are_sure and not work.is_spoilt
    if not work.is_spoilt:
        work.write(lambda tx: _put_classes(tx, work, list(lines.values())))
    work.count("classes", len(lines))


def _known_classes(tx: Tx, work: Work) -> dict[Place, Seated]:
    return {
        Place(school=school.code, grade=one.grade, name=one.name): Seated(
            id=one.id, school=school.id, stream=one.stream
        )
        for school in work.schools.values()
        for one in classes.of_school(tx, school.id, work.year)
    }


def _put_classes(tx: Tx, work: Work, lines: list[ClassLine]) -> None:
    wanted = [(work.schools[one.place.school].id, one.place.grade, one.place.name) for one in lines]
    ids = building.classes(tx, work.year, wanted)
    streams = [(ids[place], line.stream) for place, line in zip(wanted, lines, strict=True)]
    building.add_class_lines(tx, work.fresh[CLASSES], streams)
    work.classes = {
        line.place: Seated(id=ids[place], school=place[0], stream=line.stream)
        for place, line in zip(wanted, lines, strict=True)
    }


def put_posts(work: Work) -> None:
    """The posts of every school by its classes, and which of them stands above which.

    Each step one school. A post that is known keeps its id, whatever its school is called now.
    """
    for school in work.schools.values():
        work.write(lambda tx, school=school: _put_posts(tx, work, school))  # type: ignore[misc]


def _put_posts(tx: Tx, work: Work, school: School) -> None:
    known = {
        (one.function, one.grade, one.class_name): one.post
        for one in posts.of_school(tx, school.id)
    }
    own = [(place.grade, place.name) for place in work.classes if place.school == school.code]
    rungs = ladder.rungs(own)
    known |= _made(tx, school, [one.seat for one in rungs if one.seat not in known])
    work.posts |= {(school.id, *seat): post for seat, post in known.items()}
    above = [(known[one.seat], known[one.above] if one.above else None) for one in rungs]
    parts.add_standing(tx, work.fresh[POSTS], above, work.days[0])


def _made(tx: Tx, school: School, seats: list[Seat]) -> dict[Seat, int]:
    names = {seat: ladder.post_name(seat) for seat in seats}
    ids = parts.posts(tx, ((school.name, name) for name in names.values()))
    found = {seat: ids[school.name, name] for seat, name in names.items()}
    posts.put(
        tx,
        (
            SchoolPost(
                post=post, school=school.id, function=seat[0], grade=seat[1], class_name=seat[2]
            )
            for seat, post in found.items()
        ),
    )
    return found

"""What the people of あかつき市 have in their calendars: invented, and the same at every start."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.emulator.tenant import Engagement, Person, Room

ZONE = ZoneInfo("Asia/Tokyo")
DAYS = 430  # counted from a month before the first day of practice
_ROOMS = (
    ("a4a75c1e-0000-4000-c000-000000000001", "第1会議室", "kaigishitsu1@city.akatsuki.example"),
    ("a4a75c1e-0000-4000-c000-000000000002", "第2会議室", "kaigishitsu2@city.akatsuki.example"),
)
_HEADS = ("部長", "課長")
# The council sits in these days; heads are in the chamber.
_COUNCIL = (((3, 1), (3, 18)), ((6, 8), (6, 24)), ((9, 1), (9, 22)), ((12, 1), (12, 18)))
# Of the sample year, in which people are not at work: too few to load a calendar of all years.
_HOLIDAYS = (
    *((1, 11), (2, 11), (2, 23), (3, 22), (4, 29), (5, 3), (5, 4), (5, 5), (7, 19), (8, 11)),
    *((9, 20), (9, 23), (10, 11), (11, 3), (11, 23)),
)
_ERRANDS = ("現地確認", "県庁での打合せ", "関係団体の訪問", "研修", "施設の巡回")
_ROOM_USES = ("選挙事務の打合せ", "入札", "審議会", "住民説明会", "予算ヒアリング", "職員研修")
_Times = tuple[time, time]


def rooms() -> tuple[Room, ...]:
    """The rooms that can be booked."""
    return tuple(Room(aad_object_id=id, name=name, mail=mail) for id, name, mail in _ROOMS)


def engagements(people: Sequence[Person], first_day: date) -> tuple[Engagement, ...]:
    """Everybody's meetings, errands and days off, and what the rooms are used for."""
    days = list(_working_days(first_day - timedelta(days=30)))
    of_people = (one for person in people for day in days for one in _day_of(person, day))
    of_rooms = (one for room in rooms() for day in days for one in _uses_of(room, day))
    return (*of_people, *of_rooms)


def _working_days(first: date) -> Iterator[date]:
    for number in range(DAYS):
        day = first + timedelta(days=number)
        year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
        if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS and not year_end:
            yield day


def _day_of(person: Person, day: date) -> Iterator[Engagement]:
    id, chance = person.aad_object_id, _chance(person.mail, day)
    if chance % 23 == 0:
        yield _engagement(id, "年次休暇", day, person.works, "oof")
        return
    if chance % 11 == 0:
        subject = _ERRANDS[chance % len(_ERRANDS)]
        yield _engagement(id, subject, day, (time(13), time(16, 30)), "oof")
    yield from _meetings_of(person, day)


def _meetings_of(person: Person, day: date) -> Iterator[Engagement]:
    id, office = person.aad_object_id, zlib.crc32(person.department.encode())
    if day.weekday() == office % 5:
        yield _engagement(id, f"{person.department} 課内会議", day, (time(9), time(10)))
    if day.weekday() == (office // 5) % 5:
        times = ((time(13), time(14)), (time(15), time(16)))[office % 2]
        yield _engagement(id, "係打合せ", day, times)
    if person.job_title in _HEADS:
        yield from _duties_of_heads(person, day)


def _duties_of_heads(person: Person, day: date) -> Iterator[Engagement]:
    id = person.aad_object_id
    if any(first <= (day.month, day.day) <= last for first, last in _COUNCIL):
        yield _engagement(id, "市議会", day, (time(10), time(12)))
        yield _engagement(id, "市議会", day, (time(13), time(16)))
    elif day.weekday() == 1 and person.job_title == "部長":
        yield _engagement(id, "庁議", day, (time(10), time(11, 30)))
    elif day.weekday() == 3 and 8 <= day.day <= 14:
        yield _engagement(id, "課長会議", day, (time(13, 30), time(15)))


def _uses_of(room: Room, day: date) -> Iterator[Engagement]:
    chance = _chance(room.mail, day)
    subject = _ROOM_USES[chance % len(_ROOM_USES)]
    if chance % 3 == 0:
        yield _engagement(room.aad_object_id, subject, day, (time(9, 30), time(11, 30)))
    if chance % 4 == 1:
        yield _engagement(room.aad_object_id, subject, day, (time(13, 30), time(16)))


def _chance(name: str, day: date) -> int:
    return zlib.crc32(f"{name}/{day}".encode())


def _engagement(
    owner: str, subject: str, day: date, times: _Times, shows: str = "busy"
) -> Engagement:
    start, end = (datetime.combine(day, at, ZONE) for at in times)
    return Engagement(owner=owner, subject=subject, start=start, end=end, shows=shows)

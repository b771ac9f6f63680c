"""Reads the lines of a roster; whatever is wrong with one is told cell by cell."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from bot.attendance.model import Function, Stream
from bot.attendance.rules.years import first_day, last_day
from bot.attendance.sheets.roster.columns import FUNCTIONS, LANGUAGES, SCHOOL_KINDS, STREAMS
from bot.attendance.sheets.roster.lines import (
    Account,
    ClassLine,
    GuardianLine,
    Place,
    PupilLine,
    SchoolLine,
    StaffLine,
)
from bot.sheets import Gathering, Row

T = TypeVar("T")
_MAIL_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_GRADE_AND_CLASS = re.compile(r"(?:([0-9])(?:年|-))?(.+)")
_MOST_GRADE = 9
_MOST_NUMBER = 999
_OF_A_CLASS = frozenset((Function.HOMEROOM, Function.DEPUTY_HOMEROOM))


def school(row: Row) -> SchoolLine:
    """A line of 学校."""
    read = Gathering()
    code, name = read(row.needed, "school", at_most=40), read(row.needed, "name", at_most=100)
    kind, phone = read(_chosen, row, "kind", SCHOOL_KINDS), read(row.text, "phone", at_most=40)
    read.check()
    return SchoolLine(row=row, code=code, name=name, kind=kind, phone=phone)


def class_(row: Row) -> ClassLine:
    """A line of 学級."""
    read = Gathering()
    place, stream = _place(read, row), read(row.choice, "stream", STREAMS)
    read.check()
    return ClassLine(row=row, place=place, stream=stream or Stream.ORDINARY)


def staff(row: Row, year: int) -> StaffLine:
    """A line of 教職員: one post of one person."""
    read = Gathering()
    code, name = read(row.needed, "school", at_most=40), read(row.needed, "name", at_most=200)
    function = read(_chosen, row, "function", FUNCTIONS)
    account, span = read(_needed_account, row), read(_span, row, year)
    grade, class_name = read(_of_function, row, function) or (0, "")
    read.check()
    return StaffLine(
        row=row,
        school=code,
        function=function,
        name=" ".join(name.split()),
        account=account,
        grade=grade,
        class_name=class_name,
        since=span[0],
        until=span[1],
    )


def pupil(row: Row, year: int) -> PupilLine:
    """A line of 児童生徒: a child in a class from–to."""
    read = Gathering()
    key, name = read(row.needed, "key", at_most=60), read(row.needed, "name", at_most=200)
    reading, place = read(row.text, "reading", at_most=200), _place(read, row)
    number, account = read(_number, row), read(_account, row)
    joint = read(_joint, row, place)
    language, protected = read(_language, row), read(row.flag, "protected")
    span = read(_span, row, year)
    read.check()
    return PupilLine(
        row=row,
        key=key,
        name=" ".join(name.split()),
        reading=" ".join(reading.split()),
        place=place,
        number=number,
        joint=joint,
        account=account,
        language=language,
        protected=protected,
        since=span[0],
        until=span[1],
        dated=row.cells.get("from", "") != "",
    )


def guardian(row: Row) -> GuardianLine:
    """A line of 保護者: an adult of one child; a second child of theirs is another line."""
    read = Gathering()
    key, name = read(row.needed, "key", at_most=60), read(row.text, "name", at_most=200)
    relation, contact = read(row.text, "relation", at_most=40), read(_contact, row)
    account, language = read(_account, row), read(_language, row)
    household = read(row.text, "household", at_most=60)
    read.check()
    return GuardianLine(
        row=row,
        key=key,
        name=" ".join(name.split()),
        relation=relation,
        contact=contact,
        account=account,
        household=household,
        language=language,
    )


def _chosen(row: Row, key: str, words: Mapping[str, T]) -> T:
    found = row.choice(key, words)
    if found is None:
        raise row.bad(key, f"is empty; write one of {', '.join(words)}")
    return found


def _place(read: Gathering, row: Row) -> Place:
    """Not to be looked at before `read` has checked."""
    school, grade = read(row.needed, "school", at_most=40), read(_grade, row)
    return Place(school=school, grade=grade, name=read(class_name, row))


def _grade(row: Row) -> int:
    found = row.whole("grade", at_most=_MOST_GRADE)
    if found is None:
        raise row.bad("grade", f"is empty; write 1 to {_MOST_GRADE}, in a kindergarten 0")
    return found


def class_name(row: Row, key: str = "class") -> str:
    """A class's own name as it is kept: 2 of 「2組」."""
    found = _plain(row.needed(key, at_most=40))
    if not found:
        raise row.bad(key, "is empty; write the class's own name, like 2 for 2組")
    return found


def _plain(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().removesuffix("組").strip()


def _joint(row: Row, place: Place) -> Place | None:
    """The 交流学級 of the same school: 3-2, 3年2組, or 2 of the same grade."""
    written = _plain(row.text("joint", at_most=40))
    if not written:
        return None
    found = _GRADE_AND_CLASS.fullmatch(written)
    grade = int(found[1]) if found and found[1] else place.grade
    name = found[2] if found else written
    joint = Place(school=place.school, grade=grade, name=name)
    if joint == place:
        raise row.bad("joint", "is the child's own class; leave it empty")
    return joint


def _number(row: Row) -> int:
    found = row.whole("number", at_least=1, at_most=_MOST_NUMBER)
    if found is None:
        raise row.bad("number", "is empty; write the child's number in the class")
    return found


def _account(row: Row) -> Account:
    aad, mail = row.text("aad_object_id", at_most=64).lower(), row.text("mail", at_most=320).lower()
    if mail and not _MAIL_ADDRESS.fullmatch(mail):
        raise row.bad("mail", "is not a mail address")
    return Account(aad_object_id=aad, mail=mail)


def _needed_account(row: Row) -> Account:
    found = _account(row)
    if not found.key:
        raise row.bad("mail", "is empty; give the mail address or the オブジェクトID")
    return found


def _contact(row: Row) -> str:
    """An adult is told apart by account, contact or name: one of them has to be there."""
    found = row.text("contact", at_most=200)
    if not (found or row.text("name") or row.text("mail") or row.text("aad_object_id")):
        raise row.bad("contact", "is empty; give a contact, an account or the name")
    return found


def _language(row: Row) -> str:
    return row.choice("language", LANGUAGES) or "ja"


def _of_function(row: Row, function: Function) -> tuple[int, str]:
    """The class of a class's own posts, the grade of a year head's."""
    if function in _OF_A_CLASS:
        return _grade(row), class_name(row)
    return (_grade(row), "") if function is Function.YEAR_HEAD else (0, "")


def _span(row: Row, year: int) -> tuple[date, date]:
    """The days within the school year; an empty side is the year's own."""
    first, last = first_day(year), last_day(year)
    since, until = row.day("from") or first, row.day("to") or last
    for key, day in (("from", since), ("to", until)):
        if not first <= day <= last:
            raise row.bad(key, f"lies outside the school year {year} ({first} to {last})")
    if until < since:
        raise row.bad("to", "lies before the first day")
    return since, until

"""Children of a school as its staff name them: 3-2 12, 3年2組12番, or the beginning of a name."""

import re
import unicodedata
from datetime import date

from bot.attendance.model import Class, Pupil
from bot.attendance.rules.years import school_year
from bot.attendance.store import classes, enrolments, pupils
from bot.storage.tx import Tx

_SEAT = re.compile(
    r"(?:(?P<grade>\d{1,2})\s*(?:年|-|の))?\s*(?P<name>[^\s-]{1,20}?)\s*(?:組|\s|-)\s*"
    r"(?P<number>\d{1,3})番?"
)


def find(tx: Tx, school: int, words: str, day: date) -> tuple[Pupil, ...]:
    """The children of a school on a day who are meant: at one seat of a class, or by name.

    Whether the asker may see them is for the caller to say, child by child.
    """
    plain = " ".join(unicodedata.normalize("NFKC", words).split())
    seat = _SEAT.fullmatch(plain)
    at_seat = _at(tx, school, seat, day) if seat else ()
    return at_seat or pupils.search(tx, school, plain, day)


def _at(tx: Tx, school: int, seat: re.Match[str], day: date) -> tuple[Pupil, ...]:
    grade = int(seat["grade"] or 0)
    class_ = classes.named(tx, school, school_year(day), grade, seat["name"])
    return _seated(tx, class_, int(seat["number"]), day) if class_ else ()


def _seated(tx: Tx, class_: Class, number: int, day: date) -> tuple[Pupil, ...]:
    found = enrolments.seats(tx, class_.id, day)
    return tuple(pupil for one, pupil in found if one.main and one.number == number)

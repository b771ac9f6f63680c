"""The many: as many invented staff of あかつき市 and its neighbours as are asked for.

Everybody follows from their number alone, so the same people come back at every start, and a
smaller staff is the beginning of a larger one. Names are put together from two lists.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from bot.emulator.tenant import Person

MAIL = "city.akatsuki.example"
_COLUMNS = (
    *("aad_object_id", "name", "mail", "department", "post", "grade", "superior_post"),
    *("municipality", "roles", "language", "from", "to", "leave_from", "leave_to"),
)
_WORDS = {
    name: tuple(words.split())
    for name, words in tomllib.loads(
        (Path(__file__).parent / "city" / "staff.toml").read_text(encoding="utf-8")
    ).items()
}
_OFFICE = 40  # people in each office, the head and two chiefs among them


class Situation(Enum):
    """How somebody stands to the bot."""

    INSTALLED = auto()
    NOT_INSTALLED = auto()  # the app is to be installed for them: first contact
    BLOCKED = auto()  # had the app, and has blocked it
    GUEST = auto()
    DISABLED = auto()
    UNLICENSED = auto()
    DELETED = auto()  # still in the people file, no longer in the directory
    NO_ACCOUNT = auto()  # works without Microsoft 365


HAVE_THE_APP = frozenset((Situation.INSTALLED, Situation.BLOCKED))
# Every so many-th person, counted from the second number, which is small so that a small staff
# has some of each.
_RARE = (
    (Situation.NOT_INSTALLED, 100, 37),
    (Situation.NO_ACCOUNT, 200, 51),
    (Situation.BLOCKED, 1000, 91),
    (Situation.DISABLED, 2000, 83),
    (Situation.UNLICENSED, 2000, 171),
    (Situation.GUEST, 4000, 61),
    (Situation.DELETED, 4000, 134),
)
_ON_LEAVE, _FIRST_ON_LEAVE = 80, 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One of the many: as the directory knows them, and as the people file does besides."""

    person: Person
    situation: Situation
    municipality: str
    post: str
    superior_post: str
    on_leave: bool

    def row(self) -> dict[str, str]:
        """Their line of the people file."""
        has_account = self.situation is not Situation.NO_ACCOUNT
        return {
            "aad_object_id": self.person.aad_object_id if has_account else "",
            "name": self.person.name,
            "mail": self.person.mail,
            "department": self.person.department,
            "post": self.post,
            "grade": self.person.job_title,
            "superior_post": self.superior_post,
            "municipality": self.municipality,
            "roles": "staff",
            "language": "ja",
            "from": "2025-04-01",
            "to": "",
            "leave_from": "2026-10-01" if self.on_leave else "",
            "leave_to": "2027-09-30" if self.on_leave else "",
        }


def staff(count: int) -> Iterator[Staff]:
    """The first `count` of the many."""
    return (_one(number) for number in range(count))


def write_people_file(path: Path, people: Iterable[Staff]) -> None:
    """These people, as `renkei people import` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows(one.row() for one in people)


def _one(number: int) -> Staff:
    municipality, office, head = _office(number // _OFFICE)
    grade, post, superior = _standing(number % _OFFICE, office, head)
    situation = _situation(number)
    return Staff(
        person=_person(number, office, grade, situation),
        situation=situation,
        municipality=municipality,
        post=post,
        superior_post=superior,
        on_leave=number % _ON_LEAVE == _FIRST_ON_LEAVE,
    )


def _person(number: int, office: str, grade: str, situation: Situation) -> Person:
    # Two strides, so that neighbours in the list share no name and namesakes are far apart.
    family, family_reading = _name("families", number * 17)
    given, given_reading = _name("given", number * 23 + number // 60)
    return Person(
        aad_object_id=f"a4a75c1e-0000-4000-b000-{number:012x}",
        name=f"{family} {given}",
        mail=f"{family_reading}.{given_reading}.{number + 1:05}@{MAIL}",
        job_title=grade,
        department=office,
        user_type="Guest" if situation is Situation.GUEST else "Member",
        account_enabled=situation is not Situation.DISABLED,
        licensed=situation is not Situation.UNLICENSED,
        has_mailbox=situation is not Situation.UNLICENSED,
        has_app=situation in HAVE_THE_APP,
        roles=("staff",),
    )


def _name(kind: str, number: int) -> tuple[str, str]:
    written, _, read = _pick(kind, number)[0].partition("/")
    return written, read


def _pick(kind: str, number: int) -> tuple[str, int]:
    """A word of that list, and what is left of the number to pick the next with."""
    rest, place = divmod(number, len(_WORDS[kind]))
    return _WORDS[kind][place], rest


def _office(number: int) -> tuple[str, str, str]:
    """Municipality, office and what its head is called: two of five are schools."""
    turn, kind = divmod(number, 5)
    if kind < 2:
        return "あかつき市", _school(turn * 2 + kind), "校長"
    if kind < 4:
        return "あかつき市", " ".join(_section("branches", turn * 2 + kind - 2)), "課長"
    town, section = _section("neighbours", turn)
    people_of = "町民" if town.endswith("町") else "村民"
    return town, f"{town} {section.replace('市民', people_of)}", "課長"


def _section(places: str, number: int) -> tuple[str, str]:
    section, rest = _pick("sections", number)
    place, again = _pick(places, rest)
    return place, section + _numbered(again)


def _school(number: int) -> str:
    place, rest = _pick("places", number)
    ending, rest = _pick("endings", rest)
    again, level = divmod(rest, 2)
    return f"あかつき市立{place}{ending}{('小学校', '中学校')[level]}{_numbered(again)}"


def _numbered(again: int) -> str:
    """A staff larger than the lists of offices starts over, with numbers."""
    return f" 第{again + 1}" if again else ""


def _standing(seat: int, office: str, head: str) -> tuple[str, str, str]:
    """Grade, post and superior post of one seat of an office; most hold no post."""
    school = head == "校長"
    name = office.replace(" ", "")
    top = f"{name}{head}" if school else f"{name}長"
    if seat == 0:
        return head, top, ""
    if seat < 3:
        chief = (("教頭", "主幹教諭") if school else ("庶務係長", "業務係長"))[seat - 1]
        return (chief if school else "係長"), f"{name}{chief}", top
    return _pick("teachers" if school else "grades", seat)[0], "", ""


def _situation(number: int) -> Situation:
    fits = (kind for kind, every, first in _RARE if number % every == first)
    return next(fits, Situation.INSTALLED)

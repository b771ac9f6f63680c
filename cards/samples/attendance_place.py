"""Samples of where a school's roster cards go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from cards.attendance import places as view
from cards.samples.sample import Sample, sample


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    id: int = 3
    name: str = "あかつき市立みどり小学校"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    place_id: int = 7
    version: int = 2
    school_id: int = 3
    school: str = "あかつき市立みどり小学校"
    kind: str = "chat"
    name: str = "3学年の職員"
    trouble: str = ""
    chosen: bool = True


SCHOOL = School()
CHAT = Place()
TEAM = Place(place_id=8, kind="team", name="みどり小 職員室 一般", chosen=False)
PRIVATE = Place(place_id=9, kind="private", name="みどり小 職員室 3学年", chosen=False)
CLASSROOM = Place(place_id=10, kind="team", name="3年2組 一般", trouble="class_team", chosen=False)
UNNAMED = Place(place_id=11, name="", trouble="guest", chosen=False)
LONG = "とても長い名前の学校運営協議会と学年会の合同連絡チーム " * 4
MANY = [replace(TEAM, place_id=20 + n, name=f"{LONG}{n}") for n in range(25)]
TROUBLES = (
    "public",
    "class_team",
    "shared",
    "guest",
    "outsider",
    "pupil",
    "guardian",
    "unknown_member",
    "not_staff",
    "other_staff",
    "too_many",
    "not_consented",
    "missing",
    "broken",
    "removed",
)


def samples() -> Iterator[Sample]:
    """The card of a school's place in all states, and what the desk hears of each trouble."""
    yield from _chosen()
    yield from _told()


def _chosen() -> Iterator[Sample]:
    place = partial(sample, "attendance.place")
    both, bad = (TEAM, PRIVATE), (CLASSROOM, UNNAMED)
    yield place("none", lambda lang: view.school_place(lang, SCHOOL, None, ()))
    yield place("offered", lambda lang: view.school_place(lang, SCHOOL, None, both, bad))
    chosen = partial(view.school_place, school=SCHOOL, chosen=CHAT, offered=both)
    yield place("chosen", lambda lang: chosen(lang, done="chosen"))
    yield place("cleared", lambda lang: view.school_place(lang, SCHOOL, None, both, done="cleared"))
    stopped = replace(CHAT, trouble="guest")
    yield place("stopped", lambda lang: view.school_place(lang, SCHOOL, stopped, both))
    worst = replace(SCHOOL, name=LONG)
    troubled = [replace(one, trouble="unknown_member") for one in MANY]
    yield place("worst", lambda lang: view.school_place(lang, worst, stopped, MANY, troubled))
    schools = [replace(SCHOOL, id=n, name=f"第{n}小学校") for n in range(1, 31)]
    yield sample("attendance.place_schools", "many", lambda lang: view.place_schools(lang, schools))


def _told() -> Iterator[Sample]:
    told = partial(sample, "attendance.place_told")
    yield told("resumed", lambda lang: view.place_told(lang, CHAT))
    for trouble in TROUBLES:
        gone = 0 if trouble in ("broken", "missing", "removed") else 4
        place = replace(CHAT, trouble=trouble)
        yield told(trouble, partial(view.place_told, place=place, taken_back=gone))

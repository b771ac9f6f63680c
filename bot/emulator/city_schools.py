"""The schools of あかつき市: their roster files, and everybody of them who has an account."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.emulator.places import Channel, GroupChat, Seat, Team
from bot.emulator.tenant import Person

_FOLDER = Path(__file__).parent / "city" / "schools"
_LOCALES = {"ja": "ja-JP", "vi": "vi-VN"}
_ROLES = {
    "校長": "principal",
    "教頭": "vice_principal",
    "教務主任": "curriculum_head",
    "学年主任": "year_head",
    "担任": "homeroom",
    "副担任": "deputy_homeroom",
    "教員": "teacher",
    "養護教諭": "school_nurse",
    "学校事務": "school_office",
    "給食": "school_meals",
}


def files() -> tuple[Path, ...]:
    """The roster's tables, as `renkei attendance import-roster` reads them, in that order."""
    return tuple(sorted(_FOLDER.glob("*.csv")))


def people() -> Iterator[Person]:
    """Staff, then children, then guardians: everybody with an account."""
    names = {row["学校コード"]: row["学校名"] for row in _rows("1_schools.csv")}
    for row in _rows("3_staff.csv"):
        title, school = _title(row), names[row["学校コード"]]
        yield _person(row, row["氏名"], title, school, ("staff", _ROLES[row["職"]]))
    pupils = _rows("4_pupils.csv")
    for row in pupils:
        if row["オブジェクトID"]:
            yield _person(row, row["氏名"], "児童生徒", names[row["学校コード"]], ("pupil",))
    for row in _rows("5_guardians.csv"):
        if row["オブジェクトID"]:
            yield _person(row, row["保護者氏名"], "保護者", "家庭", ("guardian",))


def teams() -> tuple[Team, ...]:
    """The staff room of the primary school, and a class team, which has children in it."""
    staff = _seats(row for row in _rows("3_staff.csv") if row["学校コード"] == "E01")
    children = _seats(row for row in _rows("4_pupils.csv") if row["学年"] == "3")
    return (
        Team(
            id="a4a75c1e-0000-4000-8000-000000000401",
            name="朝日小 職員室",
            members=staff,
            channels=(
                Channel(id="19:asahi-staff@thread.tacv2", name="一般"),
                Channel(
                    id="19:asahi-grade3@thread.tacv2", name="3学年", kind="private", members=staff
                ),
            ),
        ),
        Team(
            id="a4a75c1e-0000-4000-8000-000000000402",
            name="3年2組 クラス",
            specialization="educationClass",
            members=(*staff[4:5], *children),
            channels=(Channel(id="19:asahi-class32@thread.tacv2", name="一般"),),
        ),
    )


def chats() -> tuple[GroupChat, ...]:
    """A chat of the staff of one grade."""
    staff = _seats(row for row in _rows("3_staff.csv") if row["学年"] == "3")
    return (GroupChat(id="19:asahi-grade3-staff@thread.v2", name="3学年職員", members=staff),)


def _seats(rows: Iterable[dict[str, str]]) -> tuple[Seat, ...]:
    ids = (row["オブジェクトID"] for row in rows)
    return tuple(Seat(aad_object_id=id) for id in ids if id)


def _title(row: dict[str, str]) -> str:
    grade, one = row["学年"], row["組"]
    where = f"{grade}年" * bool(grade) + f"{one}組" * bool(one)
    return f"{where}{row['職']}"


def _person(
    row: dict[str, str], name: str, title: str, department: str, roles: tuple[str, ...]
) -> Person:
    return Person(
        aad_object_id=row["オブジェクトID"],
        name=name,
        mail=row["メール"],
        job_title=title,
        department=department,
        locale=_LOCALES[row.get("言語", "ja")],
        roles=roles,
        has_mailbox="staff" in roles,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

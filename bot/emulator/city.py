"""The sample city: あかつき市 (Akatsuki City), its people, its register and some of its texts.

Everything is invented. Dates are set around the first day of practice, so that some matters are
due on it, some come during the year after it, and one is late.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from bot.emulator import city_calendar, city_schools, city_training
from bot.emulator.tenant import Person, TenantSpec

NAME = "あかつき市"
FIRST_DAY = date(2026, 11, 24)  # a Tuesday
TENANT_ID = "a4a75c1e-0000-4000-9000-000000000001"
APP_ID = "a4a75c1e-0000-4000-9000-000000000002"
_FOLDER = Path(__file__).parent / "city"
_FULL, _SHORT = (time(8, 30), time(17, 15)), (time(9), time(16))
_LOCALES = {"ja": "ja-JP", "en": "en-US"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A signed text that promises to meet; `owner` and `posts` (who comes besides) name posts."""

    text: Path
    owner: str
    posts: tuple[str, ...]
    room: str


def people_file() -> Path:
    """The people file, as `renkei people import` reads it."""
    return _FOLDER / "people.csv"


def agreements_file() -> Path:
    """The register of agreements, as `renkei agreements import` reads it."""
    return _FOLDER / "agreements.csv"


def texts() -> tuple[Path, ...]:
    """Signed texts for `renkei agreements read`, each of a matter in the register."""
    return tuple(sorted(_FOLDER.glob("*.txt")))


def promises() -> tuple[Promise, ...]:
    """Texts that are not in the register file: a clerk reads and registers them."""
    with (_FOLDER / "promises.toml").open("rb") as file:
        return tuple(
            Promise(
                text=_FOLDER / "promises" / one["text"],
                owner=one["owner"],
                posts=tuple(one.get("posts", ())),
                room=one.get("room", ""),
            )
            for one in tomllib.load(file)["promise"]
        )


def notice() -> dict[str, Any]:
    """A notice to everybody: `author` (a mail address), `contact`, and words in `ja` and `en`."""
    with (_FOLDER / "notice.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def spec() -> TenantSpec:
    """The city's tenant: everyone of the people file and of the schools on the first day, rooms."""
    people = _people()
    return TenantSpec(
        tenant_id=TENANT_ID,
        name=NAME,
        app_id=APP_ID,
        people=(*people, *city_schools.people()),
        teams=city_schools.teams(),
        chats=city_schools.chats(),
        rooms=city_calendar.rooms(),
        engagements=(
            *city_calendar.engagements(people, FIRST_DAY),
            *city_training.meetings(people),
        ),
    )


def _people() -> tuple[Person, ...]:
    with people_file().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    holders = {row["post"]: row["aad_object_id"] for row in rows}
    return tuple(_person(row, holders) for row in rows)


def _person(row: dict[str, str], holders: dict[str, str]) -> Person:
    return Person(
        aad_object_id=row["aad_object_id"],
        name=row["name"],
        mail=row["mail"],
        job_title=row["grade"],
        department=row["department"],
        manager=holders.get(row["superior_post"]),
        works=_SHORT if "会計年度任用職員" in row["grade"] else _FULL,
        locale=_LOCALES[row["language"]],
        roles=tuple(row["roles"].split("、")),
    )

"""The sample city: あかつき市 (Akatsuki City), its people, its register and some of its texts.

Everything is invented. Dates are set around the first day of practice, so that some matters are
due on it, some come during the year after it, and one is late.
"""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from bot.emulator.tenant import Person, TenantSpec

NAME = "あかつき市"
FIRST_DAY = date(2026, 11, 24)  # a Tuesday
TENANT_ID = "a4a75c1e-0000-4000-9000-000000000001"
APP_ID = "a4a75c1e-0000-4000-9000-000000000002"
_FOLDER = Path(__file__).parent / "city"
_LOCALES = {"ja": "ja-JP", "en": "en-US"}


def people_file() -> Path:
    """The people file, as `renkei people import` reads it."""
    return _FOLDER / "people.csv"


def agreements_file() -> Path:
    """The register of agreements, as `renkei agreements import` reads it."""
    return _FOLDER / "agreements.csv"


def texts() -> tuple[Path, ...]:
    """Signed texts for `renkei agreements read`, each of a matter in the register."""
    return tuple(sorted(_FOLDER.glob("*.txt")))


def notice() -> dict[str, Any]:
    """A notice to everybody: `author` (a mail address), `contact`, and words in `ja` and `en`."""
    with (_FOLDER / "notice.toml").open("rb") as file:
        return tomllib.load(file)


def spec() -> TenantSpec:
    """The city's tenant: everyone of the people file who is there on the first day."""
    return TenantSpec(tenant_id=TENANT_ID, name=NAME, app_id=APP_ID, people=_people())


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
        locale=_LOCALES[row["language"]],
        roles=tuple(row["roles"].split("、")),
    )

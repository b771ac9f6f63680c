"""What the sample city keeps about personal information: registers, inspections, incidents."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "city"
OFFICER = "kumoi.shuji@city.akatsuki.example"


def sheets() -> tuple[Path, ...]:
    """Sheets of the registers, as `renkei ledger handling import` reads them, in its order."""
    return tuple(sorted((_FOLDER / "handling").glob("*.csv")))


def text(name: str) -> Path:
    """A signed text of the sample city."""
    return _FOLDER / name


@cache
def told() -> dict[str, Any]:
    """The rest, as `records.toml` has it."""
    with (_FOLDER / "records.toml").open("rb") as file:
        return tomllib.load(file)

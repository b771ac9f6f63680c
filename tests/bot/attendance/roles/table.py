"""docs/reference/attendance-roles.md as data: what each row is to each role."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bot.attendance.roles.people import TITLES

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "attendance-roles.md"
YES, OWN, NO = "yes", "own", "–"
MARKS = frozenset((YES, OWN, NO))
_ROLE = {title: role for role, title in TITLES.items()}

Table = Mapping[tuple[str, str], str]


def written() -> Table:
    """Each cell of the page's tables by row and role; raises ValueError for one that says else."""
    found: dict[tuple[str, str], str] = {}
    for row, cells in _rows(PAGE.read_text(encoding="utf-8")):
        for role, mark in cells.items():
            if mark not in MARKS or (row, role) in found:
                raise ValueError(f"{row}, {role}: {mark}")
            found[row, role] = mark
    return found


def _rows(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    roles: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            roles = []
        elif not roles:
            roles = [_ROLE[title] for title in cells[1:]]
        elif set(cells[0]) - set("-: "):
            yield cells[0].strip("`"), dict(zip(roles, cells[1:], strict=True))

"""Tests that mostly wait are spread over the run, and nothing is lost."""

from itertools import groupby
from pathlib import Path

from tests.order import woven


class Item:
    """As much of pytest's as the order looks at."""

    def __init__(self, nodeid: str, *, grouped: bool = False) -> None:
        self.nodeid = nodeid
        self.path = Path(nodeid.partition("::")[0])
        self._grouped = grouped

    def get_closest_marker(self, name: str) -> object:
        return name if self._grouped else None


def items(file: str, count: int, *, grouped: bool = False) -> list[Item]:
    return [Item(f"{file}::test_{number}", grouped=grouped) for number in range(count)]


WAITING = items("tests/journeys/test_it.py", 5) + items("tests/bot/delivery/test_it.py", 40)
MODULES = [one for number in range(20) for one in items(f"tests/bot/test_{number}.py", 10)]
WHOLE = items("tests/journeys/test_whole.py", 4, grouped=True)


def test_every_test_runs_once():
    given = [*WAITING, *MODULES, *WHOLE]
    assert sorted(map(id, woven(given))) == sorted(map(id, given))


def test_modules_and_groups_stay_whole_and_in_order():
    others = [one for one in woven([*WAITING, *MODULES, *WHOLE]) if one not in WAITING]
    assert others == [*MODULES, *WHOLE]


def test_those_that_wait_are_never_many_in_a_row_and_never_last():
    found = woven([*WAITING, *MODULES])
    rows = [(waits, len(list(row))) for waits, row in groupby(found, key=WAITING.__contains__)]
    assert max(length for waits, length in rows if waits) <= 4
    assert found[-20:] == MODULES[-20:]


def test_a_run_of_one_kind_alone_is_as_it_was():
    assert woven(MODULES) == MODULES
    assert woven(WAITING[:5]) == WAITING[:5]
    assert woven([]) == []

"""The order of a run: tests that mostly wait are spread among those that mostly compute.

Journeys wait for a browser, deliveries for Teams' pace and for processes that are killed. Side by
side they would leave the processors idle, and at the end one worker would be alone with the last.
"""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

import pytest

WAITING = ("tests/journeys/", "tests/bot/delivery/")
SPREAD = 0.85  # the end of a run is short tests, over which the workers even out


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = woven(items)


def woven(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Modules stay whole, for their fixtures' sake; those that wait have none of their own."""
    parts: list[tuple[float, list[pytest.Item]]] = []
    for folder in WAITING:
        own = [[one] for one in items if _kind(one) == folder]
        parts += [(SPREAD * number / len(own), one) for number, one in enumerate(own)]
    others = (one for one in items if not _kind(one))
    modules = [list(found) for _, found in groupby(others, key=attrgetter("path"))]
    parts += [(number / len(modules), module) for number, module in enumerate(modules)]
    return [one for _, part in sorted(parts, key=itemgetter(0)) for one in part]


def _kind(item: pytest.Item) -> str:
    """The folder whose tests mostly wait; none for a group, which has one worker for itself."""
    if item.get_closest_marker("xdist_group"):
        return ""
    return next((folder for folder in WAITING if item.nodeid.startswith(folder)), "")

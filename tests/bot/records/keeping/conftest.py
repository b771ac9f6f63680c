"""Acts of a disposal in words, for the tests of keeping."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.records.model.keeping import Disposal
from bot.records.store import disposals
from cards.records.verbs import keeping as verbs

MEDIUM, METHOD = "データベース", "消去"


@pytest.fixture
def proposed(city: Any) -> Callable[..., Disposal]:
    """The agreement desk proposes, with 大野 as the witness; the disposal as it stands then."""

    def propose(kind: str = "agreements", **more: Any) -> Disposal:
        given = {"witness": "shusa@akatsuki.example.jp", "medium": MEDIUM, "method": METHOD}
        city.press("desk", verbs.ProposeDisposal(kind=kind, **{**given, **more}))
        return city.read(lambda tx: disposals.every(tx)[0])

    return propose


@pytest.fixture
def disposed(city: Any, proposed: Callable[..., Disposal]) -> Callable[..., Disposal]:
    """All of it: proposed, released by the officer, begun by the witness, carried out."""

    def dispose(kind: str = "agreements", **more: Any) -> Disposal:
        one = proposed(kind, **more)
        city.press("officer", verbs.ReleaseDisposal(disposal_id=one.id, version=1))
        city.press("shusa", verbs.BeginDisposal(disposal_id=one.id, version=2))
        for _ in range(5):
            city.pulse()
        return city.read(lambda tx: disposals.get(tx, one.id))

    return dispose


@pytest.fixture
def old(city: Any) -> Any:
    """An agreement that was over in March 2014: kept until March 2024."""
    return city.agreement(number="99", end=date(2014, 3, 31), title="むかしの協定")

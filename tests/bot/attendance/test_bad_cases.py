"""Cases of a bad week that no other page of these tests has."""

import orjson
import pytest

from bot.attendance import closure_hint, mornings
from bot.attendance.model import Ack, Content, Kind, Reason, Report, ReportState
from bot.attendance.store import reports
from bot.storage.tx import Tx
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.schools import said
from tests.bot.attendance.staff.conftest import City, _taught, city

__all__ = ["_taught", "city"]

LARGEST = 28 * 1024  # bytes of a card that Teams takes
CHILDREN, CORRECTED = 40, 20


@pytest.fixture
def ill(city: City) -> City:
    """Sixty reports of one class in a morning: forty children, twenty of them told twice."""
    city.at(7, 30)
    for number in range(1, CHILDREN + 1):
        content = Content(reason=Reason.INFECTION, text=f"インフルエンザ{number}")
        city.report(f"P{number}", author=900 + number, content=content)
    for number in range(1, CORRECTED + 1):
        content = Content(reason=Reason.ILL, text=f"まだ分からない{number}")
        city.report(f"P{number}", author=900 + number, content=content)
    return city


def _standing(city: City) -> list[Report]:
    every = city.read(lambda tx: reports.of_school(tx, city.school().id, city.today))
    assert len(every) == CHILDREN + CORRECTED
    return [one for one in every if one.state is ReportState.STANDING]


def _look(city: City) -> None:
    def work(tx: Tx) -> None:
        mornings.look(tx, city.school(), city.today, city.now)
        closure_hint.hint(tx, city.school(), city.today, city.now)

    city.write(work)


def test_sixty_reports_of_a_week_of_influenza_are_few_cards_that_fit(ill: City) -> None:
    assert len(_standing(ill)) == CHILDREN
    ill.at(8, 50)
    for _ in range(2):
        _look(ill)
    (morning,), (hint,) = ill.notices(mornings.KIND), ill.notices(closure_hint.KIND)
    assert f"3年2組　{CHILDREN}件" in morning.said
    assert f"{CHILDREN}人" in hint.said
    told, (roster,) = ill.notices(), ill.notices("attendance.roster")
    assert len(told) == 3
    for card in (*told, roster, morning, hint):
        assert len(orjson.dumps(card.cards["ja"])) < LARGEST
    for number in range(1, CHILDREN + 1):
        assert f"青木 子{number}" in roster.said


def test_each_of_sixty_can_be_read_and_answered(ill: City) -> None:
    pages = [said(ill.press("homeroom", verbs.ShowReports(page=page))) for page in range(1, 9)]
    for number in range(1, CHILDREN + 1):
        assert any(f"青木 子{number}" in page for page in pages)
    for one in _standing(ill):
        assert "インフルエンザ" in said(
            ill.press("homeroom", verbs.ReadContent(report_id=one.id))
        ) or one.content.text.startswith("まだ")
        ill.press("homeroom", verbs.Confirm(report_id=one.id))
    assert {one.ack for one in _standing(ill)} == {Ack.CONFIRMED}
    assert {one.kind for one in _standing(ill)} == {Kind.ABSENT}
    ill.at(8, 50)
    _look(ill)
    assert ill.notices(mornings.KIND) == []

"""In March families already report for April: nobody of last year's class hears of it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.attendance import importing, telling
from bot.errors import Refused
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import FILES, TENANT, TOKYO, A, City, written

MARCH = datetime(2027, 3, 24, 9, 0, tzinfo=TOKYO)
APRIL = datetime(2027, 4, 8, 7, 0, tzinfo=TOKYO)
UNTOLD = ("office", "nurse", "vice")


@pytest.fixture
def coming(city: City, tmp_path: Path) -> City:
    """The roster of April is known; 3年2組 has another teacher."""
    head, *lines = FILES["staff"]
    others = [line for line in lines if line[1] not in ("担任", "副担任")]
    new = (A, "担任", "新 先生", "new", "3", "2")
    rows = {**FILES, "staff": (head, new, *others)}
    files = [written(tmp_path / f"{name}.csv", found) for name, found in rows.items()]
    announced = MARCH.replace(day=20)
    importing.load(
        city.storage,
        TENANT,
        files,
        year=2027,
        now=MARCH,
        announced_at=announced,
        finally_=lambda tx, done: None,
    )
    city.now = MARCH
    return city


def test_office_nurse_and_vice_principal_hear_of_it_and_may_answer(coming: City):
    kept = coming.report("P2", since=APRIL.date())
    (told,) = coming.notices()
    assert told.to == {coming.person(one).id for one in UNTOLD}
    for aad in UNTOLD:
        assert coming.press(aad, verbs.ReadContent(report_id=kept.id))
    for aad in ("homeroom", "head3", "elsewhere_vice"):
        with pytest.raises(Refused, match="not_yours"):
            coming.press(aad, verbs.ReadContent(report_id=kept.id))
    coming.press("nurse", verbs.Confirm(report_id=kept.id))


def test_the_class_of_april_is_told_on_its_morning_once(coming: City):
    coming.report("P2", since=APRIL.date())
    coming.now = APRIL
    school = coming.school()
    for _ in range(2):
        coming.write(lambda tx: telling.wake(tx, school, APRIL.date(), APRIL))
    before, told = coming.notices()
    assert "青木 子2" in told.said
    assert told.to == {coming.person("new").id}
    assert before.to.isdisjoint(told.to)


def test_what_is_for_march_goes_to_the_class_of_march(coming: City):
    day = date(2027, 3, 25)
    coming.report("P2", since=day)
    assert coming.notices()[0].to == {coming.person(one).id for one in ("homeroom", "deputy")}

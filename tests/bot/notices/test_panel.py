"""What the tab's picture of notices holds for whom: what waits for them, and what went out last."""

from dataclasses import replace

import pytest

from bot.ledger.model import Actor
from bot.notices import panel
from bot.notices.model import Stage
from bot.people.model import Holders
from bot.turns.turn import Turn
from cards.lang import Lang
from tests.bot.notices.conftest import SAID, City

RIGHT = replace(SAID, ja=replace(SAID.ja, body="12月4日に研修を行います。"))


@pytest.fixture
def city(sqlite_storage, tenant, tmp_path):
    """More people than may be written to without approval."""
    found = City(sqlite_storage, tenant)
    found.load(tmp_path, 120)
    return found


def arrivals(city, aad):
    """What the panel answers somebody."""
    person = city.person(aad)

    def read(tx):
        turn = Turn(
            person=person, holders=Holders(), lang=Lang("ja"), now=city.now,
            today=city.now.date(), actor=Actor.press("p"), tx=tx,
        )  # fmt: skip
        return panel.read(turn, {})

    return city.read(read)


def under_way(city, notice):
    """Approved by d3, and going out."""
    city.act("approve", city.act("ask", notice), by="d3")
    city.pulse()
    city.pump(notice)
    city.watched()
    return city.get(notice)


def test_a_correction_that_waits_is_known_from_what_has_just_gone(city):
    """The older notice was taken for the newest, and nothing said that a correction waits."""
    older = under_way(city, city.ready())
    newer = under_way(city, city.ready())
    city.act("correct", older, content=RIGHT)
    found = arrivals(city, "d3")
    first, second = found.notices
    assert (first.id, first.waits, first.correction) == (older.notice, True, True)
    assert (second.id, second.waits, second.correction) == (newer.notice, False, False)
    assert first.begun_at < second.begun_at
    assert first.at >= second.at  # it was acted upon last
    assert (found.waiting, found.corrections) == (1, 1)


def test_whoever_wrote_it_sees_that_it_waits_for_somebody_else(city):
    notice = under_way(city, city.ready())
    city.act("correct", notice, content=RIGHT)
    (one,) = arrivals(city, "d1").notices
    assert (one.waits, one.correction) == (False, True)
    assert arrivals(city, "d1").waiting == 0


def test_a_draft_has_not_begun(city):
    draft = city.act("ask", city.ready())
    (one,) = arrivals(city, "d3").notices
    assert (one.id, one.begun_at, one.waits, one.correction) == (draft.notice, None, True, False)


def test_what_is_going_out_is_among_them_however_much_was_written_since(city, monkeypatch):
    monkeypatch.setattr(panel, "RECENT", 2)
    going = under_way(city, city.ready())
    for _ in range(3):
        city.ready()
    found = arrivals(city, "d1")
    assert [one.id for one in found.notices if one.under_way] == [going.notice]
    assert found.under_way
    assert len(found.notices) == 3
    assert arrivals(city, "d5").notices == ()  # not theirs to see


def test_however_much_waits_so_many_are_counted_and_the_rest_is_told(city, monkeypatch):
    monkeypatch.setattr(panel, "RECENT", 3)
    own = under_way(city, city.ready())
    for _ in range(5):
        city.act("ask", city.ready())
    found = arrivals(city, "d3")
    assert [one.waits for one in found.notices] == [True, True, True, False]
    assert (found.notices[-1].id, found.notices[-1].stage) == (own.notice, Stage.SENDING)
    assert (found.waiting, found.corrections) == (5, 0)

"""Who leaves a school or is protected by a file stands on no card, whatever stops meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.attendance import importing, leaving
from bot.attendance.model import Guardian, LinkState
from bot.attendance.store import guardians, pupils, shows
from bot.attendance.store import leaving as store
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.slice import Tick
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import FILES, TENANT, B, written

_DAYS = ("開始日", "終了日")


def _file(city, tmp_path, *rows):
    """The children's file, with other lines for P1 and days where they are given."""
    head, *lines = FILES["pupils"]
    rest = [(*one, "", "") for one in lines if one[0] != "P1"]
    return written(tmp_path / "pupils.csv", [(*head, *_DAYS), *rest, *rows])


def _load(city, file, **more):
    given = {"year": 2026, "now": city.now, "finally_": lambda tx, done: None, **more}
    return importing.load(city.storage, TENANT, [file], **given)


def _moves(day):
    old = (
        "P1",
        "青木 子1",
        "あおき こ1",
        "A1",
        "3",
        "2",
        "1",
        "",
        "",
        str(day - timedelta(days=1)),
    )
    new = ("P1", "青木 子1", "あおき こ1", B, "3", "2", "9", "", str(day), "")
    return old, new


def _standing(city):
    who = city.pupil("P1").id
    found = city.read(lambda tx: shows.of(tx, f"pupil:{who}"))
    return [one.about.partition(":")[0] for one in found]


def _tick(city, work):
    city.write(lambda tx: work(Tick(now=city.now, today=city.today, actor=Actor.job("t"), tx=tx)))


@pytest.fixture
def reported(city):
    city.report("P1")
    assert "class" in _standing(city)
    return city


def test_a_transfer_of_today_empties_the_cards(reported, tmp_path):
    _load(reported, _file(reported, tmp_path, *_moves(reported.today)))
    assert _standing(reported) == ["again_class"]  # the new teachers', for nobody has answered


def test_a_transfer_of_next_week_leaves_them_and_empties_what_stands_then(reported, tmp_path):
    city = reported
    _tick(city, leaving.look)
    day = city.today + timedelta(days=7)
    _load(city, _file(city, tmp_path, *_moves(day)))
    assert "class" in _standing(city)
    city.now = datetime.combine(day, city.now.time(), city.now.tzinfo)
    _tick(city, leaving.look)
    assert city.read(lambda tx: store.owed(tx, 10)) == (city.pupil("P1").id,)
    city.write(lambda tx: leaving.settle(tx, city.now))
    assert "class" not in _standing(city)
    assert not city.read(store.is_any_owed)


def test_a_day_is_looked_at_once(reported):
    _tick(reported, leaving.look)
    _tick(reported, leaving.look)
    assert not reported.read(store.is_any_owed)


def test_a_stop_right_after_the_swap_leaves_nothing_standing(reported, tmp_path, monkeypatch):
    city = reported

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(leaving, "settle_all", stopped)
    with pytest.raises(KeyboardInterrupt):
        _load(city, _file(city, tmp_path, *_moves(city.today)))
    assert "class" in _standing(city)
    (pulse,) = leaving.PULSES
    assert city.read(pulse.waits)
    _tick(city, pulse.run)
    assert _standing(city) == ["again_class"]


def test_protection_by_a_file_empties_what_the_family_got_as_well(reported, tmp_path, monkeypatch):
    emptied = []
    monkeypatch.setattr(
        leaving.suspending, "empty_families", lambda tx, pupil, now: emptied.append(pupil)
    )
    head, *lines = FILES["pupils"]
    rows = [(*one, "有" if one[0] == "P1" else "") for one in lines]
    file = written(tmp_path / "pupils.csv", [(*head, "秘匿"), *rows])
    _load(reported, file)
    assert emptied == [reported.pupil("P1").id]
    assert reported.pupil("P1").protected


def test_the_old_school_reads_nothing_of_a_child_who_has_left(city, tmp_path):
    kept = city.report("P1")
    read = verbs.ReadContent(report_id=kept.id)
    tomorrow = city.today + timedelta(days=1)
    _load(city, _file(city, tmp_path, *_moves(tomorrow)))
    assert city.press("homeroom", read)
    city.at(8, 0, tomorrow)
    for aad in ("homeroom", "vice", "elsewhere", "elsewhere_vice"):
        with pytest.raises(Refused, match="not_yours"):
            city.press(aad, read)


@pytest.mark.parametrize("protected", [True, False])
def test_a_protected_childs_links_wait_for_the_new_schools_office(city, tmp_path, protected):
    rights = {"state": LinkState.CONFIRMED, "may_report": True, "may_see_status": True}
    own = Guardian(id=0, pupil=city.pupil("P1").id, person=99, name="青木 父", **rights)
    link = city.write(lambda tx: guardians.add(tx, own))
    if protected:
        child = city.pupil("P1")
        city.write(lambda tx: pupils.protect(tx, child, protected=True))
    _load(city, _file(city, tmp_path, *_moves(city.today)))
    found = city.read(lambda tx: guardians.get(tx, link.id))
    assert (found.state is LinkState.INACTIVE, found.may_report) == (protected, not protected)
    assert len(city.ledger("attendance.link_waits")) == protected
    there = city.read(lambda tx: guardians.waiting(tx, city.school(B).id, city.today))
    assert [one.id for one in there] == ([link.id] if protected else [])
    again = replace(found, version=found.version + 1, **rights)
    city.write(lambda tx: guardians.save(tx, again))
    city.now += timedelta(days=15)
    city.write(lambda tx: leaving.at_once(tx, own.pupil, city.now))
    assert city.read(lambda tx: guardians.get(tx, link.id)).state is LinkState.CONFIRMED

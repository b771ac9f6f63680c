"""`renkei meetings list`, as it is typed."""

import json
import shutil
from datetime import date, datetime, timedelta

import pytest

from bot.cli.root import run
from bot.meetings.model import Cadence, Meeting, Period, Series, Slot, Stage, Unit
from bot.meetings.store import meetings, series
from bot.people import store as people
from bot.settings import load
from bot.storage.store import open_storage

NOW = datetime.fromisoformat("2026-11-24T10:00:00+09:00")
PEOPLE = """aad_object_id,name,mail,department,post
a1,湊 夕凪,minato@akatsuki.example,企画課,係長
"""
START = datetime.fromisoformat("2026-12-08T10:00:00+09:00")


@pytest.fixture
def folder(tmp_path, monkeypatch, _migrated):
    shutil.copy(_migrated, tmp_path / "renkei.db")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.setenv("RENKEI_DATABASE_URL", f"sqlite:///{tmp_path / 'renkei.db'}")
    monkeypatch.setenv("RENKEI_SERVICE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_GRAPH_HOSTS", "127.0.0.1")
    monkeypatch.setenv("RENKEI_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    assert run(["people", "import", "people.csv"]) == 0


def remembered():
    """One series whose meeting is booked, and one of which nobody has said how often."""
    settings = load()
    storage = open_storage(settings)

    def add(tx):
        (post,) = people.posts_named(tx, "係長", NOW.date())
        given = Series(
            id=0,
            source="agreement:7",
            article="第6条",
            title="見守り活動に関する協定",
            partner="ひのでロジ株式会社",
            post=post.id,
            cadence=Cadence(unit=Unit.MONTHS, count=3),
            since=date(2026, 10, 1),
        )
        kept = series.add(tx, given)
        quarter = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
        slot = Slot(start=START, end=START + timedelta(hours=1))
        meetings.add(
            tx, Meeting(id=0, series=kept.id, period=quarter, stage=Stage.BOOKED, slot=slot)
        )

    storage.write_now(settings.home, add)
    storage.close()


def test_nothing_is_promised_at_first(folder, capsys):
    capsys.readouterr()
    assert run(["meetings", "list"]) == 0
    assert capsys.readouterr().out == "no meetings are promised\n"


def test_a_series_is_listed_with_the_period_that_runs(folder, capsys):
    remembered()
    capsys.readouterr()
    assert run(["meetings", "list"]) == 0
    line = capsys.readouterr().out
    assert "ひのでロジ株式会社  every 3 months  企画課 係長" in line
    assert line.endswith("2026-10-01–2026-12-31: booked 2026-12-08\n")


def test_the_list_is_one_json_object_on_demand(folder, capsys):
    remembered()
    capsys.readouterr()
    assert run(["meetings", "list", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["series"]
    quarters = {one["first"]: (one["state"], one["on"]) for one in found.pop("quarters")}
    assert quarters["2026-10-01"] == ("booked", "2026-12-08")
    assert quarters["2026-07-01"] == ("free", None)
    assert found == {
        "id": found["id"],
        "title": "見守り活動に関する協定",
        "partner": "ひのでロジ株式会社",
        "source": "agreement:7",
        "cadence": {"unit": "months", "count": 3},
        "owner": "企画課 係長",
        "state": "running",
    }

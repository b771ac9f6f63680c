"""The destination guard found an exposure: Renkei opens one case for it by itself."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bot.delivery.rows import EXPOSURE
from bot.records.model.incidents import Certainty
from cards.records.verbs import incidents as verbs
from tests.bot.records.conftest import said

SINCE = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


def expose(city, *notices):
    row = {
        "destination": "place:8",
        "since": SINCE,
        "notices": list(notices),
        "found_at": SINCE,
    }
    city.write(lambda tx: tx.run(insert(EXPOSURE).values(row)))


def test_one_exposure_is_one_case_however_often_the_pulse_comes(city, desk):
    expose(city, 11, 12)
    city.pulse()
    city.pulse()
    (one,) = desk.every()
    assert one.exposure == 1
    assert (one.reporter, one.facts.certainty, one.facts.people) == (None, Certainty.FEARED, None)
    assert one.known_at == city.now
    assert len(city.notices("records.incident_opened")) == 1


def test_each_exposure_has_its_own(city, desk):
    expose(city, 11)
    expose(city, 12)
    city.pulse()
    assert {one.exposure for one in desk.every()} == {1, 2}


def test_a_report_is_owed_until_somebody_has_counted(city, desk):
    expose(city, 11)
    city.pulse()
    one = desk.newest()
    card = said(city.press("officer", verbs.ShowIncident(incident_id=one.id)))
    assert "連携（自動で登録）" in card and "連絡カード1枚" in card
    assert "100人を超えるおそれ" in card
    verb = verbs.CorrectIncident(
        incident_id=one.id,
        version=1,
        known_on=city.today,
        known_at="08:00",
        people=2,
    )
    city.press("officer", verb)
    assert "報告の義務はありません" in said(
        city.press("officer", verbs.ShowIncident(incident_id=one.id))
    )


def test_the_ledger_names_ids_alone(city, desk):
    expose(city, 11, 12)
    city.pulse()
    (entry,) = city.ledger("records.open_from_exposure")
    assert entry.detail == '{"destination":"place:8","exposure":1,"notices":[11,12]}'
    assert entry.door == "job"


def test_without_an_exposure_nothing_waits(city):
    from tests.bot.records.conftest import RECORDS

    (pulse,) = (one for one in RECORDS.pulses if one.name == "records.incidents")
    assert not city.read(pulse.waits)
    expose(city, 11)
    assert city.read(pulse.waits)
    city.pulse()
    assert not city.read(pulse.waits)

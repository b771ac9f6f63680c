"""Incidents in the database, on both engines; nothing of their words in clear."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from bot.delivery.rows import EXPOSURE
from bot.errors import NotFound, Stale
from bot.records.model.incidents import Account, Done, Facts, State, Step, Way
from bot.records.store import exposures, incidents
from bot.records.store.incident_rows import INCIDENT, STEP
from bot.storage.store import Storage
from tests.bot.records.incidents.cases import case, done

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@pytest.fixture
def write(storage: Storage, tenant: str):
    return lambda work: storage.write_now(tenant, work)


def added(tx, mark="1:a", look_on=None, **more):
    new = case(account=Account(what="名簿を誤送信", records="氏名", partner="ひので"), **more)
    found = incidents.add(tx, replace(new, known_at=NOW, opened_at=NOW), mark, look_on=look_on)
    assert found is not None
    return found


def test_a_case_comes_back_as_it_was_kept(write):
    facts = Facts(people=None, loss=True, numbers=True, spread=True, protected=True)
    one = write(lambda tx: added(tx, facts=facts, reporter=4, agreement=7, ours="甲"))
    assert write(lambda tx: incidents.get(tx, one.id)) == one
    assert write(lambda tx: incidents.find_by_token(tx, "1:a")) == one


def test_a_case_that_is_not_there(write):
    assert write(lambda tx: incidents.find(tx, 99)) is None
    with pytest.raises(NotFound):
        write(lambda tx: incidents.get(tx, 99))


def test_one_form_is_one_case(write):
    write(added)
    assert write(lambda tx: incidents.add(tx, case(), "1:a", look_on=None)) is None
    assert len(write(incidents.every)) == 1


def test_words_are_sealed(write):
    one = write(added)
    step = replace(done(Step.FIRST), receipt="第9号", note="電話で")
    after = replace(one, steps=(step,), version=2)
    write(lambda tx: incidents.save(tx, after, look_on=None))
    rows = write(lambda tx: (tx.first(select(INCIDENT)), tx.first(select(STEP))))
    clear = " ".join(str(list(row)) for row in rows)
    sealed = rows[0].words + rows[1].words
    for word in ("名簿を誤送信", "氏名", "ひので", "第9号", "電話で"):
        assert word not in clear
        assert word.encode() not in sealed


def test_saving_keeps_every_settling_and_refuses_an_old_version(write):
    one = write(added)
    first = replace(one, steps=(done(Step.FIRST),), version=2)
    write(lambda tx: incidents.save(tx, first, look_on=date(2026, 12, 1)))
    mended = Done(step=Step.FIRST, way=Way.DONE, on=date(2026, 11, 25), by=6, at=NOW, note="訂正")
    second = replace(first, steps=(*first.steps, mended), version=3)
    write(lambda tx: incidents.save(tx, second, look_on=None))
    kept = write(lambda tx: incidents.get(tx, one.id))
    assert kept.steps == second.steps
    assert kept.done(Step.FIRST) == mended
    with pytest.raises(Stale):
        write(lambda tx: incidents.save(tx, first, look_on=None))


def test_the_clock_finds_what_is_due(write):
    day = date(2026, 11, 26)
    one = write(lambda tx: added(tx, look_on=day))
    write(lambda tx: added(tx, mark="1:b"))
    assert write(lambda tx: incidents.due(tx, date(2026, 11, 25), 10)) == ()
    assert [found.id for found in write(lambda tx: incidents.due(tx, day, 10))] == [one.id]
    write(lambda tx: incidents.looked(tx, one, day, None))
    assert write(lambda tx: incidents.due(tx, date(2027, 1, 1), 10)) == ()
    assert write(lambda tx: incidents.get(tx, one.id)).said_on == day


def test_cases_are_found_by_what_they_concern(write):
    one = write(lambda tx: added(tx, agreement=7, reporter=4))
    two = write(lambda tx: added(tx, mark="1:b", known_on=date(2026, 12, 1)))
    closed = replace(two, state=State.CLOSED, closed_at=NOW, closed_on=date(2026, 12, 2), version=2)
    write(lambda tx: incidents.save(tx, closed, look_on=None))
    assert [found.id for found in write(incidents.every)] == [two.id, one.id]
    assert [found.id for found in write(incidents.standing)] == [one.id]
    assert [found.id for found in write(lambda tx: incidents.of_agreement(tx, 7))] == [one.id]
    assert [found.id for found in write(lambda tx: incidents.reported_by(tx, 4))] == [one.id]


def test_a_person_is_taken_out_and_the_case_stays(write):
    one = write(lambda tx: added(tx, reporter=5))
    after = replace(one, steps=(done(Step.FIRST),), closed_by=5, version=2)
    write(lambda tx: incidents.save(tx, after, look_on=None))
    assert write(lambda tx: incidents.forget(tx, 5)) == 3
    kept = write(lambda tx: incidents.get(tx, one.id))
    assert (kept.reporter, kept.closed_by, kept.steps[0].by) == (None, None, 0)


def expose(tx, destination="place:1", notices=(11, 12)):
    row = {"destination": destination, "since": NOW, "notices": list(notices), "found_at": NOW}
    tx.run(insert(EXPOSURE).values(row))


def test_an_exposure_is_new_until_it_has_a_case_and_never_again(write):
    write(expose)
    (found,) = write(lambda tx: exposures.new(tx, 5))
    assert found.notices == (11, 12) and found.destination == "place:1"
    one = write(lambda tx: added(tx, mark=found.token, exposure=found.id))
    assert write(lambda tx: exposures.new(tx, 5)) == ()
    write(lambda tx: incidents.erase(tx, one))
    assert write(lambda tx: exposures.new(tx, 5)) == ()
    assert write(incidents.every) == ()


def test_another_tenant_sees_none_of_it(storage: Storage, tenant: str, write):
    write(added)
    write(expose)
    assert storage.read_now(f"{tenant}-2", incidents.every) == ()
    assert storage.read_now(f"{tenant}-2", lambda tx: exposures.new(tx, 5)) == ()

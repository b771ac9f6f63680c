"""点検 as it is planned, done, improved and reminded of."""

from datetime import timedelta

import pytest

from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.errors import Stale
from bot.records.jobs import inspecting as jobs
from bot.records.model.inspections import Standing
from bot.records.model.registers import CITY
from bot.records.store import inspections
from cards.records.verbs import inspections as inspecting
from tests.bot.records.conftest import TODAY, said


@pytest.fixture
def matter(city):
    return city.agreement()


def planned(city, subject, who="desk", **more):
    given = {
        "subject": subject,
        "way": "visit",
        "topic": "施錠と持出し",
        "planned_on": TODAY + timedelta(days=16),
    }
    city.press(who, inspecting.PlanInspection(**{**given, **more}))
    return city.read(lambda tx: inspections.of(tx, subject))[-1]


def latest(city, one):
    return city.read(lambda tx: inspections.get(tx, one.id))


def test_an_inspection_is_planned_done_improved_and_closed_with_its_duties(city, matter):
    one = planned(city, matter.subject, who="kakari")
    (duty,) = city.read(lambda tx: duties.of_source(tx, one.matter))
    assert (duty.kind, duty.obligor, duty.due_on) == ("inspection", Obligor.KOU, one.planned_on)
    city.press(
        "kakari",
        inspecting.InspectionDone(
            inspection_id=one.id, version=one.version, on=TODAY, sound="no", findings="2件欠け"
        ),
    )
    ask = inspecting.AskImprovement(
        inspection_id=one.id,
        version=latest(city, one).version,
        why="気付けない",
        due_on=TODAY + timedelta(days=30),
    )
    city.press("kakari", ask)
    found = city.read(lambda tx: duties.of_source(tx, one.matter))
    assert [(duty.kind, duty.state) for duty in found] == [
        ("inspection", DutyState.DONE),
        ("improvement", DutyState.OPEN),
    ]
    assert found[1].obligor is Obligor.OTSU
    city.press(
        "desk",
        inspecting.ImprovementAnswered(
            inspection_id=one.id, version=latest(city, one).version, on=TODAY, answer="直した"
        ),
    )
    close = inspecting.CloseInspection(
        inspection_id=one.id, version=latest(city, one).version, why="確かめた"
    )
    assert "点検を終えました" in said(city.press("officer", close))
    assert latest(city, one).standing is Standing.CLOSED
    done = city.read(lambda tx: duties.of_source(tx, one.matter))
    assert {duty.state for duty in done} == {DutyState.DONE}


def test_it_fulfils_the_duty_of_the_agreement_that_was_chosen(city, matter):
    own = Duty(id=0, source=matter.subject, kind="audit", obligor=Obligor.KOU, article="第17条")
    duty = city.write(lambda tx: duties.add(tx, own))
    form = said(city.press("desk", inspecting.OpenInspection(subject=matter.subject)))
    assert "第17条" in form
    one = planned(city, matter.subject, promise=duty.id)
    assert (one.promise, one.duty, one.article) == (duty.id, None, "第17条")
    city.press(
        "desk",
        inspecting.InspectionDone(
            inspection_id=one.id, version=one.version, on=TODAY, sound="yes", findings="異常なし"
        ),
    )
    after = city.read(lambda tx: duties.get(tx, duty.id))
    assert (after.state, after.evidence) == (DutyState.DONE, one.matter)


def test_a_cancelled_one_waives_its_duty(city):
    one = planned(city, CITY, way="own")
    gone = inspecting.CancelInspection(inspection_id=one.id, version=one.version, why="変更")
    city.press("desk", gone)
    (duty,) = city.read(lambda tx: duties.of_source(tx, one.matter))
    assert (duty.state, duty.evidence) == (DutyState.WAIVED, "変更")


def test_a_day_that_has_passed_comes_back_in_the_form(city, matter):
    past = inspecting.PlanInspection(
        subject=matter.subject, way="visit", topic="施錠", planned_on=TODAY - timedelta(days=1)
    )
    assert "過ぎた日付" in city.mistyped("desk", past)


def test_who_sees_to_inspections(city, matter):
    form = inspecting.OpenInspection(subject=matter.subject)
    for who in ("desk", "officer", "kakari", "kacho"):
        assert "点検を計画" in said(city.press(who, form))
    assert city.refused("auditor", form) == "records.inspections.refused.not_yours"
    assert city.refused("other", form) == "records.handling.refused.not_reader"


def test_a_step_out_of_turn_opens_no_form(city, matter):
    one = planned(city, matter.subject)
    with pytest.raises(Stale):
        city.press("desk", inspecting.OpenInspectionStep(inspection_id=one.id, step="close"))
    for step in ("done", "put_off", "cancel"):
        form = inspecting.OpenInspectionStep(inspection_id=one.id, step=step)
        assert one.topic in said(city.press("desk", form))


def test_reminders_come_as_planned_and_say_nothing_of_what_was_found(city, matter):
    one = planned(city, matter.subject)
    until = one.planned_on + timedelta(days=20)
    own = [one for one in city.planned(TODAY, until) if one.kind.startswith("records.insp")]
    day = TODAY
    while day <= until:
        city.at(day).tick()
        day += timedelta(days=1)
    posted = city.notices("records.inspection_due")
    assert [row.source_key for row in posted] == [notice.key for notice in own]
    assert [city.recipients(row.id) for row in posted] == [set(notice.to) for notice in own]
    assert len(own) == 3
    assert "施錠と持出し" in city.sent("records.inspection_due")[0]


def test_what_was_put_off_is_reminded_of_on_its_new_day_alone(city, matter):
    one = planned(city, matter.subject)
    later = one.planned_on + timedelta(days=28)
    city.press(
        "desk",
        inspecting.PutOffInspection(inspection_id=one.id, version=one.version, planned_on=later),
    )
    days = {notice.on for notice in city.planned(TODAY, later) if "inspection" in notice.kind}
    assert min(days) > one.planned_on
    (duty,) = city.read(lambda tx: duties.of_source(tx, one.matter))
    assert duty.due_on == later


def test_what_is_near_waits_for_whoever_sees_to_it(city, matter):
    planned(city, matter.subject, planned_on=TODAY + timedelta(days=5))

    def due(aad):
        person = city.person(aad)
        return [line.what for line in city.read(lambda tx: jobs.due_for(tx, person, TODAY))]

    assert due("kakari") == ["records.inspections.what.planned"]
    assert due("other") == []

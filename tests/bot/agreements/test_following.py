"""What follows beside presses and ticks: lists, calendar files, managers, lapses, disposal."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar as File

from bot.agreements import errands, ics, jobs, keeping
from bot.agreements.due import due_for
from bot.agreements.managers import FIND_MANAGER, FindManager
from bot.agreements.model import Agreement, Reading, ReadingState, State, Survival
from bot.agreements.plan.item import digested
from bot.agreements.slice import ROUTER, SLICE
from bot.agreements.store import changes, readings, register
from bot.delivery.rows import DELIVERY
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.errands.rows import ERRAND
from bot.errors import NotFound
from bot.ledger.model import Actor
from bot.retention import Kind, Wanted
from bot.slice import Due, Tick
from bot.workdays import Calendar
from cards.agreements import verbs as view
from cards.lang import Lang

from .conftest import ENDING, MUTUAL, SILENT, TODAY, City


def lines(city: City, aad: str) -> list[tuple[str, str, bool]]:
    found: tuple[Due, ...] = city.read(lambda tx: due_for(tx, city.person(aad), city.today))
    return [(str(due.day), due.what.rpartition(".")[2], due.urgent) for due in found]


def test_each_person_sees_what_waits_for_them(city: City) -> None:
    kept = city.add(MUTUAL, deputies=("主査",))
    city.add(replace(SILENT, lead_days=0))
    city.add(replace(ENDING, state=State.EXPIRED))
    city.add(replace(MUTUAL, number="d", draft=True))
    owed = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.OTSU,
        post=kept.post,
        due_on=date(2026, 12, 1),
    )
    city.write(lambda tx: duties.add(tx, owed))
    assert lines(city, "a1") == [
        ("2026-12-01", "duty", True),
        ("2027-02-22", "notice", False),
        ("2027-03-31", "renewal", False),
    ]
    assert lines(city, "a5") == [("2027-03-31", "renewal", False)]
    assert lines(city, "a6") == [("2026-11-24", "signing_day", False)]
    assert lines(city, "a7") == []
    city.at(date(2027, 3, 20))
    assert ("2027-03-31", "renewal", True) in lines(city, "a1")


def test_what_nobody_decided_stays_in_sight_after_its_end(city: City) -> None:
    mutual = city.add(MUTUAL)
    ending = city.add(replace(ENDING, lead_days=0))
    unknown = replace(SILENT.renewal, extension_months=None)
    city.add(replace(SILENT, renewal=unknown, state=State.CONTINUED, settled_end=SILENT.end))
    assert [what for _, what, _ in lines(city, "a1")] == ["renewal", "expiry"]
    city.at(date(2027, 6, 1))
    assert [what for _, what, _ in lines(city, "a1")] == ["period", "renewal", "expiry"]
    for kept in (mutual, ending):
        verb = view.ConfirmExpiry(agreement_id=kept.id, version=kept.version)
        city.write(lambda tx, verb=verb: ROUTER.answer(city.turn(tx, "a1"), verb))
    assert [what for _, what, _ in lines(city, "a1")] == ["period"]


def test_every_verb_of_the_slice_has_its_handler() -> None:
    verbs = [cls for cls in vars(view).values() if isinstance(cls, type)]
    ours = {cls for cls in verbs if str(getattr(cls, "name", "")).startswith("agreements.")}
    assert ours == set(ROUTER.presses)
    assert SLICE.router is ROUTER


def test_the_calendar_file_holds_the_days_that_count(city: City) -> None:
    kept = city.add(replace(SILENT, lead_days=0))
    made = ics.of_agreement(kept, Calendar(), now=city.now, today=TODAY, lang=Lang("ja"))
    days = [str(event["dtstart"].dt) for event in File.from_ical(made).walk("VEVENT")]
    assert days == ["2027-02-22", "2027-02-28", "2027-03-31"]
    assert f"UID:{kept.subject}:end@renkei".encode() in made


def test_graph_is_asked_where_no_post_stands_above(city: City) -> None:
    kept = city.add(MUTUAL, post="部長")
    for day in (date(2027, 1, 29), date(2027, 3, 1)):  # the first card tells nobody above
        city.at(day).tick(jobs.due)
    asked = city.read(lambda tx: tx.all(ERRAND.select()))
    assert [row.kind for row in asked] == [FIND_MANAGER]
    job = FindManager(agreement=kept.id, aad_object_id="a4", key="escalation:x:T-30")
    found = city.person("a3")

    def follow(aad: str) -> None:
        city.write(
            lambda tx: errands.manager_found(
                Tick(now=city.now, today=city.today, actor=Actor.job("x"), tx=tx), job, aad
            )
        )

    before = len(city.notices())
    follow("")
    follow("nobody")
    assert len(city.notices()) == before
    follow(found.aad_object_id)
    assert city.recipients(city.notices()[-1].id) == {found.id}


def test_a_matter_under_way_troubles_no_manager(city: City) -> None:
    kept = city.add(replace(MUTUAL, state=State.IN_TALKS))
    job = FindManager(agreement=kept.id, aad_object_id="a1", key="escalation:x:T-30")
    tick = city.tick
    tick(lambda t: errands.manager_found(t, job, "a2"))
    assert city.notices() == []


def test_a_card_that_never_arrived_goes_to_the_superior(city: City) -> None:
    city.add(MUTUAL)
    city.at(date(2026, 12, 28)).tick(jobs.due)
    city.write(lambda tx: tx.run(DELIVERY.update().values(state="unreachable")))
    city.tick(jobs.lapses)
    told = [notice for notice in city.notices() if notice.kind == "escalation"]
    assert [city.recipients(notice.id) for notice in told] == [{city.person("a2").id}]
    city.tick(jobs.lapses)
    assert len(city.notices()) == 2


def ended(city: City, years: int, **facts: object) -> Agreement:
    end = date(2026 - years, 3, 31)
    number = f"{years}{facts}"
    changed = replace(MUTUAL, end=end, state=State.NOT_RENEWED, number=number, **facts)  # type: ignore[arg-type]
    return city.add(changed)


def test_only_what_is_long_over_may_be_disposed_of(city: City) -> None:
    old = ended(city, 12)
    ended(city, 9)
    ended(city, 12, survival=(Survival(articles=("第2条",), months=60),))
    ended(city, 30, survival=(Survival(articles=("第2条",)),))
    city.add(MUTUAL)
    wanted = Wanted(kind=Kind.AGREEMENTS, years=10)
    (found,) = city.read(lambda tx: keeping.expired(tx, city.now, wanted))
    assert (found.id, found.since, found.until) == (old.id, date(2014, 4, 1), date(2024, 3, 31))
    assert city.write(lambda tx: keeping.dispose(tx, (found.id,), city.now)) == 1
    assert city.read(register.count) == 4


def test_disposal_leaves_nothing_and_gives_no_id_again(city: City) -> None:
    old = ended(city, 12)
    hanging = Duty(id=0, source=old.subject, kind="audit", obligor=Obligor.BOTH)
    read = Reading(id=0, file="a.pdf", document={}, proposal=old, read_at=city.now)
    accepted = replace(read, state=ReadingState.ACCEPTED, agreement=old.id)
    city.write(lambda tx: duties.add(tx, hanging))
    kept = city.write(lambda tx: readings.add(tx, accepted))
    assert city.write(lambda tx: keeping.dispose(tx, (old.id,), city.now)) == 1
    assert city.read(lambda tx: duties.of_source(tx, old.subject)) == ()
    with pytest.raises(NotFound):
        city.read(lambda tx: readings.get(tx, kept.id))
    assert city.add(MUTUAL).id > old.id


def test_a_person_is_taken_out_of_the_history(city: City) -> None:
    kept = city.add(MUTUAL)
    verb = view.StartTalks(agreement_id=kept.id, version=1)
    city.write(lambda tx: ROUTER.answer(city.turn(tx, "a1"), verb))
    person = city.person("a1").id
    held = city.read(lambda tx: keeping.personal_data(tx, person))
    assert [one["act"] for one in held] == ["agreements.start_talks"]
    assert city.write(lambda tx: keeping.erase(tx, person, city.now)) == 1
    assert city.read(lambda tx: keeping.personal_data(tx, person)) == ()
    assert city.read(lambda tx: changes.of(tx, kept.id))[0].post == city.post("係長")


def test_evidence_is_found_by_article(city: City) -> None:
    kept = city.add(MUTUAL)
    done = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.OTSU,
        article="第3条",
        state=DutyState.DONE,
        evidence="報告書",
    )
    city.write(lambda tx: duties.add(tx, done))
    found = city.read(lambda tx: keeping.evidence(tx, "第3条"))
    assert [one["evidence"] for one in found] == ["報告書"]
    assert city.read(lambda tx: keeping.evidence(tx, "第4条")) == ()


def test_an_unclear_renewal_is_said_on_its_card(city: City) -> None:
    unclear = replace(SILENT, lead_days=0, renewal=replace(SILENT.renewal, extension_months=None))
    kept = city.add(unclear)
    city.at(date(2027, 1, 29)).tick(jobs.due)
    verb = view.RefreshMatter(agreement_id=kept.id)
    card = city.write(lambda tx: ROUTER.answer(city.turn(tx, "a1"), verb))
    assert "更新の定めがはっきりしません" in str(card)


def test_a_digest_needs_more_than_three(city: City) -> None:
    for number in range(3):
        city.add(replace(MUTUAL, number=str(number)))
    city.at(date(2026, 12, 28)).tick(jobs.due)
    assert {notice.kind for notice in city.notices()} == {"renewal"}
    assert digested([]) == ()


def test_due_instants_are_in_the_morning_of_the_day(city: City) -> None:
    city.add(MUTUAL)
    city.at(date(2026, 12, 28), hour=0).tick(jobs.due)
    notice = city.notices()[0]
    morning = datetime(2026, 12, 28, 8, 30, tzinfo=city.now.tzinfo)
    assert notice.due_at == morning
    assert notice.expires_at - notice.due_at > timedelta(days=30)


def test_a_subject_of_the_ledger_has_the_title_of_its_agreement(city: City) -> None:
    kept = city.add(MUTUAL)
    hanging = Duty(id=0, source=kept.subject, kind="audit", obligor=Obligor.BOTH)
    other = replace(hanging, source="training:1")
    owed, strange = (city.write(lambda tx, d=d: duties.add(tx, d)) for d in (hanging, other))
    subjects = (kept.subject, f"duty:{owed.id}", f"duty:{strange.id}", "agreement:999", "deputy")
    found = [city.read(lambda tx, s=s: SLICE.title_of(tx, s)) for s in subjects]
    assert found == [MUTUAL.title, MUTUAL.title, "", "", ""]

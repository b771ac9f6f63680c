"""The clock over the register: what is planned is what is posted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.agreements import jobs
from bot.agreements.model import Agreement, Disclosure, State, Survival
from bot.agreements.store import changes, disclosures, register
from bot.duties import store as duties
from bot.duties.model import Duty, Obligor

from .conftest import ENDING, MUTUAL, SILENT, TODAY, City

CARDS = [
    "2026-12-28",
    "2027-01-29",
    "2027-03-01",
    "2027-03-17",
    "2027-03-24",
    "2027-03-30",
]


def run(city: City, until: date, since: date = TODAY) -> None:
    """Tick once every morning."""
    day = since
    while day <= until:
        city.at(day).tick(jobs.due)
        day += timedelta(days=1)


def posted(city: City) -> list[tuple[str, str, str]]:
    return [(str(n.due_at.date()), n.kind, n.source_key) for n in city.notices()]


def test_nothing_is_posted_where_nothing_is_due(city: City) -> None:
    city.add(MUTUAL)
    city.tick(jobs.due)
    assert city.notices() == []


def test_renewal_cards_go_to_owner_and_deputies_on_their_days(city: City) -> None:
    kept = city.add(MUTUAL, deputies=("主査",))
    run(city, date(2027, 4, 30))
    renewals = [n for n in city.notices() if n.kind == "renewal"]
    assert [str(n.due_at.date()) for n in renewals] == CARDS[:2] + CARDS[2:]
    assert renewals[2].source_key == f"renewal:{kept.id}:2027-03-31:T-30"
    owners = {city.person("a1").id, city.person("a5").id}
    assert city.recipients(renewals[0].id) == owners


def test_silence_escalates_up_the_ladder(city: City) -> None:
    city.add(MUTUAL)
    run(city, date(2027, 4, 30))
    told = [
        (n.source_key.rpartition(":")[2], len(city.recipients(n.id)))
        for n in city.notices()
        if n.kind == "escalation"
    ]
    assert told == [("T-60", 1), ("T-30", 1), ("T-14", 2), ("T-7", 3), ("T-1", 3)]
    last = next(
        n for n in city.notices() if n.source_key.endswith("T-7") and n.kind == "escalation"
    )
    assert city.recipients(last.id) == {city.person(a).id for a in ("a2", "a3", "a4")}


@pytest.mark.parametrize("agreement", [MUTUAL, SILENT, ENDING])
def test_jobs_post_exactly_what_is_planned(city: City, agreement: Agreement) -> None:
    survival = (Survival(articles=("第5条",)), Survival(articles=("第2条",), months=2))
    kept = city.add(replace(agreement, contacts="窓口", survival=survival))
    city.add(replace(MUTUAL, number="9", draft=True, in_force=False))
    certificate = date(2027, 6, 30)
    city.add(replace(MUTUAL, number="8", end=None, certificate_expires_on=certificate))
    owed = Duty(id=0, source=kept.subject, kind="disposal", obligor=Obligor.OTSU, article="第9条")
    city.write(lambda tx: duties.add(tx, owed))
    audit = replace(owed, kind="audit", due_on=date(2027, 2, 26), post=kept.post)
    city.write(lambda tx: duties.add(tx, audit))
    paper = Disclosure(
        id=0,
        agreement=kept.id,
        post=kept.post,
        disclosed_on=date(2026, 12, 1),
        ours=True,
        topic="図面",
        due_on=date(2026, 12, 31),
    )
    city.write(lambda tx: disclosures.add(tx, paper))
    until = date(2027, 9, 30)
    plan = city.read(lambda tx: jobs.planned(tx, TODAY, until))
    run(city, until)
    found = {
        (n.due_at.date(), n.kind, n.source_key, frozenset(city.recipients(n.id)))
        for n in city.notices()
    }
    assert found == {(p.on, p.kind, p.key, frozenset(p.to)) for p in plan}
    assert len(plan) > 15


def test_an_outage_collapses_missed_cards_to_one(city: City) -> None:
    city.add(MUTUAL)
    city.at(date(2027, 3, 19)).tick(jobs.due)
    assert [n.source_key.rpartition(":")[2] for n in city.notices()] == ["T-14", "T-14"]


def test_any_number_of_ticks_posts_once(city: City) -> None:
    city.add(MUTUAL)
    city.at(date(2026, 12, 28), hour=1)
    for _ in range(3):
        city.tick(jobs.due)
    assert len(city.notices()) == 1
    assert city.notices()[0].due_at.astimezone(city.now.tzinfo).hour == 8


def test_talks_keep_the_cards_and_stop_the_escalation(city: City) -> None:
    city.add(replace(MUTUAL, state=State.IN_TALKS))
    run(city, date(2027, 4, 30))
    assert {n.kind for n in city.notices()} == {"renewal"}


def test_more_than_three_for_one_person_and_day_are_one_digest(city: City) -> None:
    for number in range(5):
        city.add(replace(MUTUAL, number=f"m{number}", title=f"協定{number}"))
    city.add(replace(MUTUAL, number="x"), post="主査")
    run(city, date(2026, 12, 28))
    kinds = [n.kind for n in city.notices()]
    assert kinds == ["digest", "renewal"]
    assert city.recipients(city.notices()[0].id) == {city.person("a1").id}


def test_silent_renewal_moves_the_end_and_is_remembered(city: City) -> None:
    kept = city.add(SILENT)
    run(city, date(2027, 3, 1))
    now = city.get(kept)
    assert (now.end, now.state, now.extended) == (date(2028, 3, 31), State.CONTINUED, 1)
    acts = [change.act for change in city.read(lambda tx: changes.of(tx, kept.id))]
    assert acts == ["agreements.renewed"]
    assert "renewed" in {n.kind for n in city.notices()}


def test_an_unfunded_renewal_is_warned_of(city: City) -> None:
    city.add(replace(SILENT, has_cost=True))
    run(city, date(2027, 1, 31))
    assert "budget" in {n.kind for n in city.notices()}


def test_a_matter_that_nobody_attends_reaches_the_desk(city: City) -> None:
    from bot.people.tables import LISTING

    city.add(MUTUAL)
    city.write(
        lambda tx: tx.run(
            LISTING.update().where(LISTING.c.aad_object_id != "a6").values(left_on=TODAY)
        )
    )
    run(city, date(2026, 12, 28))
    assert city.recipients(city.notices()[0].id) == {city.person("a6").id}


def test_closed_days_move_what_is_stored(city: City) -> None:
    from bot import policy

    kept = city.add(MUTUAL)
    city.write(lambda tx: policy.change(tx, {"closed_days": ["2026-12-28"]}))
    assert city.write(lambda tx: jobs.replan(tx, TODAY)) == 1
    due = city.read(lambda tx: register.due(tx, date(2026, 12, 25), 10))
    assert [one.id for one in due] == [kept.id]
    assert city.read(lambda tx: register.due(tx, date(2026, 12, 24), 10)) == ()


def test_a_card_that_nobody_could_get_waits_for_somebody(city: City) -> None:
    from bot.people.tables import LISTING

    city.add(MUTUAL)
    here = LISTING.update().values(left_on=date(9999, 12, 31))
    city.write(lambda tx: tx.run(LISTING.update().values(left_on=TODAY)))
    city.at(date(2026, 12, 28)).tick(jobs.due)
    assert city.notices() == []
    city.write(lambda tx: tx.run(here))
    city.tick(jobs.due)
    assert [n.kind for n in city.notices()] == ["renewal"]

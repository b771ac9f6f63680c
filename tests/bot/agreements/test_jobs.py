"""The clock over the register: what is planned is what is posted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.agreements import jobs
from bot.agreements.due import due_of
from bot.agreements.model import Agreement, Disclosure, State, Survival
from bot.agreements.store import changes, digests, disclosures, register
from bot.delivery.rows import DELIVERY
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
    assert posted(city) == [("2027-03-19", "renewal", posted(city)[0][2])]
    assert posted(city)[0][2].endswith(":T-14")
    run(city, date(2027, 3, 24), since=date(2027, 3, 20))
    assert [kind for _, kind, _ in posted(city)] == ["renewal", "escalation", "renewal"]


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


def owe(city: City, kept: Agreement) -> Duty:
    """A duty whose first reminder is due on TODAY."""
    duty = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.BOTH,
        article="第5条",
        post=kept.post,
        due_on=TODAY + timedelta(days=14),
    )
    return city.write(lambda tx: duties.add(tx, duty))


def test_what_a_digest_told_is_not_told_again(city: City) -> None:
    for number in range(5):
        owe(city, city.add(replace(MUTUAL, number=str(10 + number), title=f"協定{number}")))
    for hour in (9, 10, 15):
        city.at(TODAY, hour).tick(jobs.due)
    run(city, TODAY + timedelta(days=3))
    assert [n.kind for n in city.notices()] == ["digest"]


def test_a_duty_told_beside_cards_in_a_digest_is_not_told_again(city: City) -> None:
    first, *_ = [
        city.add(replace(MUTUAL, number=str(number), lead_days=37)) for number in range(10, 13)
    ]
    owe(city, first)
    for hour in (9, 10):
        city.at(TODAY, hour).tick(jobs.due)
    assert [n.kind for n in city.notices()] == ["digest"]


def lose(city: City) -> None:
    """Nobody got anything."""
    lost = update(DELIVERY).values(state="unreachable", reason="test")
    city.write(lambda tx: tx.run(lost))


@pytest.mark.parametrize(("count", "kinds"), [(3, ["escalation"] * 3), (5, ["digest"])])
def test_a_lost_digest_escalates_every_card_in_it(city: City, count: int, kinds: list[str]) -> None:
    for number in range(count):
        kept = city.add(replace(MUTUAL, number=f"m{number}", title=f"協定{number}"))
    owe(city, kept)
    city.at(date(2026, 12, 28)).tick(jobs.due)
    lose(city)
    before = len(city.notices())
    city.tick(jobs.lapses)
    told = city.notices()[before:]
    assert [n.kind for n in told] == kinds
    assert {person for n in told for person in city.recipients(n.id)} == {city.person("a2").id}
    lines = city.read(lambda tx: [line for n in told for line in digests.of(tx, n.id)])
    assert len(lines) == (count if kinds == ["digest"] else 0)
    city.tick(jobs.lapses)
    assert len(city.notices()) == before + len(told)


def test_a_lost_escalation_climbs_past_whoever_missed_it_and_stops_at_the_top(city: City) -> None:
    city.add(MUTUAL)
    city.at(date(2026, 12, 28)).tick(jobs.due)
    told = []
    for _ in range(5):
        before = len(city.notices())
        lose(city)
        city.tick(jobs.lapses)
        told += [city.recipients(n.id) for n in city.notices()[before:]]
    assert told == [{city.person(aad).id} for aad in ("a2", "a3", "a4")]


def test_a_first_card_within_the_last_days_tells_nobody_above_as_planned(city: City) -> None:
    kept = city.add(replace(MUTUAL, offsets=(10,)))
    until = date(2027, 4, 30)
    plan = city.read(lambda tx: jobs.planned(tx, TODAY, until))
    run(city, until)
    assert [(str(p.on), p.kind, p.key) for p in plan] == posted(city)
    assert posted(city)[:2] == [
        ("2027-03-19", "renewal", f"renewal:{kept.id}:2027-03-31:T-10"),
        ("2027-03-24", "escalation", f"escalation:{kept.id}:2027-03-31:T-7"),
    ]


def test_a_lost_digest_of_duties_escalates_no_renewal(city: City) -> None:
    for number in range(5):
        owe(city, city.add(replace(MUTUAL, number=str(10 + number), title=f"協定{number}")))
    city.tick(jobs.due)
    lose(city)
    city.tick(jobs.lapses)
    assert [n.kind for n in city.notices()] == ["digest"]


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


def test_a_post_owns_its_own_matters_and_not_those_that_it_deputises(city: City) -> None:
    kept = city.add(MUTUAL)
    city.add(replace(MUTUAL, number="9"), post="主査", deputies=("係長",))
    owed = owe(city, kept)
    own = city.read(lambda tx: due_of(tx, kept.post, TODAY))
    assert [line.subject for line in own] == [f"duty:{owed.id}", kept.subject]


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


def test_what_is_found_in_the_evening_goes_out_the_next_working_morning(city: City) -> None:
    city.add(MUTUAL)
    friday = date(2027, 1, 29)
    run(city, date(2027, 1, 28))
    before = len(city.notices())
    city.at(friday, hour=19).tick(jobs.due)
    city.at(friday + timedelta(days=1), hour=9).tick(jobs.due)
    assert len(city.notices()) == before
    monday = friday + timedelta(days=3)
    city.at(monday, hour=0).tick(jobs.due)
    (card,) = [n for n in city.notices()[before:] if n.kind == "renewal"]
    assert card.source_key.endswith(":T-60")
    assert card.due_at.astimezone(city.now.tzinfo) == city.at(monday, hour=8).now.replace(minute=30)
    assert card.expires_at > card.due_at + timedelta(days=1)


def test_the_last_card_is_not_lost_by_an_evening(city: City) -> None:
    city.add(MUTUAL)
    run(city, date(2027, 3, 29))
    city.at(date(2027, 3, 30), hour=20).tick(jobs.due)
    city.at(date(2027, 3, 31), hour=0).tick(jobs.due)
    last = next(n for n in city.notices() if n.source_key.endswith(":T-1"))
    assert last.due_at.astimezone(city.now.tzinfo).date() == date(2027, 3, 31)
    assert last.expires_at > last.due_at


def test_a_renewal_on_a_closed_day_is_told_on_the_next_working_day(city: City) -> None:
    agreement = replace(SILENT, renewal=replace(SILENT.renewal, notice=None), end=date(2027, 7, 30))
    city.add(agreement)
    plan = city.read(lambda tx: jobs.planned(tx, date(2027, 7, 31), date(2027, 8, 5)))
    run(city, date(2027, 8, 5))
    told = [n for n in posted(city) if n[1] == "renewed"]
    assert [(str(one.on), one.kind, one.key) for one in plan] == told
    assert [day for day, _, _ in told] == ["2027-08-02"]


def test_the_plan_of_a_closed_day_alone_is_empty(city: City) -> None:
    kept = city.add(MUTUAL)
    overdue = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.OTSU,
        article="第9条",
        due_on=date(2026, 11, 27),
        post=kept.post,
    )
    city.write(lambda tx: duties.add(tx, overdue))
    weekend = (date(2026, 11, 28), date(2026, 11, 29))
    assert city.read(lambda tx: jobs.planned(tx, *weekend)) == ()
    later = city.read(lambda tx: jobs.planned(tx, weekend[0], date(2026, 11, 30)))
    assert [one.on for one in later] == [date(2026, 11, 30)]


def test_an_agreement_that_cannot_be_worked_out_leaves_the_others_alone(city, monkeypatch):
    bad, good = city.add(MUTUAL), city.add(replace(MUTUAL, number="2", title="別の協定"))
    outlook = jobs.outlook

    def breaks(matters, agreement, since, until):
        if agreement.id == bad.id:
            raise OverflowError("a day beyond the calendar")
        return outlook(matters, agreement, since, until)

    monkeypatch.setattr(jobs, "outlook", breaks)
    city.at(date(2026, 12, 28)).tick(jobs.due)
    keys = [notice.source_key for notice in city.notices()]
    assert [key for key in keys if f":{good.id}:" in key]
    assert not [key for key in keys if f":{bad.id}:" in key]

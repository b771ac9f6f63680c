"""Promises to meet: the register keeps them, and leaves the rest to the meetings slice."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.agreements import jobs, registration, sheets
from bot.agreements.clauses import as_json, read
from bot.agreements.due import due_for, due_of
from bot.agreements.model import Agreement
from bot.agreements.plan.matters import Matters
from bot.agreements.registration import Moment
from bot.agreements.slice import ROUTER
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, DutyState, Obligor
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.storage.tx import Tx
from bot.workdays import Calendar
from cards.agreements import verbs as view
from cards.verbs import Verb

from .conftest import MUTUAL, TODAY, City

TEXT = """業務連携に関する協定書

あかつき市（以下「甲」という。）とひのでロジ株式会社（以下「乙」という。）は、次のとおり協定を締結する。

（意見交換）
第1条 甲及び乙は、{often}意見交換を行うものとする。

（監査）
第2条 甲は、乙に対し、業務の実施状況について監査を行うことができる。

（有効期間）
第3条 この協定の有効期間は、締結の日から令和9年3月31日までとする。

{signing}

甲 あかつき市
乙 ひのでロジ株式会社
"""
SIGNED = "令和6年4月1日"
SOFT = TEXT.format(often="四半期に一度を目処として、", signing=SIGNED)
OPEN = TEXT.format(often="定期的に", signing=SIGNED)
DRAFT = TEXT.format(often="毎年度4回、", signing="令和　年　月　日")


ROW = {
    "番号": "協-1",
    "名称": "見守り活動に関する協定",
    "甲": "あかつき市",
    "乙": "ひのでロジ株式会社",
    "締結日": "令和6年4月1日",
    "終了日": "2027/3/31",
    "更新": "合意",
    "担当職": "係長",
}


def enter(city: City, text: str) -> Agreement:
    found: Any = as_json(read(text, "kyotei.txt"))["documents"]
    moment = Moment(actor=Actor.command("x"), now=city.now, today=city.today)
    post = city.post("係長")

    def work(tx: Tx) -> Agreement:
        new = registration.propose(tx, found[0], post=post, lead_days=0, title="", today=city.today)
        return registration.enter(tx, new, found[0], moment)

    return city.write(work)


def load(city: City, path: Path, row: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((row.keys(), row.values()))
    entries = sheets.entries_in(path)
    city.write(
        lambda tx: sheets.put(
            tx,
            entries,
            actor=Actor.command("x"),
            now=city.now,
            today=city.today,
            calendar=Calendar(),
        )
    )


def answer(city: City, aad: str, verb: Verb) -> None:
    city.write(lambda tx: ROUTER.answer(city.turn(tx, aad), verb))


def promise(city: City, agreement: Agreement) -> Duty:
    found = city.read(lambda tx: duties.of_source(tx, agreement.subject))
    return next(duty for duty in found if duty.kind == MEETING)


def owed(city: City, agreement: Agreement, **changes: Any) -> Duty:
    new = Duty(
        id=0,
        source=agreement.subject,
        kind=MEETING,
        obligor=Obligor.BOTH,
        post=agreement.post,
        article="第5条",
        every_months=3,
        due_on=date(2026, 12, 28),
    )
    return city.write(lambda tx: duties.add(tx, replace(new, **changes)))


def test_the_register_says_all_that_the_meetings_slice_must_know(city: City) -> None:
    duty = promise(city, enter(city, SOFT))
    assert (duty.title, duty.partner) == ("業務連携に関する協定書", "ひのでロジ株式会社")
    assert (duty.every_months, duty.soft, duty.due_on) == (3, True, None)
    assert (duty.since, duty.in_force) == (date(2024, 4, 1), True)


def test_how_often_is_asked_of_the_desk_only_where_no_meeting_is_meant(city: City) -> None:
    kept = enter(city, OPEN)
    assert promise(city, kept).every_months is None
    asked = [n.source_key for n in city.notices() if n.kind == "cadence"]
    audit = next(
        duty
        for duty in city.read(lambda tx: duties.of_source(tx, kept.subject))
        if duty.kind == "audit"
    )
    assert asked == [f"cadence:{audit.id}"]


def test_a_draft_promises_nothing_until_its_signing_date_is_registered(city: City) -> None:
    kept = enter(city, DRAFT)
    assert not promise(city, kept).in_force
    verb = view.RecordSigningDay(
        agreement_id=kept.id, version=kept.version, signed_on=date(2026, 11, 20)
    )
    answer(city, "a6", verb)
    signed = promise(city, kept)
    assert (signed.in_force, signed.since) == (True, date(2026, 11, 20))


def test_no_card_and_no_line_reminds_of_a_meeting_here(city: City) -> None:
    kept = city.add(replace(MUTUAL, end=None))
    owed(city, kept)
    person = city.person("a1")
    assert city.read(lambda tx: due_for(tx, person, TODAY)) == ()
    assert city.read(lambda tx: due_of(tx, kept.post, TODAY)) == ()
    until = date(2027, 1, 31)
    assert city.read(lambda tx: jobs.planned(tx, TODAY, until)) == ()
    for day in (date(2026, 12, 14), date(2026, 12, 25), date(2026, 12, 28)):
        city.at(day).tick(jobs.due)
    assert city.notices() == []


def test_old_cards_of_a_meeting_send_to_where_it_is_recorded(city: City) -> None:
    duty = owed(city, city.add(MUTUAL))
    presses = (
        view.DutyDone(duty_id=duty.id, version=1, on=TODAY, evidence="会議録"),
        view.WaiveDuty(duty_id=duty.id, version=1, reason="中止"),
    )
    for verb in presses:
        with pytest.raises(Refused, match=r"refused\.meeting"):
            answer(city, "a1", verb)
    cadence = view.SetCadence(duty_id=duty.id, version=1, months=6, first_on=date(2027, 1, 4))
    with pytest.raises(Refused, match=r"refused\.meeting"):
        answer(city, "a6", cadence)
    assert city.read(lambda tx: duties.get(tx, duty.id)) == duty


def test_the_matter_still_shows_what_is_owed_and_when_it_met_last(city: City) -> None:
    kept = city.add(MUTUAL)
    duty = owed(city, kept)
    city.write(lambda tx: duties.complete(tx, duty, evidence="議事録", on=date(2026, 11, 20)))

    def facts(tx: Tx) -> Any:
        matters = Matters(tx, Calendar())
        return matters.last_met_on(kept), [line.kind for line in matters.owed(kept, TODAY)]

    assert city.read(facts) == (date(2026, 11, 20), [MEETING])


def test_a_press_that_changes_the_term_keeps_the_promise_in_step(city: City) -> None:
    kept = city.add(replace(MUTUAL, start=None))
    duty = owed(city, kept)
    verb = view.ConfirmRenewal(agreement_id=kept.id, version=kept.version)
    answer(city, "a1", verb)
    now = city.read(lambda tx: duties.get(tx, duty.id))
    assert (now.title, now.partner) == (kept.title, "ひのでロジ株式会社")
    assert (now.since, now.until) == (kept.signed_on, kept.end)


def test_an_import_that_renames_the_partner_keeps_the_promise_in_step(
    city: City, tmp_path: Path
) -> None:
    load(city, tmp_path / "first.csv", ROW)
    (kept,) = city.read(lambda tx: tuple(register.every(tx)))
    duty = owed(city, kept)
    row = {**ROW, "名称": "見守りに関する協定", "乙": "あさひ物流株式会社", "終了日": "2028/3/31"}
    load(city, tmp_path / "second.csv", row)
    now = city.read(lambda tx: duties.get(tx, duty.id))
    assert (now.title, now.partner) == ("見守りに関する協定", "あさひ物流株式会社")
    assert now.until == date(2028, 3, 31)


@pytest.mark.parametrize("months", [3, None])
def test_what_was_met_for_the_last_time_of_a_term_comes_back_with_the_next(
    city: City, tmp_path: Path, months: int | None
) -> None:
    load(city, tmp_path / "first.csv", ROW)
    (kept,) = city.read(lambda tx: tuple(register.every(tx)))
    last = owed(city, kept, due_on=date(2027, 3, 31), until=kept.end, every_months=months)
    audit = owed(city, kept, kind="audit", due_on=date(2027, 3, 1), until=kept.end)
    city.write(lambda tx: duties.complete(tx, last, evidence="議事録", on=date(2027, 2, 9)))
    city.write(lambda tx: duties.complete(tx, audit, evidence="報告", on=date(2027, 2, 9)))
    assert city.read(lambda tx: duties.open_for(tx, (kept.post,))) == ()
    load(city, tmp_path / "same.csv", {**ROW, "名称": "見守り協定"})
    assert city.read(lambda tx: duties.open_for(tx, (kept.post,))) == ()
    for end in ("2028/3/31", "2029/3/31"):
        load(city, tmp_path / "renewed.csv", {**ROW, "終了日": end})
    again = city.read(lambda tx: duties.open_for(tx, (kept.post,)))
    due_on = {"audit": date(2027, 6, 1), MEETING: date(2027, 6, 30) if months else None}
    assert {duty.kind: duty.due_on for duty in again} == due_on
    assert [duty.until for duty in again] == [date(2029, 3, 31)] * 2


def test_what_an_older_release_kept_is_told_by_the_next_tick(city: City) -> None:
    kept = city.add(MUTUAL)
    duty = owed(city, kept)
    done = owed(city, kept, state=DutyState.DONE, done_on=TODAY)
    city.tick(jobs.promises)
    now = city.read(lambda tx: duties.get(tx, duty.id))
    assert (now.title, now.version) == (kept.title, 2)
    city.tick(jobs.promises)
    assert city.read(lambda tx: duties.get(tx, duty.id)) == now
    assert city.read(lambda tx: duties.get(tx, done.id)) == done

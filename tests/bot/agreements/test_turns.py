"""Presses and words against a real register."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.agreements import jobs, keeping
from bot.agreements.bundle import bundled
from bot.agreements.model import Agreement, State
from bot.agreements.plan.matters import Matters
from bot.agreements.slice import ROUTER
from bot.agreements.store import changes, disclosures, publicity, register
from bot.delivery.payload import sealing_key, unseal
from bot.delivery.rows import NOTICE
from bot.duties import store as duties
from bot.duties.model import MEETING, Duty, DutyState, Obligor
from bot.errors import Refused, Stale
from bot.ledger.record import history
from bot.people import absences
from bot.people.model import Role
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from bot.workdays import Calendar
from cards.agreements import verbs as view
from cards.lang import Lang
from cards.verbs import Verb

from .conftest import ENDING, MUTUAL, SILENT, TODAY, City


def press(city: City, aad: str, verb: Verb) -> Any:
    return city.write(lambda tx: ROUTER.press(city.turn(tx, aad), verb.name, verb.data()))


def say(city: City, aad: str, words: str, lang: str = "ja") -> Any:
    return city.write(lambda tx: ROUTER.say(city.turn(tx, aad, lang), words))


def told(city: City, agreement: Agreement) -> Agreement:
    """The first card of the agreement is out."""
    kept = city.add(agreement, deputies=("主査",))
    city.at(date(2026, 12, 28)).tick(jobs.due)
    return city.get(kept)


def title(card: Any) -> str:
    return str(card["body"][0]["text"])


def shown(city: City, lang: str = "ja") -> list[str]:
    """The titles that the posted copies want to show."""

    def read(tx: Any) -> Iterator[str]:
        for row in tx.all(NOTICE.select().order_by(NOTICE.c.id)):
            key = sealing_key(row.kind, row.source_key)
            found = unseal(tx, key=key, guard=row.guard, sealed=row.payload)
            yield found.activities[lang].decode()

    return city.read(lambda tx: list(read(tx)))


def test_a_holder_confirms_and_every_copy_changes(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.ConfirmRenewal(agreement_id=kept.id, version=kept.version)
    assert title(press(city, "a1", verb)) == "内容を確認しました"
    now = city.get(kept)
    assert now.confirmation is not None
    assert now.confirmation.by == city.person("a1").id
    assert now.state is State.BEFORE_TALKS
    assert "内容を確認しました" in shown(city)[0]
    entries = city.read(lambda tx: list(history(tx, kept.subject)))
    assert [entry.act for entry in entries] == ["agreements.confirm_renewal"]


def test_a_second_press_of_the_same_card_is_stale(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.StartTalks(agreement_id=kept.id, version=kept.version)
    press(city, "a1", verb)
    with pytest.raises(Stale) as error:
        press(city, "a5", verb)
    assert error.value.facts["show"] == view.Show(agreement_id=kept.id)
    assert city.get(kept).version == kept.version + 1


@pytest.mark.parametrize("aad", ["a6", "a7"])
def test_a_stranger_changes_nothing_whatever_they_send(city: City, aad: str) -> None:
    kept = told(city, MUTUAL)
    for verb in (
        view.ConfirmRenewal(agreement_id=kept.id, version=kept.version),
        view.EndWithoutRenewal(agreement_id=kept.id, version=kept.version, reason="x"),
        view.Reassign(agreement_id=kept.id, version=kept.version, post="係員"),
        view.OpenContacts(agreement_id=kept.id, version=kept.version),
    ):
        with pytest.raises(Refused) as error:
            press(city, aad, verb)
        assert error.value.reason == "agreements.refused.not_yours"
    assert city.get(kept) == kept


def test_a_superior_may_answer_what_escalated_to_them(city: City) -> None:
    kept = told(city, MUTUAL)
    press(city, "a3", view.StartTalks(agreement_id=kept.id, version=kept.version))
    change = city.read(lambda tx: changes.of(tx, kept.id))[-1]
    assert change.post == city.post("企画課 課長")


def test_a_decision_is_registered_step_by_step_and_the_next_term_begins(city: City) -> None:
    kept = told(city, MUTUAL)
    at = {"agreement_id": kept.id}
    with pytest.raises(Refused, match="no_decision"):
        press(
            city,
            "a1",
            view.RecordSigning(
                **at,
                version=1,
                signed_on=city.today,
                signature="seal",
                new_end=date(2028, 3, 31),
                kept_at="文書庫",
            ),
        )
    press(city, "a1", view.StartTalks(**at, version=1))
    press(city, "a1", view.RecordDraft(**at, version=2, number="企政第1号"))
    press(
        city,
        "a1",
        view.RecordDecision(
            **at,
            version=3,
            decided_on=city.today,
            decided_class="部長専決",
            decided_post="企画部長",
        ),
    )
    assert city.get(kept).end == kept.end
    press(
        city,
        "a1",
        view.RecordSigning(
            **at,
            version=4,
            signed_on=city.today,
            signature="electronic",
            new_end=date(2028, 3, 31),
            certificate_expires_on=date(2031, 1, 1),
            kept_at="文書管理",
        ),
    )
    now = city.get(kept)
    assert (now.end, now.start, now.state) == (date(2028, 3, 31), date(2027, 4, 1), State.SIGNED)
    press(city, "a1", view.RecordPublication(**at, version=5, published_on=city.today))
    plan = city.read(lambda tx: jobs.planned(tx, TODAY, date(2028, 4, 30)))
    renewals = [p for p in plan if p.kind == "renewal"]
    assert len(renewals) == 6
    assert renewals[0].key == f"renewal:{kept.id}:2028-03-31:T-90"
    with pytest.raises(Refused):
        press(city, "a1", view.RecordPublication(**at, version=6, published_on=city.today))


def test_a_deputy_confirms_but_may_not_end_or_sign(city: City) -> None:
    kept = told(city, MUTUAL)
    boss, deputy = city.person("a1"), city.person("a7")
    city.write(
        lambda tx: absences.set_away(tx, boss.id, city.today, city.today, deputy.id, at=city.now)
    )
    ending = view.EndWithoutRenewal(agreement_id=kept.id, version=kept.version, reason="x")
    with pytest.raises(Refused, match="not_as_deputy"):
        press(city, "a7", ending)
    press(city, "a7", view.ConfirmRenewal(agreement_id=kept.id, version=kept.version))
    change = city.read(lambda tx: changes.of(tx, kept.id))[-1]
    assert (change.person, change.deputy_for) == (deputy.id, boss.id)


def test_silent_renewal_has_its_own_answers(city: City) -> None:
    kept = city.add(replace(SILENT, lead_days=0))
    city.at(date(2026, 12, 28)).tick(jobs.due)
    kept = city.get(kept)
    with pytest.raises(Refused, match="wrong_kind"):
        press(
            city,
            "a1",
            view.EndWithoutRenewal(agreement_id=kept.id, version=kept.version, reason="x"),
        )
    card = press(city, "a1", view.Continue(agreement_id=kept.id, version=kept.version))
    assert title(card) == "このまま継続することを登録しました"
    plan = city.read(lambda tx: jobs.planned(tx, city.today, date(2027, 3, 31)))
    assert [p.kind for p in plan] == ["renewed"]
    city.at(date(2027, 3, 1)).tick(jobs.due)
    assert city.get(kept).end == date(2028, 3, 31)


def test_an_objection_after_the_notice_day_is_refused(city: City) -> None:
    kept = city.add(replace(SILENT, lead_days=0))
    city.at(date(2027, 3, 1))
    verb = view.Object(agreement_id=kept.id, version=kept.version, reason="事業の終了")
    with pytest.raises(Refused, match="notice_passed"):
        press(city, "a1", verb)
    city.at(date(2027, 2, 26))
    press(city, "a1", verb)
    city.at(date(2027, 3, 2)).tick(jobs.due)
    now = city.get(kept)
    assert (now.state, now.end) == (State.OBJECTED, kept.end)


def test_expiry_is_confirmed_where_nothing_renews(city: City) -> None:
    kept = told(city, ENDING)
    press(city, "a1", view.ConfirmExpiry(agreement_id=kept.id, version=kept.version))
    assert city.get(kept).state is State.EXPIRED
    mutual = city.add(replace(MUTUAL, number="m"))
    with pytest.raises(Refused, match="not_ended"):
        press(city, "a1", view.ConfirmExpiry(agreement_id=mutual.id, version=1))


def test_undo_brings_back_what_was_for_five_minutes(city: City) -> None:
    kept = told(city, MUTUAL)
    press(city, "a1", view.StartTalks(agreement_id=kept.id, version=kept.version))
    undo = view.Undo(agreement_id=kept.id, version=kept.version + 1)
    with pytest.raises(Refused, match="undo_not_yours"):
        press(city, "a5", undo)
    city.now += timedelta(minutes=5)
    assert title(press(city, "a1", undo)) == "取り消しました"
    now = city.get(kept)
    assert (now.state, now.version) == (State.BEFORE_TALKS, kept.version + 2)
    with pytest.raises(Refused, match="undo"):
        press(city, "a1", view.Undo(agreement_id=kept.id, version=now.version))


def test_undo_after_five_minutes_is_refused(city: City) -> None:
    kept = told(city, MUTUAL)
    press(city, "a1", view.StartTalks(agreement_id=kept.id, version=kept.version))
    city.now += timedelta(minutes=5, seconds=1)
    with pytest.raises(Refused, match="undo_too_late"):
        press(city, "a1", view.Undo(agreement_id=kept.id, version=kept.version + 1))


def test_a_matter_that_moves_is_shown_to_its_new_owner_at_once(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.Reassign(agreement_id=kept.id, version=kept.version, post="水道課 係員")
    press(city, "a1", verb)
    last = city.notices()[-1]
    assert last.source_key.endswith(f":P-{kept.version + 1}")
    assert city.person("a7").id in city.recipients(last.id)
    with pytest.raises(Refused, match="no_post"):
        press(city, "a7", view.Reassign(agreement_id=kept.id, version=2, post="宇宙課長"))


def test_snooze_asks_again_within_the_time_left(city: City) -> None:
    kept = told(city, MUTUAL)
    press(city, "a1", view.Snooze(agreement_id=kept.id, version=kept.version))
    assert city.get(kept).snoozed_until == date(2027, 1, 4)
    city.at(date(2027, 1, 4)).tick(jobs.due)
    assert city.notices()[-1].source_key.endswith("S-2027-01-04")
    city.at(date(2027, 3, 24))
    with pytest.raises(Refused, match="snooze_too_late"):
        press(city, "a1", view.Snooze(agreement_id=kept.id, version=city.get(kept).version))


def test_a_digested_matter_opens_with_its_buttons(city: City) -> None:
    kept = told(city, MUTUAL)
    card = press(city, "a1", view.RefreshMatter(agreement_id=kept.id))
    assert title(card) == "協定の更新を検討する時期です"
    press(city, "a1", view.StartTalks(agreement_id=kept.id, version=kept.version))
    card = press(city, "a5", view.RefreshMatter(agreement_id=kept.id))
    assert title(card) == "更新の協議を始めました"
    assert city.get(kept).version == kept.version + 1


def test_forms_change_nothing(city: City) -> None:
    kept = told(city, MUTUAL)
    at = {"agreement_id": kept.id, "version": kept.version}
    for verb in (
        view.OpenRegistration(**at),
        view.AskEnd(**at),
        view.AskObject(**at),
        view.OpenReassign(**at),
        view.Show(agreement_id=kept.id),
        view.OpenPublicity(agreement_id=kept.id),
        view.OpenContacts(**at),
    ):
        assert press(city, "a1", verb)["type"] == "AdaptiveCard"
    assert city.get(kept) == kept


def test_the_desk_registers_a_signing_date_and_alerts_begin(city: City) -> None:
    kept = city.add(replace(MUTUAL, draft=True, in_force=False, signed_on=None))
    city.tick(jobs.due)
    assert [n.kind for n in city.notices()] == ["signing_day"]
    verb = view.RecordSigningDay(agreement_id=kept.id, version=1, signed_on=TODAY)
    with pytest.raises(Refused, match="not_yours"):
        press(city, "a7", verb)
    press(city, "a6", verb)
    plan = city.read(lambda tx: jobs.planned(tx, TODAY, date(2027, 4, 30)))
    assert [p.kind for p in plan if p.kind == "renewal"] == ["renewal"] * 6


def test_contacts_are_confirmed_and_stay_with_the_owner(city: City) -> None:
    kept = city.add(replace(MUTUAL, contacts="窓口 000-0000"))
    card = press(city, "a1", view.OpenContacts(agreement_id=kept.id, version=1))
    assert "000-0000" in str(card)
    press(city, "a1", view.CorrectContacts(agreement_id=kept.id, version=1, contacts="新窓口"))
    assert city.get(kept).contacts == "新窓口"
    assert "新窓口" not in str(press(city, "a5", view.Show(agreement_id=kept.id)))


def test_the_partner_is_asked_and_the_paper_received(city: City) -> None:
    kept = city.add(MUTUAL)
    new = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.OTSU,
        post=kept.post,
        due_on=date(2026, 12, 8),
        every_months=12,
    )
    duty = city.write(lambda tx: duties.add(tx, new))
    city.tick(jobs.due)
    assert [n.kind for n in city.notices()] == ["duty"]
    press(city, "a1", view.RequestDuty(duty_id=duty.id, version=1))
    assert "提出を求めたことを記録しました" in shown(city)[0]
    done = view.DutyDone(duty_id=duty.id, version=2, on=TODAY, evidence="報告書")
    with pytest.raises(Refused, match="not_yours"):
        press(city, "a7", done)
    press(city, "a1", done)
    states = [d.state for d in city.read(lambda tx: duties.of_source(tx, kept.subject))]
    assert states == [DutyState.DONE, DutyState.OPEN]
    with pytest.raises(Refused):
        press(city, "a1", view.WaiveDuty(duty_id=duty.id, version=3, reason="x"))


def test_the_day_on_which_something_was_done_is_what_proves_it(city: City) -> None:
    kept = city.add(MUTUAL)
    meeting = Duty(
        id=0,
        source=kept.subject,
        kind=MEETING,
        obligor=Obligor.BOTH,
        post=kept.post,
        article="第5条",
        due_on=date(2026, 12, 8),
    )
    owed = city.write(lambda tx: duties.add(tx, meeting))
    held = date(2026, 11, 20)
    city.write(lambda tx: duties.complete(tx, owed, evidence="会議録", on=held))

    def facts(tx: Any) -> Any:
        matters = Matters(tx, Calendar())
        return (
            matters.last_met_on(kept),
            bundled(tx, kept, matters, TODAY, Lang("ja")).evidence,
            keeping.evidence(tx, "第5条"),
        )

    last, bundle, kept_for_years = city.read(facts)
    assert last == held
    assert [proof.on for proof in bundle if proof.article == "第5条"] == [held]
    assert [proof["on"] for proof in kept_for_years] == [held]


def test_the_day_on_which_a_duty_was_waived_is_kept(city: City) -> None:
    kept = city.add(MUTUAL)
    new = Duty(id=0, source=kept.subject, kind="audit", obligor=Obligor.BOTH, post=kept.post)
    owed = city.write(lambda tx: duties.add(tx, new))
    press(city, "a1", view.WaiveDuty(duty_id=owed.id, version=1, reason="対象がない"))
    assert city.read(lambda tx: duties.get(tx, owed.id)).done_on == TODAY


def test_the_desk_sets_the_period_of_a_yearly_thing(city: City) -> None:
    kept = city.add(MUTUAL)
    new = Duty(id=0, source=kept.subject, kind="audit", obligor=Obligor.OTSU, post=kept.post)
    duty = city.write(lambda tx: duties.add(tx, new))
    verb = view.SetCadence(duty_id=duty.id, version=1, months=12, first_on=date(2027, 2, 1))
    with pytest.raises(Refused, match="not_desk"):
        press(city, "a1", verb)
    press(city, "a6", verb)
    found = city.read(lambda tx: duties.get(tx, duty.id))
    assert (found.every_months, found.due_on) == (12, date(2027, 2, 1))


def test_an_oral_disclosure_is_written_down_in_time(city: City) -> None:
    kept = city.add(replace(MUTUAL, oral_disclosure_days=30))
    card = say(city, "a1", "口頭開示")
    assert title(card) == "口頭開示を記録"
    verb = view.RecordOralDisclosure(
        agreement_id=kept.id, disclosed_on=TODAY, by="ours", told_confidential=True, what="図面"
    )
    card = press(city, "a1", verb)
    assert "図面" in str(card)
    told_one = city.read(lambda tx: disclosures.of(tx, kept.id))[0]
    assert told_one.due_on == date(2026, 12, 24)
    written = view.OralWritten(disclosure_id=told_one.id, version=1, on=TODAY)
    press(city, "a1", written)
    with pytest.raises(Refused, match="already"):
        press(city, "a1", written)


def test_nothing_may_be_published_without_the_answer(city: City) -> None:
    kept = city.add(MUTUAL)
    verb = view.RequestPublicity(
        agreement_id=kept.id, medium="広報", on=date(2027, 1, 5), text="協定を結びました"
    )
    assert "公表できません" in str(press(city, "a1", verb))
    request = city.read(lambda tx: publicity.of(tx, kept.id))[0]
    assert not request.may_publish
    answer = view.PublicityAnswer(publicity_id=request.id, version=1, answer="agreed", on=TODAY)
    assert title(press(city, "a1", answer)) == "公表可"
    assert city.read(lambda tx: publicity.get(tx, request.id)).may_publish


def test_the_register_answers_words_in_both_languages(city: City) -> None:
    city.add(MUTUAL)
    city.add(replace(SILENT, title="水道の協定"))
    assert title(say(city, "a7", "協定 ひのでロジ")) == "2件見つかりました"
    assert title(say(city, "a7", "協定　水道")) == "1件見つかりました"
    assert "1" in title(say(city, "a7", "agreement 水道", lang="en"))
    assert title(say(city, "a1", "協定")) == "2件見つかりました"
    assert title(say(city, "a7", "協定 なし")) == "見つかりませんでした"
    assert say(city, "a7", "こんにちは") is None


@pytest.mark.parametrize("kind", ["mail_to_partner", "draft_document", "minutes_head"])
def test_texts_are_filled_from_the_register(city: City, kind: Any) -> None:
    kept = city.add(MUTUAL)
    card = press(city, "a1", view.CopyText(agreement_id=kept.id, text=kind))
    assert "ひのでロジ株式会社" in str(card)


def test_the_bundle_names_gaps_and_is_recorded(city: City) -> None:
    kept = city.add(MUTUAL)
    assert "原本の保管場所" in str(press(city, "a6", view.Bundle(agreement_id=kept.id)))
    with pytest.raises(Refused):
        press(city, "a7", view.Bundle(agreement_id=kept.id))
    entries = city.read(lambda tx: list(history(tx, kept.subject)))
    assert [entry.act for entry in entries] == ["agreements.bundle"]


def test_forged_data_is_refused_in_words(city: City) -> None:
    kept = told(city, MUTUAL)
    for data in ({}, {"agreement_id": "x", "version": 1}, {"agreement_id": kept.id}):
        with pytest.raises(Refused):
            city.write(
                lambda tx, d=data: ROUTER.press(
                    city.turn(tx, "a1"), "agreements.confirm_renewal", d
                )
            )
    assert city.get(kept) == kept
    assert city.read(register.count) == 1


@pytest.mark.parametrize("post", ["²", "9" * 30, "9" * 9])
def test_a_post_that_nobody_has_is_refused_however_it_is_written(city: City, post: str) -> None:
    kept = city.add(MUTUAL)
    with pytest.raises(Refused, match="no_post"):
        press(city, "a1", view.Reassign(agreement_id=kept.id, version=1, post=post))


def test_a_matter_that_was_given_away_can_be_taken_back(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.Reassign(agreement_id=kept.id, version=kept.version, post="水道課 係員")
    press(city, "a1", verb)
    undo = view.Undo(agreement_id=kept.id, version=kept.version + 1)
    with pytest.raises(Refused):
        press(city, "a7", undo)
    press(city, "a1", undo)
    assert city.get(kept).post == kept.post
    with pytest.raises(Stale):
        press(city, "a1", undo)
    with pytest.raises(Refused):
        press(city, "a7", view.StartTalks(agreement_id=kept.id, version=kept.version + 2))


def test_a_deputy_cannot_make_the_matter_their_own_to_end_it(city: City) -> None:
    kept = told(city, MUTUAL)  # 主査 (a5) is its deputy post
    at = {"agreement_id": kept.id, "version": kept.version}
    boss, deputy = city.person("a1"), city.person("a7")
    city.write(
        lambda tx: absences.set_away(tx, boss.id, city.today, city.today, deputy.id, at=city.now)
    )
    for aad in ("a5", "a7"):
        for verb in (
            view.Reassign(**at, post="主査" if aad == "a5" else "水道課 係員"),
            view.EndWithoutRenewal(**at, reason="x"),
        ):
            with pytest.raises(Refused, match="not_as_deputy"):
                press(city, aad, verb)
    assert city.get(kept) == kept


def test_a_superior_whose_post_is_a_deputy_too_may_end_it(city: City) -> None:
    kept = city.add(MUTUAL, deputies=("課長",))
    press(city, "a3", view.EndWithoutRenewal(agreement_id=kept.id, version=1, reason="事業終了"))
    assert city.get(kept).state is State.NOT_RENEWED
    change = city.read(lambda tx: changes.of(tx, kept.id))[-1]
    assert change.post == city.post("企画課 課長")


@pytest.mark.parametrize("role", [Role.PUPIL, Role.GUARDIAN, Role.BOARD_OF_EDUCATION])
def test_whoever_is_not_staff_reads_nothing_even_as_a_deputy(city: City, role: Role) -> None:
    kept = city.add(MUTUAL)

    def turn(tx: Tx) -> Turn:
        own = city.turn(tx, "a1")  # with posts, as a deputy would have
        return replace(own, person=replace(own.person, roles=frozenset((role,))))

    for verb in (
        view.Show(agreement_id=kept.id),
        view.RefreshMatter(agreement_id=kept.id),
        view.ConfirmRenewal(agreement_id=kept.id, version=1),
    ):
        with pytest.raises(Refused, match="no_role"):
            city.write(lambda tx, verb=verb: ROUTER.answer(turn(tx), verb))
    for words in ("協定 見守り", "協定", "公表 見守り"):
        with pytest.raises(Refused, match="no_role"):
            city.write(lambda tx, words=words: ROUTER.say(turn(tx), words))


def test_a_duty_s_card_from_before_a_renewal_opens_the_matter(city: City) -> None:
    kept = city.add(replace(SILENT, lead_days=0))
    new = Duty(
        id=0,
        source=kept.subject,
        kind="audit",
        obligor=Obligor.OTSU,
        post=kept.post,
        due_on=date(2027, 3, 20),
        until=kept.end,
    )
    duty = city.write(lambda tx: duties.add(tx, new))
    city.at(date(2027, 3, 1)).tick(jobs.due)
    assert city.get(kept).end == date(2028, 3, 31)
    for verb in (
        view.RequestDuty(duty_id=duty.id, version=duty.version),
        view.DutyDone(duty_id=duty.id, version=duty.version, on=city.today, evidence="x"),
        view.WaiveDuty(duty_id=duty.id, version=duty.version, reason="x"),
    ):
        with pytest.raises(Stale) as error:
            press(city, "a1", verb)
        assert error.value.facts["show"] == view.Show(agreement_id=kept.id)


def test_superiors_learn_of_silence_between_the_city_s_own_cards(city: City) -> None:
    kept = city.add(replace(MUTUAL, offsets=(90, 60)))
    for day in (date(2026, 12, 28), date(2027, 1, 29), date(2027, 3, 1), date(2027, 3, 17)):
        city.at(day).tick(jobs.due)
    kinds = [(n.kind, n.source_key.rpartition(":")[2]) for n in city.notices()]
    assert kinds == [
        ("renewal", "T-90"),
        *(("escalation", "T-60"), ("renewal", "T-60")),
        *(("escalation", "T-30"), ("escalation", "T-14")),
    ]
    last = city.notices()[-1]
    assert city.recipients(last.id) == {city.person("a2").id, city.person("a3").id}
    assert city.get(kept).alerted == 14


def test_a_renewal_for_an_unknown_time_is_asked_about_on_a_card(city: City) -> None:
    renewal = replace(SILENT.renewal, extension_months=None)
    city.add(replace(SILENT, renewal=renewal, lead_days=0))
    city.at(date(2027, 3, 1)).tick(jobs.due)
    assert "period" in [n.kind for n in city.notices()]
    assert "更新の定めがはっきりしません" in shown(city)[-1]


def buttons(card: Any) -> set[str]:
    rows = [*card["body"], card]
    found = {action["title"] for row in rows for action in row.get("actions", ())}
    return found - {"担当を変更", "詳しく見る", "7日後に再通知", "取り消す"}


KIND_OF_END = {
    "mutual": {
        "内容を確認しました",
        "更新の協議を始める",
        "決裁・締結を登録",
        "更新せず終了する",
    },
    "automatic": {"このまま継続（申出をしない）", "更新しない旨を申し出る", "条件を協議する"},
    "none": {"満了を確認", "後継の協定を検討"},
}


@pytest.mark.parametrize("new", [MUTUAL, replace(SILENT, lead_days=0), ENDING])
def test_after_an_undo_the_same_can_be_pressed_as_before(city: City, new: Agreement) -> None:
    kept = told(city, new)
    press(city, "a1", view.Snooze(agreement_id=kept.id, version=kept.version))
    card = press(city, "a1", view.Undo(agreement_id=kept.id, version=kept.version + 1))
    assert buttons(card) == KIND_OF_END[new.renewal.kind]


@pytest.mark.parametrize("new", [MUTUAL, replace(SILENT, lead_days=0), ENDING])
def test_put_off_or_seen_in_full_a_matter_keeps_its_buttons(city: City, new: Agreement) -> None:
    kept = told(city, new)
    card = press(city, "a1", view.Snooze(agreement_id=kept.id, version=kept.version))
    assert buttons(card) == KIND_OF_END[new.renewal.kind]
    card = press(city, "a1", view.Show(agreement_id=kept.id))
    assert buttons(card) >= KIND_OF_END[new.renewal.kind]


def test_once_confirmed_a_matter_can_be_put_off_begun_or_ended(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.ConfirmRenewal(agreement_id=kept.id, version=kept.version)
    card = press(city, "a1", verb)
    assert buttons(card) == KIND_OF_END["mutual"] - {"内容を確認しました"}
    assert "7日後に再通知" in str(card)


def test_the_matter_in_full_offers_what_its_reader_may_press(city: City) -> None:
    kept = told(city, MUTUAL)
    verb = view.Show(agreement_id=kept.id)
    assert buttons(press(city, "a3", verb)) >= KIND_OF_END["mutual"]
    deputy = buttons(press(city, "a5", verb))
    assert deputy >= KIND_OF_END["mutual"] - {"更新せず終了する"}
    assert "更新せず終了する" not in deputy
    assert buttons(press(city, "a6", verb)) == {"監査用にまとめる"}
    assert buttons(press(city, "a7", verb)) == set()


def test_only_who_pressed_sees_undo_in_the_matter_in_full(city: City) -> None:
    kept = told(city, MUTUAL)
    press(city, "a1", view.StartTalks(agreement_id=kept.id, version=kept.version))
    verb = view.Show(agreement_id=kept.id)
    assert "取り消す" in str(press(city, "a1", verb))
    assert "取り消す" not in str(press(city, "a5", verb))


def test_who_may_not_press_gets_no_owner_s_card(city: City) -> None:
    kept = told(city, MUTUAL)
    card = press(city, "a7", view.RefreshMatter(agreement_id=kept.id))
    assert title(card) == "協定の詳細"
    assert buttons(card) == set()


def test_an_escalation_stays_one_after_a_press_that_answers_nothing(city: City) -> None:
    kept = city.add(replace(MUTUAL, contacts="窓口"))
    for day in (date(2026, 12, 28), date(2027, 1, 29)):
        city.at(day).tick(jobs.due)
    (place,) = (n for n, one in enumerate(city.notices()) if one.kind == "escalation")
    at = {"agreement_id": kept.id, "version": city.get(kept).version}
    assert '"refresh"' not in shown(city)[place]
    press(city, "a1", view.ConfirmContacts(**at))
    assert "未確認のためお知らせします" in shown(city)[place]
    assert "更新せず終了する" not in shown(city)[place]


def test_a_renewal_by_silence_says_so_in_its_heading(city: City) -> None:
    city.add(replace(SILENT, lead_days=0))
    city.at(date(2027, 3, 1)).tick(jobs.due)
    (place,) = (n for n, one in enumerate(city.notices()) if one.kind == "renewed")
    assert "自動で更新されました" in shown(city)[place]


def test_without_an_end_no_deadline_notices_are_promised(city: City) -> None:
    kept = city.add(replace(MUTUAL, draft=True, in_force=False, signed_on=None, end=None))
    verb = view.RecordSigningDay(agreement_id=kept.id, version=1, signed_on=TODAY)
    said = str(press(city, "a6", verb))
    assert "終了日の定めがないため、期限のお知らせはありません。" in said


def test_who_owns_nothing_is_told_so(city: City) -> None:
    assert "所管する協定・覚書・契約はありません。" in str(say(city, "a7", "協定"))

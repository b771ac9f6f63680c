"""再委託: blocked while anything is missing, decided once, followed up."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused, Stale
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.rules import subcontracts as rules

TODAY = date(2026, 11, 24)
FULL = Subcontract(
    id=4,
    agreement=9,
    contract="運営業務",
    name="ひばりコールセンター株式会社",
    address="ひばりが丘",
    representative="三宅",
    reason="夜間のため",
    signed_on=TODAY,
    place="第二センター",
    since=TODAY + timedelta(days=10),
    until=TODAY + timedelta(days=100),
    content="一次回答",
    information="氏名",
    draft_at="文書 1182",
    allowed_by="第9条",
)
APPLIED = replace(FULL, stage=Stage.APPLIED, applied_on=TODAY)
APPROVED = replace(APPLIED, stage=Stage.APPROVED, decided_on=TODAY, decided_post=3, why="よい")


def test_what_is_missing_is_said_in_the_order_of_the_form():
    assert rules.missing(Subcontract(agreement=9)) == rules.NEEDED
    assert rules.missing(FULL) == ()


@given(st.sets(st.sampled_from(rules.NEEDED), min_size=1))
def test_nothing_incomplete_can_be_handed_in(names):
    blank = {
        one.name: None if one.name in ("signed_on", "since", "until") else ""
        for one in fields(Subcontract)
        if one.name in names
    }
    lacking = replace(FULL, **blank)
    assert set(rules.missing(lacking)) == names
    with pytest.raises(Refused, match="incomplete"):
        rules.apply(lacking, on=TODAY, today=TODAY, version=1)


def test_it_is_handed_in_decided_and_signed_in_this_order():
    applied = rules.apply(FULL, on=TODAY, today=TODAY, version=1)
    decided = rules.decide(applied, approved=True, post=3, why="よい", on=TODAY, version=2)
    signed = rules.signed(decided, on=TODAY, today=TODAY, version=3)
    assert (applied.stage, decided.stage) == (Stage.APPLIED, Stage.APPROVED)
    assert (signed.memorandum_on, signed.version) == (TODAY, 4)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (lambda: rules.apply(APPLIED, on=TODAY, today=TODAY, version=1), "decided"),
        (
            lambda: rules.apply(FULL, on=TODAY + timedelta(days=1), today=TODAY, version=1),
            "future",
        ),
        (
            lambda: rules.decide(FULL, approved=True, post=3, why="a", on=TODAY, version=1),
            "not_applied",
        ),
        (
            lambda: rules.decide(APPLIED, approved=True, post=3, why=" ", on=TODAY, version=1),
            "no_reason",
        ),
        (lambda: rules.signed(APPLIED, on=TODAY, today=TODAY, version=1), "not_approved"),
        (
            lambda: rules.signed(APPROVED, on=TODAY + timedelta(days=1), today=TODAY, version=1),
            "future",
        ),
        (lambda: rules.withdraw(APPROVED, why="a", version=1), "decided"),
        (lambda: rules.fill_in(APPLIED, FULL, version=1), "decided"),
        (
            lambda: rules.fill_in(FULL, replace(FULL, until=TODAY), version=1),
            "term",
        ),
    ],
)
def test_no_step_is_taken_out_of_turn(step, reason):
    with pytest.raises(Refused) as refused:
        step()
    assert refused.value.reason == f"records.subcontracts.refused.{reason}"


def test_an_old_card_changes_nothing():
    with pytest.raises(Stale):
        rules.withdraw(FULL, why="a", version=7)


def test_filling_in_changes_words_and_nothing_else():
    typed = Subcontract(agreement=1, name="別の会社", stage=Stage.APPROVED)
    kept = rules.fill_in(FULL, typed, version=1)
    assert (kept.id, kept.agreement, kept.stage, kept.name) == (4, 9, Stage.DRAFT, "別の会社")


def test_work_before_the_approval_and_a_missing_memorandum_are_said():
    begun = replace(APPLIED, since=TODAY)
    early = replace(APPROVED, since=TODAY - timedelta(days=1))
    assert rules.lacks(begun, TODAY) == ("undecided",)
    assert rules.lacks(early, TODAY) == ("began_before", "memorandum")
    assert rules.lacks(replace(early, memorandum_on=TODAY), TODAY) == ("began_before",)
    assert rules.lacks(APPROVED, TODAY) == ()


@given(st.integers(-5, 5))
def test_it_runs_until_its_last_day(days):
    one = replace(APPROVED, until=TODAY + timedelta(days=days))
    assert rules.is_running(one, TODAY) is (days >= 0)
    assert not rules.is_running(replace(one, stage=Stage.REFUSED), TODAY)

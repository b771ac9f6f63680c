"""Which step may follow which, who may take it, and what it makes of an agreement."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.model import (
    Agreement,
    Change,
    Decision,
    Notice,
    Renewal,
    RenewalKind,
    SignatureKind,
    Signing,
    State,
)
from bot.agreements.rules import cycles, decisions, states
from bot.agreements.rules.undo import can_undo, undo
from bot.errors import Refused, Stale
from bot.people.model import Holder, Holders
from bot.workdays import Calendar

TODAY = date(2026, 12, 28)
NOW = datetime(2026, 12, 28, 1, tzinfo=UTC)
OWNER = Holders((Holder(person=10, post=1),))
DEPUTY = Holders((Holder(person=11, post=1, deputy_for=10),))
STRANGER = Holders((Holder(person=12, post=5),))
MUTUAL = Agreement(
    id=7,
    title="協定",
    post=1,
    deputies=(2,),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.MUTUAL, extension_months=12),
)
SILENT = replace(
    MUTUAL,
    renewal=Renewal(
        kind=RenewalKind.AUTOMATIC, extension_months=12, notice=Notice(value=1, unit="months")
    ),
)
ENDING = replace(MUTUAL, renewal=Renewal(kind=RenewalKind.NONE))
DECISION = Decision(decided_on=TODAY, decided_class="部長専決", decided_post="部長")
SIGNING = Signing(
    signed_on=TODAY, signature=SignatureKind.SEAL, new_end=date(2028, 3, 31), kept_at="文書庫"
)
DEPUTY_POST = Holders((Holder(person=13, post=2),))
SUPERIOR = Holders((*DEPUTY_POST.of, Holder(person=13, post=1)))  # as a seat above is given
Step = Callable[[Agreement, Holders, int], Agreement]
STEPS: dict[str, Step] = {
    "confirm": lambda a, by, v: decisions.confirm(a, by=by, at=NOW, version=v, today=TODAY),
    "talks": lambda a, by, v: decisions.start_talks(a, by=by, version=v),
    "draft": lambda a, by, v: decisions.draft(a, by=by, version=v, number="1"),
    "decide": lambda a, by, v: decisions.decide(
        a, by=by, version=v, decision=DECISION, today=TODAY
    ),
    "sign": lambda a, by, v: decisions.sign(a, by=by, version=v, signing=SIGNING, today=TODAY),
    "publish": lambda a, by, v: decisions.publish(
        a, by=by, version=v, published_on=TODAY, today=TODAY
    ),
    "end": lambda a, by, v: decisions.end_unrenewed(a, by=by, version=v),
    "continue": lambda a, by, v: decisions.carry_on(a, by=by, version=v),
    "object": lambda a, by, v: decisions.declare_objection(a, by=by, version=v, today=TODAY),
    "reassign": lambda a, by, v: decisions.reassign(a, by=by, version=v, post=2, deputies=()),
    "expire": lambda a, by, v: decisions.confirm_expiry(a, by=by, version=v, today=TODAY),
}


def refusal(step: str, agreement: Agreement, by: Holders = OWNER) -> str:
    with pytest.raises(Refused) as error:
        STEPS[step](agreement, by, agreement.version)
    return error.value.reason.rpartition(".")[2]


def after(agreement: Agreement, *steps: str) -> Agreement:
    for step in steps:
        agreement = STEPS[step](agreement, OWNER, agreement.version)
    return agreement


def test_steps_lead_from_talks_to_publication() -> None:
    signed = after(MUTUAL, "talks", "draft", "decide", "sign")
    assert (signed.state, signed.end, signed.start) == (
        State.SIGNED,
        date(2028, 3, 31),
        date(2027, 4, 1),
    )
    assert signed.decision is None
    assert after(signed, "publish").state is State.PUBLISHED


def test_a_new_end_exists_only_with_signing() -> None:
    for steps in (("talks",), ("talks", "draft"), ("talks", "draft", "decide")):
        assert after(MUTUAL, *steps).end == MUTUAL.end


def test_after_signing_the_next_cycle_is_open() -> None:
    signed = after(MUTUAL, "talks", "draft", "decide", "sign")
    assert states.is_open(signed)
    assert after(signed, "talks").state is State.IN_TALKS


@pytest.mark.parametrize(
    ("step", "state", "reason"),
    [
        ("talks", State.IN_TALKS, "order"),
        ("draft", State.DRAFTED, "order"),
        ("decide", State.IN_TALKS, "order"),
        ("sign", State.DRAFTED, "no_decision"),
        ("sign", State.BEFORE_TALKS, "no_decision"),
        ("publish", State.DECIDED, "order"),
        ("confirm", State.NOT_RENEWED, "settled"),
        ("end", State.NOT_RENEWED, "settled"),
        ("expire", State.EXPIRED, "settled"),
    ],
)
def test_a_wrong_step_is_refused(step: str, state: State, reason: str) -> None:
    assert refusal(step, replace(MUTUAL, state=state)) == reason


@pytest.mark.parametrize("step", STEPS)
def test_a_stranger_is_refused_every_step(step: str) -> None:
    assert refusal(step, MUTUAL, STRANGER) == "not_yours"


@pytest.mark.parametrize("step", STEPS)
def test_an_older_card_is_stale(step: str) -> None:
    with pytest.raises(Stale):
        STEPS[step](replace(MUTUAL, version=3), OWNER, 2)


@pytest.mark.parametrize("step", ["sign", "end", "object"])
def test_a_deputy_neither_signs_nor_ends(step: str) -> None:
    assert refusal(step, replace(MUTUAL, state=State.DECIDED), DEPUTY) == "not_as_deputy"


@pytest.mark.parametrize("step", [name for name in STEPS if name not in ("expire", "reassign")])
def test_a_draft_takes_no_step(step: str) -> None:
    found = refusal(step, replace(MUTUAL, draft=True))
    assert found in ("draft", "order")


def test_signing_needs_a_later_end_and_a_past_day() -> None:
    decided = replace(MUTUAL, state=State.DECIDED)

    def sign(signing: Signing) -> None:
        decisions.sign(decided, by=OWNER, version=1, signing=signing, today=TODAY)

    with pytest.raises(Refused, match="no_new_end"):
        sign(replace(SIGNING, new_end=None))
    with pytest.raises(Refused, match="end_not_later"):
        sign(replace(SIGNING, new_end=MUTUAL.end))
    with pytest.raises(Refused, match="future_day"):
        sign(replace(SIGNING, signed_on=TODAY + timedelta(days=1)))


def test_each_kind_of_end_has_its_own_answers() -> None:
    assert refusal("continue", MUTUAL) == "wrong_kind"
    assert refusal("object", MUTUAL) == "wrong_kind"
    assert refusal("end", SILENT) == "wrong_kind"
    assert refusal("expire", MUTUAL) == "not_ended"
    assert after(ENDING, "expire").state is State.EXPIRED
    assert after(SILENT, "object").state is State.OBJECTED


def test_continuing_settles_this_term_only() -> None:
    settled = after(SILENT, "continue")
    assert not states.is_open(settled)
    rolled = cycles.roll_over(settled, today=date(2027, 3, 1))
    assert rolled is not None
    assert states.is_open(rolled)
    assert (rolled.end, rolled.state) == (date(2028, 3, 31), State.CONTINUED)


def test_talks_go_on_over_a_silent_renewal() -> None:
    rolled = cycles.roll_over(after(SILENT, "talks"), today=date(2027, 3, 1))
    assert rolled is not None
    assert rolled.state is State.IN_TALKS


def test_nothing_renews_before_the_notice_day_has_passed() -> None:
    assert cycles.roll_over(SILENT, today=date(2027, 2, 28)) is None


def test_a_later_decision_day_opens_another_round_of_cards() -> None:
    told = replace(MUTUAL, lead_days=90, alerted=1, alerted_on=TODAY)
    later = cycles.corrected(told, replace(told, lead_days=0), Calendar())
    assert (later.alerted, later.round, later.version) == (None, 2, 2)
    same = cycles.corrected(told, replace(told, kept_at="別の棚"), Calendar())
    assert (same.alerted, same.round) == (1, 1)
    moved = cycles.corrected(told, replace(told, end=date(2028, 3, 31)), Calendar())
    assert (moved.alerted, moved.round) == (None, 1)


def change(before: Agreement, **facts: object) -> Change:
    given: dict[str, object] = {"person": 10, "undoable": True, "at": NOW, **facts}
    return Change(
        id=1,
        agreement=7,
        post=1,
        deputy_for=None,
        act="agreements.start_talks",
        version=2,
        before=before,
        **given,  # type: ignore[arg-type]
    )


def test_undo_brings_back_what_was_before() -> None:
    begun = after(MUTUAL, "talks")
    taken_back = undo(begun, change(MUTUAL), person=10, at=NOW, version=2)
    assert taken_back == replace(MUTUAL, version=3)


@pytest.mark.parametrize(
    ("facts", "person", "reason"),
    [
        ({}, 11, "undo_not_yours"),
        ({"person": None}, 10, "nothing_to_undo"),
        ({"undoable": False}, 10, "undo_left"),
        ({"at": NOW - timedelta(minutes=5, microseconds=1)}, 10, "undo_too_late"),
    ],
)
def test_undo_has_its_limits(facts: dict[str, object], person: int, reason: str) -> None:
    begun = after(MUTUAL, "talks")
    with pytest.raises(Refused, match=reason):
        undo(begun, change(MUTUAL, **facts), person=person, at=NOW, version=2)


def test_undo_is_offered_only_while_it_works() -> None:
    begun = after(MUTUAL, "talks")
    assert can_undo(begun, change(MUTUAL), at=NOW)
    assert not can_undo(begun, change(MUTUAL), at=NOW + timedelta(minutes=6))
    assert not can_undo(begun, None, at=NOW)


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12), st.sampled_from([MUTUAL, SILENT]))
def test_whatever_is_pressed_the_end_moves_only_by_signing(
    steps: list[str], agreement: Agreement
) -> None:
    for step in steps:
        before = agreement
        try:
            agreement = STEPS[step](before, OWNER, before.version)
        except Refused:
            agreement = before
            continue
        assert agreement.version == before.version + 1
        assert (agreement.end == before.end) == (step != "sign")


@pytest.mark.parametrize("step", ["end", "sign", "reassign"])
def test_a_deputy_post_neither_ends_nor_signs_nor_takes_the_matter(step: str) -> None:
    matter = replace(MUTUAL, state=State.DECIDED if step == "sign" else State.BEFORE_TALKS)
    assert refusal(step, matter, DEPUTY_POST) == "not_as_deputy"
    assert refusal(step, matter, DEPUTY) == "not_as_deputy"
    assert STEPS[step](matter, SUPERIOR, matter.version).version == matter.version + 1


def test_a_deputy_post_does_not_object_but_may_begin_talks() -> None:
    assert refusal("object", SILENT, DEPUTY_POST) == "not_as_deputy"
    assert STEPS["talks"](SILENT, DEPUTY_POST, 1).state is State.IN_TALKS

"""What the desk or a text may say of spans."""

from dataclasses import replace
from typing import Any

import pytest

from bot.agreements.model import Agreement, Notice, RenewalKind
from bot.agreements.rules.readings import Corrections, corrected_proposal, duties_in, proposal
from bot.duties.model import MEETING
from bot.errors import Refused

from ..conftest import TODAY

PROPOSAL = Agreement(id=0, title="協定", post=1)
FACTS = Corrections(
    title="協定",
    partner="",
    signed_on=TODAY,
    start=None,
    end=None,
    renewal=RenewalKind.AUTOMATIC,
    extension_months=12,
    notice=Notice(value=1, unit="months"),
    oral_disclosure_days=30,
)


@pytest.mark.parametrize(
    "strange",
    [
        *({"extension_months": 0}, {"extension_months": -1}, {"extension_months": 1201}),
        *({"notice": Notice(value=value, unit="days")} for value in (-1, 10_000)),
        *({"oral_disclosure_days": 0}, {"oral_disclosure_days": 3651}),
    ],
)
def test_spans_that_no_agreement_has_are_refused(strange: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="span_range"):
        corrected_proposal(PROPOSAL, replace(FACTS, **strange))


@pytest.mark.parametrize(
    "sound",
    [
        *({"extension_months": 1}, {"extension_months": 1200}, {"extension_months": None}),
        *({"notice": None}, {"notice": Notice(value=9999, unit="months")}),
        *({"oral_disclosure_days": None}, {"oral_disclosure_days": 3650}),
    ],
)
def test_every_sound_span_is_taken(sound: dict[str, Any]) -> None:
    facts = replace(FACTS, **sound)
    after = corrected_proposal(PROPOSAL, facts)
    assert after.renewal.extension_months == facts.extension_months
    assert after.renewal.notice == facts.notice
    assert after.oral_disclosure_days == facts.oral_disclosure_days


def test_what_a_text_says_beyond_the_calendar_is_left_open() -> None:
    cite = {"article": "第1条", "quote": ""}
    document = {
        "renewal": {
            "kind": "automatic",
            "extension_months": 10**6,
            "notice": {"value": 10**6, "unit": "months"},
        },
        "oral_disclosure": {"days": 10**9},
        "survival": [{"articles": ["第2条"], "months": 10**6, "cite": cite}],
        "meetings": [{"every_months": 10**6, "cite": cite}],
    }
    found = proposal(document, post=1, lead_days=0, offsets=(90,))
    assert found.renewal.extension_months is None
    assert found.renewal.notice is None
    assert found.oral_disclosure_days is None
    assert found.survival[0].months is None
    assert [duty.every_months for duty in duties_in(document, found, TODAY)] == [None]


@pytest.mark.parametrize("soft", [True, False])
def test_a_promise_to_meet_has_its_period_and_no_day_yet(soft: bool) -> None:
    cite = {"article": "第5条", "quote": ""}
    document = {"meetings": [{"every_months": 3, "soft": soft, "cite": cite}]}
    found = proposal(document, title="協定", post=1, lead_days=0, offsets=(90,))
    (duty,) = duties_in(document, found, TODAY)
    assert (duty.kind, duty.every_months, duty.due_on) == (MEETING, 3, None)
    assert (duty.soft, duty.title, duty.article) == (soft, "協定", "第5条")

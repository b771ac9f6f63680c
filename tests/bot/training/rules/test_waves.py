"""Which wave a municipality attends, who chooses it, and a wave changed after sending."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import Refused
from bot.training.rules import waves
from tests.bot.training.rules.made import DAY, FIRST, NOW, SECOND, SESSION, TODAY, course, session

COURSE = course(choose_by=TODAY)
SENT = replace(FIRST, sent_at=NOW)


def choose(number, every=(FIRST, SECOND), *, before=None, by_desk=False, today=TODAY):
    return waves.check_choice(
        COURSE, every, number=number, before=before, by_desk=by_desk, today=today
    )


def test_a_coordinator_chooses_and_changes_until_the_day_that_day_included() -> None:
    assert choose(2) == SECOND
    assert choose(1, before=2) == FIRST
    with pytest.raises(Refused, match="choose_by"):
        choose(2, today=TODAY + DAY)


@pytest.mark.parametrize("number", [1, 2])
def test_a_wave_whose_card_has_gone_out_is_neither_left_nor_joined(number: int) -> None:
    before = 3 - number
    with pytest.raises(Refused, match="wave_sent"):
        choose(number, (SENT, SECOND), before=before)


def test_the_desk_may_change_it_later() -> None:
    late = date(2027, 1, 5)
    assert choose(2, (SENT, SECOND), before=1, by_desk=True, today=late) == SECOND


def test_no_such_wave_and_the_same_wave_are_refused() -> None:
    with pytest.raises(Refused, match="no_wave"):
        choose(3, by_desk=True)
    with pytest.raises(Refused, match="same_wave"):
        choose(1, before=1)


def test_choosing_is_offered_while_a_choice_is_left() -> None:
    assert waves.may_choose(COURSE, (FIRST, SECOND), None, TODAY)
    assert waves.may_choose(COURSE, (SENT, SECOND), None, TODAY)
    assert not waves.may_choose(COURSE, (SENT, SECOND), 1, TODAY)
    assert not waves.may_choose(COURSE, (FIRST, SECOND), None, TODAY + DAY)
    assert not waves.may_choose(COURSE, (FIRST,), 1, TODAY)


def test_municipalities_without_a_wave_are_told_in_their_order_once() -> None:
    names = ("ひので町", "", "あかつき市", "ひので町", "みなと村")
    assert waves.undecided(names, {"あかつき市": 1}) == ("ひので町", "みなと村")
    assert waves.members(1, {"あかつき市": 1, "ひので町": 2, "みなと村": 1}) == (
        *("あかつき市", "みなと村"),
    )


def test_a_session_is_for_its_wave_or_for_everybody() -> None:
    early = session(wave=1)
    assert waves.is_for(SESSION, None)
    assert waves.is_for(early, 1)
    assert not waves.is_for(early, 2)

"""Cards of reports: what is posted names nobody outside, and holds no reason inside."""

import json

import pytest

from bot.attendance.rules import phrases
from cards.attendance import staff
from cards.lang import Lang
from cards.samples import attendance_staff as samples
from cards.samples.city import LONG_NAME

ANSWERS = ("attendance.content", "attendance.class_contents")  # of one press, never posted
DRAWN = [
    (one.card, one.state, code, one.draw(Lang.of(code)))
    for one in samples.samples()
    for code in ("ja", "en")
]
PRIVATE = ("青木", LONG_NAME, "3年2組", "体調", "熱", "病院", "3-2", "Illness", "東 花子")


@pytest.mark.parametrize("card, state, code, made", DRAWN, ids=lambda value: str(value)[:30])
def test_what_is_seen_outside_a_card_names_nobody(card, state, code, made):
    assert not any(word in made["fallbackText"] for word in PRIVATE)


@pytest.mark.parametrize("card, state, code, made", DRAWN, ids=lambda value: str(value)[:30])
def test_only_the_answer_of_a_press_holds_what_the_family_wrote(card, state, code, made):
    written = any(word in json.dumps(made, ensure_ascii=False) for word in ("38.2", "病院"))
    assert not written or card in ANSWERS


@pytest.mark.parametrize("card, state, code, made", DRAWN, ids=lambda value: str(value)[:30])
def test_every_card_fits(card, state, code, made):
    assert len(json.dumps(made, ensure_ascii=False).encode()) <= 28 * 1024


@pytest.mark.parametrize("code", ["ja", "en"])
def test_numbers_and_lists_to_ring_hold_no_child(code):
    for card, _, of, made in DRAWN:
        if of == code and card in ("attendance.summary", "attendance.telephone"):
            assert "青木" not in json.dumps(made, ensure_ascii=False)


def test_an_emptied_card_names_nobody():
    made = json.dumps(staff.done(Lang("ja")), ensure_ascii=False)
    assert "対応済み" in made and not any(word in made for word in PRIVATE)


def test_the_replies_are_the_phrases_that_are_checked():
    assert staff.REPLIES == phrases.TO_FAMILY

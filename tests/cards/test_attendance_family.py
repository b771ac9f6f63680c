"""What families see: a hidden word, a number to ring, buttons that don't sound alike."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from cards.attendance import family, family_form, family_health, guardians
from cards.lang import CODES, Lang
from cards.samples import attendance_family as given
from cards.samples import attendance_records as records
from cards.samples import samples
from cards.samples.sample import Sample

OF_ATTENDANCE = [one for one in samples() if one.card.startswith("attendance.")]


def parts(node: Any, kind: str) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node] if str(node.get("type", "")).startswith(kind) else []
        return own + [found for one in node.values() for found in parts(one, kind)]
    return [found for one in node for found in parts(one, kind)] if isinstance(node, list) else []


def texts(card: Any) -> list[str]:
    return [str(one["text"]) for one in parts(card, "TextBlock")]


@pytest.mark.parametrize("code", CODES)
def test_the_family_word_is_hidden_while_it_is_typed(code: str) -> None:
    lang, own = Lang(code), given.Own()
    day = given.TODAY
    for card in (
        family_form.second(lang, given.Second()),
        family.own(lang, own, day=day, word=True),
        family.comes(lang, own, day=day, last=day, word=True),
    ):
        (word,) = [one for one in parts(card, "Input.Text") if one["id"] == "word"]
        assert word["style"] == "Password"
        assert "value" not in word
        assert "isMultiline" not in word
        assert any(lang.t("attendance.family.word_letters") in one for one in texts(card))


@pytest.mark.parametrize("code", CODES)
def test_on_the_childs_own_account_the_order_says_to_ring_the_school(code: str) -> None:
    lang = Lang(code)
    call, japanese = (one.t("attendance.family.health.call") for one in (lang, Lang("ja")))
    shown = texts(family_health.order(lang, records.Order(child="", disease="", ask=False)))
    assert any(call in one and (lang.japanese or japanese in one) for one in shown)
    adults = texts(family_health.order(lang, records.Order()))
    assert not [one for one in adults if call in one]


@pytest.mark.parametrize(
    "sample", OF_ATTENDANCE, ids=[f"{one.card}-{one.state}" for one in OF_ATTENDANCE]
)
def test_no_two_buttons_of_a_card_sound_alike(sample: Sample) -> None:
    """Who hears a card read out knows a button by its title alone."""
    for code in sample.languages:
        found = {
            (one["title"], str(one.get("verb")), str(one.get("data")))
            for one in parts(sample.draw(Lang(code)), "Action.Execute")
        }
        twice = [title for title, count in Counter(one[0] for one in found).items() if count > 1]
        assert twice == [], code


def test_each_line_of_a_list_is_opened_by_a_button_that_names_it() -> None:
    first = given.Own(report_id=1, since=given.FRIDAY, until=given.FRIDAY)
    shown = family.reports(Lang("vi"), [first, given.Own(report_id=2)])
    titles = [one["title"] for one in parts(shown, "Action.Execute") if "report_id" in one["data"]]
    assert len(set(titles)) == 2


def test_the_same_adult_of_two_children_is_opened_by_two_buttons() -> None:
    first = records.Link()
    second = replace(first, guardian_id=first.guardian_id + 1, child="青木 なつ")
    shown = guardians.desk(Lang("ja"), records.School(), [first, second], [])
    titles = [one["title"] for one in parts(shown, "Action.Execute")]
    assert len(set(titles)) == len(titles)

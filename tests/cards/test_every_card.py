"""What holds for each card, in each state and language."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from cards.elements import Card
from cards.lang import CODES, Lang
from cards.samples import drawn, export, samples
from cards.verbs import Malformed, Verb

LARGEST = 28 * 1024  # bytes of UTF-16, as Teams counts
CHECK = ("answer1", "answer2", "answer3")  # a course may ask fewer
EARLY = ("leaves", "pickup", "child", "pupil_id", "school_id")  # one verb serves several forms
CHOSEN = ("municipality", "duty_id")  # the coordinator's own, and none at all, have no field
PROXY = ("instruction",)  # of a deputy alone
KEY = re.compile(
    r"\b(agreements|attendance|home|meetings|notices|records|training|common|people)\.[a-z_]+"
)
CARDS = {one.name: one.card for one in drawn()}


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "data":
                yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def of_type(card: Any, *types: str) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part.get("type") in types]


def inputs(card: Any) -> list[dict[str, Any]]:
    return [part for part in parts(card) if str(part.get("type", "")).startswith("Input.")]


def every_card(check: Callable[[Card], None]) -> Callable[[], None]:
    """One test over all cards; thousands of small ones would take longer than what they check."""

    def checked() -> None:
        for name, made in CARDS.items():
            try:
                check(made)
            except Exception as error:
                error.add_note(f"on the card {name}")
                raise

    return checked


@every_card
def test_it_is_small_enough_for_teams(card):
    assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) <= LARGEST


@every_card
def test_it_begins_with_its_heading_and_says_its_language(card):
    assert card["version"] == "1.5"
    assert card["lang"] in {Lang(code).tag for code in CODES}
    assert card["fallbackText"].strip()
    assert card["body"][0]["style"] == "heading"


@every_card
def test_its_texts_wrap_and_are_neither_empty_nor_light(card):
    for block in of_type(card, "TextBlock"):
        assert block["wrap"] is True
        assert block["text"].strip()
        assert block.get("color") != "Light"


@every_card
def test_a_number_that_may_stay_empty_has_no_bounds(card):
    """Clients take an empty number with bounds for a wrong one, and send nothing."""
    for one in of_type(card, "Input.Number"):
        assert one.get("isRequired") or not {"min", "max"} & one.keys()


@every_card
def test_its_inputs_have_a_label_a_message_and_a_name_of_their_own(card):
    names = [one["id"] for one in inputs(card)]
    assert len(names) == len(set(names))
    for one in inputs(card):
        assert one["label"].strip()
        if one.get("isRequired") or {"min", "max"} & one.keys():
            assert one["errorMessage"].strip()


@every_card
def test_at_most_six_buttons_stand_in_a_row(card):
    for part in parts(card):
        assert len(part.get("actions", ())) <= 6


@every_card
def test_each_button_reaches_one_handler_with_or_without_execute(card):
    for button in of_type(card, "Action.Execute"):
        assert button["data"]["delivery"] == 1
        if button is card.get("refresh", {}).get("action"):
            continue
        assert button["title"].strip()
        assert button["fallback"]["type"] == "Action.Submit"
        assert button["fallback"]["data"] == {"verb": button["verb"]} | button["data"]


@every_card
def test_each_button_is_understood_when_it_comes_back(card):
    filled = {one["id"]: sample_of(one) for one in inputs(card)}
    for button in of_type(card, "Action.Execute"):
        alone = button.get("associatedInputs") == "none" or "title" not in button
        Verb.parse(button["verb"], button["data"] if alone else filled | button["data"])


@every_card
def test_a_required_input_is_really_asked_for(card):
    for button in of_type(card, "Action.Execute"):
        if "title" not in button or button.get("associatedInputs") == "none":
            continue
        for one in inputs(card):
            if one.get("isRequired"):
                blank = {i["id"]: sample_of(i) for i in inputs(card) if i is not one}
                try:
                    Verb.parse(button["verb"], blank | button["data"])
                except Malformed as error:
                    assert error.empty
                    assert error.field == one["id"]
                else:  # rules ask for it: the agreement's text may not, a slot serves for a day
                    assert one["id"] in {
                        "new_end",
                        "slot",
                        "day",
                        "at",
                        *EARLY,
                        *CHOSEN,
                        *PROXY,
                        *CHECK,
                    }


def sample_of(one: dict[str, Any]) -> str:
    match one["type"]:
        case "Input.Date":
            return "2026-12-18"
        case "Input.Number":
            return "12"
        case "Input.Toggle":
            return "true"
        case "Input.ChoiceSet":
            return str(one["choices"][0]["value"])
    return "あ"


@every_card
def test_an_input_never_offers_more_letters_than_its_verb_takes(card):
    for button in of_type(card, "Action.Execute"):
        if "title" not in button or button.get("associatedInputs") == "none":
            continue
        filled = {one["id"]: sample_of(one) for one in inputs(card)}
        filled |= {i["id"]: "あ" * i["maxLength"] for i in inputs(card) if "maxLength" in i}
        Verb.parse(button["verb"], filled | button["data"])


@every_card
def test_a_refresh_names_only_its_recipient(card):
    if "refresh" in card:
        assert card["refresh"]["userIds"] == ["29:1sample-recipient-of-akatsuki"]


@every_card
def test_no_key_and_no_placeholder_is_left_on_it(card):
    words = [block["text"] for block in of_type(card, "TextBlock")]
    words += [action["title"] for action in parts(card) if action.get("title")]
    for text in words:
        assert not KEY.search(text)
        assert not re.search(r"\{[a-z_]+\}|@[a-z]+@|None\b", text)


def test_every_card_is_there_in_each_language_of_its_readers():
    wanted = {f"{one.card}.{one.state}.{code}.json" for one in samples() for code in one.languages}
    assert set(CARDS) == wanted


def test_cards_of_families_are_there_in_ten_languages():
    found = {name.rsplit(".", 2)[1] for name in CARDS if name.startswith("attendance.family_")}
    assert found == set(CODES)


def test_every_verb_stands_on_a_card():
    offered = {
        button["verb"] for card in CARDS.values() for button in of_type(card, "Action.Execute")
    }
    assert offered == set(Verb.known)


def test_export_writes_one_flat_file_for_each_card_and_language(tmp_path):
    written = export(tmp_path / "cards", ("ja",))
    names = {path.name for path in written}
    assert "agreements.renewal_due.short.ja.json" in names
    assert len(names) == len(written) == sum(name.endswith(".ja.json") for name in CARDS)
    for path in written:
        assert json.loads(path.read_text(encoding="utf-8")) == CARDS[path.name]

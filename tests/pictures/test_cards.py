"""The page of cards with pictures shows cards that exist, and says what stands on them."""

import re
import struct

from tests.pictures.cards import PAGE, PICTURES, WIDTH, cards, named, texts

SLICES = {"home", "agreements", "meetings", "notices", "training", "attendance", "records"}
LIMIT = 2 * 1024 * 1024
_SECTION = re.compile(r"^### ", re.MULTILINE)
_WORDS = re.compile(r"\*\*([^*]+)\*\*")


def test_each_picture_is_of_a_card_that_still_exists():
    assert [name for name in named() if name not in cards(frozenset(named()))] == []


def test_each_picture_is_there_and_is_shown_once():
    files = {path.stem for path in PICTURES.glob("*.png")}
    assert sorted(named()) == sorted(files)


def test_every_part_of_the_bot_shows_its_cards_and_families_in_two_languages():
    assert {name.split(".")[0] for name in named()} >= SLICES
    families = {name.split(".")[-1] for name in named() if ".family_" in name}
    assert len(families) >= 2


def test_pictures_are_small_and_as_wide_as_a_card_in_a_chat():
    files = list(PICTURES.glob("*.png"))
    assert sum(path.stat().st_size for path in files) < LIMIT
    assert {struct.unpack(">I", path.read_bytes()[16:20])[0] for path in files} == {WIDTH}


def test_buttons_that_the_page_names_stand_on_the_card():
    every = cards(frozenset(named()))
    wrong = []
    for part in _SECTION.split(PAGE.read_text(encoding="utf-8"))[1:]:
        shown = [every[name] for name in named() if f"/{name}.png" in part]
        said = {text for card in shown for text in texts(card)}
        wrong += [word for word in _WORDS.findall(part) if word not in said]
    assert wrong == []


def test_each_picture_says_in_words_what_it_shows():
    told = re.findall(r"!\[([^\]]*)\]\(\.\./images/cards/", PAGE.read_text(encoding="utf-8"))
    assert len(told) == len(named()) == len(set(told))
    assert min(map(len, told)) > 20

"""One class, one handler and one place on a card for each verb."""

import re
from pathlib import Path

import bot.slices
from cards.verbs import Verb


def test_each_verb_has_exactly_one_handler():
    router = bot.slices.router()
    handled = {verb.name for verb in router.presses}
    assert handled == set(Verb.known)


def test_every_verb_is_offered_by_a_card():
    offering = "\n".join(p.read_text() for p in Path("cards").rglob("*.py") if p.name != "verbs.py")
    unused = [
        c.__name__ for c in Verb.known.values() if not re.search(rf"\b{c.__name__}\b", offering)
    ]
    assert not unused

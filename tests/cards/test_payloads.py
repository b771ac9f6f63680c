"""Posted cards live for months: every payload that was ever on a card still means the same.

Never change or delete a file beside this test; add one for each new verb.
"""

import json
from pathlib import Path

import pytest

import cards.agreements
import cards.home
import cards.meetings
import cards.notices
import cards.training  # noqa: F401
from cards.verbs import Verb

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_an_old_payload_still_means_the_same(path):
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert Verb.parse(kept["verb"], kept["sent"]).data() == kept["means"]


def test_each_verb_has_a_payload():
    kept = {json.loads(path.read_text(encoding="utf-8"))["verb"] for path in PAYLOADS}
    assert kept == set(Verb.known)

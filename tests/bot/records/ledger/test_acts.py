"""A reader of the ledger meets words: every act that can stand in it has some."""

import pytest

from bot.attendance.turns.word import SAID
from bot.notices.model import Act
from cards.lang import Lang
from cards.records.acts import act_words
from tests.bot.records.ledger import recorded

LANGUAGES = ("ja", "en")


def acts():
    put_together = (
        *(f"notices.{one.value}" for one in Act),
        "notices.propose",
        *(f"attendance.word_{one.value}" for one in SAID),
        *("records.incidents_show", "records.incidents_draft"),
    )
    constants, _ = recorded.constants()
    return sorted({*recorded.verbs(), *constants, *put_together})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_of_the_ledger_has_words(lang):
    words = Lang(lang)
    bare = [act for act in acts() if not words.knows(f"home.presses.act.{act.replace(' ', '_')}")]
    assert not bare


def test_acts_are_found_wherever_they_are_handed_on():
    found, _ = recorded.constants()
    for one in ("ledger.export", "meetings.look", "restore check", "agreements.import"):
        assert one in found
    assert "attendance.open_guardian" in found


def test_acts_that_are_put_together_are_known():
    _, heads = recorded.constants()
    assert heads == set(recorded.MADE)


def test_words_of_an_act_are_read_in_both_languages():
    assert act_words(Lang("ja"), "agreements.import") == "協定の一覧を取込み"
    assert act_words(Lang("en"), "restore check") == "Backup checked"


def test_an_act_of_an_earlier_version_is_read_as_it_stands():
    assert act_words(Lang("ja"), "gone.long_ago") == "gone › long ago"

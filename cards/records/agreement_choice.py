"""The agreements under which there is something to look at, each with the button that opens it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from cards.common import group
from cards.elements import Element, actions_row, columns, note, press, shortened, text
from cards.lang import Lang
from cards.records.handling_matter import Whose
from cards.records.registers import TITLE_LENGTH
from cards.verbs import Verb

LISTED = 8
_K = "records.agreement_choice"


class Choice(Protocol):
    """What somebody looked for (`words`, "": anything), and what was found."""

    @property
    def words(self) -> str: ...
    @property
    def found(self) -> Sequence[Whose]: ...


def choices(lang: Lang, choice: Choice, opens: Callable[[Whose], Verb]) -> list[Element]:
    """By agreement: a line with the button that `opens` it, and how to find another."""
    if not choice.found:
        key = "no_such" if choice.words else "none"
        return [text(lang.t(f"{_K}.{key}", words=_said(choice))), note(lang.t(f"{_K}.find"))]
    rows = [_row(lang, one, opens(one)) for one in choice.found[:LISTED]]
    more = len(choice.found) - LISTED
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    return [*group(_title(lang, choice), rows), *rest, note(lang.t(f"{_K}.find"))]


def _title(lang: Lang, choice: Choice) -> str:
    return lang.t(f"{_K}.{'found' if choice.words else 'all'}", words=_said(choice))


def _said(choice: Choice) -> str:
    return shortened(choice.words, 60)


def _row(lang: Lang, one: Whose, verb: Verb) -> Element:
    words = [
        text(shortened(one.title, TITLE_LENGTH), weight="bolder", separator=True),
        text(shortened(one.partner, TITLE_LENGTH), size="small", spacing="none"),
    ]
    return columns(("stretch", words), ("auto", actions_row([press(lang.t("common.open"), verb)])))

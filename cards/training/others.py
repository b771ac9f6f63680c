"""What a list has no rows left for: chosen from a drop-down, so that all of it can be opened."""

from collections.abc import Sequence

from cards.elements import Choice, Element, actions_row, choice_input, submit
from cards.lang import Lang
from cards.training.desk_words import need
from cards.verbs import Verb

OTHERS_OFFERED = 24


def others(
    lang: Lang, label: str, field: str, choices: Sequence[Choice], verb: type[Verb]
) -> list[Element]:
    """A drop-down and the button that opens what is chosen in it; nothing for an empty list.

    `verb` needs `field` alone.
    """
    if not choices:
        return []
    button = submit(lang.t("training.desk.press.open_chosen"), verb, {}, style="default")
    asked = choice_input(field, label, choices[:OTHERS_OFFERED], need=need(lang))
    return [asked, *actions_row([button])]

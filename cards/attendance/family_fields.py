"""The inputs of the form's second step, each by its name."""

from collections.abc import Callable, Mapping, Sequence

from cards.attendance.beside import both
from cards.attendance.family_matter import Second
from cards.attendance.verbs.family import PICKUP_LENGTH, TEXT_LENGTH, WORD_LENGTH
from cards.elements import (
    Choice,
    Element,
    Need,
    choice_input,
    note,
    secret_input,
    text,
    text_input,
    time_input,
    toggle_input,
)
from cards.lang import Lang

PHRASES = ("call_me", "ask_child", "homework")
DEGREES_LENGTH = 5


def asked(lang: Lang, step: Second) -> list[Element]:
    """What the kind needs, in the order of `asks`, and the family word."""
    inputs = [element for name in step.asks for element in _INPUTS[name](lang, step)]
    return [*inputs, *_word(lang, step)]


def _arrives(lang: Lang, step: Second) -> list[Element]:
    at = step.content.arrives
    label = both(lang, "attendance.family.arrives")
    return [time_input("arrives", label, value=at.strftime("%H:%M") if at else "")]


def _leaves(lang: Lang, step: Second) -> list[Element]:
    at = step.content.leaves
    label = both(lang, "attendance.family.leaves")
    value = at.strftime("%H:%M") if at else ""
    return [time_input("leaves", label, need=_need(lang), value=value)]


def _pickup(lang: Lang, step: Second) -> list[Element]:
    label = both(lang, "attendance.family.pickup")
    value = step.content.pickup
    return [text_input("pickup", label, need=_need(lang), most=PICKUP_LENGTH, value=value)]


def _temperature(lang: Lang, step: Second) -> list[Element]:
    tenths = step.content.temperature
    value = f"{tenths / 10:.1f}" if tenths else ""
    label = both(lang, "attendance.family.temperature")
    return [text_input("temperature", label, most=DEGREES_LENGTH, value=value, placeholder="37.5")]


def _phrases(lang: Lang, step: Second) -> list[Element]:
    choices = [
        Choice(title=both(lang, f"attendance.family.phrase.{one}"), value=one) for one in PHRASES
    ]
    return [
        choice_input(
            "phrases",
            both(lang, "attendance.family.phrases"),
            choices,
            value=",".join(step.content.phrases),
            expanded=True,
            several=True,
        )
    ]


def _text(lang: Lang, step: Second) -> list[Element]:
    label = both(lang, "attendance.family.text")
    return [text_input("text", label, most=TEXT_LENGTH, lines=True, value=step.content.text)]


def _meals(lang: Lang, step: Second) -> list[Element]:
    label = both(lang, "attendance.family.meals", count=step.meals_days)
    title = both(lang, "attendance.family.meals_stop")
    return [toggle_input("meals_stop", label, title, value=step.content.meals_stop)]


def _word(lang: Lang, step: Second) -> list[Element]:
    """With it the report counts as 保護者から. It is never filled in again."""
    if step.word == "locked":
        return [text(both(lang, "attendance.family.word_locked"))]
    if step.word != "ask":
        return []
    return [*word_inputs(lang), note(both(lang, "attendance.family.word_note"))]


def word_inputs(lang: Lang) -> list[Element]:
    """れんらく用の合言葉, hidden while it is typed: others of the family look at the screen. Such a
    field lets no Japanese input method in, so that letters serve as well."""
    label = both(lang, "attendance.family.word")
    letters = note(both(lang, "attendance.family.word_letters"))
    return [secret_input("word", label, most=WORD_LENGTH), letters]


def _need(lang: Lang) -> Need:
    return Need(message=both(lang, "common.need"))


_INPUTS: Mapping[str, Callable[[Lang, Second], Sequence[Element]]] = {
    "arrives": _arrives,
    "leaves": _leaves,
    "pickup": _pickup,
    "temperature": _temperature,
    "phrases": _phrases,
    "text": _text,
    "meals_stop": _meals,
}

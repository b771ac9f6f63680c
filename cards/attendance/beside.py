"""Japanese beside a family's language: who helps at home, and the school, read the same card."""

from collections.abc import Callable

from cards.elements import Element, note
from cards.lang import SOURCE, Lang

_JAPANESE = Lang(SOURCE)


def both(lang: Lang, key: str, /, **facts: object) -> str:
    """ "Ngày / 日付"; one of them alone where the language is Japanese of any kind."""
    return beside(lang, lambda one: one.t(key, **facts))


def beside(lang: Lang, say: Callable[[Lang], str]) -> str:
    """What `say` says in a family's language, and in Japanese beside it."""
    said = say(lang)
    if lang.japanese:
        return said
    japanese = say(_JAPANESE)
    return said if said == japanese else f"{said} / {japanese}"


def unread(lang: Lang) -> list[Element]:
    """The line of a language that nobody who grew up with it has read yet, and its Japanese."""
    return [] if lang.is_checked else [note(both(lang, "meta.unchecked"))]

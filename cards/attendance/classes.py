"""How a class and a child's seat in it are named."""

from cards.attendance.matter import Class
from cards.elements import Action, Element, actions_row, columns, press, shortened
from cards.lang import Lang
from cards.verbs import Verb

NAME_LENGTH = 40
OPENED_LENGTH = 24


def class_name(lang: Lang, one: Class) -> str:
    """3年2組; a kindergarten's classes have no grade: ひまわり組."""
    kind = "graded" if one.grade else "ungraded"
    return lang.t(f"attendance.family.class.{kind}", grade=one.grade, name=one.name)


def seat(lang: Lang, one: Class, number: int, name: str) -> str:
    """3年2組 12番　青木 はる: for the school's own staff."""
    named = shortened(name, NAME_LENGTH)
    where = class_name(lang, one)
    return lang.t("attendance.health.seat", where=where, number=number, name=named)


def opening(lang: Lang, who: str, verb: Verb) -> Action:
    """開く among other lines: it says whose, so that no two buttons of a card sound alike."""
    title = lang.t("attendance.staff.press.open_of", who=shortened(who, OPENED_LENGTH))
    return press(title, verb)


def opened_by(lang: Lang, words: list[Element], who: str, verb: Verb) -> Element:
    """A line of a list, and what opens it below."""
    return columns(("stretch", [*words, *actions_row([opening(lang, who, verb)])]))

"""「今日やること」 and 「期限」."""

from collections.abc import Sequence
from datetime import date

from cards.common import Due, due_lines
from cards.elements import Card, card, press, text
from cards.home.verbs import Deadlines, Today
from cards.lang import Lang

TODAY_LINES = 5
DEADLINE_LINES = 10


def today(lang: Lang, items: Sequence[Due], *, day: date) -> Card:
    """今日やること: at most five lines, the nearest day first."""
    ordered = sorted(items, key=lambda item: item.day)
    none = [text(lang.t("home.today.none"))]
    return card(
        lang,
        title=lang.t("home.today.title", day=lang.short_day(day)),
        body=due_lines(lang, ordered, today=day, most=TODAY_LINES) or none,
        actions=[press(lang.t("home.press.deadlines"), Deadlines())],
        fallback_text=lang.count("home.today.fallback", len(ordered)),
        refresh=Today(),
    )


def deadlines(lang: Lang, items: Sequence[Due], *, day: date, days: int = 90) -> Card:
    """期限: everything of the next `days` days, the nearest first."""
    ordered = sorted(items, key=lambda item: item.day)
    none = [text(lang.t("home.deadlines.none", days=days))]
    return card(
        lang,
        title=lang.t("home.deadlines.title", days=days, count=len(ordered)),
        body=due_lines(lang, ordered, today=day, most=DEADLINE_LINES) or none,
        actions=[press(lang.t("home.press.today"), Today())],
    )

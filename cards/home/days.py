"""「今日やること」 and 「期限」."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.common import Due, due_lines, group
from cards.elements import Card, Element, card, note, press, text
from cards.home.verbs import Deadlines, Today
from cards.lang import Lang

TODAY_LINES = 5
DEADLINE_LINES = 10
OVERSEEN_LINES = 7


class Overseen(Protocol):
    """What the reader minds beside what waits for themselves."""

    @property
    def title(self) -> str:
        """A text key, with the count of lines."""

    @property
    def more(self) -> str:
        """A text key: where the lines are that don't fit."""

    @property
    def lines(self) -> Sequence[Due]: ...


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


def deadlines(
    lang: Lang,
    items: Sequence[Due],
    *,
    day: date,
    days: int = 90,
    overseen: Sequence[Overseen] = (),
) -> Card:
    """期限: everything of the next `days` days, the nearest first, what is late before it; under
    what waits for the reader, what they mind beside it."""
    ordered = sorted(items, key=lambda item: item.day)
    own = due_lines(lang, ordered, today=day, most=DEADLINE_LINES)
    if overseen:
        own = group(lang.t("home.deadlines.own", count=len(ordered)), own)
    none = lang.t(f"home.deadlines.{'none_own' if overseen else 'none'}", days=days)
    return card(
        lang,
        title=lang.t(
            "home.deadlines.title",
            days=days,
            count=len(ordered) + sum(len(one.lines) for one in overseen),
        ),
        body=[
            *(own or [text(none)]),
            *(element for one in overseen for element in _minded(lang, one, day)),
        ],
        actions=[press(lang.t("home.press.today"), Today())],
    )


def _minded(lang: Lang, one: Overseen, day: date) -> list[Element]:
    ordered = sorted(one.lines, key=lambda item: item.day)
    more = len(ordered) - OVERSEEN_LINES
    return group(
        lang.t(one.title, count=len(ordered)),
        [
            *due_lines(lang, ordered[:OVERSEEN_LINES], today=day, most=OVERSEEN_LINES),
            *([note(lang.t(one.more, count=more))] if more > 0 else []),
        ],
    )

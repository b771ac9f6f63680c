"""Cards and lines that every slice shares: refused, changed, error, working, plain answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    box,
    card,
    columns,
    copy_box,
    note,
    press,
    section,
    shortened,
    text,
)
from cards.lang import Lang
from cards.verbs import Verb

LINE_LENGTH = 80
PREVIEW_LENGTH = 1500
COPIED_LENGTH = 5000


class Due(Protocol):
    """One thing with a day, of any slice."""

    @property
    def what(self) -> str:
        """A text key for the kind of thing, such as `agreements.what.renewal`."""

    @property
    def title(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def show(self) -> Verb | None:
        """What opens it."""


def answer(lang: Lang, title: str, lines: Sequence[str] = ()) -> Card:
    """A plain answer in words."""
    return card(lang, title=title, body=[text(line) for line in lines])


def refused(lang: Lang, reason: str, facts: Mapping[str, object] | None = None) -> Card:
    """A rule said no: `reason` is its text key."""
    said = lang.t(reason, **(facts or {}))
    return card(
        lang,
        title=lang.t("common.refused.title"),
        body=[text(said), note(lang.t("common.refused.nothing_changed"))],
        fallback_text=said,
    )


def malformed(lang: Lang, *, empty: bool) -> Card:
    """What came back can't be used; nothing was changed."""
    key = "common.refused.empty" if empty else "common.refused.malformed"
    return refused(lang, key)


def stale(lang: Lang, reason: str, current: Verb | None = None) -> Card:
    """The card was older than the matter; `current` shows it as it is now."""
    show = [] if current is None else [press(lang.t("common.show_current"), current)]
    return card(
        lang,
        title=lang.t("common.stale.title"),
        body=[text(lang.t(reason)), note(lang.t("common.refused.nothing_changed"))],
        actions=show,
    )


def error(lang: Lang) -> Card:
    """Something broke on our side; what and where is in the log, not here."""
    return card(
        lang,
        title=lang.t("common.error.title"),
        body=[text(lang.t("common.error.body")), note(lang.t("common.error.desk"))],
    )


def working(lang: Lang, what: str) -> Card:
    """確認中: a neighbour is being asked, the card will be replaced."""
    return card(lang, title=lang.t("common.working.title"), body=[text(what)])


def undone(lang: Lang, what: str) -> Card:
    """取り消しました: the press before counts no more."""
    return card(lang, title=lang.t("common.undone.title"), body=[text(what)])


def withdrawn(lang: Lang) -> Card:
    """The card no longer concerns its reader."""
    return card(
        lang, title=lang.t("common.withdrawn.title"), body=[text(lang.t("common.withdrawn.body"))]
    )


def left(lang: Lang, day: date, today: date) -> str:
    """あと30日 | 本日 | 目安の日を過ぎています."""
    days = (day - today).days
    if days == 0:
        return lang.t("common.left.today")
    return lang.count("common.left.ahead", days) if days > 0 else lang.t("common.left.past")


def due_lines(lang: Lang, items: Sequence[Due], *, today: date, most: int) -> list[Element]:
    """One line for each, with what opens it; what does not fit is counted."""
    rows = [_due_line(lang, item, today) for item in items[:most]]
    more = len(items) - most
    return rows + ([note(lang.t("common.more", count=more))] if more > 0 else [])


def _due_line(lang: Lang, item: Due, today: date) -> Element:
    when = lang.t("common.due_on", day=item.day, left=left(lang, item.day, today))
    words = [
        text(f"{when}　{lang.t(item.what)}", size="small", separator=True),
        text(shortened(item.title, LINE_LENGTH), weight="bolder", spacing="none"),
    ]
    if item.show is None:
        return columns(("stretch", words))
    return columns(("stretch", words), ("auto", actions_row([_open(lang, item.show)])))


def _open(lang: Lang, verb: Verb) -> Action:
    return press(lang.t("common.open"), verb)


def copyable(lang: Lang, words: str) -> list[Element]:
    """A text to read, and the same in a box to copy it from."""
    return [
        section(lang.t("common.copy.preview")),
        box([text(shortened(words, PREVIEW_LENGTH))]),
        copy_box(lang.t("common.copy.label"), shortened(words, COPIED_LENGTH)),
    ]


def group(title: str, elements: Sequence[Element]) -> list[Element]:
    """A headline and what stands under it; nothing where there is nothing."""
    return [section(title), *elements] if elements else []


def key_line(words: str, *, urgent: bool = False) -> Element:
    """The one sentence that must be understood at a glance."""
    return box([text(words, weight="bolder")], style="warning" if urgent else "emphasis")


def key_day(lang: Lang, words: str, day: date, *, urgent: bool = False) -> Element:
    """The one day that must be understood at a glance."""
    lines = [text(words), text(lang.day(day), weight="bolder", size="large", spacing="none")]
    return box(lines, style="warning" if urgent else "emphasis")

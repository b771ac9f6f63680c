"""「お知らせ」: what one has written, what runs, what waits; and whom a notice didn't reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cards.common import group
from cards.elements import (
    Card,
    Element,
    actions_row,
    card,
    columns,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.notices.reasons import reason_said
from cards.notices.standing import Standing, headline, heads
from cards.notices.verbs import Open, OpenNew

LINES_SHOWN = 10
UNREACHED_SHOWN = 20
LINE_LENGTH = 80
_GROUPS = (
    ("to_approve", ()),
    ("moving", ("scheduled", "canary", "sending", "resting", "paused", "stopped")),
    ("drafts", ("draft", "counting", "ready", "returned")),
    ("waiting", ("asked",)),
    ("over", ("done", "cancelled", "withdrawn")),
)


class Listed(Protocol):
    """One notice in the list of who minds it."""

    @property
    def notice(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def audience(self) -> int: ...
    @property
    def to_approve(self) -> bool:
        """It waits for the reader's own decision."""

    @property
    def at(self) -> datetime:
        """When it last changed, in the tenant's zone."""


class Missed(Protocol):
    """One person whom a notice didn't reach."""

    @property
    def name(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...


def mine(lang: Lang, listed: Sequence[Listed], *, may_write: bool) -> Card:
    """お知らせ: what waits for the reader first, then what runs, drafts, and what is over."""
    shown, more = sorted(listed, key=_rank)[:LINES_SHOWN], len(listed) - LINES_SHOWN
    parts = [element for name, stages in _GROUPS for element in _part(lang, name, stages, shown)]
    new = press(lang.t("notices.press.new"), OpenNew(), style="positive")
    return card(
        lang,
        title=lang.t("notices.mine.title"),
        body=[
            *(parts or [text(lang.t("notices.mine.none"))]),
            *([note(lang.t("notices.mine.more", count=more))] if more > 0 else []),
        ],
        actions=[new] if may_write else [],
    )


def _rank(one: Listed) -> int:
    """In which of the groups it stands: no later one takes an earlier one's place."""
    own = (n for n, (_, stages) in enumerate(_GROUPS) if one.stage in stages)
    return 0 if one.to_approve else next(own, len(_GROUPS))


def _part(lang: Lang, name: str, stages: Sequence[str], listed: Sequence[Listed]) -> list[Element]:
    if name == "to_approve":
        own = [one for one in listed if one.to_approve]
    else:
        own = [one for one in listed if one.stage in stages and not one.to_approve]
    return group(lang.t(f"notices.mine.{name}"), [_line(lang, one) for one in own])


def _line(lang: Lang, one: Listed) -> Element:
    stage = lang.t(f"notices.stage.{one.stage}")
    counted = (heads(lang, one.audience),) if one.audience else ()
    when = lang.instant(one.at)
    words = [
        text(shortened(one.title, LINE_LENGTH), weight="bolder", separator=True),
        text("　".join((stage, *counted, when)), size="small", spacing="none"),
    ]
    show = press(lang.t("common.open"), Open(notice_id=one.notice))
    return columns(("stretch", words), ("auto", actions_row([show])))


def not_for_you(lang: Lang) -> Card:
    """Who doesn't send notices: theirs come by themselves, nothing is to be done."""
    return card(
        lang,
        title=lang.t("notices.mine.title"),
        body=[text(lang.t("notices.mine.not_for_you")), note(lang.t("notices.mine.whom"))],
    )


def unreached(lang: Lang, standing: Standing, missed: Sequence[Missed], total: int) -> Card:
    """未達の一覧: the first of them with the reason; the whole list is a file."""
    shown = missed[:UNREACHED_SHOWN]
    lines = [line for one in shown for line in _missed(lang, one)]
    more = total - len(shown)
    rest = [note(lang.t("notices.unreached.more", count=heads(lang, more)))] if more > 0 else []
    return card(
        lang,
        title=lang.t("notices.unreached.title", count=heads(lang, total)),
        body=[
            headline(standing),
            *(lines or [text(lang.t("notices.unreached.none"))]),
            *rest,
            *([note(lang.t("notices.outcome.export", notice=standing.notice))] if total else []),
        ],
        actions=[press(lang.t("common.back"), Open(notice_id=standing.notice))],
        fallback_text=lang.t("notices.unreached.fallback"),
    )


def _missed(lang: Lang, one: Missed) -> list[Element]:
    why = reason_said(lang, one.reason) if one.reason else lang.t(f"notices.state.{one.state}")
    who = lang.t("notices.unreached.who", name=one.name, department=one.department or "－")
    return [
        text(shortened(who, LINE_LENGTH), separator=True),
        text(why, size="small", spacing="none"),
    ]

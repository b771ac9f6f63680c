"""What is left to tell by telephone (電話で伝える一覧): staff whom no card has reached."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cards.attendance import staff
from cards.attendance.classes import class_name
from cards.attendance.matter import Class
from cards.attendance.verbs.office import CHILD_LENGTH, ShowTelephone, ToldByTelephone
from cards.elements import Card, Element, actions_row, card, columns, note, press, shortened, text
from cards.lang import Lang

LISTED = 16


class Line(Protocol):
    """Staff whom no card has reached; `who`: class, office or heads; `matters`: how many things.

    `names`: who teaches the class, which has no `school_class` where a list may not name it.
    `told_by` the name of who rang them, "" while nobody has.
    """

    @property
    def line_id(self) -> int: ...
    @property
    def who(self) -> str: ...
    @property
    def matters(self) -> int: ...
    @property
    def school_class(self) -> Class | None: ...
    @property
    def names(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def told_at(self) -> datetime | None: ...
    @property
    def told_by(self) -> str: ...


def telephone(lang: Lang, lines: Sequence[Line], school_id: int) -> Card:
    """電話で伝える一覧: whom Teams has not reached, by class; no child is named."""
    more = len(lines) - LISTED
    none = [] if lines else [text(lang.t("attendance.office.telephone.none"))]
    return card(
        lang,
        title=lang.t("attendance.office.telephone.title"),
        body=[
            *(none or [text(lang.t("attendance.office.telephone.body"))]),
            *(_to_ring(lang, line) for line in lines[:LISTED]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
        ],
        actions=[press(lang.t("attendance.office.press.telephone"), _again(school_id))],
        fallback_text=staff.preview(lang),
    )


def _again(school_id: int) -> ShowTelephone:
    """The list as it is now."""
    return ShowTelephone(school_id=school_id)


def _to_ring(lang: Lang, line: Line) -> Element:
    named = [text(_staff(lang, line), weight="bolder"), note(_when(lang, line))]
    if line.told_at is not None:
        return columns(("stretch", named))
    told = ToldByTelephone(line_id=line.line_id, matters=line.matters)
    return columns(
        ("stretch", named),
        ("auto", actions_row([press(lang.t("attendance.office.press.told"), told)])),
    )


def _staff(lang: Lang, line: Line) -> str:
    if line.who != "class":
        return lang.t(f"attendance.office.telephone.{line.who}")
    where = class_name(lang, line.school_class) if line.school_class else ""
    said = lang.t("attendance.office.telephone.class", class_name=where) if where else ""
    return f"{said}　{shortened(line.names, CHILD_LENGTH)}".strip()


def _when(lang: Lang, line: Line) -> str:
    if line.told_at is None:
        return lang.t("attendance.office.telephone.since", time=lang.time(line.since))
    told = {"by": line.told_by, "time": lang.time(line.told_at)}
    return lang.t("attendance.office.telephone.told", **told)

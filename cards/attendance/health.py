"""出席停止 as the school sees it: prepared, ordered, checked, followed until the child returns."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.attendance.classes import opened_by, seat
from cards.attendance.matter import Answer, Class, Guide, Reckoned, Suspension
from cards.attendance.verbs.health import (
    CheckSuspension,
    DeclineSuspension,
    OpenReturn,
    OpenSuspension,
    OpenSuspensionDays,
    OrderSuspension,
    ShowSuspension,
    Suspensions,
)
from cards.common import group, key_day, key_line
from cards.elements import (
    Action,
    Card,
    Element,
    bullets,
    card,
    facts,
    note,
    press,
    show_card,
    text,
)
from cards.lang import Lang

LINES_SHOWN = 12
DAYS = ("onset", "ended_on", "sampled_on", "treated_on", "cleared_on")
_URGENT = ("asked",)


class School(Protocol):
    """A school, by what its cards say of it."""

    @property
    def school_id(self) -> int: ...
    @property
    def name(self) -> str: ...


class Child(Protocol):
    """A child of the school, as somebody of its staff has found them."""

    @property
    def pupil_id(self) -> int: ...
    @property
    def school_class(self) -> Class: ...
    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...


def suspensions(lang: Lang, school: School, lines: Sequence[Suspension], *, prepares: bool) -> Card:
    """出席停止の一覧: what waits for an order above, then who is at home."""
    ordered = sorted(lines, key=lambda one: (one.state not in _URGENT, one.since))
    nothing = [text(lang.t("attendance.health.list.none"))]
    more = len(ordered) - LINES_SHOWN
    rows = [_row(lang, one) for one in ordered[:LINES_SHOWN]]
    cut = [note(lang.t("common.more", count=more))] if more > 0 else []
    new = press(
        lang.t("attendance.health.press.prepare"), OpenSuspension(school_id=school.school_id)
    )
    return card(
        lang,
        title=lang.t("attendance.health.list.title"),
        body=[text(school.name, size="small"), *(rows or nothing), *cut],
        actions=[new] if prepares else [],
    )


def _row(lang: Lang, one: Suspension) -> Element:
    state = lang.t(f"attendance.health.state.{one.state}")
    said = lang.t("attendance.health.list.line", state=state, day=lang.short_day(one.since))
    words = [
        text(said, size="small", separator=True),
        text(_seat(lang, one), weight="bolder", spacing="none"),
        *_due(lang, one),
    ]
    return opened_by(lang, words, one.name, ShowSuspension(suspension_id=one.suspension_id))


def _due(lang: Lang, one: Suspension) -> list[Element]:
    if one.returns_on is not None:
        said = lang.t("attendance.health.returns", day=lang.short_day(one.returns_on))
    elif one.guide.ask:
        said = lang.t(f"attendance.health.ask.{one.guide.ask}")
    else:
        return []
    return [text(said, size="small", spacing="none")]


def _seat(lang: Lang, one: Suspension) -> str:
    return seat(lang, one.school_class, one.number, one.name)


def suspension(
    lang: Lang,
    one: Suspension,
    *,
    may: frozenset[str],
    by_phone: str = "",
    done: str = "",
) -> Card:
    """One 出席停止 with the reckoned day and why; the answer of a press, never posted.

    `may`: order, check, days, return. `by_phone`: why no account of the family is told, so that
    the school rings (protected, unlinked). `done`: what the reader has just done.
    """
    return card(
        lang,
        title=lang.t("attendance.health.title"),
        body=[
            *([key_line(lang.t(f"attendance.health.done.{done}"))] if done else []),
            text(_seat(lang, one), weight="bolder", size="medium"),
            *_known(lang, one),
            *_return(lang, one),
            *_answers(lang, one),
            *guide(lang, one.guide),
            *([note(lang.t(f"attendance.health.by_phone_{by_phone}"))] if by_phone else []),
        ],
        actions=[*_deciding(lang, one, may), *_following(lang, one, may), _list(lang)],
    )


def _known(lang: Lang, one: Suspension) -> list[Element]:
    key = "attendance.health.fact"
    days = [(lang.t(f"{key}.{name}"), _day(lang, getattr(one, name))) for name in DAYS]
    known = [
        (lang.t(f"{key}.state"), lang.t(f"attendance.health.state.{one.state}")),
        (lang.t(f"{key}.disease"), lang.t(f"attendance.family.disease.{one.disease}")),
        (lang.t(f"{key}.since"), lang.day(one.since)),
        *days,
        (lang.t(f"{key}.days"), lang.t("attendance.health.days", count=one.days)),
        (lang.t(f"{key}.ordered_by"), one.ordered_by),
        (lang.t(f"{key}.checked_by"), one.checked_by),
    ]
    return [facts(known)]


def _day(lang: Lang, day: date | None) -> str:
    return lang.day(day) if day else ""


def _answers(lang: Lang, one: Suspension) -> list[Element]:
    """What each adult said, side by side: neither word stands above the other."""
    if not one.answers:
        return []
    key = "attendance.health.answers"
    differs = [text(lang.t(f"{key}.differs"), weight="bolder")] if one.differs else []
    return group(lang.t(f"{key}.title"), [*differs, *bullets(_said(lang, a) for a in one.answers)])


def _said(lang: Lang, answer: Answer) -> str:
    key, on = "attendance.health.answers", lang.short_day(answer.on)
    if answer.ended_on is None:
        return lang.t(f"{key}.still", name=answer.name, on=on)
    day = lang.short_day(answer.ended_on)
    return lang.t(f"{key}.ended", name=answer.name, day=day, on=on)


def _return(lang: Lang, one: Suspension) -> list[Element]:
    if one.returns_on is None:
        return []
    return [key_day(lang, lang.t("attendance.health.decided"), one.returns_on)]


def guide(lang: Lang, found: Guide) -> list[Element]:
    """登校のめやす with its reasoning; that it can't be known yet, and what is asked next."""
    key = "attendance.health.guide"
    day = [key_day(lang, lang.t(f"{key}.day"), found.school_day)] if found.school_day else []
    open_ = [] if day else [text(lang.t(f"{key}.unknown"))]
    ask = [text(lang.t(f"attendance.health.ask.{found.ask}"))] if found.ask else []
    why = bullets(reasoned(lang, one) for one in found.reasons)
    return group(lang.t(f"{key}.title"), [*day, *open_, *why, *ask, note(lang.t(f"{key}.note"))])


def reasoned(lang: Lang, one: Reckoned) -> str:
    """One step of the reckoning: 発症した日の翌日から5日: 12月3日（木）."""
    said = lang.t(f"attendance.health.why.{one.why}", days=one.days)
    if one.day is None:
        return said
    return lang.t("attendance.health.guide.step", why=said, day=lang.short_day(one.day))


def _deciding(lang: Lang, one: Suspension, may: frozenset[str]) -> list[Action]:
    known = {"suspension_id": one.suspension_id, "version": one.version}
    key = "attendance.health.press"
    buttons: list[Action] = []
    if "order" in may:
        order = press(lang.t(f"{key}.order"), OrderSuspension.of(known), style="positive")
        sure = press(lang.t(f"{key}.decline"), DeclineSuspension.of(known), style="destructive")
        said = [text(lang.t("attendance.health.declining"))]
        buttons += [order, show_card(lang.t(f"{key}.declines"), said, [sure])]
    if "check" in may:
        buttons.append(press(lang.t(f"{key}.check"), CheckSuspension.of(known), style="positive"))
    return buttons


def _following(lang: Lang, one: Suspension, may: frozenset[str]) -> list[Action]:
    key, known = "attendance.health.press", {"suspension_id": one.suspension_id}
    days = press(lang.t(f"{key}.days"), OpenSuspensionDays.of(known))
    decide = press(lang.t(f"{key}.return"), OpenReturn.of(known))
    return [*([decide] if "return" in may else []), *([days] if "days" in may else [])]


def _list(lang: Lang) -> Action:
    return press(lang.t("attendance.health.press.list"), Suspensions())

"""Children who are looked for: who is missing, one search, its steps, its end."""

from collections.abc import Sequence

from cards.attendance.classes import NAME_LENGTH, class_name, opened_by
from cards.attendance.day_matter import Search, Unreported
from cards.attendance.quiet import QUIET
from cards.attendance.verbs.day import (
    Cases,
    CloseCase,
    OpenClosing,
    ReopenCase,
    ShowCase,
    StepDone,
    TellFamily,
)
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    bullets,
    card,
    choice_input,
    facts,
    note,
    press,
    section,
    shortened,
    submit,
    text,
)
from cards.lang import Lang

CLOSINGS = ("found", "arrived", "unreported", "no_school", "mistake")
LINES_SHOWN = 12


def child(lang: Lang, one: Unreported | Search) -> str:
    """12番　青木 はる: among the staff of the class."""
    name = shortened(one.name, NAME_LENGTH)
    return lang.t("attendance.day.seat", number=one.number, name=name)


def search(lang: Lang, one: Search) -> Card:
    """連絡がまだ届いていません: whom, what comes next, what was done; or how it ended."""
    ended = bool(one.closing)
    return card(
        lang,
        title=lang.t(f"attendance.day.case.{'closed_title' if ended else 'title'}"),
        body=[
            key_line(f"{class_name(lang, one.school_class)}　{child(lang, one)}", urgent=not ended),
            *([] if ended else _standing(lang, one)),
            facts(_facts(lang, one)),
            *_done(lang, one),
        ],
        actions=_actions(lang, one),
        fallback_text=lang.t(QUIET),
    )


def _standing(lang: Lang, one: Search) -> list[Element]:
    found = [text(line, weight="bolder") for line in _due(lang, one)]
    if one.reported:
        found.append(text(lang.t("attendance.day.case.reported")))
    if "police" in (one.step, one.rung):
        found.append(text(lang.t("attendance.day.case.police")))
    if one.told_family:
        found.append(note(lang.t("attendance.day.case.told")))
    elif not one.can_tell:
        found.append(note(lang.t("attendance.day.case.untold")))
    return found


def _due(lang: Lang, one: Search) -> list[str]:
    """What is to be done now, and since when; each card of a search tells of its own step."""
    if not one.rung:
        return [_next(lang, one)]
    told = {"step": lang.t(f"attendance.day.step.{one.rung}"), "at": lang.time(one.rung_at)}
    if one.rung_state == "done" or one.stepped:
        return [lang.t("attendance.day.case.rung_done", **told), _next(lang, one)]
    due = lang.t("attendance.day.case.rung", **told)
    first = lang.t(f"attendance.day.step.{one.step}")
    behind = one.rung_state == "behind"
    return [due, *([lang.t("attendance.day.case.behind", step=first)] if behind else [])]


def _next(lang: Lang, one: Search) -> str:
    step = lang.t(f"attendance.day.step.{one.step}")
    if one.stepped:
        return lang.t("attendance.day.case.last", step=step)
    if one.due_at <= one.opened_at:
        return lang.t("attendance.day.case.now", step=step)
    return lang.t("attendance.day.case.now_by", step=step, at=lang.time(one.due_at))


def _facts(lang: Lang, one: Search) -> list[tuple[str, str]]:
    label = "attendance.day.case"
    closing = lang.t(f"attendance.day.closing.{one.closing}") if one.closing else ""
    return [
        (lang.t(f"{label}.told_of"), _told_of(lang, one) if one.closing else ""),
        (lang.t(f"{label}.opened_at"), lang.time(one.opened_at)),
        (lang.t(f"{label}.closing"), closing),
        (lang.t(f"{label}.closed_at"), lang.time(one.closed_at) if one.closed_at else ""),
        (lang.t(f"{label}.closed_by"), shortened(one.closed_by, NAME_LENGTH)),
    ]


def _told_of(lang: Lang, one: Search) -> str:
    """The step of which the card told: those of one search are told apart when it is over too."""
    if not one.rung:
        return ""
    step = lang.t(f"attendance.day.step.{one.rung}")
    return lang.t("attendance.day.case.line", at=lang.time(one.rung_at), step=step)


def _done(lang: Lang, one: Search) -> list[Element]:
    lines = [
        lang.t(
            "attendance.day.case.by",
            step=lang.t(f"attendance.day.stepped.{done.step}"),
            at=lang.time(done.done_at),
            by=shortened(done.by, NAME_LENGTH),
        )
        for done in one.done
    ]
    return [section(lang.t("attendance.day.case.done")), *bullets(lines)] if lines else []


def _actions(lang: Lang, one: Search) -> list[Action]:
    known = {"case_id": one.case_id, "version": one.version}
    if one.closing:
        return [press(lang.t("attendance.day.press.reopen"), ReopenCase(**known))]
    stepped = lang.t(f"attendance.day.stepped.{one.step}")
    tell = press(lang.t("attendance.day.press.tell"), TellFamily(**known))
    return [
        *([] if one.stepped else [press(stepped, StepDone(**known), style="positive")]),
        press(
            lang.t("attendance.day.press.close"),
            OpenClosing(case_id=one.case_id),
            style="positive" if one.stepped else "default",
        ),
        *([tell] if one.can_tell and not one.told_family else []),
        press(lang.t("attendance.day.press.list"), Cases()),
    ]


def closing_form(lang: Lang, one: Search) -> Card:
    """対応を終える理由: a person says why; a report alone never ends a search."""
    label = "attendance.day.close_form"
    reasons = [Choice(title=lang.t(f"attendance.day.closing.{why}"), value=why) for why in CLOSINGS]
    known = {"case_id": one.case_id, "version": one.version}
    return card(
        lang,
        title=lang.t(f"{label}.title"),
        body=[
            key_line(f"{class_name(lang, one.school_class)}　{child(lang, one)}"),
            choice_input(
                "closing",
                lang.t(f"{label}.label"),
                reasons,
                need=Need(message=lang.t("attendance.day.need")),
                expanded=True,
            ),
            note(lang.t(f"{label}.note")),
        ],
        actions=[
            submit(lang.t(f"{label}.send"), CloseCase, known),
            press(lang.t("attendance.day.press.back"), ShowCase(case_id=one.case_id)),
        ],
        fallback_text=lang.t(QUIET),
    )


def searches(lang: Lang, found: Sequence[Search]) -> Card:
    """対応中の未着: those that the reader may take up."""
    rows = [_row(lang, one) for one in found[:LINES_SHOWN]]
    more = len(found) - len(rows)
    rest = [note(lang.t("common.more", count=more))] if more else []
    nobody = [text(lang.t("attendance.day.case.nobody"))]
    return card(
        lang,
        title=lang.t("attendance.day.case.list"),
        body=[*rows, *rest] if rows else nobody,
        fallback_text=lang.t(QUIET),
    )


def _row(lang: Lang, one: Search) -> Element:
    step = lang.t(f"attendance.day.step.{one.step}")
    said = lang.t("attendance.day.case.line", at=lang.time(one.opened_at), step=step)
    class_ = one.school_class
    where = class_name(lang, class_) if class_.class_id else lang.t("attendance.day.morning.others")
    words = [
        text(f"{where}　{child(lang, one)}", weight="bolder"),
        text(said, size="small", spacing="none"),
    ]
    return opened_by(lang, words, one.name, ShowCase(case_id=one.case_id))


def family_call(lang: Lang) -> Card:
    """The one neutral message to a family: it names nobody and says nothing of the child."""
    return card(
        lang,
        title=lang.t("attendance.family.call.title"),
        body=[text(lang.t("attendance.family.call.body"))],
    )


def searches_left(lang: Lang, count: int) -> Card:
    """To the school's heads at the end of the day: so many searches are still open; no name."""
    return card(
        lang,
        title=lang.t("attendance.day.left.title"),
        body=[key_line(lang.t("attendance.day.left.body", count=count), urgent=True)],
        actions=[press(lang.t("attendance.day.press.list"), Cases(), style="positive")],
        fallback_text=lang.t(QUIET),
    )

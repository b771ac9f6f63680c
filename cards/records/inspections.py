"""点検: planned, done, and how what was wrong has been mended."""

from collections.abc import Sequence
from datetime import date

from cards.common import group, key_day, key_line, left
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    card,
    columns,
    facts,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.records.agreement_choice import Choice, choices
from cards.records.handling_matter import Inspection, Whose
from cards.records.registers import TITLE_LENGTH, head, titled, to_register
from cards.records.verbs.handling_fields import WORDS_LENGTH
from cards.records.verbs.inspections import (
    Inspections,
    InspectionStep,
    OpenInspection,
    OpenInspectionStep,
    ShowInspection,
)
from cards.records.verbs.registers import Registers

LISTED = 12
SHOWN_LENGTH = 600


def inspections(
    lang: Lang,
    found: Sequence[Inspection],
    whose: Whose | None = None,
    *,
    plans: bool = False,
    choice: Choice | None = None,
) -> Card:
    """点検の一覧: of one subject, or all that are open; `choice`: the agreements to go on with."""
    rows = [_row(lang, one, named=whose is None) for one in found[:LISTED]]
    more = len(found) - LISTED
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    plan = (
        press(
            lang.t("records.inspections.press.plan"),
            OpenInspection(subject=whose.subject),
            style="positive",
        )
        if whose and plans
        else None
    )
    back = (
        to_register(lang, whose)
        if whose
        else press(lang.t("records.handling.press.list"), Registers())
    )
    return card(
        lang,
        title=lang.t("records.inspections.title"),
        body=[
            *(head(lang, whose) if whose else []),
            *(rows or [text(lang.t("records.inspections.none"))]),
            *rest,
            *(choices(lang, choice, _of) if choice else []),
        ],
        actions=[*([plan] if plan else []), back],
    )


def _of(whose: Whose) -> Inspections:
    return Inspections(subject=whose.subject)


def _row(lang: Lang, one: Inspection, *, named: bool) -> Element:
    under = [text(shortened(titled(lang, one.whose), TITLE_LENGTH), size="small", spacing="none")]
    day = one.due_on if one.standing == "asked" and one.due_on else one.planned_on
    words = [
        text(f"{lang.day(day)}　{_standing(lang, one)}", size="small", separator=True),
        text(shortened(one.topic, TITLE_LENGTH), weight="bolder", spacing="none"),
        *(under if named else []),
    ]
    button = press(lang.t("common.open"), ShowInspection(inspection_id=one.inspection_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _standing(lang: Lang, one: Inspection) -> str:
    return lang.t(f"records.inspections.standing.{one.standing}")


def inspection(lang: Lang, one: Inspection, *, done: str = "") -> Card:
    """One inspection; `done`: the short name of what the reader has just done."""
    return card(
        lang,
        title=lang.t("records.inspections.card"),
        body=[
            *([key_line(lang.t(f"records.inspections.done.{done}"))] if done else []),
            *_next_day(lang, one),
            *about(lang, one),
            *course(lang, one),
        ],
        actions=[
            *(_step(lang, one, step) for step in one.steps),
            press(lang.t("records.inspections.press.list"), Inspections(subject=one.whose.subject)),
        ],
    )


def _next_day(lang: Lang, one: Inspection) -> list[Element]:
    """The day that counts now: of the inspection, or by which the answer is awaited."""
    if one.standing == "planned":
        name, day = "planned", one.planned_on
    elif one.standing == "asked" and one.due_on:
        name, day = "asked", one.due_on
    else:
        return []
    ahead = left(lang, day, one.today)
    said = lang.t(f"records.inspections.until.{name}", left=ahead)
    return [key_day(lang, said, day, urgent=day <= one.today)]


def about(lang: Lang, one: Inspection) -> list[Element]:
    """Whose it is, what is looked at, how, by which article."""
    t = lang.t
    return [
        *head(lang, one.whose),
        facts(
            [
                (t("records.inspections.fact.topic"), shortened(one.topic, WORDS_LENGTH)),
                (t("records.inspections.fact.way"), t(f"records.inspections.way.{one.way}")),
                (t("records.inspections.fact.article"), one.article),
                (t("records.inspections.fact.standing"), _standing(lang, one)),
            ]
        ),
    ]


def course(lang: Lang, one: Inspection) -> list[Element]:
    """What was found, asked and answered so far."""
    t = lang.t
    result = "" if one.done_on is None else t(f"records.inspections.sound.{_sound(one)}")
    pairs = [
        (t("records.inspections.fact.done_on"), _day(lang, one.done_on)),
        (t("records.inspections.fact.result"), result),
        (t("records.inspections.fact.findings"), _said(one.findings)),
        (t("records.inspections.fact.asked_on"), _day(lang, one.asked_on)),
        (t("records.inspections.fact.ask"), _said(one.ask)),
        (t("records.inspections.fact.due_on"), _day(lang, one.due_on)),
        (t("records.inspections.fact.answered_on"), _day(lang, one.answered_on)),
        (t("records.inspections.fact.answer"), _said(one.answer)),
        (t("records.inspections.fact.closed_on"), _day(lang, one.closed_on)),
        (t("records.inspections.fact.why"), _said(one.why)),
    ]
    if not any(value for _, value in pairs):
        return []
    return group(t("records.inspections.course"), [facts(pairs)])


def _said(words: str) -> str:
    return shortened(words, SHOWN_LENGTH)


def _sound(one: Inspection) -> str:
    return "yes" if one.sound else "no"


def _day(lang: Lang, day: date | None) -> str:
    return lang.day(day) if day else ""


def _step(lang: Lang, one: Inspection, step: str) -> Action:
    name: InspectionStep = next(name for name in _STEP_NAMES if name == step)
    verb = OpenInspectionStep(inspection_id=one.inspection_id, step=name)
    first = step in ("done", "ask", "answered")
    said = lang.t(f"records.inspections.press.{step}")
    return press(said, verb, style="positive" if first else "default")


_STEP_NAMES: tuple[InspectionStep, ...] = ("done", "put_off", "cancel", "ask", "answered", "close")


_TOLD = {"asked": "improve", "done": "decide", "answered": "check"}


def due(lang: Lang, one: Inspection) -> Card:
    """The clock's: an inspection, the answer to what was asked, or a decision is due."""
    name = _TOLD.get(one.standing, "inspect")
    return card(
        lang,
        title=lang.t(f"records.inspections.told.{name}"),
        body=[
            *_next_day(lang, one),
            *about(lang, one),
            note(lang.t(f"records.inspections.told.{name}_why")),
        ],
        actions=[
            press(
                lang.t("records.inspections.press.show"),
                ShowInspection(inspection_id=one.inspection_id),
            )
        ],
    )

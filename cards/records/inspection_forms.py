"""The forms of 点検: planning it, and each step after."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from cards.common import key_line
from cards.elements import (
    ActionStyle,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    date_input,
    note,
    press,
    submit,
    text_input,
)
from cards.lang import Lang
from cards.records.handling_matter import Inspection, Promise, Whose
from cards.records.inspections import about, course
from cards.records.registers import head, need, why_input
from cards.records.verbs.handling_fields import NAME_LENGTH, TEXT_LENGTH, WORDS_LENGTH
from cards.records.verbs.inspections import (
    AskImprovement,
    CancelInspection,
    CloseInspection,
    ImprovementAnswered,
    InspectionDone,
    Inspections,
    InspectionStep,
    PlanInspection,
    PutOffInspection,
    ShowInspection,
)
from cards.verbs import Verb

WEEKS_TO_MEND = timedelta(days=30)
WAYS = ("report", "visit", "own")
STEPS: dict[str, type[Verb]] = {
    "done": InspectionDone,
    "put_off": PutOffInspection,
    "cancel": CancelInspection,
    "ask": AskImprovement,
    "answered": ImprovementAnswered,
    "close": CloseInspection,
}


def plan_form(
    lang: Lang, whose: Whose, promises: Sequence[Promise], *, today: date, problem: str = ""
) -> Card:
    """点検を計画する."""
    ways = [Choice(title=lang.t(f"records.inspections.way.{way}"), value=way) for way in WAYS]
    t = lang.t
    return card(
        lang,
        title=t("records.inspections.press.plan"),
        body=[
            *([key_line(t(problem), urgent=True)] if problem else []),
            *head(lang, whose),
            choice_input(
                "way", t("records.inspections.fact.way"), ways, need=need(lang), expanded=True
            ),
            text_input(
                "topic",
                t("records.inspections.fact.topic"),
                need=need(lang),
                most=WORDS_LENGTH,
                placeholder=t("records.inspections.topic_hint"),
            ),
            text_input("article", t("records.inspections.fact.article"), most=NAME_LENGTH),
            date_input(
                "planned_on",
                t("records.inspections.fact.planned_on"),
                need=need(lang),
                earliest=today,
            ),
            *_promises(lang, promises),
        ],
        actions=[
            submit(t("records.inspections.press.plan"), PlanInspection, {"subject": whose.subject}),
            press(t("common.back"), Inspections(subject=whose.subject)),
        ],
    )


def _promises(lang: Lang, promises: Sequence[Promise]) -> list[Element]:
    if not promises:
        return []
    choices = [Choice(title=_promise(lang, one), value=str(one.duty_id)) for one in promises]
    said = lang.t("records.inspections.promise")
    return [
        choice_input("promise", said, choices),
        note(lang.t("records.inspections.promise_note")),
    ]


def _promise(lang: Lang, one: Promise) -> str:
    day = lang.day(one.due_on) if one.due_on else ""
    parts = (lang.t(f"agreements.duty.kind.{one.kind}"), one.article, day)
    return "　".join(filter(None, parts))


def step_form(lang: Lang, one: Inspection, step: InspectionStep, *, problem: str = "") -> Card:
    """The form of the next step."""
    known = {"inspection_id": one.inspection_id, "version": one.version}
    style: ActionStyle = "destructive" if step == "cancel" else "positive"
    send = lang.t(f"records.inspections.press.{step}")
    return card(
        lang,
        title=send,
        body=[
            *([key_line(lang.t(problem), urgent=True)] if problem else []),
            *about(lang, one),
            *course(lang, one),
            *_ASKED[step](lang, one),
        ],
        actions=[
            submit(send, STEPS[step], known, style=style),
            press(lang.t("common.back"), ShowInspection(inspection_id=one.inspection_id)),
        ],
    )


def _ask_done(lang: Lang, one: Inspection) -> list[Element]:
    sound = [
        Choice(title=lang.t(f"records.inspections.sound.{name}"), value=name)
        for name in ("yes", "no")
    ]
    return [
        _on(lang, one, "done_on"),
        choice_input(
            "sound",
            lang.t("records.inspections.fact.result"),
            sound,
            need=need(lang),
            expanded=True,
        ),
        _words(lang, "findings"),
        note(lang.t("records.inspections.findings_note")),
    ]


def _on(lang: Lang, one: Inspection, name: str) -> Element:
    said = lang.t(f"records.inspections.fact.{name}")
    return date_input("on", said, need=need(lang), value=one.today, latest=one.today)


def _words(lang: Lang, name: str) -> Element:
    said = lang.t(f"records.inspections.fact.{name}")
    return text_input(name, said, need=need(lang), most=TEXT_LENGTH, lines=True)


def _ask_day(lang: Lang, one: Inspection) -> list[Element]:
    said = lang.t("records.inspections.fact.planned_on")
    return [
        date_input("planned_on", said, need=need(lang), value=one.planned_on, earliest=one.today)
    ]


def _ask_why(lang: Lang, one: Inspection) -> list[Element]:
    del one
    return [why_input(lang, TEXT_LENGTH)]


def _ask_improvement(lang: Lang, one: Inspection) -> list[Element]:
    said = lang.t("records.inspections.fact.due_on")
    earliest = one.today + timedelta(days=1)
    return [
        text_input(
            "why",
            lang.t("records.inspections.fact.ask"),
            need=need(lang),
            most=TEXT_LENGTH,
            lines=True,
        ),
        date_input(
            "due_on", said, need=need(lang), value=one.today + WEEKS_TO_MEND, earliest=earliest
        ),
        note(lang.t("records.inspections.ask_note")),
    ]


def _ask_answer(lang: Lang, one: Inspection) -> list[Element]:
    return [_on(lang, one, "answered_on"), _words(lang, "answer")]


_ASKED: dict[str, Callable[[Lang, Inspection], list[Element]]] = {
    "done": _ask_done,
    "put_off": _ask_day,
    "cancel": _ask_why,
    "ask": _ask_improvement,
    "answered": _ask_answer,
    "close": _ask_why,
}

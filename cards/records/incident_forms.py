"""Forms about incidents: the report of one minute, facts, account, one step, the end."""

from collections.abc import Sequence
from datetime import date, datetime

from cards.common import key_line
from cards.elements import (
    Action,
    ActionStyle,
    Card,
    Choice,
    Element,
    Need,
    card,
    choice_input,
    date_input,
    note,
    number_input,
    press,
    section,
    submit,
    text_input,
    time_input,
    toggle_input,
)
from cards.lang import Lang
from cards.records.incident_drafts import KINDS
from cards.records.incident_matter import Account, Case, Clock, Facts
from cards.records.incidents import K, duty, step_name, title
from cards.records.verbs.incidents import (
    LINE_LENGTH,
    RECEIPT_LENGTH,
    WORDS_LENGTH,
    CloseIncident,
    CorrectIncident,
    DraftIncident,
    ReportIncident,
    SettleIncidentStep,
    ShowIncident,
    WriteIncidentAccount,
)
from cards.verbs import Verb

MOST_PEOPLE = 10_000_000
TICKS = ("sensitive", "loss", "purpose", "numbers")
MORE_TICKS = (*TICKS, "spread", "protected")
ITEMS = ("cause", "damage", "response", "publicity", "prevention", "other")
_WAYS = {"persons": ("done", "instead"), "public": ("done", "not_done")}


def report_form(lang: Lang, *, token: str, now: datetime) -> Card:
    """事故報告: what, when, which records, about how many; the clock runs from the time typed."""
    return card(
        lang,
        title=lang.t(f"{K}.form.report.title"),
        body=[
            key_line(lang.t(f"{K}.form.report.lead")),
            _words(lang, "what", needed=True, hint=True),
            *_noticed(lang, now.date(), now),
            _line(lang, "records", needed=True, hint=True),
            _certainty(lang, "happened"),
            _people(lang, None),
            *(_tick(lang, name, ticked=False) for name in TICKS),
            _line(lang, "partner", hint=True),
            note(lang.t(f"{K}.form.report.note")),
        ],
        actions=[submit(lang.t(f"{K}.form.report.send"), ReportIncident, {"token": token})],
        fallback_text=lang.t(f"{K}.form.report.title"),
    )


def facts_form(lang: Lang, case: Case) -> Card:
    """事実を直す: what decides whether a report is owed, as it is known now."""
    facts: Facts = case.facts
    known = case.known_at
    return _form(
        lang,
        case,
        "facts",
        CorrectIncident,
        [
            *_noticed(lang, case.today, known),
            _certainty(lang, facts.certainty),
            _people(lang, facts.people),
            *(_tick(lang, name, ticked=bool(getattr(facts, name))) for name in MORE_TICKS),
            _line(lang, "partner", value=_partner(case), hint=True),
            *duty(lang, case),
        ],
    )


def _partner(case: Case) -> str:
    """What finds the same agreement again when it is sent, or what was typed."""
    return case.number or case.agreement[:LINE_LENGTH] or case.account.partner


def account_form(lang: Lang, case: Case) -> Card:
    """報告の内容を書く: the items of the reports."""
    said: Account = case.account
    return _form(
        lang,
        case,
        "account",
        WriteIncidentAccount,
        [
            _words(lang, "what", needed=True, value=said.what),
            _line(lang, "records", needed=True, value=said.records),
            *(_words(lang, name, value=str(getattr(said, name))) for name in ITEMS),
            note(lang.t(f"{K}.form.account.note")),
        ],
    )


def step_form(lang: Lang, case: Case, clock: Clock) -> Card:
    """One step: on which day it was done, with which receipt, or why otherwise."""
    step = clock.step
    sent = {"step": step, **({"again": True} if clock.way else {})}
    name = step_name(lang, case, step)
    return _form(
        lang,
        case,
        "step",
        SettleIncidentStep,
        [
            key_line(name),
            note(lang.t(f"{K}.step_note.{_noted(case, step)}")),
            *_ways(lang, clock),
            date_input(
                "on",
                lang.t(f"{K}.form.on"),
                need=Need(message=lang.t(f"{K}.form.past_day")),
                value=clock.done_on or case.today,
                earliest=case.known_at.date(),
                latest=case.today,
            ),
            text_input(
                "receipt", lang.t(f"{K}.form.receipt"), most=RECEIPT_LENGTH, value=clock.receipt
            ),
            _words(lang, "note", value=clock.note),
        ],
        sent=sent,
        more=_draft(lang, case, step),
    )


def _draft(lang: Lang, case: Case, step: str) -> list[Action]:
    """文案 of a report, beside the form in which it is entered as sent."""
    if step not in KINDS:
        return []
    verb = DraftIncident.of({"incident_id": case.incident_id, "draft": step})
    return [press(lang.t(f"{K}.press.draft"), verb)]


def _noted(case: Case, step: str) -> str:
    if step == "contract":
        return f"contract_{'give' if case.gives else 'take'}"
    return step


def _ways(lang: Lang, clock: Clock) -> list[Element]:
    ways = (*_WAYS.get(clock.step, ("done",)), *(("undone",) if clock.way else ()))
    if len(ways) == 1:
        return []
    listed = [Choice(title=_way(lang, clock.step, way), value=way) for way in ways]
    label = lang.t(f"{K}.form.way.label")
    chosen = clock.way or "done"
    return [choice_input("way", label, listed, value=chosen, expanded=True)]


def _way(lang: Lang, step: str, way: str) -> str:
    own = step in _WAYS and way != "undone"
    return lang.t(f"{K}.form.way.{step}_{way}" if own else f"{K}.form.way.{way}")


def closing_form(lang: Lang, case: Case) -> Card:
    """事故を閉じる: by name and with a reason; a deputy says whose instruction it is."""
    need = Need(message=lang.t("common.need"))
    label = lang.t(f"{K}.form.instruction")
    asked = text_input("instruction", label, need=need, most=LINE_LENGTH)
    return _form(
        lang,
        case,
        "close",
        CloseIncident,
        [
            note(lang.t(f"{K}.form.close.lead")),
            _words(lang, "reason", needed=True),
            *([asked] if case.deputises else []),
        ],
        style="destructive",
    )


def _form(
    lang: Lang,
    case: Case,
    name: str,
    verb: type[Verb],
    parts: Sequence[Element],
    *,
    sent: dict[str, object] | None = None,
    more: Sequence[Action] = (),
    style: ActionStyle = "positive",
) -> Card:
    known = {"incident_id": case.incident_id, "version": case.version, **(sent or {})}
    back: Action = press(lang.t("common.back"), ShowIncident(incident_id=case.incident_id))
    return card(
        lang,
        title=lang.t(f"{K}.form.{name}.title"),
        body=[section(title(lang, case.incident_id)), *parts],
        actions=[submit(lang.t(f"{K}.form.{name}.send"), verb, known, style=style), *more, back],
        fallback_text=lang.t(f"{K}.form.{name}.title"),
    )


def _noticed(lang: Lang, today: date, at: datetime) -> list[Element]:
    message = Need(message=lang.t(f"{K}.form.past_day"))
    need = Need(message=lang.t("common.need"))
    day = lang.t(f"{K}.form.known_on")
    return [
        date_input("known_on", day, need=message, value=at.date(), latest=today),
        time_input("known_at", lang.t(f"{K}.form.known_at"), need=need, value=f"{at:%H:%M}"),
    ]


def _certainty(lang: Lang, value: str) -> Element:
    listed = [
        Choice(title=lang.t(f"{K}.certainty.{one}"), value=one) for one in ("happened", "feared")
    ]
    label = lang.t(f"{K}.form.certainty")
    return choice_input("certainty", label, listed, value=value, expanded=True)


def _people(lang: Lang, value: int | None) -> Element:
    return number_input(
        "people", lang.t(f"{K}.form.people"), value=value, least=0, most=MOST_PEOPLE
    )


def _tick(lang: Lang, name: str, *, ticked: bool) -> Element:
    key = f"{K}.form.tick.{name}"
    return toggle_input(name, lang.t(f"{key}.label"), lang.t(f"{key}.title"), value=ticked)


def _words(
    lang: Lang, name: str, *, value: str = "", needed: bool = False, hint: bool = False
) -> Element:
    return text_input(
        name,
        lang.t(f"{K}.form.{name}"),
        need=Need(message=lang.t("common.need")) if needed else None,
        most=WORDS_LENGTH,
        lines=True,
        value=value,
        placeholder=lang.t(f"{K}.form.hint.{name}") if hint else "",
    )


def _line(
    lang: Lang, name: str, *, value: str = "", needed: bool = False, hint: bool = False
) -> Element:
    return text_input(
        name,
        lang.t(f"{K}.form.{name}"),
        need=Need(message=lang.t("common.need")) if needed else None,
        most=LINE_LENGTH,
        value=value,
        placeholder=lang.t(f"{K}.form.hint.{name}") if hint else "",
    )

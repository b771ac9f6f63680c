"""Duties of both sides: due, asked of the partner, done, not applicable, after-life, cadence."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.agreements.forms import need
from cards.agreements.matter import key_day, key_line
from cards.agreements.verbs import (
    CopyText,
    DutyDone,
    OpenDutyDone,
    OpenWaiveDuty,
    RequestDuty,
    SetCadence,
    Show,
    WaiveDuty,
)
from cards.common import group, left
from cards.elements import (
    Action,
    Card,
    Element,
    bullets,
    card,
    date_input,
    facts,
    note,
    number_input,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang

ITEMS_SHOWN = 12


class DutyLine(Protocol):
    """A duty as its card shows it, with the matter that it comes from."""

    @property
    def duty_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def agreement_id(self) -> int: ...
    @property
    def agreement_title(self) -> str: ...
    @property
    def partner(self) -> str: ...
    @property
    def kind(self) -> str:
        """As the clause reader names it: audit, disposal_certificate …"""

    @property
    def obligor(self) -> str:
        """甲 | 乙 | both."""

    @property
    def ours(self) -> bool:
        """The city owes it (alone or too)."""

    @property
    def theirs(self) -> bool:
        """The partner owes it (alone or too)."""

    @property
    def article(self) -> str: ...
    @property
    def items(self) -> Sequence[str]: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def every_months(self) -> int | None: ...
    @property
    def until(self) -> date | None:
        """The last day on which it binds; None: without end."""

    @property
    def ended_on(self) -> date | None:
        """The day on which the agreement ended, for what lives on after it."""

    @property
    def state(self) -> str:
        """Open | requested | done | waived."""

    @property
    def evidence(self) -> str: ...
    @property
    def today(self) -> date: ...


def duty_name(lang: Lang, kind: str) -> str:
    """What the duty is called; a kind that we don't know shows as itself."""
    key = f"agreements.duty.kind.{kind}"
    return lang.t(key) if lang.knows(key) else kind


def duty_due(lang: Lang, duty: DutyLine) -> Card:
    """A duty is due: ours to do, or the partner's to be asked for."""
    asked = duty.state == "requested"
    whose = "asked" if asked else "theirs" if duty.theirs else "ours"
    return card(
        lang,
        title=lang.t(f"agreements.duty.title.{whose}", obligor=_obligor(lang, duty)),
        body=[
            _what_until(lang, duty),
            *_subject(duty),
            _facts(lang, duty),
            *group(lang.t("agreements.duty.items"), bullets(_items(lang, duty.items))),
        ],
        actions=_answers(lang, duty),
        fallback_text=lang.t("agreements.duty.fallback", what=duty_name(lang, duty.kind)),
    )


def after_life(lang: Lang, duty: DutyLine) -> Card:
    """What binds on after the end: return, disposal, leavers' pledges, confidentiality."""
    until = lang.day(duty.until) if duty.until else lang.t("agreements.duty.without_end")
    return card(
        lang,
        title=lang.t("agreements.duty.title.after"),
        body=[
            _what_until(lang, duty),
            *_subject(duty),
            _facts(lang, duty),
            text(lang.t("agreements.duty.binds_until", until=until)),
            *group(lang.t("agreements.duty.items"), bullets(_items(lang, duty.items))),
        ],
        actions=_answers(lang, duty),
        fallback_text=lang.t("agreements.duty.fallback", what=duty_name(lang, duty.kind)),
    )


def _obligor(lang: Lang, duty: DutyLine) -> str:
    return lang.t("agreements.duty.partner") if duty.obligor == "both" else duty.obligor


def _what_until(lang: Lang, duty: DutyLine) -> Element:
    name = duty_name(lang, duty.kind)
    if duty.due_on is None:
        return key_line(name)
    ahead = left(lang, duty.due_on, duty.today)
    words = lang.t("agreements.duty.until", what=name, left=ahead)
    return key_day(lang, words, duty.due_on)


def _subject(duty: DutyLine) -> list[Element]:
    return [text(shortened(duty.agreement_title, 120), weight="bolder", size="medium")]


def _facts(lang: Lang, duty: DutyLine) -> Element:
    both = lang.t("agreements.duty.both")
    return facts(
        [
            (lang.t("agreements.fact.partner"), shortened(duty.partner, 120)),
            (
                lang.t("agreements.duty.obligor"),
                both if duty.obligor == "both" else duty.obligor,
            ),
            (lang.t("agreements.fact.article"), duty.article),
            (lang.t("agreements.fact.ended"), _day(lang, duty.ended_on)),
            (lang.t("agreements.duty.cadence"), _cadence(lang, duty.every_months)),
            (lang.t("agreements.fact.state"), lang.t(f"agreements.duty.state.{duty.state}")),
            (lang.t("agreements.duty.evidence"), shortened(duty.evidence, 200)),
        ]
    )


def _day(lang: Lang, day: date | None) -> str:
    return lang.day(day, era=True) if day else ""


def _cadence(lang: Lang, months: int | None) -> str:
    if months == 12:
        return lang.t("agreements.duty.yearly")
    return lang.count("agreements.duty.every", months) if months else ""


def _items(lang: Lang, items: Sequence[str]) -> list[str]:
    shown = [shortened(item, 100) for item in items[:ITEMS_SHOWN]]
    more = len(items) - ITEMS_SHOWN
    return shown + ([lang.t("common.more", count=more)] if more > 0 else [])


def _answers(lang: Lang, duty: DutyLine) -> list[Action]:
    known = {"duty_id": duty.duty_id, "version": duty.version}
    ask = press(
        lang.t("agreements.duty.press.request", obligor=_obligor(lang, duty)), RequestDuty(**known)
    )
    mail = CopyText(agreement_id=duty.agreement_id, text="duty_request", duty_id=duty.duty_id)
    copy = press(lang.t("agreements.press.copy_mail"), mail)
    done = "received" if duty.theirs else "done"
    return [
        *([copy] if duty.theirs else []),
        *([ask] if duty.theirs and duty.state == "open" else []),
        press(lang.t(f"agreements.duty.press.{done}"), OpenDutyDone(**known), style="positive"),
        press(lang.t("agreements.duty.press.waive"), OpenWaiveDuty(**known)),
        press(lang.t("agreements.press.show"), Show(agreement_id=duty.agreement_id)),
    ]


def duty_done_form(lang: Lang, duty: DutyLine) -> Card:
    """What was received or done, when, and where the evidence is."""
    send = submit(
        lang.t("common.save"), DutyDone, {"duty_id": duty.duty_id, "version": duty.version}
    )
    hint = lang.t("agreements.duty.form.hint")
    return card(
        lang,
        title=lang.t("agreements.duty.form.done"),
        body=[
            text(duty_name(lang, duty.kind), weight="bolder"),
            *_subject(duty),
            date_input(
                "on",
                lang.t("agreements.duty.form.on"),
                need=need(lang),
                value=duty.today,
                latest=duty.today,
            ),
            text_input(
                "evidence",
                lang.t("agreements.duty.evidence"),
                need=need(lang),
                most=500,
                lines=True,
                placeholder=hint,
            ),
        ],
        actions=[send, _back(lang, duty)],
    )


def waive_form(lang: Lang, duty: DutyLine) -> Card:
    """該当なしにする: why this duty need not be met."""
    send = submit(
        lang.t("common.save"), WaiveDuty, {"duty_id": duty.duty_id, "version": duty.version}
    )
    label = lang.t("agreements.duty.form.reason")
    return card(
        lang,
        title=lang.t("agreements.duty.form.waive"),
        body=[
            text(duty_name(lang, duty.kind), weight="bolder"),
            *_subject(duty),
            text_input("reason", label, need=need(lang), most=1000, lines=True),
            note(lang.t("agreements.duty.form.waive_note")),
        ],
        actions=[send, _back(lang, duty)],
    )


def _back(lang: Lang, duty: DutyLine) -> Action:
    return press(lang.t("common.back"), Show(agreement_id=duty.agreement_id))


def cadence_ask(lang: Lang, duty: DutyLine) -> Card:
    """年に何回か: asked once of the desk where the text names no period."""
    send = submit(
        lang.t("common.save"), SetCadence, {"duty_id": duty.duty_id, "version": duty.version}
    )
    return card(
        lang,
        title=lang.t("agreements.cadence.title"),
        body=[
            key_line(duty_name(lang, duty.kind)),
            *_subject(duty),
            text(lang.t("agreements.cadence.why", article=duty.article)),
            number_input(
                "months",
                lang.t("agreements.cadence.months"),
                need=need(lang),
                value=12,
                least=1,
                most=120,
            ),
            date_input(
                "first_on",
                lang.t("agreements.cadence.first"),
                need=need(lang),
                earliest=duty.today,
            ),
        ],
        actions=[send, _back(lang, duty)],
        fallback_text=lang.t("agreements.cadence.title"),
    )


def duty_answered(lang: Lang, duty: DutyLine, *, by: str) -> Card:
    """What was recorded of a duty: asked, done, not applicable, or its period."""
    key = "cadence" if duty.state == "open" else duty.state
    waiting = _answers(lang, duty) if duty.state == "requested" else [_back(lang, duty)]
    return card(
        lang,
        title=lang.t(f"agreements.duty.answered.{key}"),
        body=[
            text(lang.t("agreements.duty.by", by=by), spacing="small"),
            text(duty_name(lang, duty.kind), weight="bolder"),
            *_subject(duty),
            _facts(lang, duty),
        ],
        actions=waiting,
    )

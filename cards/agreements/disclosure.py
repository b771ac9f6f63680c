"""Oral disclosure: what was told must follow in writing, or it may not count as confidential."""

from datetime import date
from typing import Protocol

from cards.agreements.forms import back, need
from cards.agreements.matter import Matter, key_day, key_line, subject
from cards.agreements.verbs import OralWritten, RecordOralDisclosure, Show
from cards.common import copyable, left
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
    toggle_input,
)
from cards.lang import Lang


class Disclosure(Protocol):
    """Something confidential that was told, mailed or shown."""

    @property
    def disclosure_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def agreement_id(self) -> int: ...
    @property
    def agreement_title(self) -> str: ...
    @property
    def partner(self) -> str: ...
    @property
    def by(self) -> str:
        """Ours | theirs."""

    @property
    def what(self) -> str: ...
    @property
    def disclosed_on(self) -> date: ...
    @property
    def told_confidential(self) -> bool: ...
    @property
    def due_on(self) -> date | None:
        """The last day for the writing, first day excluded; None where the text names none."""

    @property
    def practical_day(self) -> date | None:
        """The last working day up to it."""

    @property
    def article(self) -> str: ...
    @property
    def written_on(self) -> date | None: ...
    @property
    def today(self) -> date: ...


def disclosure_form(lang: Lang, matter: Matter) -> Card:
    """口頭開示を記録: who disclosed what, and was it called confidential at the time."""
    send = submit(
        lang.t("common.save"), RecordOralDisclosure, {"agreement_id": matter.agreement_id}
    )
    t = lang.t
    sides = [
        Choice(title=t(f"agreements.disclosure.by.{side}"), value=side)
        for side in ("ours", "theirs")
    ]
    return card(
        lang,
        title=t("agreements.disclosure.form"),
        body=[
            *subject(lang, matter),
            note(t("agreements.disclosure.covers")),
            date_input(
                "disclosed_on",
                t("agreements.disclosure.on"),
                need=need(lang),
                value=matter.today,
                latest=matter.today,
            ),
            choice_input(
                "by", t("agreements.disclosure.who"), sides, need=need(lang), expanded=True
            ),
            text_input(
                "what", t("agreements.disclosure.what"), need=need(lang), most=500, lines=True
            ),
            note(t("agreements.disclosure.what_note")),
            toggle_input(
                "told_confidential",
                t("agreements.disclosure.told_label"),
                t("agreements.disclosure.told"),
            ),
        ],
        actions=[send, back(lang, matter)],
    )


def disclosure_due(lang: Lang, told: Disclosure, *, draft: str = "") -> Card:
    """The writing is due: ours to send (with a draft), theirs to arrive."""
    return card(
        lang,
        title=lang.t(f"agreements.disclosure.title.{told.by}"),
        body=[
            _until(lang, told),
            *_what(lang, told),
            *(copyable(lang, draft) if draft else []),
            _written_on(lang, told),
        ],
        actions=[_written(lang, told), _show(lang, told)],
        fallback_text=lang.t(f"agreements.disclosure.title.{told.by}"),
    )


def disclosure_overdue(lang: Lang, told: Disclosure) -> Card:
    """The day has passed without writing: it may not count as confidential."""
    return card(
        lang,
        title=lang.t("agreements.disclosure.title.overdue"),
        body=[
            key_line(lang.t(f"agreements.disclosure.overdue.{told.by}"), urgent=True),
            *_what(lang, told),
            _written_on(lang, told),
        ],
        actions=[_written(lang, told), _show(lang, told)],
        fallback_text=lang.t("agreements.disclosure.title.overdue"),
    )


def disclosure_written(lang: Lang, told: Disclosure, *, by: str) -> Card:
    """The writing is recorded."""
    return card(
        lang,
        title=lang.t(f"agreements.disclosure.title.written_{told.by}"),
        body=[text(lang.t("agreements.recorded_by", by=by), spacing="small"), *_what(lang, told)],
        actions=[_show(lang, told)],
    )


def _until(lang: Lang, told: Disclosure) -> Element:
    day = told.practical_day or told.due_on
    if day is None:
        return key_line(lang.t(f"agreements.disclosure.no_day.{told.by}"))
    ahead = left(lang, day, told.today)
    return key_day(lang, lang.t(f"agreements.disclosure.until.{told.by}", left=ahead), day)


def _what(lang: Lang, told: Disclosure) -> list[Element]:
    yes = "yes" if told.told_confidential else "no"
    writing = lang.day(told.written_on) if told.written_on else ""
    contract = lang.day(told.due_on) if told.due_on else ""
    warning = text(lang.t("agreements.disclosure.not_told"))
    return [
        text(shortened(told.agreement_title, 120), weight="bolder", size="medium"),
        facts(
            [
                (lang.t("agreements.fact.partner"), shortened(told.partner, 120)),
                (
                    lang.t("agreements.disclosure.who"),
                    lang.t(f"agreements.disclosure.by.{told.by}"),
                ),
                (lang.t("agreements.disclosure.what"), shortened(told.what, 300)),
                (lang.t("agreements.disclosure.on"), lang.day(told.disclosed_on)),
                (
                    lang.t("agreements.disclosure.told_label"),
                    lang.t(f"agreements.disclosure.said.{yes}"),
                ),
                (lang.t("agreements.disclosure.contract_day"), contract),
                (lang.t("agreements.fact.article"), told.article),
                (lang.t("agreements.disclosure.written_on"), writing),
            ]
        ),
        *([] if told.told_confidential else [warning]),
    ]


def _written_on(lang: Lang, told: Disclosure) -> Element:
    return date_input(
        "on",
        lang.t(f"agreements.disclosure.written.{told.by}"),
        need=need(lang),
        value=told.today,
        latest=told.today,
    )


def _written(lang: Lang, told: Disclosure) -> Action:
    return submit(
        lang.t(f"agreements.disclosure.press.{told.by}"),
        OralWritten,
        {"disclosure_id": told.disclosure_id, "version": told.version},
    )


def _show(lang: Lang, told: Disclosure) -> Action:
    return press(lang.t("agreements.press.show"), Show(agreement_id=told.agreement_id))

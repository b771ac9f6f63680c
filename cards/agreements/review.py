"""What was read from a text, for the desk to accept or correct: fact, article, sentence, doubt."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.agreements.forms import need
from cards.agreements.verbs import (
    AcceptReading,
    CorrectReading,
    OpenCorrection,
    RejectReading,
)
from cards.common import group
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    box,
    bullets,
    card,
    choice_input,
    date_input,
    note,
    number_input,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.lang import Lang

FACTS_SHOWN = 14
DOUBTS_SHOWN = 8
QUOTE_LENGTH = 120


class ReadFact(Protocol):
    """One fact of the text with the sentence behind it."""

    @property
    def what(self) -> str:
        """Term | renewal | notice | signed_on | survival | meetings | oral_disclosure | duties …"""

    @property
    def value(self) -> str:
        """As the desk reads it; empty where the text says nothing."""

    @property
    def article(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def doubtful(self) -> bool: ...


class Reading(Protocol):
    """A text as the reader understood it."""

    @property
    def reading_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def file(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def partner(self) -> str: ...
    @property
    def draft(self) -> bool: ...
    @property
    def facts(self) -> Sequence[ReadFact]: ...
    @property
    def warnings(self) -> Sequence[str]:
        """Codes of the reader: blank_date, stale_law …"""

    @property
    def signed_on(self) -> date | None: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def renewal_kind(self) -> str: ...
    @property
    def extension_months(self) -> int | None: ...
    @property
    def notice_value(self) -> int | None: ...
    @property
    def notice_unit(self) -> str | None: ...
    @property
    def oral_disclosure_days(self) -> int | None: ...


def review(lang: Lang, reading: Reading) -> Card:
    """読み取り結果の確認: nothing is registered before the desk accepts."""
    doubts = [lang.t(f"agreements.warning.{code}") for code in reading.warnings[:DOUBTS_SHOWN]]
    return card(
        lang,
        title=lang.t("agreements.review.title"),
        body=[
            text(shortened(reading.title, 120), weight="bolder", size="medium"),
            text(_origin(lang, reading), spacing="small"),
            *([box(bullets_of(lang, doubts), style="warning")] if doubts else []),
            *group(lang.t("agreements.review.facts"), _facts(lang, reading.facts)),
            note(lang.t("agreements.review.note")),
        ],
        actions=_answers(lang, reading),
        fallback_text=lang.t("agreements.review.fallback", title=reading.title),
    )


def bullets_of(lang: Lang, doubts: Sequence[str]) -> list[Element]:
    """What the reader could not be sure of."""
    return [text(lang.t("agreements.review.doubts"), weight="bolder"), *bullets(doubts)]


def _origin(lang: Lang, reading: Reading) -> str:
    named = shortened(reading.partner, 80)
    parts = [
        lang.t("agreements.partner", names=named) if named else "",
        lang.t("agreements.review.file", file=shortened(reading.file, 60)),
        lang.t("agreements.review.draft") if reading.draft else "",
    ]
    return "\n".join(part for part in parts if part)


def _facts(lang: Lang, read: Sequence[ReadFact]) -> list[Element]:
    shown = [element for fact in read[:FACTS_SHOWN] for element in _fact(lang, fact)]
    more = len(read) - FACTS_SHOWN
    return shown + ([note(lang.t("common.more", count=more))] if more > 0 else [])


def _fact(lang: Lang, fact: ReadFact) -> list[Element]:
    name = lang.t(f"agreements.review.fact.{fact.what}")
    value = fact.value or lang.t("agreements.review.silent")
    doubt = lang.t("agreements.review.doubtful") if fact.doubtful else ""
    line = text(lang.t("agreements.review.line", name=name, value=value) + doubt, weight="bolder")
    if not fact.quote:
        return [line]
    quote = lang.t(
        "agreements.review.quote",
        article=fact.article or lang.t("agreements.review.no_article"),
        quote=shortened(fact.quote, QUOTE_LENGTH),
    )
    return [line, text(quote, size="small", spacing="none")]


def _answers(lang: Lang, reading: Reading) -> list[Action]:
    known = {"reading_id": reading.reading_id, "version": reading.version}
    return [
        press(lang.t("agreements.review.accept"), AcceptReading(**known), style="positive"),
        press(lang.t("agreements.review.correct"), OpenCorrection(**known)),
        press(lang.t("agreements.review.reject"), RejectReading(**known)),
    ]


def correction_form(lang: Lang, reading: Reading) -> Card:
    """読み取りを直す: the facts that deadlines are computed from."""
    send = submit(
        lang.t("agreements.review.save"),
        CorrectReading,
        {"reading_id": reading.reading_id, "version": reading.version},
    )
    return card(
        lang,
        title=lang.t("agreements.review.form"),
        body=[*_identity(lang, reading), *_term(lang, reading), *_notice(lang, reading)],
        actions=[send],
    )


def _label(lang: Lang, field: str) -> str:
    return lang.t(f"agreements.review.field.{field}")


def _identity(lang: Lang, reading: Reading) -> list[Element]:
    return [
        text_input(
            "title", _label(lang, "title"), need=need(lang), most=200, value=reading.title[:200]
        ),
        text_input("partner", _label(lang, "partner"), most=200, value=reading.partner[:200]),
        date_input("signed_on", _label(lang, "signed_on"), value=reading.signed_on),
    ]


def _term(lang: Lang, reading: Reading) -> list[Element]:
    kinds = ("mutual", "automatic", "none")
    choices = [Choice(title=lang.t(f"agreements.renewal.{k}.plain"), value=k) for k in kinds]
    return [
        date_input("start", _label(lang, "start"), value=reading.start),
        date_input("end", _label(lang, "end"), value=reading.end),
        choice_input(
            "renewal",
            _label(lang, "renewal"),
            choices,
            need=need(lang),
            value=reading.renewal_kind,
            expanded=True,
        ),
        number_input(
            "extension_months",
            _label(lang, "extension_months"),
            value=reading.extension_months,
            least=1,
            most=1200,
        ),
    ]


def _notice(lang: Lang, reading: Reading) -> list[Element]:
    units = [
        Choice(title=lang.t(f"agreements.review.unit.{unit}"), value=unit)
        for unit in ("months", "days")
    ]
    return [
        number_input(
            "notice_value",
            _label(lang, "notice_value"),
            value=reading.notice_value,
            least=1,
            most=3650,
        ),
        choice_input(
            "notice_unit", _label(lang, "notice_unit"), units, value=reading.notice_unit or ""
        ),
        number_input(
            "oral_disclosure_days",
            _label(lang, "oral_disclosure_days"),
            value=reading.oral_disclosure_days,
            least=1,
            most=365,
        ),
    ]


def read_accepted(lang: Lang, reading: Reading, *, by: str) -> Card:
    """登録しました: the agreement stands in the register."""
    return card(
        lang,
        title=lang.t("agreements.review.accepted"),
        body=[
            text(shortened(reading.title, 120), weight="bolder", size="medium"),
            text(lang.t("agreements.review.accepted_by", by=by)),
        ],
    )


def read_rejected(lang: Lang, reading: Reading, *, by: str) -> Card:
    """登録しませんでした."""
    return card(
        lang,
        title=lang.t("agreements.review.rejected"),
        body=[
            text(shortened(reading.title, 120), weight="bolder", size="medium"),
            text(lang.t("agreements.review.rejected_by", by=by)),
        ],
    )

"""A reading as the desk's card shows it: each fact with its article, its sentence, its doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.agreements.model import Agreement, Reading
from bot.agreements.rules.readings import warnings_in
from bot.agreements.rules.shown import partner_names
from cards.agreements.matter import span
from cards.lang import Lang

_DOUBTS = {
    "signed_on": "blank_date",
    "parties": "blank_party",
    "renewal": "unclear_renewal",
    "term": "contradictory_dates",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFact:
    """One fact; see cards.agreements.review.ReadFact."""

    what: str
    value: str
    article: str = ""
    quote: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A reading; see cards.agreements.review.Reading."""

    reading_id: int
    version: int
    file: str
    title: str
    partner: str
    draft: bool
    facts: tuple[ReadFact, ...]
    warnings: tuple[str, ...]
    signed_on: date | None
    start: date | None
    end: date | None
    renewal_kind: str
    extension_months: int | None
    notice_value: int | None
    notice_unit: str | None
    oral_disclosure_days: int | None


def review_of(reading: Reading, today: date, lang: Lang) -> Review:
    """The reading for its card, in the reader's language."""
    found, notice = reading.proposal, reading.proposal.renewal.notice
    return Review(
        reading_id=reading.id,
        version=reading.version,
        file=reading.file,
        title=found.title,
        partner=partner_names(found, today),
        draft=found.draft,
        facts=tuple(_facts(reading, lang)),
        warnings=warnings_in(reading.document),
        signed_on=found.signed_on,
        start=found.start,
        end=found.end,
        renewal_kind=found.renewal.kind.value,
        extension_months=found.renewal.extension_months,
        notice_value=notice.value if notice else None,
        notice_unit=notice.unit if notice else None,
        oral_disclosure_days=found.oral_disclosure_days,
    )


def _facts(reading: Reading, lang: Lang) -> Iterator[ReadFact]:
    document, found = reading.document, reading.proposal
    doubts = warnings_in(document)

    def fact(what: str, value: str, cite: Mapping[str, Any] | None = None) -> ReadFact:
        return ReadFact(
            what=what,
            value=value,
            article=(cite or {}).get("article") or "",
            quote=(cite or {}).get("quote") or "",
            doubtful=_DOUBTS.get(what) in doubts,
        )

    renewal = document.get("renewal") or {}
    oral = document.get("oral_disclosure") or {}
    yield fact("signed_on", lang.day(found.signed_on) if found.signed_on else "")
    yield fact("parties", "、".join(_names(found)))
    yield fact("term", _span(found, lang), (document.get("term") or {}).get("cite"))
    yield fact("renewal", _renewal(found, lang), renewal.get("cite"))
    yield fact("notice", _notice(found, lang), renewal.get("cite"))
    yield fact("oral_disclosure", str(oral.get("days") or ""), oral.get("cite"))
    for one in document.get("survival") or ():
        yield fact("survival", "、".join(one["articles"]), one["cite"])
    for one in document.get("meetings") or ():
        yield fact("meetings", str(one.get("every_months") or ""), one["cite"])
    yield fact("programmes", str(len(found.programmes) or ""))
    yield fact("duties", str(len(document.get("duties") or ()) or ""))


def _names(agreement: Agreement) -> Iterator[str]:
    return (party.names[-1].name for party in agreement.parties if party.names)


def _span(agreement: Agreement, lang: Lang) -> str:
    ends = (agreement.start, agreement.end)
    return "～".join(lang.day(one) if one else "" for one in ends) if any(ends) else ""


def _renewal(agreement: Agreement, lang: Lang) -> str:
    length = span(lang, agreement.renewal.extension_months)
    key = f"agreements.renewal.{agreement.renewal.kind.value}"
    return lang.t(f"{key}.for" if length else f"{key}.plain", span=length)


def _notice(agreement: Agreement, lang: Lang) -> str:
    notice = agreement.renewal.notice
    return f"{notice.value}{lang.t(f'agreements.review.unit.{notice.unit}')}" if notice else ""

"""What a text says becomes a proposal for the register; a blank or a doubt stays what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.agreements.model import (
    Agreement,
    Citation,
    Kind,
    Notice,
    Party,
    PartyName,
    Programme,
    Reading,
    ReadingState,
    Renewal,
    RenewalKind,
    Survival,
)
from bot.agreements.rules.bounds import is_extension, is_notice, is_oral_disclosure
from bot.agreements.rules.obligations import bound
from bot.agreements.rules.parties import marked_ours, partners
from bot.agreements.rules.standing import refuse
from bot.duties.model import MEETING, Duty, Obligor
from bot.errors import Stale

Document = Mapping[str, Any]  # one document of the clause reader's answer, as JSON
LONGEST_TITLE = 400
_KINDS = {kind.value: kind for kind in Kind}
_OBLIGORS = {obligor.value: obligor for obligor in Obligor}


def proposal(
    document: Document,
    *,
    title: str = "",
    post: int,
    deputies: tuple[int, ...] = (),
    lead_days: int,
    offsets: tuple[int, ...],
    department: str = "",
) -> Agreement:
    """The agreement that a text describes; `title` stands in where it has none.

    A text that merely names no signing date counts as in force; a draft, or one whose signing
    date stands blank, does not.
    """
    term = document.get("term") or {}
    oral = (document.get("oral_disclosure") or {}).get("days")
    return Agreement(
        id=0,
        title=(document.get("title") or title)[:LONGEST_TITLE],
        kind=_KINDS.get(str(document.get("kind")), Kind.AGREEMENT),
        parties=_parties(document),
        draft=bool(document.get("draft")),
        in_force=not _is_blank(document),
        signed_on=_day(document.get("signed_on")),
        start=_day(term.get("start")),
        end=_day(term.get("end")),
        renewal=_renewal(document.get("renewal") or {}),
        lead_days=lead_days,
        offsets=offsets,
        department=department,
        post=post,
        deputies=deputies,
        programmes=tuple(map(_programme, document.get("programmes") or ())),
        citations=tuple(_citations(document)),
        survival=tuple(map(_survival, document.get("survival") or ())),
        oral_disclosure_days=oral if is_oral_disclosure(oral) else None,
    )


def _is_blank(document: Document) -> bool:
    codes = {warning["code"] for warning in document.get("warnings") or ()}
    return document.get("signed_on") is None and "blank_date" in codes


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _parties(document: Document) -> tuple[Party, ...]:
    found = [
        Party(role=one.get("role") or "", names=(PartyName(name=one["name"]),))
        for one in document.get("parties") or ()
        if one.get("name")
    ]
    return marked_ours(tuple(found))


def _renewal(found: Mapping[str, Any]) -> Renewal:
    cite, notice = found.get("cite") or {}, found.get("notice")
    months = found.get("extension_months")
    return Renewal(
        kind=RenewalKind(found.get("kind") or "none"),
        extension_months=months if is_extension(months) else None,
        repeats=found.get("repeats"),
        notice=Notice(**notice) if notice and is_notice(notice["value"]) else None,
        article=cite.get("article") or "",
        quote=cite.get("quote") or "",
    )


def _programme(found: Mapping[str, Any]) -> Programme:
    return Programme(
        field=found.get("field") or "",
        title=found["title"],
        departments=tuple(found.get("departments") or ()),
        state=found.get("state") or "新規",
    )


def _survival(found: Mapping[str, Any]) -> Survival:
    months = found.get("months")
    return Survival(
        articles=tuple(found["articles"]), months=months if is_extension(months) else None
    )


def _citations(document: Document) -> Iterator[Citation]:
    """The sentence behind each fact, so that the 起案文 and the audit can quote it."""
    for fact in ("term", "renewal", "oral_disclosure"):
        if cite := (document.get(fact) or {}).get("cite"):
            yield _citation(fact, cite)
    for fact in ("survival", "meetings"):
        for found in document.get(fact) or ():
            yield _citation(fact, found["cite"])
    for duty in document.get("duties") or ():
        yield _citation(f"duty:{duty['kind']}", duty["cite"])


def _citation(fact: str, cite: Mapping[str, Any]) -> Citation:
    return Citation(
        fact=fact,
        article=cite.get("article") or "",
        paragraph=cite.get("paragraph"),
        quote=cite.get("quote") or "",
    )


def duties_in(document: Document, agreement: Agreement, today: date) -> tuple[Duty, ...]:
    """The duties of both sides, and the promised meetings, for an agreement in the register."""
    found = [*map(_duty, document.get("duties") or ()), *_meetings(document)]
    return tuple(bound(replace(duty, source=agreement.subject), agreement, today) for duty in found)


def _duty(found: Mapping[str, Any]) -> Duty:
    return Duty(
        id=0,
        source="",
        kind=found["kind"],
        obligor=_OBLIGORS.get(found["obligor"], Obligor.BOTH),
        article=(found.get("cite") or {}).get("article") or "",
        items=tuple(found.get("items") or ()),
    )


def _meetings(document: Document) -> Iterator[Duty]:
    """Promises to meet; the meetings slice finds the day of each, and asks where the text has no
    period."""
    for found in document.get("meetings") or ():
        said = found.get("every_months")
        yield Duty(
            id=0,
            source="",
            kind=MEETING,
            obligor=Obligor.BOTH,
            article=(found.get("cite") or {}).get("article") or "",
            every_months=said if is_extension(said) else None,
            soft=bool(found.get("soft")),
        )


def warnings_in(document: Document) -> tuple[str, ...]:
    """What a person must look at, each code once."""
    return tuple(dict.fromkeys(one["code"] for one in document.get("warnings") or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The facts as the desk states them; None or empty: the text has none."""

    title: str
    partner: str
    signed_on: date | None
    start: date | None
    end: date | None
    renewal: RenewalKind
    extension_months: int | None
    notice: Notice | None
    oral_disclosure_days: int | None


def corrected_proposal(agreement: Agreement, by: Corrections) -> Agreement:
    """The proposal with the facts that deadlines are computed from put right.

    Raises Refused for spans that no agreement has.
    """
    _check_spans(by)
    if by.start and by.end and by.end < by.start:
        refuse("end_not_later")
    signed_on = by.signed_on
    return replace(
        agreement,
        title=by.title,
        parties=_with_partner(agreement, by.partner),
        signed_on=signed_on,
        draft=agreement.draft and signed_on is None,
        in_force=signed_on is not None,
        start=by.start,
        end=by.end,
        renewal=replace(
            agreement.renewal,
            kind=by.renewal,
            extension_months=by.extension_months,
            notice=by.notice,
        ),
        oral_disclosure_days=by.oral_disclosure_days,
    )


def _check_spans(by: Corrections) -> None:
    extension, notice, oral = by.extension_months, by.notice, by.oral_disclosure_days
    if extension is not None and not is_extension(extension):
        refuse("span_range")
    if notice is not None and not is_notice(notice.value):
        refuse("span_range")
    if oral is not None and not is_oral_disclosure(oral):
        refuse("span_range")


def _with_partner(agreement: Agreement, name: str) -> tuple[Party, ...]:
    others = partners(agreement)
    if not name or (others and others[0].names and others[0].names[-1].name == name):
        return agreement.parties
    named = PartyName(name=name)
    if not others:
        return (*agreement.parties, Party(role="乙", names=(named,)))
    return tuple(
        replace(party, names=(named,)) if party is others[0] else party
        for party in agreement.parties
    )


def settled(
    reading: Reading, state: ReadingState, *, version: int, agreement: int | None = None
) -> Reading:
    """The reading after the desk has decided; raises Refused on a second decision."""
    if reading.state is not ReadingState.WAITING:
        refuse("already")
    if version != reading.version:
        raise Stale("agreements.refused.changed")
    return replace(reading, state=state, agreement=agreement, version=reading.version + 1)

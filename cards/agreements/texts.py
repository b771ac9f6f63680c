"""Texts to copy: mail to the partner, 起案文 with its articles, head of minutes, requests."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from cards.agreements.disclosure import Disclosure
from cards.agreements.duties import DutyLine, duty_name
from cards.agreements.matter import Matter, end_line, partners, programmes, renewal
from cards.agreements.publicity import Publicity
from cards.lang import Lang


class Quoted(Protocol):
    """An article with its sentence."""

    @property
    def article(self) -> str: ...
    @property
    def quote(self) -> str: ...


def mail_to_partner(lang: Lang, matter: Matter, *, department: str) -> str:
    """Asks the partner for a talk on what follows after the end, or tells them of an objection."""
    objected = matter.state == "objected"
    return _mail(
        lang,
        "agreements.texts.objection" if objected else "agreements.texts.mail_to_partner",
        title=matter.title,
        partner=partners(lang, matter),
        department=department,
        end=end_line(lang, matter),
        renewal=renewal(lang, matter),
    )


def draft_document(lang: Lang, matter: Matter, citations: Sequence[Quoted]) -> str:
    """起案文: what is asked of who decides, with the articles behind it."""
    start = lang.day(matter.start, era=True) if matter.start else ""
    return lang.t(
        "agreements.texts.draft_document.body",
        title=matter.title,
        partner=partners(lang, matter),
        start=start,
        end=end_line(lang, matter),
        renewal=renewal(lang, matter),
        programmes=programmes(lang, matter),
        citations=_citations(lang, citations),
    ).strip()


def _citations(lang: Lang, citations: Iterable[Quoted]) -> str:
    key = "agreements.texts.draft_document"
    lines = [lang.t(f"{key}.citation", article=c.article, quote=c.quote) for c in citations]
    return "\n".join(lines) or lang.t(f"{key}.no_citation")


def minutes_head(lang: Lang, matter: Matter, *, department: str) -> str:
    """The head of the minutes of a talk today."""
    return lang.t(
        "agreements.texts.minutes_head.body",
        title=matter.title,
        day=lang.day(matter.today),
        department=department,
        partner=partners(lang, matter),
        programmes=programmes(lang, matter),
        end=end_line(lang, matter),
    ).strip()


def duty_request(lang: Lang, duty: DutyLine) -> str:
    """Asks the partner for what they owe."""
    key = "agreements.texts.duty_request"
    items = [lang.t(f"{key}.item", item=item) for item in duty.items]
    return _mail(
        lang,
        key,
        title=duty.agreement_title,
        partner=duty.partner,
        what=duty_name(lang, duty.kind),
        article=duty.article,
        day=lang.day(duty.due_on) if duty.due_on else lang.t(f"{key}.no_day"),
        items="\n".join(["", *items, ""]) if items else "",
    )


def disclosure_record(lang: Lang, told: Disclosure) -> str:
    """The writing that must follow an oral disclosure."""
    return lang.t(
        "agreements.texts.disclosure.body",
        title=told.agreement_title,
        partner=told.partner,
        article=told.article,
        day=lang.day(told.disclosed_on),
        what=told.what,
    ).strip()


def publicity_mail(lang: Lang, request: Publicity) -> str:
    """Asks the partner to agree to what the city wants to publish."""
    return lang.t(
        "agreements.texts.publicity.body",
        title=request.agreement_title,
        partner=request.partner,
        medium=request.medium,
        day=lang.day(request.on),
        text=request.text,
    ).strip()


def _mail(lang: Lang, key: str, **facts: object) -> str:
    subject = lang.t(f"{key}.subject", **facts)
    return (
        f"{lang.t('agreements.texts.subject', subject=subject)}\n{lang.t(f'{key}.body', **facts)}"
    )

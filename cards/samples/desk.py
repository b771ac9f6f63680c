"""Samples of the desk's cards: review, signing day, duties, disclosure, publicity, contacts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cards import agreements as view
from cards.samples.city import (
    EMPTY_MATTER,
    LONG,
    LONG_MATTER,
    LONG_NAME,
    TODAY,
    Disclosure,
    Duty,
    Matter,
    Publicity,
)
from cards.samples.sample import Sample, sample

BY = "企画課長　暁 花子"
SENTENCE = (
    "この協定の有効期間は、締結の日から令和9年3月31日までとする。ただし、期間満了の3か月前までに、"
    "甲乙協議のうえ、書面による合意により、さらに1年間更新することができるものとする。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFact:
    """A fact that was read."""

    what: str
    value: str = ""
    article: str = ""
    quote: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text that was read."""

    reading_id: int = 3
    version: int = 1
    file: str = "包括連携協定書.docx"
    title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    draft: bool = False
    facts: tuple[ReadFact, ...] = (
        ReadFact(
            what="term", value="令和9年3月31日まで", article="第9条第1項", quote=SENTENCE[:40]
        ),
        ReadFact(
            what="renewal", value="双方の協議により1年間更新", article="第9条", quote=SENTENCE
        ),
        ReadFact(what="notice"),
        ReadFact(what="oral_disclosure", value="30日以内に書面", article="第5条", doubtful=True),
    )
    warnings: tuple[str, ...] = ()
    signed_on: date | None = date(2024, 4, 1)
    start: date | None = date(2024, 4, 1)
    end: date | None = date(2027, 3, 31)
    renewal_kind: str = "mutual"
    extension_months: int | None = 12
    notice_value: int | None = None
    notice_unit: str | None = None
    oral_disclosure_days: int | None = 30


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _readings()
    yield from _signing_days()
    yield from _duties()
    yield from _duty_forms()
    yield from _disclosures()
    yield from _publicity()
    yield from _contacts()
    yield from _texts()


def _readings() -> Iterator[Sample]:
    name = "agreements.review"
    doubtful = replace(
        Reading(), draft=True, signed_on=None, warnings=("blank_date", "stale_law", "blank_party")
    )
    empty = Reading(partner="", facts=(), signed_on=None, start=None, end=None, renewal_kind="none")
    long = Reading(
        title=LONG * 2,
        partner=LONG_NAME,
        file="令和8年度_" + LONG + ".docx",
        facts=tuple(
            ReadFact(what="duties", value=LONG, article="第12条第3項", quote=SENTENCE * 4)
            for _ in range(40)
        ),
        warnings=("blank_date", "contradictory_dates", "unclear_renewal", "stale_law"),
    )
    yield sample(name, "short", lambda lang: view.review(lang, Reading()))
    yield sample(name, "doubtful", lambda lang: view.review(lang, doubtful))
    yield sample(name, "empty", lambda lang: view.review(lang, empty))
    yield sample(name, "long", lambda lang: view.review(lang, long))
    name = "agreements.correction_form"
    yield sample(name, "short", lambda lang: view.correction_form(lang, Reading()))
    yield sample(name, "empty", lambda lang: view.correction_form(lang, empty))
    yield sample(name, "long", lambda lang: view.correction_form(lang, long))
    yield sample(
        "agreements.read_accepted", "short", lambda lang: view.read_accepted(lang, Reading(), by=BY)
    )
    yield sample(
        "agreements.read_rejected", "short", lambda lang: view.read_rejected(lang, Reading(), by=BY)
    )


def _signing_days() -> Iterator[Sample]:
    blank = replace(Matter(), signed_on=None)
    name = "agreements.signing_day_task"
    yield sample(name, "short", lambda lang: view.signing_day_task(lang, blank))
    yield sample(name, "empty", lambda lang: view.signing_day_task(lang, EMPTY_MATTER))
    yield sample(name, "long", lambda lang: view.signing_day_task(lang, LONG_MATTER))
    name = "agreements.signing_day_form"
    yield sample(name, "short", lambda lang: view.signing_day_form(lang, blank, today=TODAY))


def _duties() -> Iterator[Sample]:
    name = "agreements.duty_due"
    six = (
        "再委託先の名称",
        "再委託する理由",
        "業務の内容",
        "取り扱う情報",
        "安全管理",
        "監督の方法",
    )
    ours = Duty(kind="audit", obligor="甲", ours=True, theirs=False, every_months=None)
    asked = Duty(state="requested")
    both = Duty(kind="confidentiality", obligor="both", ours=True, due_on=None)
    long = Duty(
        kind="hearing_on_disclosure_request",
        agreement_title=LONG,
        partner=LONG_NAME,
        items=tuple(LONG for _ in range(30)),
        evidence=LONG * 3,
    )
    yield sample(name, "short", lambda lang: view.duty_due(lang, Duty()))
    yield sample(name, "items", lambda lang: view.duty_due(lang, replace(Duty(), items=six)))
    yield sample(name, "ours", lambda lang: view.duty_due(lang, ours))
    yield sample(name, "asked", lambda lang: view.duty_due(lang, asked))
    yield sample(name, "both", lambda lang: view.duty_due(lang, both))
    yield sample(name, "long", lambda lang: view.duty_due(lang, long))
    name = "agreements.after_life"
    ended = Duty(kind="disposal_certificate", ended_on=date(2026, 10, 31), every_months=None)
    secret = replace(ended, kind="confidentiality", until=date(2031, 10, 31), due_on=None)
    yield sample(name, "short", lambda lang: view.after_life(lang, ended))
    yield sample(name, "until", lambda lang: view.after_life(lang, secret))
    yield sample(name, "long", lambda lang: view.after_life(lang, replace(long, ended_on=TODAY)))


def _duty_forms() -> Iterator[Sample]:
    ask = Duty(kind="education", due_on=None, every_months=None, obligor="甲", theirs=False)
    done = Duty(state="done", evidence="従事者名簿（文書管理 2026-0451）")
    yield sample(
        "agreements.duty_done_form", "short", lambda lang: view.duty_done_form(lang, Duty())
    )
    yield sample("agreements.waive_form", "short", lambda lang: view.waive_form(lang, Duty()))
    yield sample("agreements.cadence_ask", "short", lambda lang: view.cadence_ask(lang, ask))
    name = "agreements.duty_answered"
    for state, duty in (
        ("requested", Duty(state="requested")),
        ("done", done),
        ("waived", Duty(state="waived")),
        ("cadence", replace(ask, every_months=12, due_on=date(2027, 3, 31))),
    ):
        yield _duty_answered(name, state, duty)


def _duty_answered(name: str, state: str, duty: Duty) -> Sample:
    return sample(name, state, lambda lang: view.duty_answered(lang, duty, by=BY))


def _disclosures() -> Iterator[Sample]:
    yield sample(
        "agreements.disclosure_form", "short", lambda lang: view.disclosure_form(lang, Matter())
    )
    name = "agreements.disclosure_due"
    ours, theirs = Disclosure(), Disclosure(by="theirs", told_confidential=False)
    no_day = Disclosure(by="theirs", due_on=None, practical_day=None, article="")
    long = Disclosure(agreement_title=LONG, partner=LONG_NAME, what=LONG * 4)
    yield sample(
        name,
        "ours",
        lambda lang: view.disclosure_due(lang, ours, draft=view.disclosure_record(lang, ours)),
    )
    yield sample(name, "theirs", lambda lang: view.disclosure_due(lang, theirs))
    yield sample(name, "empty", lambda lang: view.disclosure_due(lang, no_day))
    yield sample(
        name,
        "long",
        lambda lang: view.disclosure_due(lang, long, draft=view.disclosure_record(lang, long)),
    )
    name = "agreements.disclosure_overdue"
    yield sample(name, "ours", lambda lang: view.disclosure_overdue(lang, ours))
    yield sample(name, "theirs", lambda lang: view.disclosure_overdue(lang, theirs))
    name = "agreements.disclosure_written"
    sent = replace(ours, written_on=TODAY)
    came = replace(theirs, written_on=TODAY)
    yield sample(name, "ours", lambda lang: view.disclosure_written(lang, sent, by=BY))
    yield sample(name, "theirs", lambda lang: view.disclosure_written(lang, came, by=BY))


def _publicity() -> Iterator[Sample]:
    asked, long = Publicity(), Publicity(agreement_title=LONG, partner=LONG_NAME, text=LONG * 10)
    agreed = Publicity(answer="agreed", answered_on=TODAY)
    declined = Publicity(answer="declined", answered_on=TODAY)
    yield sample(
        "agreements.publicity_form", "short", lambda lang: view.publicity_form(lang, Matter())
    )
    name = "agreements.publicity_asked"
    yield sample(
        name,
        "short",
        lambda lang: view.publicity_asked(lang, asked, mail=view.publicity_mail(lang, asked)),
    )
    yield sample(
        name,
        "long",
        lambda lang: view.publicity_asked(lang, long, mail=view.publicity_mail(lang, long)),
    )
    name = "agreements.publicity_answered"
    yield sample(name, "agreed", lambda lang: view.publicity_answered(lang, agreed, by=BY))
    yield sample(name, "declined", lambda lang: view.publicity_answered(lang, declined, by=BY))


def _contacts() -> Iterator[Sample]:
    name = "agreements.contacts_check"
    contacts = "営業部 公共担当　03-0000-0000　public@mirai.example.jp"
    yield sample(name, "short", lambda lang: view.contacts_check(lang, Matter()))
    yield sample(name, "long", lambda lang: view.contacts_check(lang, LONG_MATTER))
    name = "agreements.contacts_form"
    yield sample(name, "short", lambda lang: view.contacts_form(lang, Matter(), contacts))
    yield sample(name, "empty", lambda lang: view.contacts_form(lang, Matter(), ""))


def _texts() -> Iterator[Sample]:
    name, office = "agreements.copied", "あかつき市 企画課"
    yield sample(
        name,
        "mail_to_partner",
        lambda lang: view.copied(
            lang,
            Matter(),
            kind="mail_to_partner",
            words=view.mail_to_partner(lang, Matter(), department=office),
        ),
    )
    quotes = (ReadFact(what="term", article="第9条", quote=SENTENCE),)
    yield sample(
        name,
        "draft_document",
        lambda lang: view.copied(
            lang, Matter(), kind="draft_document", words=view.draft_document(lang, Matter(), quotes)
        ),
    )
    yield sample(
        name,
        "minutes_head",
        lambda lang: view.copied(
            lang,
            Matter(),
            kind="minutes_head",
            words=view.minutes_head(lang, Matter(), department=office),
        ),
    )
    yield sample(
        name,
        "duty_request",
        lambda lang: view.copied(
            lang, Matter(), kind="duty_request", words=view.duty_request(lang, Duty())
        ),
    )
    yield sample(
        name,
        "long",
        lambda lang: view.copied(lang, LONG_MATTER, kind="draft_document", words=LONG * 99),
    )

"""`renkei agreements read FILE`: what an agreement says, by article; stores nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from bot.agreements.clauses import as_json, read
from bot.agreements.clauses.dates import in_era
from bot.agreements.clauses.model import Cite, Document, Duty, Notice, Reading
from bot.agreements.documents import read_text
from bot.cli.agreement_words import (
    DUTIES,
    FORMS,
    KINDS,
    OBLIGORS,
    RENEWALS,
    WARNINGS,
)

_QUOTE = 60


def read_command(file: Path, as_json_object: bool) -> None:
    """Print what the agreements of `file` say: JSON, or a summary that a clerk can check.

    Raises Unreadable, with a remedy, for a file that can't be read.
    """
    reading = read(read_text(file), file.name)
    if as_json_object:
        click.echo(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
        return
    for line in summary(reading):
        click.echo(line)


def summary(reading: Reading) -> Iterator[str]:
    """The reading in plain Japanese, line by line."""
    if not reading.documents:
        yield f"{reading.file}: 協定書・覚書・契約書・特記事項は見つかりませんでした。"
        yield "　お知らせや報告書には条文がないため、登録できる内容はありません。"
        yield (
            "　協定書なのにこう表示されるときは、"
            "「第1条」から始まる条文が含まれているか確かめてください。"
        )
        return
    yield f"{reading.file}: {len(reading.documents)}件の文書があります。"
    for number, document in enumerate(reading.documents, 1):
        yield ""
        yield from _document(number, document)


def _document(number: int, document: Document) -> Iterator[str]:
    draft = "・案" if document.draft else ""
    yield f"■ {number} {document.title or '（題名なし）'}（{KINDS[document.kind]}{draft}）"
    yield from _parties(document)
    yield from _term(document)
    yield from _after_end(document)
    yield from _meetings(document)
    yield from _programmes(document)
    yield from _duties(document)
    yield from _warnings(document)


def _parties(document: Document) -> Iterator[str]:
    for party in document.parties:
        role = f"{party.role}：" if party.role else ""
        yield f"　当事者　{role}{party.name or '（空欄）'}"
    if document.parent:
        yield f"　もとの契約　{document.parent}"
    signed = in_era(document.signed_on) if document.signed_on else "記載なし（または空欄）"
    yield f"　締結日　{signed}"


def _term(document: Document) -> Iterator[str]:
    term = document.term
    if term is None:
        yield "　期間　この文書には定めがありません"
    else:
        start = in_era(term.start) if term.start else "（始まりの日の記載なし）"
        end = in_era(term.end) if term.end else "（終わりの日の記載なし）"
        length = f"（{_months(term.months)}）" if term.months else ""
        yield f"　期間　{start} から {end} まで{length}　{_place(term.cite)}"
    yield from _renewal(document)


def _renewal(document: Document) -> Iterator[str]:
    renewal = document.renewal
    place = f"　{_place(renewal.cite)}" if renewal.cite else ""
    yield f"　更新　{RENEWALS[renewal.kind]}{place}"
    if renewal.extension_months:
        again = "、以後も同様" if renewal.repeats else ""
        yield f"　　更新の長さ　{_months(renewal.extension_months)}{again}"
    if renewal.notice:
        yield f"　　申出　{_notice(renewal.notice)}"
    if renewal.notice_by:
        yield f"　　申出の期限　{in_era(renewal.notice_by)}"


def _notice(notice: Notice) -> str:
    length = f"{notice.value}か月前" if notice.unit == "months" else f"{notice.value}日前"
    return f"満了の{length}までに{FORMS[notice.form]}"


def _after_end(document: Document) -> Iterator[str]:
    for survival in document.survival:
        length = f"{_months(survival.months)}" if survival.months else "期限の定めなし"
        articles = "、".join(survival.articles)
        yield f"　終了後も続く条文　{articles}（{length}）　{_place(survival.cite)}"
    if document.oral_disclosure:
        days = document.oral_disclosure.days
        within = f"{days}日以内に" if days else ""
        place = _place(document.oral_disclosure.cite)
        yield f"　口頭の開示　{within}書面にしたものが秘密情報になります　{place}"


def _meetings(document: Document) -> Iterator[str]:
    for meeting in document.meetings:
        every = (
            f"{_months(meeting.every_months)}に1回" if meeting.every_months else "間隔の定めなし"
        )
        soft = "・目安" if meeting.soft else ""
        yield f"　会議・意見交換　{every}{soft}　{_place(meeting.cite)}"


def _programmes(document: Document) -> Iterator[str]:
    if document.programmes:
        yield f"　取組　{len(document.programmes)}件"
    for programme in document.programmes:
        departments = "、".join(programme.departments)
        details = "／".join(one for one in (programme.state, programme.field, departments) if one)
        yield f"　　・{programme.title}（{details}）"


def _duties(document: Document) -> Iterator[str]:
    if document.duties:
        yield f"　約束ごと　{len(document.duties)}件"
    for duty in document.duties:
        yield f"　　{_duty(duty)}"


def _duty(duty: Duty) -> str:
    witness = "（立会いあり）" if duty.witness else ""
    items = f"：{'、'.join(duty.items)}" if duty.items else ""
    who = OBLIGORS[duty.obligor]
    return f"{_place(duty.cite)} {DUTIES[duty.kind]}{witness}　［{who}］{items}"


def _warnings(document: Document) -> Iterator[str]:
    if document.warnings:
        yield f"　確かめてください　{len(document.warnings)}件"
    for warning in document.warnings:
        what, remedy = WARNINGS[warning.code]
        yield f"　　！{what}　{_place(warning.cite)}「{_short(warning.cite.quote)}」"
        yield f"　　　→ {remedy}"


def _place(cite: Cite) -> str:
    if cite.article is None:
        return "（前文・署名欄）"
    paragraph = f"第{cite.paragraph}項" if cite.paragraph and cite.paragraph > 1 else ""
    return f"{cite.article}{paragraph}"


def _short(quote: str) -> str:
    return quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}…"


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    if years and not rest:
        return f"{years}年"
    return f"{months}か月"

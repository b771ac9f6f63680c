"""The columns of a city's 協定一覧, and what one row of it says."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.agreements.model import (
    Agreement,
    Kind,
    Notice,
    Party,
    PartyName,
    Programme,
    Renewal,
    RenewalKind,
    SignatureKind,
    State,
)
from bot.agreements.rules.parties import marked_ours, named_on
from bot.sheets import Column, Row
from cards.verbs import FIRST_YEAR, LAST_YEAR

V = TypeVar("V")

KINDS = {
    "協定": Kind.AGREEMENT,
    "覚書": Kind.MEMORANDUM,
    "契約": Kind.CONTRACT,
    "特記事項": Kind.SPECIAL_TERMS,
}
SIGNATURES = {
    "自署": SignatureKind.HANDWRITTEN,
    "記名押印": SignatureKind.SEAL,
    "電子署名": SignatureKind.ELECTRONIC,
}
RENEWALS = {
    "自動": RenewalKind.AUTOMATIC,
    "合意": RenewalKind.MUTUAL,
    "なし": RenewalKind.NONE,
}
FORMS = {"書面": "written", "任意": "any"}
REPEATS = {"○": True, "〇": True, "×": False}
STATES = {
    "協議前": State.BEFORE_TALKS,
    "協議中": State.IN_TALKS,
    "起案": State.DRAFTED,
    "決裁": State.DECIDED,
    "締結": State.SIGNED,
    "公表": State.PUBLISHED,
    "継続": State.CONTINUED,
    "申出": State.OBJECTED,
    "不更新": State.NOT_RENEWED,
    "満了": State.EXPIRED,
}
NEEDED = {"要": True, "不要": False}
HAS = {"有": True, "無": False}

COLUMNS = (
    Column("number", "番号", required=True),
    Column("title", "名称", required=True),
    Column("kind", "種別"),
    Column("parent", "親契約"),
    Column("kou", "甲"),
    Column("otsu", "乙"),
    Column("others", "その他の当事者"),
    Column("signed_on", "締結日"),
    Column("signature", "署名種別"),
    Column("certificate_expires_on", "電子証明書期限"),
    Column("start", "開始日"),
    Column("end", "終了日"),
    Column("renewal", "更新"),
    Column("extension_months", "更新月数"),
    Column("repeats", "以後も同様"),
    Column("notice", "申出期限"),
    Column("form", "申出方法"),
    Column("lead_days", "準備日数"),
    Column("needs_budget", "予算"),
    Column("has_cost", "経費"),
    Column("debt_authorised", "債務負担行為"),
    Column("department", "所管課"),
    Column("post", "担当職", required=True),
    Column("deputies", "代理職"),
    Column("contacts", "先方連絡先"),
    Column("programmes", "取組"),
    Column("kept_at", "保管場所"),
    Column("state", "状態"),
    Column("draft", "案"),
)
HEADINGS = tuple(column.headings[0] for column in COLUMNS)

_NOTICE = re.compile(r"(\d{1,4})\s*(か月|ヶ月|ヵ月|カ月|ケ月|箇月|月|日)\s*前?(?:まで)?")
_FORMER = re.compile(r"^(?P<name>.+?)\s*[(（]旧[:：\s]*(?P<former>.+)[)）]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: the agreement that it describes, and what the register must add to it.

    `lead_days` None: the cell is empty, the tenant's own time counts.
    """

    row: Row
    agreement: Agreement  # without id, owner, parent and lead time
    lead_days: int | None
    parent: str
    post: str
    deputies: tuple[str, ...]


def entry(row: Row) -> Entry:
    """What a row says; raises BadCell for a cell that can't be used."""
    return Entry(
        row=row,
        agreement=_agreement(row),
        lead_days=row.whole("lead_days", at_most=1000),
        parent=row.text("parent", at_most=400),
        post=row.needed("post", at_most=200),
        deputies=row.listed("deputies"),
    )


def _agreement(row: Row) -> Agreement:
    signed_on, draft = _day(row, "signed_on"), row.flag("draft")
    start, end = _day(row, "start"), _day(row, "end")
    if start and end and end < start:
        raise row.bad("end", "is before the start; correct one of the two dates")
    return Agreement(
        id=0,
        post=0,
        number=row.needed("number", at_most=60),
        title=row.needed("title", at_most=400),
        kind=row.choice("kind", KINDS) or Kind.AGREEMENT,
        parties=_parties(row),
        draft=draft,
        in_force=signed_on is not None and not draft,
        signed_on=signed_on,
        signature=row.choice("signature", SIGNATURES),
        certificate_expires_on=_day(row, "certificate_expires_on"),
        kept_at=row.text("kept_at", at_most=400),
        start=start,
        end=end,
        renewal=_renewal(row),
        needs_budget=row.flag("needs_budget"),
        has_cost=row.flag("has_cost"),
        debt_authorised=row.flag("debt_authorised"),
        department=row.text("department", at_most=200),
        contacts=row.text("contacts"),
        programmes=_programmes(row),
        state=row.choice("state", STATES) or State.BEFORE_TALKS,
    )


def _day(row: Row, key: str) -> date | None:
    """A day that somebody can mean; the clock reckons with it for years on."""
    found = row.day(key)
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise row.bad(key, f"is not in the years {FIRST_YEAR} to {LAST_YEAR}; correct it")
    return found


def _renewal(row: Row) -> Renewal:
    kind = row.choice("renewal", RENEWALS) or RenewalKind.NONE
    months = row.whole("extension_months", at_least=1, at_most=1200)
    if kind is RenewalKind.NONE and months is not None and "renewal" in row.headings:
        raise row.bad("extension_months", "stands beside 更新 なし; empty it or correct 更新")
    return Renewal(
        kind=kind,
        extension_months=months,
        repeats=row.choice("repeats", REPEATS),
        notice=_notice(row),
    )


def _notice(row: Row) -> Notice | None:
    said = unicodedata.normalize("NFKC", row.text("notice", at_most=40))
    form = row.choice("form", FORMS)
    if not said:
        return None
    found = _NOTICE.fullmatch(said)
    if not found or int(found[1]) == 0:
        raise row.bad("notice", "write it like 3か月前 or 30日前")
    unit = "days" if found[2] == "日" else "months"
    return Notice(value=int(found[1]), unit=unit, form=form)


def _parties(row: Row) -> tuple[Party, ...]:
    found = [
        Party(role=role, names=names_in(row.text(key, at_most=400)))
        for role, key in (("甲", "kou"), ("乙", "otsu"))
        if row.text(key)
    ]
    found += [Party(role="", names=names_in(name)) for name in row.listed("others")]
    return marked_ours(tuple(found))


def names_in(cell: str) -> tuple[PartyName, ...]:
    """A party's names from 「新しい名（旧：前の名）」, the earlier one first."""
    found = _FORMER.match(cell)
    if not found:
        return (PartyName(name=cell),)
    return (PartyName(name=found["former"].strip()), PartyName(name=found["name"].strip()))


def _programmes(row: Row) -> tuple[Programme, ...]:
    parts = re.split(r"[;；\n]", row.text("programmes", at_most=20_000))
    return tuple(_programme(row, part) for part in parts if part.strip())


def _programme(row: Row, part: str) -> Programme:
    fields = [field.strip() for field in re.split(r"[:：]", part)]
    if len(fields) > 4 or len(fields) < 2 or not fields[1]:
        raise row.bad("programmes", "write each like 分野：名称：課・課：状態, with ; between")
    departments = re.split(r"[・、,]", fields[2]) if len(fields) > 2 else []
    return Programme(
        field=fields[0],
        title=fields[1],
        departments=tuple(name.strip() for name in departments if name.strip()),
        state=fields[3] if len(fields) > 3 and fields[3] else "新規",
    )


def cells(
    agreement: Agreement, *, today: date, parent: str, post: str, deputies: Sequence[str]
) -> tuple[str | int | date | None, ...]:
    """The row of an agreement, in the order of COLUMNS."""
    renewal, notice = agreement.renewal, agreement.renewal.notice
    kou, otsu, others = _party_cells(agreement, today)
    return (
        agreement.number or f"#{agreement.id}",
        agreement.title,
        _word(KINDS, agreement.kind),
        parent,
        kou,
        otsu,
        others,
        agreement.signed_on,
        _word(SIGNATURES, agreement.signature),
        agreement.certificate_expires_on,
        agreement.start,
        agreement.end,
        _word(RENEWALS, renewal.kind),
        renewal.extension_months,
        _word(REPEATS, renewal.repeats),
        _notice_cell(notice),
        _word(FORMS, notice.form) if notice else "",
        agreement.lead_days,
        _word(NEEDED, agreement.needs_budget),
        _word(HAS, agreement.has_cost),
        _word(HAS, agreement.debt_authorised),
        agreement.department,
        post,
        "、".join(deputies),
        agreement.contacts,
        ";".join(map(_programme_cell, agreement.programmes)),
        agreement.kept_at,
        _word(STATES, agreement.state),
        "○" if agreement.draft else "",
    )


def _word(words: dict[str, V], value: V | None) -> str:
    return next((word for word, meaning in words.items() if meaning == value), "")


def _party_cells(agreement: Agreement, today: date) -> tuple[str, str, str]:
    by_role = {"甲": "", "乙": ""}
    others: list[str] = []
    for party in agreement.parties:
        cell = _party_cell(party, today)
        if by_role.get(party.role) == "":
            by_role[party.role] = cell
        else:
            others.append(cell)
    return by_role["甲"], by_role["乙"], "、".join(others)


def _party_cell(party: Party, today: date) -> str:
    now, former = named_on(party, today)
    return f"{now}（旧：{former[0]}）" if former else now


def _notice_cell(notice: Notice | None) -> str:
    if notice is None:
        return ""
    return f"{notice.value}{'日' if notice.unit == 'days' else 'か月'}前"


def _programme_cell(programme: Programme) -> str:
    departments = "・".join(programme.departments)
    return "：".join((programme.field, programme.title, departments, programme.state))

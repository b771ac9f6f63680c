"""Samples of 再委託 and 点検, with invented agreements and companies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, get_args

from cards.elements import Card
from cards.lang import Lang
from cards.records import inspection_forms, inspections, subcontract_forms, subcontracts
from cards.records.verbs.inspections import InspectionStep
from cards.samples.city import LONG, TODAY
from cards.samples.records_handling import CITY, LONG_WHOSE, MATTER, Whose, states
from cards.samples.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    words: str = ""
    found: tuple[Whose, ...] = ()


AMONG = _Choice(words=LONG, found=(Whose(), *(LONG_WHOSE,) * 20))
NO_SUCH = _Choice(words="みまもり")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subcontract:
    subcontract_id: int = 4
    version: int = 2
    whose: Whose = MATTER
    values: Mapping[str, Any]
    stage: str = "draft"
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    applied_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    why: str = ""
    memorandum_on: date | None = None
    writes: bool = True
    decides: bool = False
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inspection:
    inspection_id: int = 5
    version: int = 3
    whose: Whose = MATTER
    standing: str = "planned"
    way: str = "visit"
    topic: str = "保管場所の施錠と持出しの記録"
    article: str = "第8条"
    planned_on: date = TODAY + timedelta(days=7)
    done_on: date | None = None
    sound: bool = False
    findings: str = ""
    asked_on: date | None = None
    ask: str = ""
    due_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    closed_on: date | None = None
    why: str = ""
    steps: tuple[str, ...] = ("done", "put_off", "cancel")
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promise:
    duty_id: int = 31
    kind: str = "inspection"
    article: str = "第8条"
    due_on: date | None = TODAY + timedelta(days=60)


ITEMS: dict[str, Any] = {
    "contract": "くらし応援アプリ運営業務委託契約",
    "company": "ひばりコールセンター株式会社",
    "address": "あかつき市ひばりが丘二丁目",
    "representative": "代表取締役 三宅 恵",
    "reason": "夜間の問い合わせに応じるため",
    "signed_on": date(2027, 1, 4),
    "place": "同社 第二センター",
    "since": date(2027, 1, 12),
    "until": date(2027, 3, 31),
    "content": "電話での問い合わせへの一次回答",
    "information": "氏名、電話番号、問い合わせの内容",
    "draft_at": "文書管理 2026-1182",
    "allowed_by": "契約書 第9条",
}
DRAFT = _Subcontract(values={**ITEMS, "draft_at": "", "reason": ""}, missing=("reason", "draft_at"))
READY = replace(DRAFT, values=ITEMS, missing=())
APPLIED = replace(READY, stage="applied", applied_on=TODAY, writes=False, decides=True)
APPROVED = replace(
    READY,
    stage="approved",
    applied_on=date(2026, 12, 1),
    decided_on=TODAY,
    decided_by="ICT推進課 情報基盤担当",
    why="体制と覚書の案を確かめた。",
)
BEGUN = replace(APPROVED, lacks=("began_before", "memorandum"))
REFUSED = replace(APPROVED, stage="refused", why="管理の方法が示されていない。")
LONG_ITEMS = {name: LONG if isinstance(value, str) else value for name, value in ITEMS.items()}
LONG_ONE = replace(APPROVED, whose=LONG_WHOSE, values=LONG_ITEMS, why=LONG * 3)
PLANNED = _Inspection()
DONE = replace(
    PLANNED,
    standing="done",
    planned_on=date(2026, 12, 1),
    done_on=date(2026, 12, 1),
    findings="持出しの記録が2件欠けていた。",
    steps=("ask", "close"),
)
ASKED = replace(
    DONE,
    standing="asked",
    asked_on=date(2026, 12, 2),
    ask="持出しの記録を欠くと、紛失に気付けない。",
    due_on=TODAY,
    steps=("answered",),
)
ANSWERED = replace(
    ASKED,
    standing="answered",
    answered_on=TODAY,
    answer="記録簿を電子化し、毎日確かめる。",
    steps=("close", "ask"),
)
CLOSED = replace(ANSWERED, standing="closed", closed_on=TODAY, why="改善を確かめた。", steps=())
SOUND = replace(CLOSED, sound=True, asked_on=None, ask="", due_on=None, answered_on=None, answer="")
CANCELLED = replace(PLANNED, standing="cancelled", why="契約の変更による。", steps=())
LONG_INSPECTION = replace(
    ANSWERED, whose=LONG_WHOSE, topic=LONG, findings=LONG * 3, ask=LONG * 3, answer=LONG * 3
)


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _subcontracts()
    yield from _inspections()


def _subcontracts() -> Iterator[Sample]:
    yield from states(
        "subcontracts",
        all=lambda lang: subcontracts.subcontracts(lang, (APPLIED, DRAFT, BEGUN)),
        one=lambda lang: subcontracts.subcontracts(lang, (APPROVED,), Whose(), writes=True),
        empty=lambda lang: subcontracts.subcontracts(lang, (), Whose()),
        choose=lambda lang: subcontracts.subcontracts(lang, (), choice=AMONG),
        unknown=lambda lang: subcontracts.subcontracts(lang, (), choice=NO_SUCH),
        long=lambda lang: subcontracts.subcontracts(lang, (LONG_ONE,) * 40),
    )
    for state, one in (
        ("draft", DRAFT),
        ("ready", READY),
        ("applied", APPLIED),
        ("approved", APPROVED),
        ("begun", BEGUN),
        ("signed", replace(APPROVED, memorandum_on=TODAY)),
        ("refused", REFUSED),
        ("withdrawn", replace(REFUSED, stage="withdrawn")),
        ("long", LONG_ONE),
    ):
        yield from states("subcontract", **{state: partial(_subcontract, one)})
    yield from states(
        "subcontract", saved=lambda lang: subcontracts.subcontract(lang, DRAFT, done="saved")
    )
    form = subcontract_forms.subcontract_form
    yield from states(
        "subcontract_form",
        new=lambda lang: form(lang, Whose()),
        known=lambda lang: form(lang, Whose(), DRAFT),
        problem=lambda lang: form(
            lang, LONG_WHOSE, LONG_ONE, problem="records.subcontracts.refused.term"
        ),
    )
    yield from states(
        "withdrawal_form", short=lambda lang: subcontract_forms.withdrawal_form(lang, APPLIED)
    )
    yield from states(
        "subcontract_applied",
        short=lambda lang: subcontracts.applied(lang, APPLIED),
        long=lambda lang: subcontracts.applied(lang, LONG_ONE),
    )
    yield from states(
        "subcontract_decided",
        approved=lambda lang: subcontracts.decided(lang, APPROVED),
        refused=lambda lang: subcontracts.decided(lang, REFUSED),
        long=lambda lang: subcontracts.decided(lang, LONG_ONE),
    )


def _subcontract(one: _Subcontract, lang: Lang) -> Card:
    return subcontracts.subcontract(lang, one)


def _inspections() -> Iterator[Sample]:
    yield from states(
        "inspections",
        all=lambda lang: inspections.inspections(lang, (PLANNED, ASKED, DONE)),
        one=lambda lang: inspections.inspections(lang, (CLOSED,), Whose(), plans=True),
        empty=lambda lang: inspections.inspections(lang, (), CITY, plans=True),
        choose=lambda lang: inspections.inspections(lang, (), choice=AMONG),
        unknown=lambda lang: inspections.inspections(lang, (), choice=NO_SUCH),
        long=lambda lang: inspections.inspections(lang, (LONG_INSPECTION,) * 40),
    )
    for state, one in (
        ("planned", PLANNED),
        ("done", DONE),
        ("asked", ASKED),
        ("answered", ANSWERED),
        ("closed", CLOSED),
        ("sound", SOUND),
        ("cancelled", CANCELLED),
        ("long", LONG_INSPECTION),
    ):
        yield from states("inspection", **{state: partial(_inspection, one)})
    yield from states(
        "inspection", pressed=lambda lang: inspections.inspection(lang, SOUND, done="done")
    )
    plan = inspection_forms.plan_form
    yield from states(
        "inspection_form",
        new=lambda lang: plan(lang, Whose(), (_Promise(),), today=TODAY),
        city=lambda lang: plan(lang, CITY, (), today=TODAY),
        problem=lambda lang: plan(
            lang, LONG_WHOSE, (), today=TODAY, problem="records.inspections.refused.past"
        ),
    )
    for step in get_args(InspectionStep):
        yield from states("inspection_step", **{step: partial(_step, step)})
    yield from states(
        "inspection_due",
        inspect=lambda lang: inspections.due(lang, PLANNED),
        improve=lambda lang: inspections.due(lang, ASKED),
        decide=lambda lang: inspections.due(lang, DONE),
        check=lambda lang: inspections.due(lang, ANSWERED),
        long=lambda lang: inspections.due(lang, replace(LONG_INSPECTION, standing="asked")),
    )


def _inspection(one: _Inspection, lang: Lang) -> Card:
    return inspections.inspection(lang, one)


def _step(step: InspectionStep, lang: Lang) -> Card:
    before = {"ask": DONE, "answered": ASKED, "close": ANSWERED}.get(step, PLANNED)
    return inspection_forms.step_form(lang, before, step)

"""Samples of the registers and of the 取扱台帳, with invented agreements and people."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from cards.elements import Card
from cards.lang import Lang
from cards.records import handling_lines as lines_view
from cards.records import (
    register_rows,
    registers,
)
from cards.records.verbs.registers import RegisterKind
from cards.samples.city import LONG, LONG_NAME, TODAY
from cards.samples.sample import Sample, sample

_Draw = Callable[[Lang], Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """An agreement of the samples."""

    subject: str = "agreement:9"
    title: str = "くらし応援アプリの運営に係る個人情報の取扱いに関する覚書"
    partner: str = "株式会社ツバメ情報サービス"
    agreement_id: int = 9


MATTER = Whose()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    what: str
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    whose: Whose = Whose()
    concerns: bool = True
    counts: Mapping[str, int]
    gaps: tuple[_Gap, ...] = ()
    subcontracts: int = 0
    inspections: int = 0
    writes: bool = True
    today: date = TODAY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int = 3
    version: int = 1
    kind: str
    values: Mapping[str, Any]
    gaps: tuple[str, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    id: int = 12
    values: Mapping[str, Any]
    gaps: tuple[str, ...] = ()
    struck: str = ""


SINCE = date(2026, 4, 1)
LONG_WHOSE = Whose(title=LONG, partner=LONG)
CITY = Whose(subject="city", title="", partner="", agreement_id=0)
WHOLE = _Register(
    counts={"responsible": 1, "worker": 5, "workplace": 2, "device": 3, "line": 18}, inspections=1
)
LACKING = replace(
    WHOLE,
    gaps=(_Gap(what="no_workplace"), _Gap(what="pledge", row=4), _Gap(what="permission", row=12)),
    subcontracts=2,
)
EMPTY = _Register(
    counts={},
    gaps=tuple(_Gap(what=f"no_{what}") for what in ("responsible", "worker", "workplace", "line")),
)
ASIDE = replace(WHOLE, concerns=False, counts={}, inspections=0)
WORST = replace(
    LACKING,
    whose=LONG_WHOSE,
    gaps=tuple(_Gap(what="left_pledge", row=number) for number in range(100, 160)),
    subcontracts=99,
    inspections=99,
)
_SPAN = {"since": SINCE, "until": None, "reported_on": SINCE}
ROWS: dict[RegisterKind, _Row] = {
    "responsible": _Row(
        kind="responsible", values={"person": "岡部 一樹", "title": "運用部長", **_SPAN}
    ),
    "worker": _Row(
        kind="worker",
        values={
            "person": "木下 さやか",
            "duty": "問い合わせへの回答",
            "pledged_on": SINCE,
            "taught_on": None,
            **_SPAN,
        },
        gaps=("taught",),
    ),
    "workplace": _Row(
        kind="workplace",
        values={"place": "本社3階 運用室", "address": "あかつき市つばめ台四丁目", **_SPAN},
    ),
    "device": _Row(
        kind="device",
        values={
            "number": "PC-014",
            "what": "ノートパソコン",
            "encrypted": True,
            "outside": True,
            **_SPAN,
        },
        gaps=("outside",),
    ),
}
LINE = _Line(
    values={
        "on": TODAY,
        "act": "copy",
        "item": "利用者一覧",
        "medium": "暗号化した媒体",
        "quantity": "1件（1,200人分）",
        "who": "木下 さやか",
        "permission": "",
    },
    gaps=("permission",),
)
STRUCK = _Line(id=11, values={**LINE.values, "act": "use"}, struck="日付の誤り")
LONG_LINE = _Line(values={**LINE.values, "item": LONG, "who": LONG_NAME, "note": LONG})


def samples() -> Iterator[Sample]:
    """All cards of this page in all their states."""
    yield from _registers()
    yield from _rows()
    yield from _lines()


def states(name: str, **draws: _Draw) -> Iterator[Sample]:
    """The states of one card of records."""
    for state, draw in draws.items():
        yield sample(f"records.{name}", state, draw)


def _registers() -> Iterator[Sample]:
    city = replace(EMPTY, whose=CITY)
    yield from states(
        "registers",
        short=lambda lang: registers.registers(lang, (city, LACKING, WHOLE)),
        none=lambda lang: registers.registers(lang, (), "みまもり"),
        long=lambda lang: registers.registers(lang, (WORST,) * 40),
        aside=lambda lang: registers.registers(lang, (LACKING, ASIDE), "みまもり"),
    )
    for state, one in (
        ("whole", replace(WHOLE, writes=False)),
        ("lacking", LACKING),
        ("empty", EMPTY),
        ("city", city),
        ("aside", ASIDE),
        ("long", WORST),
    ):
        yield from states("register", **{state: partial(_register, one)})
    below = replace(EMPTY, whose=Whose(subject="subcontract:4"))
    yield from states("register", subcontractor=partial(_register, below))


def _register(one: _Register, lang: Lang) -> Card:
    return registers.register(lang, one)


def _rows() -> Iterator[Sample]:
    for kind, row in ROWS.items():
        yield from states(
            f"{kind}_rows",
            short=partial(_listed, kind, (row,)),
            past=partial(_listed, kind, (replace(row, over=True),), past=True),
            saved=partial(_listed, kind, (row,), done="saved"),
            empty=partial(_listed, kind, ()),
            long=partial(_listed, kind, (_long(row),) * 30, whose=LONG_WHOSE),
        )
        yield from states(
            f"{kind}_form",
            new=partial(_form, kind, None),
            known=partial(_form, kind, row),
            problem=partial(_form, kind, row, problem="records.handling.refused.twice"),
        )
    yield from states(
        "removal_form",
        short=lambda lang: register_rows.removal_form(lang, Whose(), ROWS["worker"]),
        long=lambda lang: register_rows.removal_form(lang, LONG_WHOSE, _long(ROWS["worker"])),
    )


def _long(row: _Row) -> _Row:
    long = {name: LONG if isinstance(value, str) else value for name, value in row.values.items()}
    return replace(row, values=long)


def _listed(
    kind: RegisterKind,
    rows: tuple[_Row, ...],
    lang: Lang,
    *,
    past: bool = False,
    done: str = "",
    whose: Whose = Whose(),
) -> Card:
    return register_rows.rows(lang, whose, kind, rows, writes=True, past=past, done=done)


def _form(kind: RegisterKind, row: _Row | None, lang: Lang, *, problem: str = "") -> Card:
    return register_rows.row_form(lang, Whose(), kind, today=TODAY, row=row, problem=problem)


def _lines() -> Iterator[Sample]:
    def drawn(lang: Lang, *found: _Line, writes: bool = True, done: str = "") -> Card:
        return lines_view.lines(lang, Whose(), found, writes=writes, done=done)

    yield from states(
        "handling_lines",
        short=lambda lang: drawn(lang, LINE, STRUCK),
        read=lambda lang: drawn(lang, LINE, writes=False),
        empty=drawn,
        done=lambda lang: drawn(lang, LINE, done="line"),
        long=lambda lang: drawn(lang, *((LONG_LINE,) * 9)),
    )
    typed = {**LINE.values, "on": TODAY}
    yield from states(
        "line_form",
        new=lambda lang: lines_view.line_form(lang, Whose(), today=TODAY),
        problem=lambda lang: lines_view.line_form(
            lang,
            Whose(),
            today=TODAY,
            values=typed,
            problem="records.handling.refused.no_whither",
        ),
    )
    yield from states(
        "strike_form",
        short=lambda lang: lines_view.strike_form(lang, Whose(), LINE),
        long=lambda lang: lines_view.strike_form(lang, LONG_WHOSE, LONG_LINE),
    )

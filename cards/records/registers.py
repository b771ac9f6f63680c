"""取扱台帳: whose registers there are, what stands in them and what is missing."""

from collections.abc import Sequence
from typing import get_args

from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    actions_row,
    card,
    columns,
    facts,
    note,
    press,
    shortened,
    text,
    text_input,
)
from cards.lang import Lang
from cards.records.handling_matter import Gap, Gaps, Register, Whose
from cards.records.verbs import inspections as inspecting
from cards.records.verbs import subcontracts as subcontracting
from cards.records.verbs.handling_fields import WORDS_LENGTH
from cards.records.verbs.registers import (
    RegisterKind,
    Registers,
    ShowLines,
    ShowRegister,
    ShowRows,
)

LISTED = 12
GAPS_SHOWN = 10
TITLE_LENGTH = 80
KINDS: tuple[RegisterKind, ...] = get_args(RegisterKind)


def need(lang: Lang) -> Need:
    """入力してください。"""
    return Need(message=lang.t("common.need"))


def head(lang: Lang, whose: Whose) -> list[Element]:
    """Whose it is: the agreement and the other side, or the city itself."""
    title = text(shortened(titled(lang, whose), 120), weight="bolder", size="medium")
    return [title, facts([(lang.t("records.handling.partner"), shortened(whose.partner, 120))])]


def titled(lang: Lang, whose: Whose) -> str:
    """The agreement's title; the city's own registers have none."""
    return whose.title or lang.t("records.handling.city")


def registers(lang: Lang, found: Sequence[Gaps], words: str = "") -> Card:
    """取扱台帳の一覧: by agreement, with how much is missing in each."""
    rows = [_register_line(lang, one) for one in found[:LISTED]]
    more = len(found) - LISTED
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    none = text(lang.t("records.handling.none", words=shortened(words, 60)))
    return card(
        lang,
        title=lang.t("records.handling.title"),
        body=[*(rows or [none]), *rest, note(lang.t("records.handling.find"))],
    )


def _register_line(lang: Lang, one: Gaps) -> Element:
    words = [
        text(_counted(lang, one), size="small", separator=True),
        text(shortened(titled(lang, one.whose), TITLE_LENGTH), weight="bolder", spacing="none"),
    ]
    button = press(lang.t("common.open"), ShowRegister(subject=one.whose.subject))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _counted(lang: Lang, one: Gaps) -> str:
    if not one.concerns:
        return lang.t("records.handling.aside")
    if one.gaps:
        return lang.count("records.handling.gaps", len(one.gaps))
    return lang.t("records.handling.no_gaps")


def register(lang: Lang, one: Register, *, done: str = "") -> Card:
    """The registers of one subject; `done`: the short name of what the reader has just done."""
    subject = one.whose.subject
    lines = [text(f"・{gap_line(lang, gap)}", spacing="small") for gap in one.gaps[:GAPS_SHOWN]]
    more = len(one.gaps) - GAPS_SHOWN
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    said = [] if one.gaps else [key_line(_said(lang, one))]
    return card(
        lang,
        title=lang.t("records.handling.register"),
        body=[
            *([key_line(lang.t(f"records.handling.done.{done}"))] if done else []),
            *head(lang, one.whose),
            *said,
            *group(_counted(lang, one), [*lines, *rest]),
            *group(lang.t("records.handling.kept"), [_numbers(lang, one)]),
            *actions_row([_kind(lang, subject, kind) for kind in KINDS]),
            *actions_row(_others(lang, one)),
        ],
        actions=[press(lang.t("records.handling.press.list"), Registers())],
    )


def _said(lang: Lang, one: Gaps) -> str:
    """That nothing is missing, or that nothing is asked for and what would change that."""
    return lang.t("records.handling.complete" if one.concerns else "records.handling.aside_why")


def gap_line(lang: Lang, gap: Gap) -> str:
    """What is missing, with the number of its row."""
    said = lang.t(f"records.handling.gap.{gap.what}")
    return lang.t("records.handling.gap_of", what=said, row=gap.row) if gap.row else said


def _numbers(lang: Lang, one: Register) -> Element:
    names = (*KINDS, "line")
    return facts(
        (
            lang.t(f"records.handling.kind.{name}"),
            lang.t("records.handling.count", count=one.counts.get(name, 0)),
        )
        for name in names
    )


def _kind(lang: Lang, subject: str, kind: RegisterKind) -> Action:
    return press(lang.t(f"records.handling.kind.{kind}"), ShowRows(subject=subject, kind=kind))


def _others(lang: Lang, one: Register) -> list[Action]:
    subject, agreement = one.whose.subject, one.whose.agreement_id
    found = [press(lang.t("records.handling.kind.line"), ShowLines(subject=subject))]
    if subject.startswith("agreement:"):
        said = lang.t("records.handling.press.subcontracts", count=one.subcontracts)
        found.append(press(said, subcontracting.Subcontracts(agreement_id=agreement)))
    if not subject.startswith("subcontract:"):
        said = lang.t("records.handling.press.inspections", count=one.inspections)
        found.append(press(said, inspecting.Inspections(subject=subject)))
    return found


def to_register(lang: Lang, whose: Whose) -> Action:
    """台帳に戻る."""
    return press(lang.t("records.handling.press.back"), ShowRegister(subject=whose.subject))


def why_input(lang: Lang, most: int = WORDS_LENGTH) -> Element:
    """理由."""
    return text_input(
        "why", lang.t("records.handling.field.why"), need=need(lang), most=most, lines=most > 200
    )

"""The rows of a register: who, where, with what; and the forms to enter and correct them."""

from collections.abc import Sequence
from datetime import date

from cards.common import key_line
from cards.elements import (
    Card,
    Element,
    actions_row,
    bullets,
    card,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.records.handling_fields import REGISTERS, inputs, shown
from cards.records.handling_matter import Row, Whose
from cards.records.registers import KINDS, TITLE_LENGTH, head, to_register, why_input
from cards.records.verbs.registers import (
    OpenRemoval,
    OpenRow,
    RegisterKind,
    RemoveRow,
    SaveDevice,
    SaveResponsible,
    SaveWorker,
    SaveWorkplace,
    ShowRows,
)
from cards.verbs import Verb

ROWS_SHOWN = 4
SAVE: dict[str, type[Verb]] = {
    "responsible": SaveResponsible,
    "worker": SaveWorker,
    "workplace": SaveWorkplace,
    "device": SaveDevice,
}


def rows(
    lang: Lang,
    whose: Whose,
    kind: RegisterKind,
    found: Sequence[Row],
    *,
    writes: bool,
    past: bool = False,
    done: str = "",
) -> Card:
    """The rows of one register, each with what is missing."""
    lines = [part for row in found[:ROWS_SHOWN] for part in _row(lang, row, whose, writes=writes)]
    more = len(found) - ROWS_SHOWN
    rest = [note(lang.t("records.handling.more_rows", count=more))] if more > 0 else []
    add = press(
        lang.t(f"records.handling.press.add_{kind}"),
        OpenRow(subject=whose.subject, kind=kind),
        style="positive",
    )
    other = press(
        lang.t(f"records.handling.press.{'now' if past else 'past'}"),
        ShowRows(subject=whose.subject, kind=kind, past=not past),
    )
    return card(
        lang,
        title=lang.t(f"records.handling.kind.{kind}"),
        body=[
            *([key_line(lang.t(f"records.handling.done.{done}"))] if done else []),
            *head(lang, whose),
            *(lines or [text(lang.t("records.handling.no_rows"))]),
            *rest,
        ],
        actions=[*([add] if writes else []), other, to_register(lang, whose)],
    )


def _row(lang: Lang, row: Row, whose: Whose, *, writes: bool) -> list[Element]:
    fields = REGISTERS[row.kind]
    key = fields[0].name
    name = shortened(str(row.values.get(key, "")), TITLE_LENGTH)
    over = f"　{lang.t('records.handling.over')}" if row.over else ""
    kind = next(kind for kind in KINDS if kind == row.kind)
    buttons = [
        press(
            lang.t("records.handling.press.edit"),
            OpenRow(subject=whose.subject, kind=kind, row_id=row.id),
        ),
        press(lang.t("records.handling.press.remove"), OpenRemoval(row_id=row.id)),
    ]
    missing = [lang.t(f"records.handling.gap.{what}") for what in row.gaps]
    return [
        text(f"No.{row.id}　{name}{over}", weight="bolder", separator=True),
        *shown(lang, fields[1:], row.values, row.kind),
        *bullets(missing),
        *(actions_row(buttons) if writes else []),
    ]


def row_form(
    lang: Lang,
    whose: Whose,
    kind: RegisterKind,
    *,
    today: date,
    row: Row | None = None,
    problem: str = "",
) -> Card:
    """The form of a row; `problem`: why what was typed can't be so."""
    known = {"subject": whose.subject} | (
        {"row_id": row.id, "version": row.version} if row and row.id else {}
    )
    values = row.values if row else {"since": today}
    return card(
        lang,
        title=lang.t(f"records.handling.press.{'edit' if row else 'add'}_{kind}"),
        body=[
            *([key_line(lang.t(problem), urgent=True)] if problem else []),
            *head(lang, whose),
            *inputs(lang, REGISTERS[kind], values, kind),
            note(lang.t(f"records.handling.form_note.{kind}")),
        ],
        actions=[
            submit(lang.t("common.save"), SAVE[kind], known),
            press(lang.t("common.back"), ShowRows(subject=whose.subject, kind=kind)),
        ],
    )


def removal_form(lang: Lang, whose: Whose, row: Row) -> Card:
    """誤りを取り消す: why a row is taken out; the ledger keeps that it was."""
    kind = next(kind for kind in KINDS if kind == row.kind)
    known = {"row_id": row.id, "version": row.version}
    return card(
        lang,
        title=lang.t("records.handling.press.remove"),
        body=[
            *head(lang, whose),
            *_row(lang, row, whose, writes=False),
            why_input(lang),
            note(lang.t("records.handling.removal_note")),
        ],
        actions=[
            submit(lang.t("records.handling.press.remove"), RemoveRow, known, style="destructive"),
            press(lang.t("common.back"), ShowRows(subject=whose.subject, kind=kind)),
        ],
    )

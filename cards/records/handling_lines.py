"""取扱いの記録: the lines of the 取扱台帳, which are struck and never changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    actions_row,
    bullets,
    card,
    choice_input,
    date_input,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.records.handling_fields import LINE, inputs, label, shown
from cards.records.handling_matter import Line, Whose
from cards.records.registers import head, need, to_register, why_input
from cards.records.verbs.handling_fields import WORDS_LENGTH
from cards.records.verbs.registers import (
    AddLine,
    LineAct,
    OpenLine,
    OpenStrike,
    ShowLines,
    StrikeLine,
)

LINES_SHOWN = 5


def lines(lang: Lang, whose: Whose, found: Sequence[Line], *, writes: bool, done: str = "") -> Card:
    """取扱いの記録, the newest above."""
    made = [part for one in found[:LINES_SHOWN] for part in _line(lang, one, writes=writes)]
    add = press(
        lang.t("records.handling.press.add_line"),
        OpenLine(subject=whose.subject),
        style="positive",
    )
    return card(
        lang,
        title=lang.t("records.handling.kind.line"),
        body=[
            *([key_line(lang.t(f"records.handling.done.{done}"))] if done else []),
            *head(lang, whose),
            *(made or [text(lang.t("records.handling.no_lines"))]),
        ],
        actions=[*([add] if writes else []), *_older(lang, whose, found), to_register(lang, whose)],
    )


def _older(lang: Lang, whose: Whose, found: Sequence[Line]) -> list[Action]:
    if len(found) <= LINES_SHOWN:
        return []
    verb = ShowLines(subject=whose.subject, before=found[LINES_SHOWN - 1].id)
    return [press(lang.t("records.handling.press.older"), verb)]


def _line(lang: Lang, line: Line, *, writes: bool) -> list[Element]:
    act = lang.t(f"records.handling.act.{line.values['act']}")
    strike = press(lang.t("records.handling.press.strike"), OpenStrike(line_id=line.id))
    struck = lang.t("records.handling.struck", why=shortened(line.struck, WORDS_LENGTH))
    return [
        text(
            f"No.{line.id}　{lang.day(line.values['on'])}　{act}", weight="bolder", separator=True
        ),
        *([text(struck)] if line.struck else []),
        *shown(lang, LINE, line.values, "line"),
        *bullets(lang.t(f"records.handling.gap.{what}") for what in line.gaps),
        *(actions_row([strike]) if writes and not line.struck else []),
    ]


def line_form(
    lang: Lang,
    whose: Whose,
    *,
    today: date,
    values: Mapping[str, Any] | None = None,
    problem: str = "",
) -> Card:
    """取扱いを記録する; `problem`: why what was typed can't be so."""
    given = values or {"on": today}
    acts = [
        Choice(title=lang.t(f"records.handling.act.{act}"), value=act) for act in get_args(LineAct)
    ]
    return card(
        lang,
        title=lang.t("records.handling.press.add_line"),
        body=[
            *([key_line(lang.t(problem), urgent=True)] if problem else []),
            *head(lang, whose),
            date_input(
                "on",
                label(lang, "on", "line"),
                need=need(lang),
                value=given["on"],
                latest=today,
            ),
            choice_input(
                "act", label(lang, "act"), acts, need=need(lang), value=str(given.get("act", ""))
            ),
            *inputs(lang, LINE, given, "line"),
            note(lang.t("records.handling.form_note.line")),
        ],
        actions=[
            submit(lang.t("common.save"), AddLine, {"subject": whose.subject}),
            press(lang.t("common.back"), ShowLines(subject=whose.subject)),
        ],
    )


def strike_form(lang: Lang, whose: Whose, line: Line) -> Card:
    """記録を取り消す: the line stays, with why it doesn't count."""
    return card(
        lang,
        title=lang.t("records.handling.press.strike"),
        body=[
            *head(lang, whose),
            *_line(lang, line, writes=False),
            why_input(lang),
            note(lang.t("records.handling.strike_note")),
        ],
        actions=[
            submit(
                lang.t("records.handling.press.strike"),
                StrikeLine,
                {"line_id": line.id},
                style="destructive",
            ),
            press(lang.t("common.back"), ShowLines(subject=whose.subject)),
        ],
    )

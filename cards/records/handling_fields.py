"""The fields of a register's forms: one table for what is typed and for what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cards.elements import (
    Element,
    Need,
    date_input,
    facts,
    shortened,
    text_input,
    toggle_input,
)
from cards.lang import Lang
from cards.records.verbs.handling_fields import NAME_LENGTH, TEXT_LENGTH, WORDS_LENGTH

SHOWN_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input; its label is `records.handling.field.<name>`."""

    name: str
    sort: Literal["words", "text", "day", "switch"] = "words"
    needed: bool = False
    most: int = WORDS_LENGTH


def _name(name: str, *, needed: bool = False) -> Field:
    return Field(name=name, most=NAME_LENGTH, needed=needed)


def _words(name: str, *, needed: bool = False) -> Field:
    return Field(name=name, needed=needed)


def _text(name: str) -> Field:
    return Field(name=name, sort="text", most=TEXT_LENGTH)


def _day(name: str, *, needed: bool = False) -> Field:
    return Field(name=name, sort="day", needed=needed)


def _switch(name: str) -> Field:
    return Field(name=name, sort="switch")


_SPAN = (_day("since", needed=True), _day("until"), _day("reported_on"))
REGISTERS: dict[str, tuple[Field, ...]] = {
    "responsible": (_name("person", needed=True), _name("title"), *_SPAN),
    "worker": (
        _name("person", needed=True),
        _words("duty"),
        _name("agency"),
        *_SPAN,
        _day("pledged_on"),
        _day("taught_on"),
        _words("course"),
        _day("left_pledge_on"),
    ),
    "workplace": (_name("place", needed=True), _words("address"), _words("storage"), *_SPAN),
    "device": (
        _name("number", needed=True),
        _words("what", needed=True),
        _name("place"),
        _switch("private"),
        _switch("encrypted"),
        _switch("outside"),
        _day("permitted_on"),
        _words("permission"),
        *_SPAN,
    ),
}
LINE: tuple[Field, ...] = (
    _words("item", needed=True),
    _name("medium", needed=True),
    _name("quantity", needed=True),
    _name("who", needed=True),
    _words("whither"),
    _words("method"),
    _words("permission"),
    _words("note"),
)
# By the six items that the paper must hold, then what comes with it.
SUBCONTRACT: tuple[Field, ...] = (
    _words("contract"),
    _name("company"),
    _words("address"),
    _name("representative"),
    _switch("subsidiary"),
    _text("reason"),
    _day("signed_on"),
    _words("place"),
    _day("since"),
    _day("until"),
    _text("content"),
    _text("information"),
    _words("draft_at"),
    _name("allowed_by"),
)


def label(lang: Lang, name: str, of: str = "") -> str:
    """What a field is called, in its own form where it has a name of its own there."""
    own = f"records.handling.field.{of}.{name}"
    return lang.t(own if of and lang.knows(own) else f"records.handling.field.{name}")


def inputs(
    lang: Lang, fields: Iterable[Field], values: Mapping[str, Any], of: str = ""
) -> list[Element]:
    """The inputs of a form, filled in with what is known."""
    return [_input(lang, field, values.get(field.name), of) for field in fields]


def _input(lang: Lang, field: Field, value: Any, of: str) -> Element:
    need = Need(message=lang.t("common.need")) if field.needed else None
    said = label(lang, field.name, of)
    match field.sort:
        case "day":
            day = value if isinstance(value, date) else None
            return date_input(field.name, said, need=need, value=day)
        case "switch":
            words = lang.t(f"records.handling.switch.{field.name}")
            return toggle_input(field.name, said, words, value=bool(value))
    lines = field.sort == "text"
    return text_input(
        field.name, said, need=need, most=field.most, lines=lines, value=str(value or "")
    )


def shown(
    lang: Lang, fields: Sequence[Field], values: Mapping[str, Any], of: str = ""
) -> list[Element]:
    """What is filled in, with its names; empty fields are left out."""
    pairs = [(label(lang, one.name, of), _said(lang, values.get(one.name))) for one in fields]
    return [facts(pairs)] if any(value for _, value in pairs) else []


def _said(lang: Lang, value: Any) -> str:
    if value is True:
        return lang.t("records.handling.yes")
    if isinstance(value, date):
        return lang.day(value)
    return shortened(str(value), SHOWN_LENGTH) if value else ""

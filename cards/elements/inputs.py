"""Inputs, each with its label; a required one says what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cards.elements.blocks import Element
from cards.elements.words import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list to choose from."""

    title: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is said beside an input that must not stay empty."""

    message: str


def text_input(
    id: str,
    label: str,
    *,
    need: Need | None = None,
    most: int,
    lines: bool = False,
    value: str = "",
    placeholder: str = "",
) -> Element:
    """A line to write, or several."""
    made: dict[str, Any] = {"type": "Input.Text", "id": id, "label": label, "maxLength": most}
    if lines:
        made["isMultiline"] = True
    return _input(made, need, value=value, placeholder=placeholder)


def secret_input(id: str, label: str, *, most: int) -> Element:
    """A word that nobody beside the reader shall see while it is typed; it is never filled in.

    A client that doesn't know the style shows an ordinary line.
    """
    made = {"type": "Input.Text", "id": id, "label": label, "maxLength": most}
    return Element(made | {"style": "Password"})


def copy_box(label: str, words: str) -> Element:
    """A text to select and copy; it never comes back."""
    made = {"type": "Input.Text", "id": "copied", "label": label, "isMultiline": True}
    return Element(made | {"value": words})


def date_input(
    id: str,
    label: str,
    *,
    need: Need | None = None,
    value: date | None = None,
    earliest: date | None = None,
    latest: date | None = None,
    message: str = "",
) -> Element:
    """A day to choose; `message` is said where it is out of range and need not be there."""
    made: dict[str, Any] = {"type": "Input.Date", "id": id, "label": label}
    if earliest:
        made["min"] = earliest.isoformat()
    if latest:
        made["max"] = latest.isoformat()
    if message:
        made["errorMessage"] = message
    return _input(made, need, value=value.isoformat() if value else "")


def time_input(id: str, label: str, *, need: Need | None = None, value: str = "") -> Element:
    """A time of day, as HH:MM."""
    return _input({"type": "Input.Time", "id": id, "label": label}, need, value=value)


def number_input(
    id: str,
    label: str,
    *,
    need: Need | None = None,
    value: int | None = None,
    least: int,
    most: int,
) -> Element:
    """A whole number. One that may stay empty only hints at its range: clients take an empty
    input that has bounds for a wrong one, and send nothing."""
    made: dict[str, Any] = {"type": "Input.Number", "id": id, "label": label}
    if need:
        made |= {"min": least, "max": most}
    hint = "" if need else f"{least}–{most}"
    return _input(made, need, value="" if value is None else value, placeholder=hint)


def choice_input(
    id: str,
    label: str,
    choices: Iterable[Choice],
    *,
    need: Need | None = None,
    value: str = "",
    expanded: bool = False,
    several: bool = False,
    placeholder: str = "",
) -> Element:
    """A list to choose one from; with `several` the values come back with commas between."""
    style = "expanded" if expanded else "compact"
    listed = [{"title": choice.title, "value": choice.value} for choice in choices]
    if expanded:  # the renderer reads Markdown in these only
        listed = [{**choice, "title": shown(choice["title"])} for choice in listed]
    made: dict[str, Any] = {
        "type": "Input.ChoiceSet",
        "id": id,
        "label": label,
        "choices": listed,
        "style": style,
    }
    made |= {"wrap": True} if expanded else {}
    made |= {"isMultiSelect": True} if several else {}
    return _input(made, need, value=value, placeholder=placeholder)


def toggle_input(id: str, label: str, title: str, *, value: bool = False) -> Element:
    """Yes or no; untouched it comes back as "false"."""
    made: dict[str, Any] = {"type": "Input.Toggle", "id": id, "label": label}
    return Element(made | {"title": shown(title), "value": "true" if value else "false"})


def _input(
    made: dict[str, Any], need: Need | None, *, value: str | int, placeholder: str = ""
) -> Element:
    if need:
        made = made | {"isRequired": True, "errorMessage": need.message}
    if value != "":
        made = made | {"value": value}
    return Element(made | ({"placeholder": placeholder} if placeholder else {}))

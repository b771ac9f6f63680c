"""What staff are asked: which sessions to look at, who takes the seat, why somebody can't come."""

from collections.abc import Sequence

from cards.elements import (
    Card,
    Choice,
    Element,
    Need,
    box,
    card,
    choice_input,
    date_input,
    note,
    submit,
    text,
    text_input,
)
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Own
from cards.training.standing import place, subject
from cards.training.steps import back
from cards.training.verbs import NAME_LENGTH, PLACE_LENGTH, Cannot, Show, Substitute
from cards.verbs import Verb

CAUSES = ("work", "leave", "elsewhere", "other")


def need(lang: Lang) -> Need:
    """What is said where a required input is empty."""
    return Need(message=lang.t("common.need"))


def filter_form(lang: Lang, own: Own) -> Card:
    """日付・会場で絞り込む: from which day on, and where; both may stay empty."""
    hint = lang.t("training.form.filter.hint")
    label = lang.t("training.form.filter.place")
    inputs = [
        date_input("since", lang.t("training.form.filter.since")),
        text_input("place", label, most=PLACE_LENGTH, placeholder=hint),
    ]
    return _form(lang, own, "filter", Show, inputs)


def substitute_form(lang: Lang, own: Own) -> Card:
    """代わりの人を推薦する: a colleague is asked, and the seat stays the reader's until then."""
    hint = lang.t("training.form.substitute.hint")
    label = lang.t("training.form.substitute.who")
    parts = [
        *_seat(lang, own),
        text_input("who", label, need=need(lang), most=NAME_LENGTH, placeholder=hint),
        note(lang.t("training.form.substitute.note")),
    ]
    return _form(lang, own, "substitute", Substitute, parts, version=own.mine.version)


def cannot_form(lang: Lang, own: Own) -> Card:
    """受講できない: the cause in one of four words, nothing more."""
    choices = [Choice(title=lang.t(f"training.cause.{one}"), value=one) for one in CAUSES]
    label = lang.t("training.form.cannot.cause")
    freed = "seat" if own.mine.session else "none"
    parts = [
        *_seat(lang, own),
        choice_input("cause", label, choices, need=need(lang), expanded=True),
        note(lang.t(f"training.form.cannot.note.{freed}")),
    ]
    return _form(lang, own, "cannot", Cannot, parts)


def _seat(lang: Lang, own: Own) -> list[Element]:
    """The session that the reader has, where they have one."""
    session = own.mine.session
    if session is None:
        return []
    lines = [
        text(when.numbered(lang, session), weight="bolder"),
        text(place(lang, session), spacing="none"),
    ]
    return [box(lines)]


def _form(
    lang: Lang,
    own: Own,
    name: str,
    verb: type[Verb],
    parts: Sequence[Element],
    **known: object,
) -> Card:
    send = submit(
        lang.t(f"training.form.{name}.send"),
        verb,
        {"course_id": own.course.course_id, **known},
    )
    return card(
        lang,
        title=lang.t(f"training.form.{name}.title"),
        body=[*subject(lang, own.course), *parts],
        actions=[send, back(lang, own.course)],
    )

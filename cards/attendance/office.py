"""A telephone report entered in ten seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from cards.attendance.classes import NAME_LENGTH, class_name, seat
from cards.attendance.matter import Class
from cards.attendance.verbs.office import (
    CHILD_LENGTH,
    TEXT_LENGTH,
    Enter,
    OpenEntry,
)
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    card,
    choice_input,
    date_input,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
    time_input,
)
from cards.lang import Lang

KINDS = ("absent", "late", "early", "talk")
REASONS = ("ill", "infection", "family", "mourning", "reluctant", "direct")
RELATIONS = ("mother", "father", "grandparent", "relative", "child", "other")
LISTED = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """The form as it stands: whose school, which classes, what was typed so far.

    `token` is the form's own; `children`: seats to choose from where number or name left several.
    """

    school_id: int
    school: str
    today: date
    token: str
    classes: Sequence[Class]
    typed: Enter | None = None
    children: "Sequence[Seat]" = ()


class Seat(Protocol):
    """A child and where they sit; `school_class` has no id where no list names it."""

    @property
    def pupil_id(self) -> int: ...
    @property
    def school_class(self) -> Class: ...
    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...


def with_children(form: Entering, children: Sequence[Seat]) -> Entering:
    """The form with seats to choose from."""
    return replace(form, children=children)


class School(Protocol):
    """A school to choose."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


def schools(lang: Lang, among: Sequence[School]) -> Card:
    """Which school's telephone rang, for who works at several."""
    chosen = [press(one.name, OpenEntry(school_id=one.id)) for one in among]
    return card(
        lang,
        title=lang.t("attendance.office.title"),
        body=[text(lang.t("attendance.office.which_school"))],
        actions=chosen,
        fallback_text=lang.t("attendance.office.title"),
    )


def entry(lang: Lang, form: Entering) -> Card:
    """電話の連絡を入力: class, number or name, kind, who rang; send."""
    known = {"school_id": form.school_id, "token": form.token}
    return card(
        lang,
        title=lang.t("attendance.office.title"),
        body=[
            note(lang.t("attendance.office.lead", school=form.school, day=form.today)),
            *_who(lang, form),
            *_what(lang, form),
            *_more(lang, form),
        ],
        actions=[submit(lang.t("attendance.office.press.send"), Enter, known)],
        fallback_text=lang.t("attendance.office.title"),
    )


def _who(lang: Lang, form: Entering) -> list[Element]:
    typed = form.typed
    classes = [Choice(title=class_name(lang, one), value=str(one.class_id)) for one in form.classes]
    chosen = str(typed.class_id) if typed and typed.class_id else ""
    hint = lang.t("attendance.office.class_hint")
    named = lang.t("attendance.office.class")
    where = choice_input("class_id", named, classes, value=chosen, placeholder=hint)
    if not form.children:
        return [where, _child(lang, typed)]
    seats = [Choice(title=_seat(lang, one), value=str(one.pupil_id)) for one in form.children]
    which = lang.t("attendance.office.which")
    return [where, choice_input("pupil_id", which, seats, need=Need(message=which), expanded=True)]


def _child(lang: Lang, typed: Enter | None) -> Element:
    return text_input(
        "child",
        lang.t("attendance.office.child"),
        need=Need(message=lang.t("attendance.office.child")),
        most=CHILD_LENGTH,
        value=typed.child if typed else "",
        placeholder=lang.t("attendance.office.child_hint"),
    )


def _seat(lang: Lang, one: Seat) -> str:
    """3年2組 12番　青木 はる; the name alone of who sits in no class that a list names."""
    if not one.school_class.class_id:
        return shortened(one.name, NAME_LENGTH)
    return seat(lang, one.school_class, one.number, one.name)


def _what(lang: Lang, form: Entering) -> list[Element]:
    typed = form.typed
    kinds = _choices(lang, "attendance.family.kind_of", KINDS)
    reasons = _choices(lang, "attendance.family.reason_of", REASONS)
    relations = _choices(lang, "attendance.office.relation_of", RELATIONS)
    return [
        choice_input(
            "kind",
            lang.t("attendance.office.kind"),
            kinds,
            need=Need(message=lang.t("attendance.office.need_kind")),
            value=typed.kind if typed else "absent",
        ),
        choice_input(
            "reason",
            lang.t("attendance.office.reason"),
            reasons,
            value=typed.reason if typed else "",
            placeholder=lang.t("attendance.office.no_reason"),
        ),
        choice_input(
            "relation",
            lang.t("attendance.office.relation"),
            relations,
            need=Need(message=lang.t("attendance.office.need_relation")),
            value=typed.relation if typed else "",
        ),
    ]


def _choices(lang: Lang, folder: str, words: Sequence[str]) -> list[Choice]:
    return [Choice(title=lang.t(f"{folder}.{word}"), value=word) for word in words]


def _more(lang: Lang, form: Entering) -> list[Element]:
    """What most calls don't need stands last."""
    typed, today = form.typed, form.today
    since = (typed.since if typed else None) or today
    return [
        date_input(
            "since",
            lang.t("attendance.office.since"),
            value=since,
            earliest=today,
            message=lang.t("attendance.family.refused.past"),
        ),
        date_input(
            "until", lang.t("attendance.office.until"), value=typed.until if typed else None
        ),
        time_input("at", lang.t("attendance.office.at"), value=typed.at if typed else ""),
        text_input(
            "text",
            lang.t("attendance.office.text"),
            most=TEXT_LENGTH,
            lines=True,
            value=typed.text if typed else "",
        ),
    ]


def entered(
    lang: Lang, school_id: int, child: Seat, *, announced: bool, beside: Sequence[Action] = ()
) -> Card:
    """入力しました, and for whom: all that who entered it sees of it afterwards. `beside`: to take
    it back, and to read it where they may."""
    body = "entered_body" if announced else "to_office"
    return card(
        lang,
        title=lang.t("attendance.office.entered"),
        body=[key_line(_seat(lang, child)), text(lang.t(f"attendance.office.{body}"))],
        actions=[_another(lang, school_id), *beside],
        fallback_text=lang.t("attendance.office.entered"),
    )


def undone(lang: Lang, school_id: int, child: Seat) -> Card:
    """入力を取り消しました, and of whom."""
    return card(
        lang,
        title=lang.t("attendance.office.undone"),
        body=[key_line(_seat(lang, child))],
        actions=[_another(lang, school_id)],
        fallback_text=lang.t("attendance.office.undone"),
    )


def _another(lang: Lang, school_id: int) -> Action:
    return press(lang.t("attendance.office.press.another"), OpenEntry(school_id=school_id))

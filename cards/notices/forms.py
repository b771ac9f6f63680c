"""お知らせを作る, 直す, 訂正, 差し戻す: what is typed, and what can't be as it was typed."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    box,
    bullets,
    card,
    choice_input,
    date_input,
    note,
    press,
    section,
    submit,
    text,
    text_input,
    toggle_input,
)
from cards.lang import Lang
from cards.notices import verbs
from cards.notices.size import fitting

HEAVIEST_FAULTS = 4000  # bytes; who has put the first ones right is told the others
KINDS = ("all", "department", "post", "grade", "municipality", "role", "group", "list")


class Typed(Protocol):
    """What was typed into a form, as its verb brings it back."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def english_title(self) -> str: ...
    @property
    def english_body(self) -> str: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def contact(self) -> str: ...
    @property
    def link(self) -> str: ...


class TypedDraft(Typed, Protocol):
    """What was typed into the form of a draft, whose recipients may still change."""

    @property
    def by(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def confirm(self) -> bool: ...
    @property
    def urgent(self) -> bool: ...


def new_form(
    lang: Lang, typed: TypedDraft | None = None, *, today: date, wrong: Sequence[str] = ()
) -> Card:
    """お知らせを作る; `wrong` says in words what can't be as it was typed."""
    send = submit(lang.t("notices.form.save"), verbs.Create, {})
    back = press(lang.t("common.back"), verbs.Mine())
    return _draft_form(lang, typed, today, wrong, title="new", actions=[send, back])


def change_form(
    lang: Lang,
    typed: TypedDraft,
    *,
    notice_id: int,
    version: int,
    today: date,
    wrong: Sequence[str] = (),
) -> Card:
    """直す: the draft as it stands, or as it was just typed."""
    known = {"notice_id": notice_id, "version": version}
    send = submit(lang.t("notices.form.save"), verbs.Change, known)
    actions = [send, _back(lang, notice_id)]
    return _draft_form(lang, typed, today, wrong, title="change", actions=actions)


def _draft_form(
    lang: Lang,
    typed: TypedDraft | None,
    today: date,
    wrong: Sequence[str],
    *,
    title: str,
    actions: Sequence[Action],
) -> Card:
    return card(
        lang,
        title=lang.t(f"notices.form.{title}"),
        body=[
            *_faults(lang, wrong),
            *_texts(lang, typed),
            section(lang.t("notices.form.to")),
            *_whom(lang, typed, KINDS if title == "new" else ("keep", *KINDS)),
            section(lang.t("notices.form.how")),
            *_ways(lang, typed, today),
            *_toggles(lang, typed),
            note(lang.t("notices.form.not_sent_yet")),
        ],
        actions=actions,
    )


def correct_form(
    lang: Lang,
    typed: Typed,
    *,
    notice_id: int,
    version: int,
    today: date,
    asks: bool = False,
    wrong: Sequence[str] = (),
) -> Card:
    """訂正: the text that takes the place of every card; recipients stay.

    `asks`: it goes to so many that an approver sees it first.
    """
    known = {"notice_id": notice_id, "version": version}
    send = submit(lang.t(f"notices.correct.{'ask' if asks else 'send'}"), verbs.Correct, known)
    return card(
        lang,
        title=lang.t("notices.correct.title"),
        body=[
            box([text(lang.t("notices.correct.lead"), weight="bolder")], style="warning"),
            *([note(lang.t("notices.correct.asks"))] if asks else []),
            *_faults(lang, wrong),
            *_texts(lang, typed),
            *_ways(lang, typed, today),
        ],
        actions=[send, _back(lang, notice_id)],
    )


def _back(lang: Lang, notice_id: int) -> Action:
    return press(lang.t("common.back"), verbs.Open(notice_id=notice_id))


def _need(lang: Lang) -> Need:
    return Need(message=lang.t("common.need"))


def _faults(lang: Lang, wrong: Sequence[str]) -> list[Element]:
    """What can't be as it was typed, before anything else."""
    if not wrong:
        return []
    head = text(lang.t("notices.form.wrong"), weight="bolder")
    return [box([head, *fitting(bullets(wrong), HEAVIEST_FAULTS)], style="attention")]


def _texts(lang: Lang, typed: Typed | None) -> list[Element]:
    """Title and text; English where somebody reads it."""
    return [
        text_input(
            "title",
            lang.t("notices.form.title"),
            need=_need(lang),
            most=verbs.TITLE_LENGTH,
            value=typed.title if typed else "",
            placeholder=lang.t("notices.form.title_hint"),
        ),
        text_input(
            "body",
            lang.t("notices.form.body"),
            need=_need(lang),
            most=verbs.BODY_LENGTH,
            lines=True,
            value=typed.body if typed else "",
        ),
        text_input(
            "english_title",
            lang.t("notices.form.english_title"),
            most=verbs.TITLE_LENGTH,
            value=typed.english_title if typed else "",
        ),
        text_input(
            "english_body",
            lang.t("notices.form.english_body"),
            most=verbs.BODY_LENGTH,
            lines=True,
            value=typed.english_body if typed else "",
        ),
    ]


def _whom(lang: Lang, typed: TypedDraft | None, kinds: Sequence[str]) -> list[Element]:
    choices = [Choice(title=lang.t(f"notices.by.{kind}"), value=kind) for kind in kinds]
    return [
        choice_input(
            "by",
            lang.t("notices.form.by"),
            choices,
            need=_need(lang),
            value=typed.by if typed else "department",
        ),
        text_input(
            "who",
            lang.t("notices.form.who"),
            most=verbs.WHO_LENGTH,
            value=typed.who if typed else "",
            placeholder=lang.t("notices.form.who_hint"),
        ),
    ]


def _ways(lang: Lang, typed: Typed | None, today: date) -> list[Element]:
    """Whom to ask, until when, where to read more."""
    return [
        text_input(
            "contact",
            lang.t("notices.fact.contact"),
            need=_need(lang),
            most=verbs.CONTACT_LENGTH,
            value=typed.contact if typed else "",
            placeholder=lang.t("notices.form.contact_hint"),
        ),
        date_input(
            "deadline",
            lang.t("notices.form.deadline"),
            value=typed.deadline if typed else None,
            earliest=min(today, typed.deadline) if typed and typed.deadline else today,
            message=lang.t("notices.wrong.deadline"),
        ),
        text_input(
            "link",
            lang.t("notices.form.link"),
            most=verbs.LINK_LENGTH,
            value=typed.link if typed else "",
            placeholder="https://",
        ),
    ]


def _toggles(lang: Lang, typed: TypedDraft | None) -> list[Element]:
    return [
        toggle_input(
            "confirm",
            lang.t("notices.form.confirm"),
            lang.t("notices.form.confirm_on"),
            value=typed is not None and typed.confirm,
        ),
        toggle_input(
            "urgent",
            lang.t("notices.form.urgent"),
            lang.t("notices.form.urgent_on"),
            value=typed is not None and typed.urgent,
        ),
    ]

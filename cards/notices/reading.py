"""A notice as its readers get it: what, until when, whom to ask, 「確認しました」."""

from datetime import date, datetime
from typing import Protocol

from cards.elements import (
    Action,
    Card,
    Element,
    box,
    card,
    facts,
    note,
    open_url,
    press,
    text,
)
from cards.lang import Lang
from cards.notices.verbs import Confirm, Show


class Words(Protocol):
    """Title and body in one language."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str:
        """Plain text; each line is a paragraph."""


class Content(Protocol):
    """What readers are told."""

    @property
    def contact(self) -> str:
        """問い合わせ先."""

    @property
    def link(self) -> str:
        """An address that begins with https://, or empty."""

    @property
    def confirm(self) -> bool:
        """Everybody is asked to press 「確認しました」."""

    @property
    def deadline(self) -> date | None:
        """The day by which readers shall act."""

    @property
    def urgent(self) -> bool: ...

    def words(self, language: str) -> Words:
        """Those of a language, or the Japanese ones."""


def notice(
    lang: Lang,
    content: Content,
    *,
    notice_id: int,
    edition: int,
    confirmed_at: datetime | None = None,
) -> Card:
    """What staff get; with `confirmed_at` (tenant's zone) as it is after their own press.

    `edition` counts the texts: from the second on, the card says that it was corrected.
    """
    title = content.words(lang.code).title
    verb = Confirm(notice_id=notice_id, edition=edition)
    confirm = press(lang.t("notices.press.confirm"), verb, style="positive")
    return card(
        lang,
        title=title,
        body=[
            *said(lang, content, corrected=edition > 1),
            *_confirmation(lang, content, confirmed_at),
        ],
        actions=[
            *([confirm] if content.confirm and not confirmed_at else []),
            *link(lang, content),
        ],
        fallback_text=lang.t("notices.notice.fallback", title=title),
        refresh=Show(notice_id=notice_id),
    )


def said(lang: Lang, content: Content, *, corrected: bool = False) -> list[Element]:
    """Everything under the title, the same for every reader."""
    return [
        *([_marked(lang.t("notices.notice.urgent"))] if content.urgent else []),
        *([_marked(lang.t("notices.notice.corrected"))] if corrected else []),
        *([_deadline(lang, content.deadline)] if content.deadline else []),
        text(content.words(lang.code).body),
        facts([(lang.t("notices.fact.contact"), content.contact)]),
    ]


def _marked(words: str) -> Element:
    return box([text(words, weight="bolder")], style="warning")


def _deadline(lang: Lang, day: date) -> Element:
    """No days left are counted: a posted card stands for weeks."""
    said = lang.t("notices.fact.deadline")
    return box([text(said), text(lang.day(day), weight="bolder", size="large", spacing="none")])


def link(lang: Lang, content: Content) -> list[Action]:
    """What opens the notice's address, where it has one."""
    return [open_url(lang.t("notices.press.link"), content.link)] if content.link else []


def _confirmation(lang: Lang, content: Content, at: datetime | None) -> list[Element]:
    if at is not None:
        done = lang.t("notices.notice.confirmed", at=lang.instant(at))
        return [box([text(done, weight="bolder")], style="good")]
    return [note(lang.t("notices.notice.please_confirm"))] if content.confirm else []


def gone(lang: Lang) -> Card:
    """The notice was taken back, or never was for this reader."""
    return card(
        lang,
        title=lang.t("notices.notice.gone"),
        body=[text(lang.t("notices.notice.nothing_to_do"))],
    )

"""The draft for its author: whom it reaches, what they will see, what sending would be like."""

from collections.abc import Mapping
from typing import Protocol

from cards.elements import (
    Action,
    Card,
    Element,
    box,
    card,
    facts,
    note,
    section,
    show_card,
    text,
)
from cards.lang import ABROAD, SOURCE, Lang
from cards.notices.reading import Content, link, said
from cards.notices.reasons import reasons
from cards.notices.size import light
from cards.notices.standing import UNCOUNTED, Standing, duration, heads, recipients, seen_in
from cards.notices.steps import offered
from cards.notices.verbs import Open

_WITHOUT_PEOPLE = frozenset(("change", "discard"))


class Rehearsal(Protocol):
    """What sending would be like."""

    @property
    def reachable(self) -> int: ...
    @property
    def first_contact(self) -> int:
        """Reached only after the app was installed for them, which takes longer."""

    @property
    def unreachable(self) -> Mapping[str, int]: ...
    @property
    def seconds(self) -> int: ...


def draft(lang: Lang, standing: Standing, rehearsal: Rehearsal | None = None) -> Card:
    """下書き: whom it reaches, what they will see, what its author can do next."""
    empty = standing.stage not in UNCOUNTED and not standing.audience
    acts = _WITHOUT_PEOPLE & {*standing.acts} if empty else _acts(standing)
    return card(
        lang,
        title=lang.t("notices.draft.title"),
        body=[
            note(lang.t("notices.draft.not_sent")),
            *([] if rehearsal else _returned(lang, standing.remark)),
            *([_nobody(lang)] if empty else []),
            *recipients(lang, standing),
            *(_rehearsed(lang, rehearsal) if rehearsal else []),
            *seen_in(lang, standing),
        ],
        actions=[
            *offered(lang, standing.notice, standing.version, acts),
            *also(lang, standing.content),
        ],
        fallback_text=lang.t("notices.draft.fallback", title=standing.title),
        refresh=None if rehearsal else Open(notice_id=standing.notice),
    )


def _acts(standing: Standing) -> frozenset[str]:
    """Who may decide about a counted draft may rehearse it too."""
    acts = frozenset(standing.acts)
    return acts | {"rehearse"} if acts & {"ask", "start"} else acts


def _returned(lang: Lang, remark: str) -> list[Element]:
    """差し戻し: why; or what came up by itself, which is told by its text key."""
    if not remark:
        return []
    if lang.knows(remark):
        return [box([text(lang.t(remark), weight="bolder")], style="warning")]
    head = text(lang.t("notices.draft.returned"), weight="bolder")
    return [box([head, text(light(remark, 2000), spacing="small")], style="warning")]


def _nobody(lang: Lang) -> Element:
    return box([text(lang.t("notices.draft.nobody"), weight="bolder")], style="attention")


def also(lang: Lang, content: Content | None) -> list[Action]:
    """The same card in its other language, and what its link opens."""
    if content is None:
        return []
    other = Lang(ABROAD if lang.japanese else SOURCE)
    words = content.words(other.code)
    if words == content.words(lang.code):
        return link(lang, content)
    head = text(words.title, weight="bolder", size="large")
    shown = show_card(lang.t("notices.press.other_language"), [head, *said(other, content)])
    return [shown, *link(lang, content)]


def _rehearsed(lang: Lang, found: Rehearsal) -> list[Element]:
    first = heads(lang, found.first_contact) if found.first_contact else ""
    lost = reasons(lang, found.unreachable)
    return [
        section(lang.t("notices.rehearsal.title")),
        facts(
            [
                (lang.t("notices.rehearsal.takes"), duration(lang, found.seconds)),
                (lang.t("notices.rehearsal.reachable"), heads(lang, found.reachable)),
                (lang.t("notices.rehearsal.first"), first),
            ]
        ),
        *(lost or [note(lang.t("notices.rehearsal.all_reached"))]),
        note(lang.t("notices.rehearsal.nothing_sent")),
    ]

"""Help by role, the welcome, and what is said to whom we do not know."""

from collections.abc import Collection, Sequence
from typing import Protocol

from cards.common import group
from cards.elements import Action, Card, Element, bullets, card, note, press, shortened, text
from cards.home.verbs import Deadlines, Help, OpenDeputy, Today
from cards.lang import Lang

ROLES_WITH_HELP = (
    "manager",
    "agreement_desk",
    "training_desk",
    "school_desk",
    "notice_approver",
    "auditor",
    "security_officer",
    "operator",
)


WELCOMED = 4


class Words(Protocol):
    """What one person may say beside what all staff may: text keys of a title and of its lines."""

    @property
    def title(self) -> str: ...
    @property
    def lines(self) -> Sequence[str]: ...


def help(lang: Lang, roles: Collection[str], *, more: Sequence[Words] = ()) -> Card:
    """What this person can do; without a role, no data is offered."""
    known = [role for role in ROLES_WITH_HELP if role in roles]
    staff = bool(known) or "staff" in roles
    if not staff and not more:
        return no_role(lang)
    body = [element for one in more for element in _spoken(lang, one)]
    if staff:
        body += [element for role in ("staff", *known) for element in _said(lang, role)]
    return card(
        lang,
        title=lang.t("home.help.title"),
        body=[
            text(lang.t("home.help.lead")),
            *body,
            *([note(lang.t("home.help.undo"))] if staff else []),
        ],
        actions=_doors(lang) if staff else [],
    )


def _spoken(lang: Lang, words: Words, most: int | None = None) -> list[Element]:
    return group(lang.t(words.title), bullets([lang.t(one) for one in words.lines[:most]]))


def _said(lang: Lang, role: str) -> list[Element]:
    lines = lang.t(f"home.help.{role}.lines").strip().splitlines()
    return group(lang.t(f"home.help.{role}.title"), bullets(lines))


def _doors(lang: Lang) -> list[Action]:
    return [
        press(lang.t("home.press.today"), Today()),
        press(lang.t("home.press.deadlines"), Deadlines()),
        press(lang.t("home.press.deputy"), OpenDeputy()),
    ]


def no_role(lang: Lang) -> Card:
    """Somebody without a role gets help, not data."""
    return card(
        lang,
        title=lang.t("home.no_role.title"),
        body=[text(lang.t("home.no_role.body")), note(lang.t("home.no_role.whom"))],
    )


def welcome(lang: Lang, name: str = "", *, more: Sequence[Words] = ()) -> Card:
    """The first card after installation; of what else may be said the first few words."""
    greeting = lang.t("home.welcome.named", name=name) if name else lang.t("home.welcome.plain")
    return card(
        lang,
        title=lang.t("home.welcome.title"),
        body=[
            text(greeting),
            *bullets(lang.t("home.welcome.lines").strip().splitlines()),
            *(element for one in more for element in _spoken(lang, one, WELCOMED)),
            note(lang.t("home.welcome.quiet")),
        ],
        actions=[press(lang.t("home.press.help"), Help()), *_doors(lang)],
    )


def not_understood(lang: Lang, words: str) -> Card:
    """A message that means nothing to us."""
    return card(
        lang,
        title=lang.t("home.not_understood.title"),
        body=[
            text(lang.t("home.not_understood.body", words=shortened(words, 60))),
            *bullets(lang.t("home.not_understood.lines").strip().splitlines()),
        ],
        actions=[press(lang.t("home.press.help"), Help())],
    )

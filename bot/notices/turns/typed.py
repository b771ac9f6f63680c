"""From what was typed into a form to what a notice says and whom it is for, and back."""

import re
from dataclasses import dataclass
from datetime import date

from bot.notices.model import Content, Words
from bot.notices.shown import check_size
from bot.people import audience as people
from bot.people import sheet
from bot.people.model import STAFF_ROLES, Role
from bot.people.selectors import Audience, By, Selector, parse
from bot.turns.turn import Turn
from cards import notices as view
from cards.lang import Lang

MOST_NAMES = 20
ALL_STAFF = Selector(by=By.ROLE, value=Role.STAFF.value)  # 全職員; `all` has pupils in it too
_APART = re.compile(r"[、,，;；\n]+")
_ROLES = sorted(STAFF_ROLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form of a notice is filled in with."""

    title: str
    body: str
    english_title: str
    english_body: str
    by: str
    who: str
    confirm: bool
    deadline: date | None
    urgent: bool
    contact: str
    link: str


def typed(content: Content, to: tuple[str, ...], but: tuple[str, ...]) -> Typed:
    """The form as the notice stands; whom it can't say in one line stays as it is."""
    by, who = _said(to, but)
    english = content.en
    return Typed(
        title=content.ja.title,
        body=content.ja.body,
        english_title=english.title if english else "",
        english_body=english.body if english else "",
        by=by,
        who=who,
        confirm=content.confirm,
        deadline=content.deadline,
        urgent=content.urgent,
        contact=content.contact,
        link=content.link,
    )


def _said(to: tuple[str, ...], but: tuple[str, ...]) -> tuple[str, str]:
    chosen = [parse(one) for one in to]
    if chosen == [ALL_STAFF] and not but:
        return "all", ""
    kinds = {one.by for one in chosen}
    if but or By.ALL in kinds or len(kinds) != 1 or len(chosen) > MOST_NAMES:
        return "keep", ""
    return kinds.pop().value, "、".join(one.value for one in chosen)


def content(verb: view.Create | view.Change | view.Correct, before: Content | None) -> Content:
    """What the notice shall say; a correction keeps how it was sent."""
    english = Words(title=verb.english_title, body=verb.english_body)
    sent = verb if isinstance(verb, view.Create | view.Change) else before
    return Content(
        ja=Words(title=verb.title, body=verb.body),
        en=english if english.title and english.body else None,
        contact=verb.contact,
        link=verb.link,
        deadline=verb.deadline,
        confirm=sent is not None and sent.confirm,
        urgent=sent is not None and sent.urgent,
    )


def audience(verb: view.Create | view.Change) -> Audience:
    """Whom the form names; what it names wrongly is told by `wrong_people` before."""
    if verb.by == "all":
        return Audience(to=(ALL_STAFF,))
    by = By(verb.by)
    return Audience(to=tuple(Selector(by=by, value=_value(by, one)) for one in _names(verb.who)))


def _names(who: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in _APART.split(who)))))


def _value(by: By, name: str) -> str:
    role = _role(name) if by is By.ROLE else None
    return role.value if role else name


def _role(name: str) -> Role | None:
    """The role as people files or cards call it, or by its own name."""
    if (called := sheet.role_called(name)) is not None:
        return called if called in STAFF_ROLES else None
    wanted = name.casefold()
    for role in _ROLES:
        if wanted in {_called(role, code).casefold() for code in ("ja", "en")}:
            return role
    return None


def _called(role: Role, code: str) -> str:
    return Lang(code).t(f"notices.role.{role.value}")


def wrong_text(
    turn: Turn, verb: view.Create | view.Change | view.Correct, before: date | None = None
) -> list[str]:
    """What can't be as it was typed, in the reader's words; the deadline `before` may stay.

    Raises Refused where it is too long to be shown again.
    """
    check_size(content(verb, None))
    t = turn.lang.t
    late = verb.deadline not in (None, before) and verb.deadline < turn.today
    insecure = bool(verb.link) and not re.fullmatch(r"https://[^\s/]+\S*", verb.link)
    halved = bool(verb.english_title) != bool(verb.english_body)
    return [
        *([t("notices.wrong.english")] if halved else []),
        *([t("notices.wrong.deadline")] if late else []),
        *([t("notices.wrong.link")] if insecure else []),
    ]


def wrong_people(turn: Turn, verb: view.Create | view.Change) -> list[str]:
    """Names that fit nobody, in the reader's words."""
    t, names = turn.lang.t, _names(verb.who)
    if verb.by == "keep":
        return []
    if verb.by == "all":
        return [t("notices.wrong.who_unneeded")] if names else []
    if not names:
        return [t("notices.wrong.who")]
    if len(names) > MOST_NAMES:
        return [t("notices.wrong.too_many", most=MOST_NAMES)]
    said = (_wrong_name(turn, By(verb.by), name) for name in names)
    return [one for one in said if one]


def _wrong_name(turn: Turn, by: By, name: str) -> str:
    if by is By.GROUP:  # its members come from Graph later
        return ""
    if by is By.ROLE and _role(name) is None:
        known = turn.lang.listed(_called(role, turn.lang.code) for role in _ROLES)
        return turn.lang.t("notices.wrong.role", name=name, known=known)
    whom = Audience(to=(Selector(by=by, value=_value(by, name)),))
    if people.chunk(turn.tx, whom, turn.today, 0, 1):
        return ""
    return turn.lang.t("notices.wrong.nobody", name=name)

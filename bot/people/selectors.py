"""Whom a notice is for, in words: everybody, a department, a post, a role, a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.errors import Unreadable
from bot.people.model import Role
from bot.people.rules import folded, label


class By(StrEnum):
    """What people are chosen by."""

    ALL = "all"
    DEPARTMENT = "department"
    POST = "post"
    GRADE = "grade"
    MUNICIPALITY = "municipality"
    ROLE = "role"
    GROUP = "group"  # of Microsoft 365, by its id
    LIST = "list"  # of mail addresses, by its key


MEMBERS = frozenset((By.GROUP, By.LIST))  # whose people stand in a table of their own
_KINDS = ", ".join(By)
LONGEST = 150  # letters of a value: names and ids are shorter, and it is the key of a list's rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """One choice; `value` as the desk wrote it, "" for everybody."""

    by: By
    value: str = ""

    def __str__(self) -> str:
        return f"{self.by}:{self.value}" if self.value else str(self.by)

    @property
    def key(self) -> str:
        """What the value is looked up by: width, case and blanks don't count."""
        match self.by:
            case By.POST:
                return label(self.value)
            case By.ROLE | By.GROUP | By.LIST | By.ALL:
                return self.value
        return folded(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Everybody whom one of `to` chooses and none of `but`."""

    to: tuple[Selector, ...] = ()
    but: tuple[Selector, ...] = ()

    @property
    def member_lists(self) -> tuple[Selector, ...]:
        """The groups and lists that it names."""
        return tuple(one for one in (*self.to, *self.but) if one.by in MEMBERS)


def parse(text: str) -> Selector:
    """`department:学校教育課`, `role：homeroom`, `all`; raises Unreadable with what to write."""
    kind, _, value = text.replace("：", ":", 1).partition(":")
    return _checked(kind.strip().lower(), value.strip(), text)


def _checked(kind: str, value: str, text: str) -> Selector:
    if kind not in frozenset(By):
        raise Unreadable(text, f"write what to choose by and a colon first: {_KINDS}")
    if kind == By.ALL and value:
        raise Unreadable(text, "write all without a value")
    if kind != By.ALL and not value:
        raise Unreadable(text, f"write whom, such as {kind}:…")
    if len(value) > LONGEST:
        raise Unreadable(f"{text[:30]}…", f"write no more than {LONGEST} letters after the colon")
    if kind == By.ROLE and value not in frozenset(Role):
        raise Unreadable(text, f"no such role; there are: {', '.join(Role)}")
    return Selector(by=By(kind), value=value)


def written(audience: Audience) -> dict[str, list[str]]:
    """An audience as plain JSON."""
    return {"to": [str(one) for one in audience.to], "but": [str(one) for one in audience.but]}


def read(given: Mapping[str, Any]) -> Audience:
    """The audience that `written` wrote; raises Unreadable."""
    return Audience(to=_all(given.get("to", ())), but=_all(given.get("but", ())))


def _all(texts: Iterable[str]) -> tuple[Selector, ...]:
    return tuple(dict.fromkeys(map(parse, texts)))

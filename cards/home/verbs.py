"""Every button of home; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from cards.verbs import Upto, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Verb):
    """ヘルプ."""

    name: ClassVar[str] = "home.help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Today(Verb):
    """今日やること."""

    name: ClassVar[str] = "home.today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines(Verb):
    """期限: the next 90 days."""

    name: ClassVar[str] = "home.deadlines"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeputy(Verb):
    """代理を設定: asks for the form."""

    name: ClassVar[str] = "home.open_deputy"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDeputy(Verb):
    """代理: who acts for me, from when to when. No reason is asked."""

    name: ClassVar[str] = "home.set_deputy"
    person: Annotated[str, Upto(254)]
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDeputy(Verb):
    """代理を終える."""

    name: ClassVar[str] = "home.end_deputy"


@dataclass(frozen=True, slots=True, kw_only=True)
class TookOver(Verb):
    """引き継ぎました."""

    name: ClassVar[str] = "home.took_over"
    post_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDeputyPresses(Verb):
    """後閲: the owner has seen what was pressed in their place, up to the press `up_to`."""

    name: ClassVar[str] = "home.seen_deputy_presses"
    up_to: int

"""What home's cards show: who deputises, what was pressed for whom, what goes over with a post."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.slice import Due
from cards.verbs import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputising:
    owner: str
    deputy: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyPress:
    """One press in the owner's place; `at` in the tenant's zone."""

    act: str
    title: str
    by: str
    at: datetime
    show: Verb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What goes over with a post on the first day of the new holder."""

    post_id: int
    post: str
    on: date
    items: tuple[Due, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """A post, and who held it until their account was gone, on which day `on`."""

    post: str
    name: str
    on: date
    vacant: bool
    items: tuple[Due, ...]

"""Who may press what: by the posts that one holds, against the version that one saw."""

from collections.abc import Iterable
from typing import NoReturn

from bot.agreements.model import Agreement
from bot.errors import Refused, Stale
from bot.people.model import Holder, Holders


def holder_of(posts: Iterable[int], by: Holders) -> Holder:
    """In which capacity a person acts for one of `posts`; raises Refused for a stranger."""
    holder = by.owning(posts)
    if holder is None:
        raise Refused("agreements.refused.not_yours")
    return holder


def standing(agreement: Agreement, by: Holders, version: int) -> Holder:
    """The presser's capacity; raises Refused for a stranger, Stale on an older card."""
    holder = holder_of(agreement.posts, by)
    fresh(agreement, version)
    return holder


def own_standing(agreement: Agreement, by: Holders, version: int) -> Holder:
    """As `standing`, for what neither a deputy post nor who stands in (代理) may do by themselves.

    A superior acts in the owner's post.
    """
    standing(agreement, by, version)
    holder = by.owning((agreement.post,))
    if holder is None or holder.deputy_for is not None:
        raise Refused("agreements.refused.not_as_deputy")
    return holder


def fresh(agreement: Agreement, version: int) -> None:
    """Raise Stale where the matter changed since the card was drawn."""
    if version != agreement.version:
        raise Stale("agreements.refused.changed")


def refuse(reason: str, **facts: object) -> NoReturn:
    """Say no with a text of this slice."""
    raise Refused(f"agreements.refused.{reason}", **facts)

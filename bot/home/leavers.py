"""Whose account is gone: told to the desk once, all in one card, with what is theirs."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.home import posting, store
from bot.home.model import Leaver
from bot.home.offering import due_of
from bot.people import directory
from bot.people import store as people
from bot.people.model import Role
from bot.slice import Slice, Tick
from cards import home as view

LEFT = "home.left"
_MOST = 500  # accounts of one morning; of more the desk hears on the next


def tell_desk(tick: Tick, offering: Sequence[Slice]) -> None:
    """On a working morning: who was found gone since the last one, and which posts they held.

    Of people without a post nobody is told: nothing of theirs has to be taken care of.
    """
    gone = directory.untold(tick.tx, _MOST)
    leavers = [one for account in gone for one in _leavers(tick, offering, account)]
    desk = tuple(one.id for one in people.with_role(tick.tx, Role.AGREEMENT_DESK, tick.today))
    if leavers and desk:
        posting.post(
            tick.tx,
            LEFT,
            f"{tick.today}",
            lambda lang: view.people_left(lang, leavers),
            to=desk,
            now=tick.now,
            days=30,
        )
    directory.tell(tick.tx, (account.aad_object_id for account in gone))


def _leavers(tick: Tick, offering: Sequence[Slice], account: Any) -> Iterator[Leaver]:
    for row in store.posts_left(tick.tx, account.aad_object_id, tick.today):
        post = people.get_post(tick.tx, row.post, tick.today)
        yield Leaver(
            post=post.heading,
            name=people.get(tick.tx, row.person, tick.today).name,
            on=row.left_on,
            vacant=store.is_vacant(tick.tx, row.post, tick.today),
            items=due_of(tick.tx, offering, row.post, tick.today),
        )

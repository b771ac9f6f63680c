"""Whom staff ask: the posts above somebody's own, or those that lead their department."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from bot.people.posts import superior
from bot.people.tables import HOLDING, ON, ONE, POST, STANDING, now, valid
from bot.storage.packed import among
from bot.storage.tx import Tx

_ABOVE = POST.alias()
_POSTS_IN = (
    select(POST.c.id, STANDING.c.superior, _ABOVE.c.department.label("above_in"))
    .join(STANDING, STANDING.c.post == POST.c.id)
    .join(_ABOVE, _ABOVE.c.id == STANDING.c.superior, isouter=True)
    .where(POST.c.department == ONE, valid(STANDING), STANDING.c.since <= ON)
    .order_by(POST.c.id, STANDING.c.since)
)


_HELD = (
    select(HOLDING.c.person, HOLDING.c.post, HOLDING.c.department)
    .where(among(HOLDING.c.person, "people"), now(HOLDING))
    .order_by(HOLDING.c.id)
)


class Heads:
    """`head_posts` of many people on one day: every post and department is looked up once."""

    def __init__(self, tx: Tx, on: date) -> None:
        self._tx, self._on = tx, on
        self._above: dict[int, int | None] = {}
        self._leading: dict[str, tuple[int, ...]] = {}

    def of(self, people: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The posts that decide for each of them; () where nobody stands above."""
        posts: dict[int, list[int]] = {}
        departments: dict[int, str] = {}
        for row in self._tx.all(_HELD, people=sorted(set(people)), on=self._on):
            departments.setdefault(row.person, row.department)
            if row.post is not None:
                posts.setdefault(row.person, []).append(row.post)
        return {
            one: self._over(posts[one]) if one in posts else self._of(departments.get(one, ""))
            for one in people
        }

    def _over(self, own: Sequence[int]) -> tuple[int, ...]:
        for post in own:
            if post not in self._above:
                above = superior(self._tx, post, self._on)
                self._above[post] = above.id if above else None
        found = (self._above[post] for post in own)
        return tuple(dict.fromkeys(one for one in found if one is not None and one not in own))

    def _of(self, department: str) -> tuple[int, ...]:
        if department and department not in self._leading:
            self._leading[department] = _leading(self._tx, department, self._on)
        return self._leading.get(department, ())


def head_posts(tx: Tx, person: int, on: date) -> tuple[int, ...]:
    """The posts that decide for somebody on a day: the superiors of the posts that they hold.

    Who holds none has those that lead their department. () where nobody stands above them: the
    training desk is asked. Who acts for such a post, deputies too, is `store.acting`'s to say.
    """
    return Heads(tx, on).of((person,))[person]


def _leading(tx: Tx, department: str, on: date) -> tuple[int, ...]:
    """The posts of a department that stand above its others; a single post leads by itself."""
    newest = {row.id: row for row in tx.all(_POSTS_IN, one=department, on=on)}
    tops = [post for post, row in newest.items() if row.above_in != department]
    if len(newest) == 1:
        return tuple(tops)
    inside = {row.superior for row in newest.values() if row.above_in == department}
    known = [post for post in tops if newest[post].superior is not None]
    return tuple([post for post in tops if post in inside] or known)

"""Posts, by name and by who holds them, and which stands above which."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from bot.errors import NotFound
from bot.people import rules
from bot.people.model import Post
from bot.people.tables import HOLDING, ON, ONE, POST, STANDING, now, valid
from bot.storage.packed import among
from bot.storage.tx import Tx

MOST_BELOW = 300
HIGHEST = 12  # no city has more floors; a ring in the file ends here too

_POST = (
    select(POST.c.id, POST.c.name, POST.c.department, STANDING.c.superior)
    .join(STANDING, STANDING.c.post == POST.c.id)
    .where(valid(STANDING), STANDING.c.since <= ON)
    .order_by(POST.c.id, STANDING.c.since.desc())
)
POST_BY_ID = _POST.where(POST.c.id == ONE)
_POSTS_NAMED = _POST.where(or_(POST.c.short == ONE, POST.c.label == ONE))
_BELOW = (
    select(STANDING.c.post)
    .where(among(STANDING.c.superior, "posts"), valid(STANDING), STANDING.c.since <= ON)
    .distinct()
    .order_by(STANDING.c.post)
)
_STANDS = (
    select(STANDING.c.post, STANDING.c.superior)
    .where(among(STANDING.c.post, "posts"), valid(STANDING), STANDING.c.since <= ON)
    .order_by(STANDING.c.post, STANDING.c.since)
)
_POSTS_OF = (
    select(HOLDING.c.post)
    .where(HOLDING.c.person == ONE, HOLDING.c.post.is_not(None), now(HOLDING))
    .order_by(HOLDING.c.id)
)


def get_post(tx: Tx, post: int, on: date) -> Post:
    """The post as it stands on a day; raises NotFound, also while it doesn't exist yet."""
    if (row := tx.first(POST_BY_ID, one=post, on=on)) is None:
        raise NotFound(f"post:{post}")
    return _post(row)


def posts_named(tx: Tx, words: str, on: date) -> tuple[Post, ...]:
    """The posts with that name, or that department and name together (総務課 課長), as the file
    has them or as they are shown."""
    last, shown = (words.split() or [""])[-1], rules.label(words)
    as_shown = (one for one in _named(tx, last, on) if rules.label(one.heading) == shown)
    return tuple(dict.fromkeys((*_named(tx, words, on), *as_shown)))


def _named(tx: Tx, words: str, on: date) -> tuple[Post, ...]:
    rows = tx.all(_POSTS_NAMED, one=rules.label(words), on=on)
    newest = {row.id: row for row in reversed(rows)}
    return tuple(_post(newest[post]) for post in sorted(newest))


def posts_of(tx: Tx, person: int, on: date) -> tuple[int, ...]:
    """The posts that a person holds on a day, in the order of the file."""
    return tuple(row.post for row in tx.all(_POSTS_OF, one=person, on=on))


def superior(tx: Tx, post: int, on: date) -> Post | None:
    """The post above, or None at the top."""
    row = tx.first(POST_BY_ID, one=post, on=on)
    if row is None or row.superior is None:
        return None
    above = tx.first(POST_BY_ID, one=row.superior, on=on)
    return None if above is None else _post(above)


def superiors(tx: Tx, post: int, on: date) -> tuple[Post, ...]:
    """Every post above, the nearest first: the ladder of escalation; a ring ends it."""
    found: list[Post] = []
    above = superior(tx, post, on)
    while above and above.id not in (post, *(one.id for one in found)) and len(found) < HIGHEST:
        found.append(above)
        above = superior(tx, above.id, on)
    return tuple(found)


def below(tx: Tx, posts: Iterable[int], on: date) -> tuple[int, ...]:
    """Every post under these, the nearest first; of a large office the first some hundred."""
    found: dict[int, None] = {}
    seen = set(posts)
    floor = sorted(seen)
    for _ in range(HIGHEST):
        rows = tx.all(_BELOW, posts=floor, on=on) if floor else ()
        floor = _under(tx, [row.post for row in rows if row.post not in seen], floor, on)
        seen.update(floor)
        found.update(dict.fromkeys(floor))
        if not floor or len(found) >= MOST_BELOW:
            break
    return tuple(found)[:MOST_BELOW]


def _under(tx: Tx, posts: list[int], floor: list[int], on: date) -> list[int]:
    """A post that stands under another one by now is no more under these."""
    rows = tx.all(_STANDS, posts=posts, on=on) if posts else ()
    above = {row.post: row.superior for row in rows}  # of each post the newest line comes last
    return [post for post in posts if above.get(post) in floor]


def _post(row: Any) -> Post:
    return Post(id=row.id, name=row.name, department=row.department, superior=row.superior)

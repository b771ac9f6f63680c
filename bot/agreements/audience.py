"""Who is told of a matter, and what posts are called; asked once for each post and transaction."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from bot import policy
from bot.agreements.model import Agreement
from bot.errors import NotFound
from bot.people import languages
from bot.people import store as people
from bot.people.model import Person, Post, Role
from bot.storage.tx import Tx
from bot.workdays import Calendar

K = TypeVar("K")
V = TypeVar("V")


def calendar_of(tx: Tx) -> Calendar:
    """The working days of the tenant, as its policy has them."""
    return policy.of(tx).calendar


class Audience:
    """People and posts on one day, kept for the length of a transaction."""

    def __init__(self, tx: Tx, today: date) -> None:
        self._tx = tx
        self._today = today
        self._acting: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._above: dict[int, tuple[Post, ...]] = {}
        self._posts: dict[int, Post | None] = {}
        self._languages: dict[int, str] = {}
        self._desk: tuple[int, ...] | None = None

    def owners(self, agreement: Agreement) -> tuple[int, ...]:
        """Who acts for the owning post and its deputies today: the holder, or who stands in."""
        return self.acting(agreement.posts)

    def acting(self, posts: tuple[int, ...]) -> tuple[int, ...]:
        """Who acts for these posts today, each person once."""
        return _kept(self._acting, posts, lambda: self._find_acting(posts))

    def _find_acting(self, posts: tuple[int, ...]) -> tuple[int, ...]:
        found = people.acting(self._tx, posts, self._today)
        return tuple(dict.fromkeys(holder.person for holder in found))

    def superiors(self, agreement: Agreement, count: int) -> tuple[int, ...]:
        """Who acts for the nearest `count` posts above, as far as they don't own the matter."""
        rungs = tuple(post.id for post in self.above(agreement.post)[:count])
        owners = self.owners(agreement)
        return tuple(person for person in self.acting(rungs) if person not in owners)

    def above(self, post: int) -> tuple[Post, ...]:
        """The posts above, the nearest first (係長 → 課長補佐 → 課長 → 部長)."""
        return _kept(self._above, post, lambda: people.superiors(self._tx, post, self._today))

    def desk(self) -> tuple[int, ...]:
        """The agreement desk (協定の事務担当)."""
        if self._desk is None:
            found = people.with_role(self._tx, Role.AGREEMENT_DESK, self._today)
            self._desk = tuple(person.id for person in found)
        return self._desk

    def language(self, person: int) -> str:
        """The language in which a person reads."""
        return _kept(self._languages, person, lambda: languages.of(self._tx, person))

    def name(self, post: int) -> str:
        """What the post is called, with its department; empty where it is no more."""
        found = self.post(post)
        return "" if found is None else found.heading

    def post(self, post: int) -> Post | None:
        """The post, or None where it is no more."""
        return _kept(self._posts, post, lambda: self._find_post(post))

    def _find_post(self, post: int) -> Post | None:
        try:
            return people.get_post(self._tx, post, self._today)
        except NotFound:
            return None


def said(person: Person, post: str) -> str:
    """A person as staff see them on a card: post and name."""
    return " ".join(filter(None, (post, person.name)))


def _kept(known: dict[K, V], key: K, find: Callable[[], V]) -> V:
    if key not in known:
        known[key] = find()
    return known[key]

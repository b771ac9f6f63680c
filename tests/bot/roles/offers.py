"""For each verb a press that somebody may make, as a card of the practice tenant offers it."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cards.verbs import Verb
from tests.bot.roles.sent import addresses, buttons, kept
from tests.bot.roles.world import ROLES, World

_TRIED = 8  # different presses of one verb: forms of one verb lead to different buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A press; `by` may make it: somebody of the cast, "" where nobody was found."""

    data: dict[str, Any]
    by: str = ""


@dataclass(slots=True)
class Offers:
    """All that the cards offer: a press for each verb, a matter for each page. `missing` are the
    verbs that still want a press which somebody may make."""

    world: World
    missing: frozenset[str]
    presses: dict[str, Offer] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    _tried: dict[str, set[str]] = field(default_factory=dict)

    def gather(self, words: tuple[str, ...], begin: Sequence[Verb] = ()) -> "Offers":
        """Go through every card: what is pressed to `begin`, what is posted, what is said, and all
        that they open."""
        waiting = deque(
            found for verb in begin for found in self._opened(verb.name, verb.data(), ())
        )
        waiting.extend((*self.world.posted(), *self._said(words)))
        while waiting:
            card, theirs = waiting.popleft()
            self._link(card)
            for verb, data in buttons(card):
                waiting.extend(self._opened(verb, data, theirs))
        for verb, data in kept().items():
            if verb not in self.presses:
                self._opened(verb, data, ())
        return self

    def _said(self, words: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
        for role in ROLES:
            for said in words:
                if (card := self.world.say(role, said).card) is not None:
                    yield card, (role,)

    def _link(self, card: dict[str, Any]) -> None:
        for address in addresses(card):
            link = self.world.link(address)
            self.pages.setdefault(link.page, link.subject)

    def _opened(
        self, verb: str, data: dict[str, Any], theirs: tuple[str, ...]
    ) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
        """The card that a press opens to the first who may make it."""
        tried = self._tried.setdefault(verb, set())
        sent = json.dumps(data, sort_keys=True, default=str)
        if sent in tried or len(tried) == _TRIED:
            return []
        tried.add(sent)
        known = self.presses.setdefault(verb, Offer(data=data))
        for somebody in dict.fromkeys((*theirs, *ROLES)):
            card = self.world.press(somebody, verb, data).card
            if card is not None:
                if not known.by:
                    self.presses[verb] = Offer(data=data, by=somebody)
                return [(card, (somebody,))]
        return []

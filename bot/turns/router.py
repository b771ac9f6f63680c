"""From a verb or words to the function that answers; registers, parses and dispatches."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.errors import Refused
from bot.turns.ahead import Ahead
from bot.turns.links import Link, Open, Page
from bot.turns.turn import Card, Turn
from cards.verbs import Malformed, Verb

V = TypeVar("V", bound=Verb)
Presses = Callable[[Turn, Any], Card]
Words = Callable[[Turn, str], Card | None]  # None: it isn't meant for this person
MOST_SAID = 200  # characters; what is meant for us is short, and patterns take their time


@dataclass(frozen=True, slots=True)
class Heard:
    """A handler of words and the pattern, matched against the whole normalised text."""

    pattern: re.Pattern[str]
    answer: Words


class Router:
    """One slice's verbs and words; main joins them into one."""

    def __init__(self) -> None:
        self.presses: dict[type[Verb], Presses] = {}
        self.reading: set[str] = set()
        self.among: set[str] = set()
        self.ahead: dict[str, Ahead] = {}
        self.words: list[Heard] = []
        self.pages: dict[str, Open] = {}

    def on(
        self,
        verb: type[V],
        *,
        refreshes: bool = False,
        among: bool = False,
        ahead: Ahead | None = None,
    ) -> Callable[[Callable[[Turn, V], Card]], Callable[[Turn, V], Card]]:
        """Register the one handler of a verb; a second one is a mistake found at start.

        `refreshes`: a card may send it by itself, when it is looked at; so it changes nothing.
        `among`: it may also be pressed in a staff place. Nobody sees the handler's card there: the
        presser gets its fallback text as words, so it names no child, and what all shall see is
        posted through the outbox, where the guard looks first. `ahead`: what is slow about it, and
        so is worked out before its transaction; the handler finds it in `turn.ahead`.
        """

        def register(answer: Callable[[Turn, V], Card]) -> Callable[[Turn, V], Card]:
            if verb in self.presses:
                raise ValueError(f"{verb.name} has two handlers")
            self.presses[verb] = answer
            if refreshes:
                self.reading.add(verb.name)
            if among:
                self.among.add(verb.name)
            if ahead:
                self.ahead[verb.name] = ahead
            return answer

        return register

    def hears(self, *patterns: str) -> Callable[[Words], Words]:
        """Register what answers to words. The handler gets the pattern's group `words`, or all."""

        def register(answer: Words) -> Words:
            self.words += [Heard(re.compile(p, re.IGNORECASE), answer) for p in patterns]
            return answer

        return register

    def opens(self, page: str) -> Callable[[Open], Open]:
        """Register what a signed link to `page` opens."""

        def register(open_page: Open) -> Open:
            if page in self.pages:
                raise ValueError(f"{page} has two openers")
            self.pages[page] = open_page
            return open_page

        return register

    def include(self, others: Iterable["Router"]) -> "Router":
        """This router with the handlers of others; words are tried in that order."""
        for other in others:
            for verb, answer in other.presses.items():
                name = verb.name
                self.on(
                    verb,
                    refreshes=name in other.reading,
                    among=name in other.among,
                    ahead=other.ahead.get(name),
                )(answer)
            self.words += other.words
            for page, open_page in other.pages.items():
                self.opens(page)(open_page)
        return self

    def open(self, turn: Turn, link: Link) -> Page:
        """Open the page that a signed link names; the opener checks the reader's role."""
        if link.page not in self.pages:
            raise Refused("common.refused.gone")
        return self.pages[link.page](turn, link.subject)

    def refreshes(self, name: str) -> bool:
        """Whether a card may send this verb by itself, without a person's press."""
        return name in self.reading

    def press(self, turn: Turn, name: str, data: Mapping[str, object]) -> Card:
        """Answer a press; what a client sent is parsed first and refused when it isn't ours."""
        return self.answer(turn, parsed(name, data))

    def answer(self, turn: Turn, verb: Verb) -> Card:
        """Answer a verb of our own making."""
        handler = self.presses.get(type(verb))
        if handler is None:
            raise Refused("common.refused.unknown_verb")
        return handler(turn, verb)

    def say(self, turn: Turn, text: str) -> Card | None:
        """Answer words; None where no slice understands them. Raises Refused for long texts."""
        said = normalised(text)
        if len(said) > MOST_SAID:
            raise Refused("common.refused.too_long")
        for heard in self.words:
            match = heard.pattern.fullmatch(said)
            if match is None:
                continue
            groups = match.groupdict()
            card = heard.answer(turn, (groups.get("words") or said).strip())
            if card is not None:
                return card
        return None


def parsed(name: str, data: Mapping[str, object]) -> Verb:
    """The verb that came back; raises Refused in words for what no card of ours sends."""
    try:
        return Verb.parse(name, data)
    except Malformed as error:
        reason = "empty" if error.empty else "malformed"
        raise Refused(f"common.refused.{reason}", field=error.field) from None


def normalised(text: str) -> str:
    """Full-width letters, digits and spaces become the ordinary ones; runs of spaces become one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())

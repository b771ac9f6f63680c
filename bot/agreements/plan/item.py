"""One notice that the clock brings, and the digest where a person would get too many."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.slice import Due
from cards.agreements.alerts import digest
from cards.elements import Card
from cards.lang import Lang
from cards.verbs import Verb

MOST_SINGLE = 3  # more for one person and day become one digest
DIGEST = "digest"
DIGEST_LASTS = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A notice: `what` is the text key of its subject, `day` the day that it speaks of.

    `offset`: days before the decision day, of a renewal's card. `agreement` 0: of several.
    `lines`: what a digest tells.
    """

    on: date
    kind: str
    key: str
    agreement: int
    subject: str
    title: str
    what: str
    day: date
    expires_on: date
    to: tuple[int, ...]
    show: Verb
    render: Callable[[Lang], Card]
    offset: int | None = None
    lines: tuple["Item", ...] = ()

    def due(self) -> Due:
        """The item as a line of a list."""
        return Due(
            day=self.day, title=self.title, what=self.what, subject=self.subject, show=self.show
        )

    def why(self, lang: Lang) -> str:
        """The reason in one line, for who looks at the plan."""
        said = f"{lang.t(self.what)}　{lang.day(self.day)}"
        return said if self.offset is None else f"{said}　T-{self.offset}"


def digested(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same notices, where whoever would get more than three on a day gets one digest."""
    every = [item for item in items if item.to]
    heaps: dict[tuple[date, int], list[Item]] = defaultdict(list)
    for item in every:
        for person in item.to:
            heaps[item.on, person].append(item)
    many = {heap: own for heap, own in heaps.items() if len(own) > MOST_SINGLE}
    single = [replace(item, to=_without(item, many)) for item in every] if many else every
    digests = [_digest(on, person, own) for (on, person), own in many.items()]
    kept = [*(item for item in single if item.to), *digests]
    return tuple(sorted(kept, key=lambda item: (item.on, item.kind, item.key)))


def _without(item: Item, many: dict[tuple[date, int], list[Item]]) -> tuple[int, ...]:
    return tuple(person for person in item.to if (item.on, person) not in many)


def _digest(on: date, person: int, own: list[Item]) -> Item:
    """The urgent first; its key names its first line, so that a later heap is another digest."""
    ordered = sorted(own, key=lambda item: (item.day, item.key))
    first = ordered[0]
    return replace(
        first,
        on=on,
        kind=DIGEST,
        key=f"{DIGEST}:{person}:{on}:{first.key}",
        agreement=0,
        subject=", ".join(dict.fromkeys(item.subject for item in ordered)),
        title=f"{first.title} (+{len(ordered) - 1})",
        expires_on=on + DIGEST_LASTS,
        to=(person,),
        render=lambda lang: digest(lang, [item.due() for item in ordered], today=on),
        offset=None,
        lines=tuple(ordered),
    )

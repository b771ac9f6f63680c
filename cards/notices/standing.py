"""How a notice stands, for those who mind it: whom it goes to, its numbers, what they may do."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cards.elements import Element, box, facts, note, section, shortened, text
from cards.lang import Lang
from cards.notices.elsewhere import Cards, as_written
from cards.notices.reading import Content, said
from cards.notices.size import light

NAMES_SHOWN = 6
NAME_LENGTH = 40
TITLE_LENGTH = 100
UNCOUNTED = ("draft", "counting")


class Line(Protocol):
    """One line of the difference from the draft before."""

    @property
    def sign(self) -> str:
        """+ new, - gone, a space where it stayed."""

    @property
    def text(self) -> str: ...
    @property
    def label(self) -> str:
        """The text key of what it is, empty for the notice's own words."""


class Proposed(Protocol):
    """A correction that waits for an approver."""

    @property
    def version(self) -> int:
        """The notice's at which it was proposed; a later proposal has another one."""

    @property
    def by(self) -> str:
        """Who proposed it; empty where they aren't here any more."""

    @property
    def at(self) -> datetime: ...
    @property
    def content(self) -> Content: ...
    @property
    def changes(self) -> Sequence[Line]:
        """The difference from what readers have now."""


class Standing(Protocol):
    """A notice at one moment; `numbers` by state sum to `audience`."""

    @property
    def notice(self) -> int: ...
    @property
    def version(self) -> int:
        """Grows with each act of a person; an older card is stale."""

    @property
    def edition(self) -> int: ...
    @property
    def stage(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def changed_by(self) -> str:
        """Whose words it has now; empty where they aren't here any more."""

    @property
    def asked_by(self) -> str: ...
    @property
    def to(self) -> Sequence[str]:
        """Selectors as written: `department:学校教育課`."""

    @property
    def but(self) -> Sequence[str]: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def at_once(self) -> bool:
        """Whether it goes out as soon as it is decided."""

    @property
    def expires_at(self) -> datetime: ...
    @property
    def remark(self) -> str:
        """Why it, or a correction of it, was sent back, empty where it wasn't."""

    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def approved_audience(self) -> int | None:
        """For how many people the last approval was."""

    @property
    def audience(self) -> int: ...
    @property
    def on_leave(self) -> int:
        """Left out: 育休, 病休, 休職, 不在."""

    @property
    def without_account(self) -> int:
        """Without Teams: they are told on paper."""

    @property
    def pupils(self) -> int:
        """Pupils and guardians among its people."""

    @property
    def unknown(self) -> int:
        """Members of its groups and lists whom nobody in the register answers to."""

    @property
    def numbers(self) -> Mapping[str, int]: ...
    @property
    def canary(self) -> Mapping[str, int]:
        """Where the first one in a hundred stand, by state; they are in `numbers` too."""

    @property
    def read(self) -> int: ...
    @property
    def confirmed_now(self) -> int:
        """Of those who confirmed: who has confirmed the present edition."""

    @property
    def seconds_left(self) -> int | None: ...
    @property
    def acts(self) -> Collection[str]:
        """What the reader may do now, such as `pause`."""

    @property
    def names(self) -> bool:
        """Whether the reader may learn by name whom it didn't reach."""

    @property
    def content(self) -> Content | None:
        """None where another slice wrote the cards."""

    @property
    def cards(self) -> Cards:
        """What another slice wrote, by language; nothing where `content` says it."""

    @property
    def first(self) -> bool:
        """Whether approvers have seen no earlier draft of it."""

    @property
    def changes(self) -> Sequence[Line]: ...
    @property
    def proposal(self) -> Proposed | None: ...


def heads(lang: Lang, count: int) -> str:
    """1,234人."""
    return lang.t("notices.people.one" if count == 1 else "notices.people.many", count=f"{count:,}")


def duration(lang: Lang, seconds: int) -> str:
    """約15分; less than a minute is a minute."""
    minutes = max(1, -(-seconds // 60))
    if minutes < 60:
        return lang.count("notices.minutes", minutes)
    return lang.t("notices.hours", hours=minutes // 60, minutes=minutes % 60)


def headline(standing: Standing) -> Element:
    """The notice's title under the card's own heading."""
    return text(shortened(standing.title, TITLE_LENGTH), weight="bolder", size="medium")


def recipients(lang: Lang, standing: Standing) -> list[Element]:
    """Whom, how many, who is left out."""
    whom = (lang.t("notices.fact.audience"), audience(lang, standing.to, standing.but))
    head = section(lang.t("notices.fact.recipients"))
    if standing.stage in UNCOUNTED:
        counting = [note(lang.t("notices.audience.counting"))]
        return [head, facts([whom]), *(counting if standing.stage == "counting" else [])]
    return [
        head,
        text(heads(lang, standing.audience), weight="bolder", size="large", spacing="none"),
        facts(
            [
                whom,
                (lang.t("notices.fact.on_leave"), _some(lang, standing.on_leave)),
                (lang.t("notices.fact.without_account"), _some(lang, standing.without_account)),
                (lang.t("notices.fact.unknown"), _some(lang, standing.unknown)),
            ]
        ),
        *_pupils(lang, standing.pupils),
    ]


def _pupils(lang: Lang, count: int) -> list[Element]:
    """That it leaves the offices is seen before it is sent."""
    if not count:
        return []
    said = lang.t("notices.audience.pupils", count=heads(lang, count))
    return [box([text(said, weight="bolder")], style="attention")]


def _some(lang: Lang, count: int) -> str:
    return heads(lang, count) if count else ""


def audience(lang: Lang, to: Sequence[str], but: Sequence[str]) -> str:
    """所属：企画課、学校教育課（職：課長 を除く）."""
    within, without = light(_listed(lang, to), 1400), light(_listed(lang, but), 700)
    return lang.t("notices.audience.but", to=within, but=without) if without else within


def _listed(lang: Lang, written: Sequence[str]) -> str:
    named: dict[str, list[str]] = {}
    for one in written:
        by, _, value = one.partition(":")
        named.setdefault(by, []).append(_value(lang, by, value))
    return lang.t("notices.audience.and").join(_kind(lang, *one) for one in named.items())


def _kind(lang: Lang, by: str, names: Sequence[str]) -> str:
    if by == "all":
        return lang.t("notices.audience.everybody")
    if by == "role" and tuple(names) == (lang.t("notices.role.staff"),):
        return lang.t("notices.by.all")
    kind = lang.t(f"notices.by.{by}")
    return lang.t("notices.audience.kind", kind=kind, names=lang.listed(names, most=NAMES_SHOWN))


def _value(lang: Lang, by: str, value: str) -> str:
    key = f"notices.role.{value}"
    return lang.t(key) if by == "role" and lang.knows(key) else shortened(value, NAME_LENGTH)


def seen_in(lang: Lang, standing: Standing) -> list[Element]:
    """The card of a notice as its recipients will see it, whichever slice wrote it."""
    if standing.content is None:
        return as_written(lang, standing.cards)
    return seen(lang, standing.content, corrected=standing.edition > 1)


def seen(lang: Lang, content: Content, *, corrected: bool) -> list[Element]:
    """The card as its recipients will see it."""
    asks = [note(lang.t("notices.draft.with_button"))] if content.confirm else []
    shown = said(lang, content, corrected=corrected)
    head = text(content.words(lang.code).title, weight="bolder", size="large")
    return [section(lang.t("notices.draft.seen")), box([head, *shown, *asks])]

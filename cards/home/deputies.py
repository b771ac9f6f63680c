"""代理: set, told, ended; 後閲: what was pressed in the owner's place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from cards.elements import (
    Card,
    Element,
    Need,
    card,
    date_input,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    text_input,
)
from cards.home.verbs import EndDeputy, SeenDeputyPresses, SetDeputy, Today
from cards.lang import Lang
from cards.verbs import Verb

PRESSES_SHOWN = 10


class Deputising(Protocol):
    """Who acts for whom over a span."""

    @property
    def owner(self) -> str: ...
    @property
    def deputy(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


class DeputyPress(Protocol):
    """One press in the owner's place."""

    @property
    def act(self) -> str:
        """The verb's name."""

    @property
    def title(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime:
        """In the tenant's zone."""

    @property
    def show(self) -> Verb | None: ...


def deputy_form(lang: Lang, *, day: date) -> Card:
    """代理を設定: a colleague's mail and the days of absence."""
    need = Need(message=lang.t("common.need"))
    send = submit(lang.t("home.deputy.send"), SetDeputy, {})
    t = lang.t
    return card(
        lang,
        title=t("home.deputy.form"),
        body=[
            text(t("home.deputy.lead")),
            text_input(
                "person",
                t("home.deputy.person"),
                need=need,
                most=254,
                placeholder=t("home.deputy.hint"),
            ),
            date_input("since", t("home.deputy.since"), need=need, value=day),
            date_input("until", t("home.deputy.until"), need=need, earliest=day),
            note(t("home.deputy.not_possible")),
        ],
        actions=[send],
    )


def deputy_set(lang: Lang, deputising: Deputising) -> Card:
    """Who acts for the reader, and how to end it."""
    return card(
        lang,
        title=lang.t("home.deputy.set"),
        body=[_span(lang, deputising), note(lang.t("home.deputy.shown_later"))],
        actions=[press(lang.t("home.deputy.end"), EndDeputy())],
    )


def deputy_told(lang: Lang, deputising: Deputising) -> Card:
    """Tells the deputy for whom they act."""
    return card(
        lang,
        title=lang.t("home.deputy.told"),
        body=[_span(lang, deputising), note(lang.t("home.deputy.not_possible"))],
        actions=[press(lang.t("home.press.today"), Today())],
    )


def deputy_ended(lang: Lang) -> Card:
    """The holder acts again."""
    return card(
        lang, title=lang.t("home.deputy.ended"), body=[text(lang.t("home.deputy.ended_body"))]
    )


def _span(lang: Lang, deputising: Deputising) -> Element:
    since = lang.day(deputising.since) if deputising.since else lang.t("home.deputy.open")
    until = lang.day(deputising.until) if deputising.until else lang.t("home.deputy.open")
    return facts(
        [
            (lang.t("home.deputy.owner"), deputising.owner),
            (lang.t("home.deputy.deputy"), deputising.deputy),
            (lang.t("home.deputy.span"), lang.t("home.deputy.from_to", since=since, until=until)),
        ]
    )


def deputy_presses(lang: Lang, presses: Sequence[DeputyPress], *, up_to: int) -> Card:
    """後閲: what was pressed in the owner's place."""
    more = len(presses) - PRESSES_SHOWN
    seen = press(lang.t("home.presses.seen"), SeenDeputyPresses(up_to=up_to), style="positive")
    return card(
        lang,
        title=lang.count("home.presses.title", len(presses)),
        body=[
            text(lang.t("home.presses.lead")),
            *(element for one in presses[:PRESSES_SHOWN] for element in _press(lang, one)),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
        ],
        actions=[seen],
    )


def _press(lang: Lang, one: DeputyPress) -> list[Element]:
    key = f"home.presses.act.{one.act}"
    act = lang.t(key) if lang.knows(key) else one.act
    line = lang.t("home.presses.line", act=act, by=one.by, at=lang.instant(one.at))
    return [
        text(shortened(one.title, 80), weight="bolder", separator=True),
        text(line, size="small", spacing="none"),
    ]


def presses_seen(lang: Lang) -> Card:
    """後閲 is recorded."""
    return card(
        lang, title=lang.t("home.presses.done"), body=[text(lang.t("home.presses.done_body"))]
    )

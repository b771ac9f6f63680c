"""廃棄: what is over by kind, one disposal from proposal to its numbers, and what is sent of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Element,
    bullets,
    card,
    facts,
    note,
    press,
    section,
    shortened,
    text,
)
from cards.lang import Lang
from cards.records.verbs.keeping import (
    BeginDisposal,
    Holds,
    Keeping,
    OpenDisposalProposal,
    OpenDisposalRelease,
    ShowDisposal,
    WithdrawDisposal,
)

K = "records.keeping"
LISTED = 8
_LENGTH = 200


class Due(Protocol):
    """What is over of a kind of records: how much may go, how much may not and why."""

    @property
    def kind(self) -> str: ...
    @property
    def years(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def first_since(self) -> date | None: ...
    @property
    def last_until(self) -> date | None: ...
    @property
    def kept(self) -> Mapping[str, int]: ...
    @property
    def is_all(self) -> bool: ...


class Backup(Protocol):
    """A backup that still holds what is gone."""

    @property
    def name(self) -> str: ...
    @property
    def until(self) -> date: ...


class Disposal(Protocol):
    """One disposal as its reader sees it; `may`: what this reader may press."""

    @property
    def disposal_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def cut(self) -> date: ...
    @property
    def count(self) -> int: ...
    @property
    def gone(self) -> int: ...
    @property
    def accounts(self) -> int: ...
    @property
    def kept(self) -> Mapping[str, int]: ...
    @property
    def backups(self) -> Sequence[Backup]: ...
    @property
    def why(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def medium(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def proposed_by(self) -> str: ...
    @property
    def proposed_on(self) -> date: ...
    @property
    def witness(self) -> str: ...
    @property
    def responsible(self) -> str: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def may(self) -> frozenset[str]: ...


def title(lang: Lang, disposal_id: int) -> str:
    """廃棄 第3号."""
    return lang.t(f"{K}.title", number=disposal_id)


def kind_name(lang: Lang, kind: str) -> str:
    """What a kind of records is called."""
    return lang.t(f"{K}.kind.{kind}")


def overview(
    lang: Lang,
    due: Sequence[Due],
    disposals: Sequence[Disposal],
    *,
    holds: int,
    may: frozenset[str],
) -> Card:
    """What is over, what waits for somebody, how much is held."""
    waiting = [_line(lang, one) for one in disposals[:LISTED]]
    actions: list[Action] = []
    if "propose" in may:
        actions.append(press(lang.t(f"{K}.press.propose"), OpenDisposalProposal()))
    actions += [
        press(title(lang, one.disposal_id), ShowDisposal(disposal_id=one.disposal_id))
        for one in disposals[:3]
    ]
    actions.append(press(lang.t(f"{K}.press.holds"), Holds()))
    return card(
        lang,
        title=lang.t(f"{K}.overview"),
        body=[
            *([] if due else [text(lang.t(f"{K}.nothing"))]),
            *(element for one in due for element in _due(lang, one)),
            *group(lang.t(f"{K}.disposals"), waiting),
            note(lang.t(f"{K}.held_count", count=holds)),
        ],
        actions=actions,
    )


def _due(lang: Lang, one: Due) -> list[Element]:
    count = lang.t(f"{K}.count" if one.is_all else f"{K}.count_or_more", count=one.count)
    lines = [
        section(kind_name(lang, one.kind)),
        text(lang.t(f"{K}.due", count=count, years=one.years), spacing="none"),
    ]
    if one.first_since is not None and one.last_until is not None:
        span = lang.t(f"{K}.span", since=one.first_since, until=one.last_until)
        lines.append(text(span, size="small", spacing="none"))
    return [*lines, *bullets(kept_lines(lang, one.kept))]


def kept_lines(lang: Lang, kept: Mapping[str, int]) -> list[str]:
    """What stays, and why."""
    return [
        lang.t(f"{K}.kept", why=lang.t(f"{K}.why.{why}"), count=count)
        for why, count in sorted(kept.items())
    ]


def _line(lang: Lang, one: Disposal) -> Element:
    stage = lang.t(f"{K}.stage.{one.stage}")
    named = f"{title(lang, one.disposal_id)}　{kind_name(lang, one.kind)}　{stage}"
    return text(named, spacing="small")


def disposal(lang: Lang, one: Disposal, *, done: str = "") -> Card:
    """One disposal, and what its reader may press. `done`: what was just done."""
    return card(
        lang,
        title=title(lang, one.disposal_id),
        body=[
            *([key_line(lang.t(f"{K}.done.{done}"))] if done else []),
            key_line(lang.t(f"{K}.stage.{one.stage}")),
            facts(_facts(lang, one)),
            *group(lang.t(f"{K}.stays"), bullets(kept_lines(lang, one.kept))),
            *group(lang.t(f"{K}.in_backups"), bullets(_backups(lang, one.backups))),
            *([note(lang.t(f"{K}.certificate"))] if one.stage == "done" and one.gone else []),
        ],
        actions=_ways(lang, one),
        fallback_text=title(lang, one.disposal_id),
    )


def _facts(lang: Lang, one: Disposal) -> list[tuple[str, str]]:
    pairs = {
        "kind": kind_name(lang, one.kind),
        "cut": lang.day(one.cut),
        "count": lang.t(f"{K}.count", count=one.count),
        "gone": lang.t(f"{K}.count", count=one.gone) if one.stage in ("running", "done") else "",
        "accounts": lang.t(f"{K}.count", count=one.accounts) if one.accounts else "",
        "medium": shortened(one.medium, _LENGTH),
        "method": shortened(one.method, _LENGTH),
        "proposed": lang.t(f"{K}.by_on", who=one.proposed_by or "－", day=one.proposed_on),
        "responsible": one.responsible,
        "witness": one.witness,
        "ended": lang.day(one.ended_on) if one.ended_on else "",
        "why": shortened(one.why, _LENGTH),
        "answer": shortened(one.answer, _LENGTH),
    }
    return [(lang.t(f"{K}.fact.{name}"), value) for name, value in pairs.items() if value]


def _backups(lang: Lang, found: Sequence[Backup]) -> list[str]:
    return [lang.t(f"{K}.backup", name=one.name, day=one.until) for one in found]


def _ways(lang: Lang, one: Disposal) -> list[Action]:
    shown = {"disposal_id": one.disposal_id}
    now = {**shown, "version": one.version}
    ways = {
        "release": press(lang.t(f"{K}.press.release"), OpenDisposalRelease.of(shown)),
        "begin": press(lang.t(f"{K}.press.begin"), BeginDisposal.of(now), style="destructive"),
        "withdraw": press(lang.t(f"{K}.press.withdraw"), WithdrawDisposal.of(now)),
    }
    actions = [way for name, way in ways.items() if name in one.may]
    return [*actions, press(lang.t(f"{K}.press.overview"), Keeping())]


def told(lang: Lang, one: Disposal, what: str) -> Card:
    """What is sent: to the officer, to the witness, to who proposed. `what`: proposed, released,
    returned, done."""
    return card(
        lang,
        title=lang.t(f"{K}.told.{what}"),
        body=[
            key_line(f"{title(lang, one.disposal_id)}　{kind_name(lang, one.kind)}"),
            text(lang.t(f"{K}.told_line.{what}")),
            facts(_facts(lang, one)),
            *group(lang.t(f"{K}.stays"), bullets(kept_lines(lang, one.kept))),
            *group(lang.t(f"{K}.in_backups"), bullets(_backups(lang, one.backups))),
        ],
        actions=[press(lang.t(f"{K}.press.open"), ShowDisposal(disposal_id=one.disposal_id))],
        fallback_text=lang.t(f"{K}.told.{what}"),
    )

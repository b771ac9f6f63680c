"""台帳: who did and read what, the newest first, for auditors and the officer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    card,
    columns,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.records.acts import act_words, job_words
from cards.records.verbs.ledger import ShowLedger

MOST = 8
_LENGTH = 160


class Entry(Protocol):
    """One line of the ledger as it is read. `who`: a name while the map stands, else "" ."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def pseudonym(self) -> str: ...
    @property
    def door(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def why(self) -> str: ...


def ledger(lang: Lang, entries: Sequence[Entry], *, subject: str = "", more: bool = False) -> Card:
    """The newest entries; `subject`: of this matter alone."""
    where = lang.t("records.ledger.of", subject=subject)
    return card(
        lang,
        title=lang.t("records.ledger.title"),
        body=[
            *([text(where, weight="bolder")] if subject else []),
            *(element for one in entries for element in _entry(lang, one, subject)),
            *([] if entries else [text(lang.t("records.ledger.none"))]),
            note(lang.t("records.ledger.logged")),
        ],
        actions=_ways(lang, entries, subject, more=more),
    )


def _ways(lang: Lang, entries: Sequence[Entry], subject: str, *, more: bool) -> list[Action]:
    ways = []
    if more and entries:
        earlier = ShowLedger(subject=subject, before=entries[-1].seq)
        ways.append(press(lang.t("records.ledger.earlier"), earlier))
    return (
        [*ways, press(lang.t("records.ledger.newest"), ShowLedger())] if subject or more else ways
    )


def _entry(lang: Lang, one: Entry, subject: str) -> list[Element]:
    who = one.who or door_words(lang, one.door, one.pseudonym)
    lines = [
        text(
            lang.t("records.ledger.line", seq=one.seq, at=lang.instant(one.at), who=who),
            size="small",
            separator=True,
        ),
        text(shortened(_what(lang, one), _LENGTH), spacing="none"),
        *([note(lang.t("records.ledger.why", why=one.why))] if one.why else []),
    ]
    if subject or not one.subject:
        return lines
    open_ = press(lang.t("records.ledger.matter"), ShowLedger(subject=one.subject))
    return [columns(("stretch", lines), ("auto", actions_row([open_])))]


def door_words(lang: Lang, door: str, pseudonym: str) -> str:
    """Who it was where nobody is named: 自動（協定） for a job of the agreements."""
    who = job_words(lang, pseudonym) if door == "job" else pseudonym
    return lang.t(f"records.ledger.door.{door}", who=who)


def _what(lang: Lang, one: Entry) -> str:
    about = f"{one.subject}（{one.title}）" if one.title else one.subject
    return f"{act_words(lang, one.act)}　{about}"

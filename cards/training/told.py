"""What the reader is told when something about their seat was changed by somebody else."""

from datetime import datetime
from typing import Literal

from cards.elements import Card, Element, card, facts, note, shortened, text
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Own
from cards.training.own_steps import actions
from cards.training.standing import (
    ACTIVE,
    NAME_LENGTH,
    REASON_LENGTH,
    SEAT,
    appointed,
    course_facts,
    style_of,
    subject,
    to_choose,
)

Told = Literal[
    "approved",
    "rejected",
    "moved",
    "cancelled",
    "closed",
    "lapsed",
    "substituted",
    "substitute_declined",
    "wave",
]


def told(lang: Lang, own: Own, what: Told, *, was: datetime | None = None) -> Card:
    """`own` is how it stands afterwards; `was`: when the session would have begun before.

    It carries no refresh: that would put the plain card in its place.
    """
    return card(
        lang,
        title=lang.t(f"training.told.title.{what}"),
        body=[
            *subject(lang, own.course),
            text(_lead(lang, own, what)),
            *_seat(lang, own),
            facts(_facts(lang, own, what, was)),
            *([course_facts(lang, own.course, SEAT)] if own.mine.state in ACTIVE else []),
            *_others(lang, own),
            note(lang.t(f"training.told.why.{what}")),
        ],
        actions=actions(lang, own),
        fallback_text=lang.t(f"training.told.fallback.{what}", title=own.course.title),
    )


def _lead(lang: Lang, own: Own, what: Told) -> str:
    session = own.mine.session
    said = when.numbered(lang, session) if session else ""
    head = shortened(own.mine.head, NAME_LENGTH) or lang.t("training.head.somebody")
    name = "approved_waiting" if what == "approved" and own.mine.state == "waiting" else what
    return lang.t(f"training.told.lead.{name}", session=said, head=head)


def _seat(lang: Lang, own: Own) -> list[Element]:
    """Where and when the reader is to come, while they are."""
    session = own.mine.session
    if session is None or own.mine.state not in ACTIVE:
        return []
    return [appointed(lang, session, style=style_of(own.mine))]


def _facts(lang: Lang, own: Own, what: Told, was: datetime | None) -> list[tuple[str, str]]:
    session = own.mine.session
    reason = session.reason if session and what in {"moved", "cancelled"} else ""
    label = "was_cancelled" if what == "cancelled" else "was"
    return [
        (lang.t(f"training.fact.{label}"), when.moment(lang, was) if was else ""),
        (lang.t("training.fact.reason"), shortened(reason, REASON_LENGTH)),
    ]


def _others(lang: Lang, own: Own) -> list[Element]:
    """Where the reader may apply instead."""
    if own.mine.finished_on or own.mine.state in ACTIVE or own.refused:
        return []
    return to_choose(lang, own.sessions)

"""What a reader may do with a course, by how they stand to it."""

from collections.abc import Sequence

from cards.elements import Action, note, section, show_card, text
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Own, Session
from cards.training.standing import ACTIVE, has_begun, seat_lines
from cards.training.steps import changing, joining, leaving, opening, to_list, watching

NOT_THEIRS = frozenset(
    f"training.refused.{name}" for name in ("not_for_you", "requires", "finished")
)


def actions(lang: Lang, own: Own, *, narrowed: bool = False) -> list[Action]:
    """What the reader may do now, the likeliest first."""
    if own.mine.finished_on:
        return [*opening(lang, own.course, "certificate"), to_list(lang)]
    if own.mine.state in ACTIVE:
        return [*_active_actions(lang, own), to_list(lang)]
    narrow = [*(("show_all",) if narrowed else ()), *(("filter",) if own.more or narrowed else ())]
    return [
        *opening(lang, own.course, *narrow),
        *(_otherwise(lang, own) if own.refused not in NOT_THEIRS else ()),
        to_list(lang),
    ]


def _otherwise(lang: Lang, own: Own) -> list[Action]:
    """Without a session: by the recording, or not at all."""
    said = own.mine.state == "cannot" or own.course.state != "open"
    watch = [] if own.course.state == "ended" else watching(lang, own.course)
    return [*watch, *opening(lang, own.course, *(() if said else ("cannot",)))]


def _active_actions(lang: Lang, own: Own) -> list[Action]:
    if own.mine.state == "offered":
        return changing(lang, own, "accept", "pass")
    if own.mine.state == "waiting":
        return [
            *leaving(lang, own, "leave_list"),
            *watching(lang, own.course),
            *opening(lang, own.course, "cannot"),
            *_others(lang, own.sessions),
        ]
    join = joining(lang, own.mine.session) if own.mine.state == "booked" else []
    if has_begun(own.mine):
        return [*join, *watching(lang, own.course)]
    return [
        *join,
        *leaving(lang, own, "withdraw"),
        *opening(lang, own.course, "substitute", "cannot"),
        *_others(lang, own.sessions),
    ]


def _others(lang: Lang, sessions: Sequence[Session]) -> list[Action]:
    """ほかの回: to look at; who wants another one withdraws first."""
    if not sessions:
        return []
    lines = [
        element
        for one in sessions
        for element in (
            text(when.numbered(lang, one), weight="bolder", separator=True),
            *seat_lines(lang, one),
        )
    ]
    hint = note(lang.t("training.own.to_change"))
    return [
        show_card(
            lang.t("training.press.others"),
            [section(lang.t("training.own.sessions")), *lines, hint],
        )
    ]

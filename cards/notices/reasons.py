"""Why a notice didn't reach somebody, and what can be done about it."""

from collections.abc import Mapping

from cards.elements import Element, note, text
from cards.lang import Lang
from cards.notices.standing import heads

REASONS_SHOWN = 6


def reason_said(lang: Lang, reason: str) -> str:
    """Why, in a reader's words; without a reason it is the state, without words the code itself."""
    for key in (f"notices.reason.{reason}", f"notices.state.{reason}"):
        if reason and lang.knows(key):
            return lang.t(key)
    return lang.t("notices.reason_other", code=reason or "－")


def state_said(lang: Lang, state: str, *, asks: bool) -> str:
    """Where one copy stands; a press of who isn't asked to confirm means only that it arrived."""
    asked = f"notices.state.{state}_asked"
    return lang.t(asked if asks and lang.knows(asked) else f"notices.state.{state}")


def remedy_said(lang: Lang, reason: str) -> str:
    """What can be done about it."""
    key = f"notices.remedy.{reason}"
    return lang.t(key) if lang.knows(key) else lang.t("notices.remedy_other")


def reasons(lang: Lang, found: Mapping[str, int]) -> list[Element]:
    """One line for each reason with what to do about it, the most frequent first."""
    ordered = sorted(found.items(), key=lambda one: -one[1])
    more = len(ordered) - REASONS_SHOWN
    lines = [line for one in ordered[:REASONS_SHOWN] for line in _reason(lang, *one)]
    return lines + ([note(lang.t("common.more", count=more))] if more > 0 else [])


def _reason(lang: Lang, reason: str, count: int) -> list[Element]:
    why = reason_said(lang, reason)
    line = lang.t("notices.reason_line", why=why, count=heads(lang, count))
    return [text(line, spacing="small"), note(remedy_said(lang, reason))]

"""Which buttons stand on the desk's cards, in which order; rules say which are allowed."""

from collections.abc import Callable, Collection
from typing import Any

from cards.elements import Action, ActionStyle, press
from cards.lang import Lang
from cards.notices import verbs
from cards.verbs import Verb

_Make = Callable[..., Verb]


def _consider(act: Any) -> _Make:
    return lambda **at: verbs.Consider(act=act, **at)


def _proposal(*, notice_id: int, version: int) -> Verb:
    del version
    return verbs.OpenProposal(notice_id=notice_id)


def _unreached(*, notice_id: int, version: int) -> Verb:
    del version
    return verbs.Unreached(notice_id=notice_id)


_STEPS: dict[str, tuple[_Make, ActionStyle]] = {
    "approve": (verbs.Approve, "positive"),
    "send_back": (verbs.OpenSendBack, "default"),
    "start": (verbs.Start, "positive"),
    "ask": (verbs.Ask, "positive"),
    "rehearse": (verbs.Rehearse, "default"),
    "change": (verbs.OpenChange, "default"),
    "resume": (verbs.Resume, "positive"),
    "pause": (verbs.Pause, "default"),
    "proposal": (_proposal, "default"),
    "correct": (verbs.OpenCorrect, "default"),
    "unreached": (_unreached, "default"),
    "discard": (_consider("discard"), "destructive"),
    "cancel": (_consider("cancel"), "destructive"),
    "withdraw": (_consider("withdraw"), "destructive"),
}


def offered(lang: Lang, notice_id: int, version: int, acts: Collection[str]) -> list[Action]:
    """The buttons for `acts`, what is done most often first, what can't be undone last."""
    return [
        press(
            lang.t(f"notices.press.{act}"),
            make(notice_id=notice_id, version=version),
            style=style,
        )
        for act, (make, style) in _STEPS.items()
        if act in acts
    ]

"""What the rules of disposal refuse, on one line."""

from collections.abc import Callable
from typing import TypeVar

from bot.errors import Refused, Unreadable

T = TypeVar("T")
_SAID = {
    "not_proposer": "--as: name somebody of a desk, or an operator",
    "witness": "--witness: name another member of staff than --as",
    "nothing": "there is nothing to dispose of: see --dry-run",
    "blank": "--medium and --method must not be blank: the certificate names them",
    "none_gone": "nothing was disposed of: there is nothing to certify",
    "not_done": "the disposal isn't done: there is no certificate yet",
}
_KEPT = {
    "here": "this person is in the register still; somebody here isn't disposed of",
    "held": "this person is held; see 保留 in Teams",
    "open_incident": "an incident that this person reported is open; see renkei incidents list",
    "kept_by_law": "a school must keep what it has of this child; first --class pupils",
}


def kept_in_words(why: str) -> str:
    """Why a person's data can't go yet; "" where it can."""
    return _KEPT.get(why, why)


def in_words(work: Callable[[], T]) -> T:
    """What a rule refuses, on one line."""
    try:
        return work()
    except Refused as refused:
        word = refused.reason.rpartition(".")[2]
        if word not in _SAID:
            raise
        what, _, remedy = _SAID[word].partition(": ")
        raise Unreadable(what, remedy or what) from None

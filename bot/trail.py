"""The trail of what was heard: one id from a press to the cards that follow from it.

It is W3C's `traceparent` (https://www.w3.org/TR/trace-context/): log lines show its trace id, spans
are part of that trace, notices and errands carry it to whichever process goes on with them.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import TypeVar

T = TypeVar("T")
P = TypeVar("P")
_FORM = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_followed: ContextVar[str] = ContextVar("trail", default="")


def current() -> str:
    """The trail that is followed here, "" where none is."""
    return _followed.get()


def id_of(trail: str) -> str:
    """What log lines show: the 32 letters of its trace id, "" of none."""
    return trail[3:35]


def given(header: str) -> str:
    """The trail that a caller names in its `traceparent`, "" where that is none."""
    return header if _FORM.fullmatch(header) else ""


def of(*parts: str) -> str:
    """The trail of what has this name, the same each time: Teams sends an activity again."""
    found = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"00-{found[:32]}-{found[32:48]}-00"


def new() -> str:
    """A trail of its own, for what nobody has asked for, such as a tick."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


@contextmanager
def followed(trail: str) -> Iterator[None]:
    """Be on this trail within; what is asked of other threads meanwhile is on it too."""
    token = _followed.set(trail)
    try:
        yield
    finally:
        _followed.reset(token)


def carried(work: Callable[[P], T]) -> Callable[[P], T]:
    """`work`, to be done on this trail by whichever thread; as it is where there is none."""
    if not _followed.get():
        return work
    here = copy_context()
    return lambda given: here.run(work, given)

"""Who watches what is asked of Graph: told each request's name and end, never whom about."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache

Watch = Callable[[str], AbstractContextManager[object]]
"""Entered before a request with its name; left once it is answered, by GraphError where it failed.

A name is the method and the address with every id as `{id}`, as infra/permissions.toml writes it.
"""

_QUERY = re.compile(r"\{[?&][^}]*\}")
_ID = re.compile(r"\{[^+}][^}]*\}")


def unwatched(name: str) -> AbstractContextManager[object]:
    """Nobody watches."""
    del name
    return nullcontext()


@lru_cache(maxsize=256)
def name_of(method: str, template: str) -> str:
    """The name of a request whose SDK's builder has this address template."""
    path = _QUERY.sub("", template).removeprefix("{+baseurl}")
    return f"{method} {_ID.sub('{id}', path)}"

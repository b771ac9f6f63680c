"""Wakes the engines of this process when a commit has left work; only ever a hint."""

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(wake: Callable[[str], None]) -> None:
    """Call `wake(tenant)` after every commit that left work; it may come on any thread."""
    _listeners.append(wake)


def leave(wake: Callable[[str], None]) -> None:
    """Stop calling `wake`."""
    _listeners.remove(wake)


def ring(tenant: str) -> None:
    """Tell the engines that this tenant has work; without an engine, the sweep of one finds it."""
    for wake in tuple(_listeners):
        wake(tenant)

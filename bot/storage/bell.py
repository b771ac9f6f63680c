"""Tells who listens in this process that a commit has left work; only ever a hint."""

from collections.abc import Callable

Wake = Callable[[str], None]


class Bell:
    """One kind of work and those who do it here; without a listener, a sweep finds the rows."""

    def __init__(self) -> None:
        self._listeners: list[Wake] = []

    def listen(self, wake: Wake) -> None:
        """Call `wake(tenant)` after every commit that left work; it may come on any thread."""
        self._listeners.append(wake)

    def leave(self, wake: Wake) -> None:
        """Stop calling `wake`."""
        self._listeners.remove(wake)

    def ring(self, tenant: str) -> None:
        """This tenant has work."""
        for wake in tuple(self._listeners):
            wake(tenant)

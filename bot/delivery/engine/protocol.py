"""What the rest of the house knows of an engine."""

from typing import Protocol


class Engine(Protocol):
    """Rows in, cards out, whoever carries the wake-ups."""

    async def start(self) -> None:
        """Begin to send what is due, now and after every commit. Raises Unavailable."""

    async def stop(self) -> None:
        """Finish what is under way, give the rest back to the rows, and end."""

    def wake(self, tenant: str) -> None:
        """A commit has left work for this tenant; may be called on any thread."""

    async def drained(self) -> bool:
        """Whether nothing that is due, or will be tried again within a moment, is left."""
        ...

    async def settle(self, *, patience: float = 30.0) -> bool:
        """Wait until all that is due at the clock's present has been sent.

        False if it took longer than `patience` seconds. Copies that wait for a distant retry are
        not waited for.
        """
        ...

"""All keys of one tenant: the newest seals, each opens what it sealed, one writes digests."""

import secrets
from collections.abc import Callable, Mapping

from bot.storage.crypto.cipher import KEY_BYTES, DataKey, Unopened, sealed_by


class UnknownKey(Unopened):
    """Sealed by a data key that this ring doesn't hold; perhaps it is newer than the ring."""


class Ring:
    """Keys that seal no more are unwrapped when something asks for them."""

    __slots__ = ("_closed", "_digests", "_open", "_opened", "newest")

    def __init__(
        self,
        newest: DataKey,
        digests: DataKey,
        closed: Mapping[int, bytes],
        open_: Callable[[int, bytes], DataKey],
    ) -> None:
        self.newest = newest
        self._digests = digests
        self._closed = closed
        self._open = open_
        self._opened = {newest.number: newest}

    def seal(self, tenant: str, table: str, column: str, row: str, text: str | bytes) -> bytes:
        return self.newest.seal(tenant, table, column, row, text)

    def unseal(self, tenant: str, table: str, column: str, row: str, sealed: bytes) -> str:
        """Raises Unopened, or UnknownKey where the ring is perhaps too old."""
        number = sealed_by(sealed)
        if number is None:
            raise Unopened(f"{table}.{column}: sealed by a newer release; install that one")
        return self._key(number, table, column).unseal(tenant, table, column, row, sealed)

    def digest(self, tenant: str, table: str, purpose: str, text: str) -> str:
        return self._digests.digest(tenant, table, purpose, text)

    def _key(self, number: int, table: str, column: str) -> DataKey:
        found = self._opened.get(number)
        if found is None:
            if number not in self._closed:
                line = f"{table}.{column}: sealed by data key {number}, which isn't here"
                raise UnknownKey(f"{line}; restore the database and its keys from one backup")
            found = self._opened[number] = self._open(number, self._closed[number])
        return found


class Blank(Ring):
    """Where nothing was ever sealed and nothing may be written: nothing opens or is found."""

    def __init__(self) -> None:
        super().__init__(_made(1), _made(0), {}, lambda number, _: _made(number))

    def seal(self, tenant: str, table: str, column: str, row: str, text: str | bytes) -> bytes:
        """Raises Unopened: nobody would keep the key."""
        del tenant, row, text
        raise Unopened(f"{table}.{column}: nothing can be sealed in a transaction that reads")


def _made(number: int) -> DataKey:
    return DataKey(number, secrets.token_bytes(KEY_BYTES))

"""A large audience's messages resemble each other: each is kept as its difference from a sample."""

import zlib
from collections.abc import Iterable

_MOST_SAMPLES = 200
_LONGEST = 32 * 1024  # a longer sample would be out of zlib's sight
_TRIES = 6  # samples, the last used first
_WORTH = 4  # a message that doesn't shrink to a quarter becomes a sample itself
_ALONE = 255


class Packing:
    """Packs and unpacks; the samples are part of what has to be kept."""

    def __init__(self, samples: Iterable[bytes] = ()) -> None:
        self.samples = list(samples)
        self._recent = list(reversed(range(len(self.samples))))

    def add(self, sample: bytes) -> int:
        """One more sample; its number."""
        number = len(self.samples)
        self.samples.append(sample)
        self._recent.insert(0, number)
        return number

    def pack(self, raw: bytes) -> bytes:
        """The number of a sample and the difference from it."""
        if not raw:
            return b""
        for place, number in enumerate(self._recent[:_TRIES]):
            packed = _squeezed(raw, self.samples[number])
            if len(packed) * _WORTH <= len(raw):
                self._recent.insert(0, self._recent.pop(place))
                return bytes([number]) + packed
        return self._as_sample(raw)

    def unpack(self, packed: bytes) -> bytes:
        """What was packed."""
        if not packed:
            return b""
        if packed[0] == _ALONE:
            return zlib.decompress(packed[1:])
        return zlib.decompressobj(zdict=self.samples[packed[0]]).decompress(packed[1:])

    def _as_sample(self, raw: bytes) -> bytes:
        if len(self.samples) >= _MOST_SAMPLES or len(raw) > _LONGEST:
            return bytes([_ALONE]) + zlib.compress(raw, 1)
        return bytes([self.add(raw)]) + _squeezed(raw, raw)


def _squeezed(raw: bytes, sample: bytes) -> bytes:
    squeezing = zlib.compressobj(1, zdict=sample)
    return squeezing.compress(raw) + squeezing.flush()

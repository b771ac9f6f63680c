"""Finds the sentences that hold a word: one search in one long text, not one for each."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator


class Vocabulary:
    """Many words to look for at once, in a single pass over a text."""

    __slots__ = ("by_first", "pattern")

    def __init__(self, words: Iterable[str]) -> None:
        self.by_first: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(words)):
            self.by_first[word[0]] = (*self.by_first.get(word[0], ()), word)
        # One character is consumed, so that words that overlap are all found.
        self.pattern = re.compile(
            "|".join(
                f"{first}(?={'|'.join(re.escape(word[1:]) for word in words)})"
                for first, words in self.by_first.items()
            )
        )


class WordIndex:
    """The sentences of a text as one, ready to be searched."""

    __slots__ = ("_begins", "_whole")

    def __init__(self, texts: list[str]) -> None:
        self._begins: list[int] = []
        length = 0
        for text in texts:
            self._begins.append(length)
            length += len(text) + 1
        self._whole = "\n".join(texts)

    def holding(self, vocabulary: Vocabulary) -> list[int]:
        """The places of the sentences that hold at least one of the words, in order."""
        begins = self._begins
        ats = (match.start() for match in vocabulary.pattern.finditer(self._whole))
        return sorted({bisect_right(begins, at) - 1 for at in ats})

    def found(self, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
        """Place and word for each word of the vocabulary, wherever it occurs."""
        whole, begins, by_first = self._whole, self._begins, vocabulary.by_first
        for match in vocabulary.pattern.finditer(whole):
            at, words = match.start(), by_first[match[0]]
            for word in words:
                if len(words) == 1 or whole.startswith(word, at):
                    yield bisect_right(begins, at) - 1, word

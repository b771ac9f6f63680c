"""Wordings with gaps, matched step by step: linear where one regular expression would not be."""

import re
from dataclasses import dataclass

GAP = "[^。]*?"


@dataclass(frozen=True, slots=True)
class Wording:
    """Alternatives, each a row of steps that must follow one another with anything between."""

    ways: tuple[tuple[re.Pattern[str], ...], ...]

    def says(self, text: str) -> bool:
        """Whether one of the ways runs through the text.

        Each step takes its earliest place, so no step is tried twice.
        """
        for way in self.ways:
            at = 0
            for step in way:
                found = step.search(text, at)
                if found is None:
                    break
                at = found.end()
            else:
                return True
        return False


def wording(pattern: str) -> Wording:
    """A wording from a pattern: `|` between ways and GAP between steps, outside of groups."""
    return Wording(
        ways=tuple(
            tuple(re.compile(step) for step in _split(way, GAP)) for way in _split(pattern, "|")
        )
    )


def _split(pattern: str, sign: str) -> list[str]:
    """The parts between `sign`, where it stands in no group."""
    parts, depth, begin, at = [], 0, 0, 0
    while at < len(pattern):
        if depth == 0 and pattern.startswith(sign, at):
            parts.append(pattern[begin:at])
            begin = at = at + len(sign)
            continue
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 1
    return [*parts, pattern[begin:]]

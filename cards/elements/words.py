"""What people wrote, so that it shows as they wrote it."""

import re

DELIVERY = "@delivery@"
RECIPIENT = "@recipient@"
_INLINE = re.compile(r"([\\`*_\[\]]|~(?=~)|(?<=~)~|&(?=#?\w+;))")
_SIGN = re.compile(r"[\\`*_\[\]~&#>+\-.){<@\s]")  # without one of these nothing is to be done
_BLOCK = re.compile(r"^([#>]|[+-](?=[\s+-]|$))|^(\d+)([.)])(?=\s|$)")


def shown(words: str) -> str:
    """`words` so that Teams' Markdown shows each sign as it stands; each line is a paragraph."""
    if words and not _SIGN.search(words):  # as in most labels
        return words
    if words in (DELIVERY, RECIPIENT):  # posting fills these marks in, wherever they stand alone
        return f"\u2060{words}"
    return "\n\n".join(_line(line) for line in words.splitlines() if line.strip())


def _line(line: str) -> str:
    escaped = _INLINE.sub(lambda m: f"\\{m[1]}", line.strip(" \t").rstrip())
    escaped = _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)
    # {{DATE(…)}} would be computed, <at> would be a mention
    return escaped.replace("{{", "{\u2060{").replace("<", "<\u2060")


def shortened(words: str, most: int) -> str:
    """`words`, cut with … where they are longer than `most` characters."""
    return words if len(words) <= most else f"{words[: most - 1]}…"

"""A notice as lines, and what is new in it: what an approver sees beside the whole of it."""

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

from bot.notices.model import Content, Line, Said


def said(content: Content | None, to: Sequence[str], but: Sequence[str]) -> tuple[Said, ...]:
    """A draft as lines that can be compared: whom it is for, then what it says."""
    whom = (
        *(Said(label="notices.fact.audience", text=one) for one in to),
        *(Said(label="notices.fact.but", text=one) for one in but),
    )
    return whom if content is None else (*whom, *_words(content), *_facts(content))


def dates(due_at: datetime, expires_at: datetime) -> tuple[Said, ...]:
    """When a draft goes out at the earliest and until when, as lines beside it."""
    return (
        Said(label="notices.fact.due", text=due_at.isoformat(timespec="minutes")),
        Said(label="notices.fact.expires", text=expires_at.isoformat(timespec="minutes")),
    )


def _words(content: Content) -> list[Said]:
    found = [content.ja] if content.en is None else [content.ja, content.en]
    texts = [line for words in found for line in (words.title, *words.body.splitlines())]
    return [Said(text=line) for line in texts if line.strip()]


def _facts(content: Content) -> list[Said]:
    deadline = content.deadline.isoformat() if content.deadline else ""
    pairs = (
        ("deadline", deadline),
        ("contact", content.contact),
        ("link", content.link),
        ("confirm", "✓" if content.confirm else ""),
        ("urgent", "✓" if content.urgent else ""),
    )
    return [Said(label=f"notices.fact.{name}", text=text) for name, text in pairs if text]


def lines_changed(old: Sequence[Said], new: Sequence[Said]) -> tuple[Line, ...]:
    """The lines of both, in order, each with whether it is new, gone or as before."""
    found: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _signed(" ", new[k:m])
        else:
            found += [*_signed("-", old[i:j]), *_signed("+", new[k:m])]
    return tuple(found)


def _signed(sign: str, lines: Sequence[Said]) -> list[Line]:
    return [Line(sign=sign, text=one.text, label=one.label) for one in lines]

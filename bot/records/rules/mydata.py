"""How a record of one person becomes a line that this person can read."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.records.model.mydata import Fact, Line

# When something was entered, or else the day that it is about; the first that is there.
_WHEN = ("at", "sent_at", "on", "start", "known_at")
_NOT_SAID = frozenset(("subject", "title", "area", *_WHEN))
# Teams' own code, which tells a person nothing that `reached` doesn't.
_CODES = frozenset((("notices", "reason"),))
# What another area calls by a word that means something else here.
_RENAMED = {("notices", "contact"): "reached"}
# Their value is a number of ours: the name alone says it, or the matter that it leads to.
_REFERRING = ("organises", "finished")
_ALONE = frozenset((*_REFERRING, "draft", "confirmed", "away", "took_over"))


_OF_SCHOOLS = frozenset(("attendance", "enrolment"))


def line(area: str, row: Mapping[str, Any], title: str = "") -> Line:
    """A row of `Slice.personal_data` as a line; `title` is what its subject is called."""
    return Line(
        at=next((row[key] for key in _WHEN if isinstance(row.get(key), date)), None),
        title=str(row.get("title") or title),
        facts=tuple(_facts(area, row)),
    )


def _facts(area: str, row: Mapping[str, Any]) -> Iterator[Fact]:
    for key, value in row.items():
        if key in _NOT_SAID or (area, key) in _CODES or value in (None, ""):
            continue
        shown = True if key in _ALONE else _plain(value)
        yield Fact(key=_RENAMED.get((area, key), key), value=shown)


def subject_of(row: Mapping[str, Any]) -> str:
    """The matter that the row is about; "" where it is about none."""
    keys = ("subject", *_REFERRING)
    return next((str(row[key]) for key in keys if row.get(key)), "")


def _plain(value: Any) -> object:
    """Lists become one text: what a person answered, or the reports that they sent."""
    if not isinstance(value, list | tuple):
        return value
    return " / ".join(_words(one) for one in value)


def _words(value: Any) -> str:
    return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


def names_matter(area: str, subject: str) -> bool:
    """Whether the subject's own title may stand beside it. What a school calls its matters tells
    where a child is: there only the class of the child's own account is named, which no protected
    child's account is handed."""
    return area not in _OF_SCHOOLS or subject.startswith("class:")

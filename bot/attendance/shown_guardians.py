"""A child as the office sees them at the desk of guardian links."""

from dataclasses import dataclass

from bot.attendance.model import Guardian
from bot.attendance.placed import Placed
from bot.attendance.rules.shown import people
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.rules.shown.people import ShownLink
from bot.attendance.store import filed, words
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPupil:
    """`word`: none, set, locked: whether a family word was given out, never the word."""

    pupil_id: int
    version: int
    name: str
    school_id: int
    school_class: ShownClass | None
    number: int
    protected: bool
    word: str


def shown_pupil(tx: Tx, placed: Placed) -> ShownPupil:
    """The child with the state of the family word and of protection."""
    return ShownPupil(
        pupil_id=placed.pupil.id,
        version=placed.pupil.version,
        name=placed.pupil.name,
        school_id=placed.school.id,
        school_class=shown_class(placed.class_, placed.school),
        number=placed.number,
        protected=placed.pupil.protected,
        word=_word(tx, placed.pupil.id),
    )


def shown_link(tx: Tx, placed: Placed, link: Guardian) -> ShownLink:
    """One adult of the child, with all that the office has to know to confirm them."""
    at = shown_class(placed.class_, placed.school)
    return people.link(link, placed.pupil, at, in_file=not filed.missing_among(tx, [link.id]))


def _word(tx: Tx, pupil: int) -> str:
    found = words.state(tx, pupil)
    if found is None:
        return "none"
    return "locked" if found.locked_at is not None else "set"

"""Guardian links as the office sees them, and the places that schools chose."""

from dataclasses import dataclass

from bot.attendance.model import Guardian, Place, Pupil
from bot.attendance.rules.shown.classes import ShownClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    guardian_id: int
    version: int
    pupil_id: int
    child: str
    school_class: ShownClass | None
    name: str
    relation: str
    contact: str
    household: str
    language: str
    state: str
    account: bool
    in_file: bool
    may_report: bool
    may_see_status: bool
    may_be_notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlace:
    place_id: int
    version: int
    school_id: int
    school: str
    kind: str
    name: str
    trouble: str
    chosen: bool


def link(
    found: Guardian, pupil: Pupil, school_class: ShownClass | None, *, in_file: bool
) -> ShownLink:
    """A guardian link; only the office and the vice-principal are shown one. `in_file`: the newest
    roster doesn't leave it out."""
    return ShownLink(
        guardian_id=found.id,
        version=found.version,
        pupil_id=pupil.id,
        child=pupil.name,
        school_class=school_class,
        name=found.name,
        relation=found.relation,
        contact=found.contact,
        household=found.household,
        language=found.language,
        state=found.state.value,
        account=found.person != 0,
        in_file=in_file,
        may_report=found.may_report,
        may_see_status=found.may_see_status,
        may_be_notified=found.may_be_notified,
    )


def place(found: Place, school: str, *, chosen: bool) -> ShownPlace:
    """A staff place; `trouble` says why nothing goes there now."""
    return ShownPlace(
        place_id=found.id,
        version=found.version,
        school_id=found.school,
        school=school,
        kind=found.kind.value,
        name=found.name,
        trouble=found.trouble,
        chosen=chosen,
    )

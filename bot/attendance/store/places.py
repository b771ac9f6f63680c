"""Which channel or group chat takes a school's roster cards; the rows are delivery's."""

from dataclasses import replace

from bot.attendance.model import Place, PlaceKind
from bot.delivery import places
from bot.delivery.crowd import IN_DOUBT, UNKNOWN_WHO
from bot.delivery.places import Destination
from bot.errors import Refused, Stale
from bot.storage.tx import Tx

_SCHOOL = "school:"


def owner_of(school: int) -> str:
    """How a school's places name it."""
    return f"{_SCHOOL}{school}"


def get(tx: Tx, place: int) -> Place:
    """The place by id; raises NotFound."""
    return shown(places.get(tx, place))


def of_school(tx: Tx, school: int) -> Place | None:
    """The place that a school has chosen, in trouble or not."""
    found = places.owned_by(tx, owner_of(school))
    return shown(found[0]) if found else None


def usable(tx: Tx, school: int) -> int:
    """Where a school's roster cards go now; 0: to the personal chats of the class's staff."""
    found = of_school(tx, school)
    return found.id if found is not None and not found.trouble else 0


def is_in_doubt(tx: Tx, place: int) -> bool:
    """Whether nobody knows for now who reads there, or the app can't reach it; 0: no place."""
    return bool(place) and get(tx, place).trouble in IN_DOUBT


def offered(tx: Tx, school: int) -> tuple[Place, ...]:
    """Channels and chats in which the app is, that no school has chosen and in which everybody was
    found to be staff of this school: a class team never is."""
    return tuple(
        shown(one)
        for one in places.owned_by(tx, "")
        if not one.trouble and one.fine_at is not None and owner_of(school) in one.near
    )


def not_offered(tx: Tx, school: int, *, every: bool = False) -> tuple[Place, ...]:
    """Those of them that can't be chosen, as far as staff of the school is in them, or perhaps is.
    Only who looks after `every` school reads what they are called: whoever is no member learns
    nothing of a chat's matter from its name."""
    troubled = [one for one in places.owned_by(tx, "") if one.trouble]
    return tuple(
        shown(one if every else replace(one, name=""))
        for one in troubled
        if owner_of(school) in one.near or (not one.near and one.trouble in UNKNOWN_WHO)
    )


def choose(tx: Tx, place: int, school: int) -> Place:
    """From now on the school's roster cards go there. Raises Refused unless it is offered."""
    if place not in (one.id for one in offered(tx, school)):
        raise Refused("attendance.place.refused.not_offered")
    clear(tx, school)
    places.own(tx, place, owner_of(school))
    return get(tx, place)


def clear(tx: Tx, school: int, version: int | None = None) -> None:
    """Roster cards go to personal chats again; what stands in the place is the caller's to empty.

    Raises Stale where another version than `version` stands.
    """
    for found in places.owned_by(tx, owner_of(school)):
        if version not in (None, found.version):
            raise Stale("attendance.refused.changed")
        places.own(tx, found.id, "")


def shown(found: Destination) -> Place:
    """The place as schools see it; `school` 0: chosen by none."""
    return Place(
        id=found.id,
        school=int(found.owner.removeprefix(_SCHOOL) or 0),
        kind=PlaceKind(found.kind),
        name=found.name,
        conversation=found.conversation,
        team=found.team,
        channel=found.channel,
        trouble=found.trouble,
        version=found.version,
    )

"""Who is in a team, channel or chat, and whether everybody there may read a child's name."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select

from bot.delivery.places import CHAT, PRIVATE, TEAM, Destination
from bot.people.model import STAFF_ROLES, Role
from bot.people.tables import CURRENT, HOLDING, LISTING, ON, ROLE, held, now
from bot.storage.packed import among
from bot.storage.tx import Tx
from graph.errors import GraphError, Missing, NotConsented
from graph.teams import Kind, Member, Teams

MOST = 1000  # members; no staff room is larger
_CHUNK = 500
_STAFF = frozenset(role.value for role in STAFF_ROLES)


class Trouble(StrEnum):
    """Why no card with a child goes to a place; the more certain a breach, the earlier."""

    PUBLIC = "public"  # anybody may join
    CLASS_TEAM = "class_team"  # the team of a class: pupils are in it
    SHARED = "shared"  # a channel of several teams, or of a kind that nobody knows
    GUEST = "guest"
    OUTSIDER = "outsider"  # of another organisation
    PUPIL = "pupil"
    GUARDIAN = "guardian"
    UNKNOWN_MEMBER = "unknown_member"  # in no register of ours, or no more
    NOT_STAFF = "not_staff"
    OTHER_STAFF = "other_staff"  # staff, but not of the one whose cards go there
    TOO_MANY = "too_many"  # more than are looked at
    NOT_CONSENTED = "not_consented"
    MISSING = "missing"  # Graph knows no such place
    BROKEN = "broken"  # Graph doesn't work, or says what can't be
    REMOVED = "removed"  # the app is there no more


IN_DOUBT = frozenset(
    (
        Trouble.TOO_MANY,
        Trouble.NOT_CONSENTED,
        Trouble.MISSING,
        Trouble.BROKEN,
        Trouble.REMOVED,
    )
)

# Of such a place nobody has learned who is in it.
UNKNOWN_WHO = IN_DOUBT | {Trouble.PUBLIC, Trouble.CLASS_TEAM, Trouble.SHARED}
EVERY = "*"  # the staff of whichever owner: who looks after all of them
# Whose staff people are on a day, by person; those who are nobody's may be left out.
Belonging = Callable[[Tx, Sequence[int], date], Mapping[int, frozenset[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A place as Graph told it; `trouble` where that alone forbids it, then without members."""

    kind: str
    members: tuple[Member, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why no card may go to a place, "" where it may; `near` as `Destination` has it."""

    why: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """How Graph names a place; `kind` is chat, or whatever was last found of a channel."""

    kind: str
    conversation: str
    team: str
    channel: str


def where(place: Destination) -> Where:
    """How Graph names this place."""
    return Where(
        kind=place.kind,
        conversation=place.conversation,
        team=place.team,
        channel=place.channel or place.conversation,
    )


async def look(teams: Teams, place: Where) -> Seen:
    """What Graph says of a place now. Raises what `Teams` raises; Missing without its team's id."""
    if place.kind == CHAT:
        return await _seen(CHAT, teams.chat_members(place.conversation))
    if not place.team:
        raise Missing
    team = await teams.team(place.team)
    if team.classroom:
        return Seen(kind=TEAM, trouble=Trouble.CLASS_TEAM)
    found = await teams.channel(place.team, place.channel)
    if found.kind is Kind.PRIVATE:
        return await _seen(PRIVATE, teams.channel_members(place.team, place.channel))
    if found.kind is not Kind.STANDARD:
        return Seen(kind=TEAM, trouble=Trouble.SHARED)
    if not (found.private and team.private):
        return Seen(kind=TEAM, trouble=Trouble.PUBLIC)
    return await _seen(TEAM, teams.members(place.team))


async def _seen(kind: str, pages: AsyncIterator[tuple[Member, ...]]) -> Seen:
    members: list[Member] = []
    async for page in pages:
        members += page
        if len(members) > MOST:
            return Seen(kind=kind, trouble=Trouble.TOO_MANY)
    return Seen(kind=kind, members=tuple(members))


def meant_by(error: GraphError) -> Trouble:
    """What is to be said of a place about which Graph wouldn't answer."""
    match error:
        case NotConsented():
            return Trouble.NOT_CONSENTED
        case Missing():
            return Trouble.MISSING
    return Trouble.BROKEN


def judge(tx: Tx, seen: Seen, on: date, *, owner: str, belonging: Belonging) -> Verdict:
    """Whether everybody there is staff of the owner's on that day; of a place that nobody has
    chosen: of one and the same owner's.

    A child's name goes to the staff of its own school alone (個人情報保護法66条: 安全管理措置).
    """
    if seen.trouble or not seen.members:
        return Verdict(why=seen.trouble or Trouble.BROKEN)  # a place without anybody isn't one
    accounts = [one.aad_object_id for one in seen.members]
    listed = _listed(tx, accounts, on)
    people = list(listed.values())
    found = {_outside(tx, one) for one in seen.members} - {""}
    if not found:
        found = _inside(tx, people, on)
        found |= {Trouble.UNKNOWN_MEMBER} if any(one not in listed for one in accounts) else set()
    whose = belonging(tx, people, on)
    owners = [whose.get(person, frozenset()) for person in people]
    if found:
        return Verdict(why=next(one for one in Trouble if one in found), near=_any(owners))
    return _of_one(owners, owner)


def _of_one(owners: Sequence[frozenset[str]], owner: str) -> Verdict:
    """Who looks after all owners may be there, but isn't all that is."""
    bound = [one for one in owners if EVERY not in one]
    common = frozenset.intersection(*bound) if bound else frozenset()
    if owner in common or (common and not owner):
        return Verdict(near=tuple(sorted(common)))
    return Verdict(why=Trouble.OTHER_STAFF, near=_any(owners))


def _any(owners: Sequence[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*owners) - {EVERY}))


def _outside(tx: Tx, member: Member) -> str:
    if member.guest:
        return Trouble.GUEST
    return Trouble.OUTSIDER if member.tenant not in ("", tx.tenant.lower()) else ""


_IDS: Any = bindparam("ids", expanding=True)
_LISTED = select(LISTING.c.aad_object_id, LISTING.c.person).where(
    LISTING.c.generation == CURRENT, LISTING.c.aad_object_id.in_(_IDS), LISTING.c.left_on > ON
)
_ROLES = select(ROLE.c.person, ROLE.c.role).where(among(ROLE.c.person, "people"), held())
_POSTS = select(HOLDING.c.person).where(
    among(HOLDING.c.person, "people"), HOLDING.c.post.is_not(None), now(HOLDING)
)


def _listed(tx: Tx, accounts: Sequence[str], on: date) -> dict[str, int]:
    """The people of these accounts of our own organisation, as far as the register has them."""
    rows = [
        row
        for start in range(0, len(accounts), _CHUNK)
        for row in tx.all(_LISTED, ids=list(accounts[start : start + _CHUNK]), on=on)
    ]
    return {row.aad_object_id: row.person for row in rows}


def _inside(tx: Tx, people: Sequence[int], on: date) -> set[str]:
    """What the register says against any of these people."""
    roles: dict[int, set[str]] = {person: set() for person in people}
    for row in tx.all(_ROLES, people=people, on=on):
        roles[row.person].add(row.role)
    posted = {row.person for row in tx.all(_POSTS, people=people, on=on)}
    return {_against(had, holds=person in posted) for person, had in roles.items()} - {""}


def _against(roles: set[str], *, holds: bool) -> str:
    """A pupil's or guardian's account is one, whatever else it is."""
    if Role.PUPIL in roles:
        return Trouble.PUPIL
    if Role.GUARDIAN in roles:
        return Trouble.GUARDIAN
    return "" if holds or not _STAFF.isdisjoint(roles) else Trouble.NOT_STAFF

"""How far the directory has been read: one row, taken by whoever writes a page."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from bot.people.group_roles import Groups
from bot.people.tables import SYNC
from bot.storage.tables import upsert
from bot.storage.tx import Tx


class Phase(StrEnum):
    """What is to be done next."""

    ACCOUNTS = "accounts"  # ask for a page of accounts
    UNSEEN = "unseen"  # mark whom a reading of the whole directory hasn't come upon
    GROUPS = "groups"  # ask for a page of a group that gives a role
    CLEAR = "clear"  # delete roles that nobody sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go on. `accounts`: the link to the next page of accounts, "" for the beginning;
    `whole`: this reads the whole directory, not its changes alone. `groups` are still to be read,
    the first from `link` on. `rests`: nobody is reading. `again`: once roles are cleared accounts
    are asked for. The numbers: whom this reading has listed, found gone, and found back."""

    phase: Phase = Phase.ACCOUNTS
    accounts: str = ""
    whole: bool = True
    groups: Groups = ()
    link: str = ""
    again: bool = False
    rests: bool = True
    listed: int = 0
    left: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`step` counts all that was ever written, `round` the readings of the whole directory.
    `roles`: the generation of roles that holds; `other_roles`: one being built or cleared."""

    step: int = 0
    round: int = 1
    place: Place = Place()
    ended_at: datetime | None = None
    roles: int = 0
    other_roles: int = 0
    unread_groups: int = 0

    def at(self, **changed: Any) -> "State":
        """The same, gone on to another place."""
        return replace(self, place=replace(self.place, **changed))


_names = ("step", "round", "place", "ended_at", "knows_changes", "roles", "other_roles")
_NAMES = (*_names, "unread_groups")
_STATE = select(SYNC)
_LOCKED = _STATE.with_for_update()
_FIRST = upsert(SYNC).values({name: bindparam(name) for name in _NAMES}).on_conflict_do_nothing()
_KEEP = update(SYNC).values({name: bindparam(f"new_{name}") for name in _NAMES})
_STAMP = select(SYNC.c.step)
_HEARD = select(SYNC.c.ended_at, SYNC.c.knows_changes, SYNC.c.unread_groups)


def find(tx: Tx) -> State:
    """How far it is."""
    row = tx.first(_STATE)
    return State() if row is None else _state(tx, row)


def take(tx: Tx) -> State:
    """How far it is; nobody else writes a page, or makes another register valid, until the end of
    this transaction."""
    row = tx.first(_LOCKED)
    if row is None:
        tx.run(_FIRST, **_values(tx, State()))
        row = tx.first(_LOCKED)
    return _state(tx, row)


def keep(tx: Tx, state: State) -> None:
    """It is as far as this now."""
    tx.run(_KEEP, **{f"new_{name}": value for name, value in _values(tx, state).items()})


def stamp(tx: Tx) -> int:
    """The last step that was written."""
    return int(tx.value(_STAMP) or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an operator wants to know of it."""

    ended_at: datetime | None
    knows_changes: bool
    unread_groups: int


def heard(tx: Tx) -> Heard | None:
    """When the directory was last read to its end; None where that was never begun."""
    row = tx.first(_HEARD)
    if row is None:
        return None
    return Heard(
        ended_at=row.ended_at,
        knows_changes=bool(row.knows_changes),
        unread_groups=row.unread_groups,
    )


def _state(tx: Tx, row: Any) -> State:
    found = orjson.loads(tx.unseal("directory_sync", "place", "", row.place))
    groups = tuple((role, group) for role, group in found.pop("groups"))
    phase = Phase(found.pop("phase"))
    return State(
        step=row.step,
        round=row.round,
        place=Place(phase=phase, groups=groups, **found),
        ended_at=row.ended_at,
        roles=row.roles,
        other_roles=row.other_roles,
        unread_groups=row.unread_groups,
    )


def _values(tx: Tx, state: State) -> dict[str, Any]:
    place = orjson.dumps(asdict(state.place)).decode()
    return {
        "step": state.step,
        "round": state.round,
        "place": tx.seal("directory_sync", "place", "", place),
        "ended_at": state.ended_at,
        "knows_changes": int(not state.place.whole),
        "roles": state.roles,
        "other_roles": state.other_roles,
        "unread_groups": state.unread_groups,
    }

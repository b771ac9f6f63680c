"""What an attempt to reach Teams can end in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Teams has it; `activity_id` names the posted copy (empty after a deletion)."""

    activity_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly not accepted; ask again in `seconds`. `throttled`: Teams named that time."""

    seconds: float | None = None
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Will not be accepted however often it is tried. `unreachable`: the person can't be reached
    (blocked, gone); otherwise the message itself is at fault. `reason` is Teams' error code."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been accepted: time-out, reset after sending, 502, 504."""

    reason: str


Outcome = Sent | Later | Never | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a card goes: a conversation at a service address (`serviceUrl`)."""

    service_url: str
    conversation: str

"""The states that a copy passes through, and the lanes in which copies wait."""

from enum import IntEnum, StrEnum


class Lane(IntEnum):
    """What goes first; a report of an absent child never waits behind a broadcast."""

    SAFETY = 0  # attendance and safety
    ANSWER = 1  # the answer to one press
    REMINDER = 2  # dated reminders
    BROADCAST = 3


class Gate(StrEnum):
    """How many of a notice's copies may go out."""

    OPEN = "open"
    CANARY = "canary"  # one in a hundred, to see whether they arrive
    SHUT = "shut"


class State(StrEnum):
    """Where one recipient's copy stands; over a notice the counts always sum to its audience."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"  # it may have arrived twice unanswered: a person decides

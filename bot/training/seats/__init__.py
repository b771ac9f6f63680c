"""Every change of a seat: one call, in the caller's transaction, with the session locked.

One order of locks for everybody: the turnstile first, which whoever lets somebody in has passed
(the door, the clock, what follows an errand, another tenant's letter, a command); then sessions by
their ids, then enrolments; the ledger last.
"""

from bot.training.seats.attending import attend, hold
from bot.training.seats.crowds import Further, go_on
from bot.training.seats.deciding import decide
from bot.training.seats.enrolling import accept, cannot, enrol, leave, pass_on, withdraw
from bot.training.seats.locked import standing
from bot.training.seats.moving import lapse, move_up
from bot.training.seats.outcome import Outcome
from bot.training.seats.running import (
    cancel_session,
    close_session,
    move_session,
    open_session,
    shift_session,
)
from bot.training.seats.substituting import ask_substitute, take_over

__all__ = [
    "Further",
    "Outcome",
    "accept",
    "ask_substitute",
    "attend",
    "cancel_session",
    "cannot",
    "close_session",
    "decide",
    "enrol",
    "go_on",
    "hold",
    "lapse",
    "leave",
    "move_session",
    "move_up",
    "open_session",
    "pass_on",
    "shift_session",
    "standing",
    "take_over",
    "withdraw",
]

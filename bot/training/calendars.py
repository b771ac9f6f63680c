"""Bookings come into calendars by and by: thousands press at once, and no press waits for that."""

from bot.slice import Tick
from bot.training import asked
from bot.training.store import courses, entries, sessions

AT_A_STEP = 100


def ask(tick: Tick) -> bool:
    """Have the next ones written in; a booking that was taken back before asks for nothing."""
    tx = tick.tx
    found = entries.next_ones(tx, AT_A_STEP)
    of = {one: courses.get(tx, one) for one in {each.course for each in found}}
    at = {one: sessions.get(tx, one) for one in {each.session for each in found}}
    for one in found:
        asked.ask_put(tx, one, of[one.course], at[one.session], tick.now)
    entries.asked(tx, found)
    return False  # each second some, so that presses never wait long

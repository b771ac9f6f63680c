"""What people type into a form: posts by name, a day and time, a room, a length."""

import re
from datetime import date, datetime, time, timedelta

from bot.errors import Refused
from bot.meetings.model import Slot
from bot.people import store as people
from bot.turns.turn import Turn

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_BETWEEN = re.compile(r"[、,;；\n]+")
_ROOM = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
MOST_POSTS = 20
SHORTEST, LONGEST = 15, 480  # minutes
FARTHEST = timedelta(days=366)


def post(turn: Turn, said: str) -> int:
    """The one post of that name today; raises Refused where none or several are called so."""
    found = people.posts_named(turn.tx, said, turn.today)
    if not found:
        raise Refused("meetings.refused.no_post", said=said)
    if len(found) > 1:
        raise Refused("meetings.refused.which_post", said=said)
    return found[0].id


def posts(turn: Turn, said: str) -> tuple[int, ...]:
    """The posts of a list, 、 or a comma between them; raises Refused as `post` does."""
    names = [name.strip() for name in _BETWEEN.split(said) if name.strip()]
    if len(names) > MOST_POSTS:
        raise Refused("meetings.refused.too_many_posts", most=MOST_POSTS)
    return tuple(dict.fromkeys(post(turn, name) for name in names))


def slot(turn: Turn, day: date | None, at: str, minutes: int) -> Slot:
    """A time of one's own for a meeting of so many minutes; raises Refused for one that has
    passed, lies more than a year ahead, or isn't written as one."""
    clock = _TIME.fullmatch(at)
    if day is None or clock is None:
        raise Refused("meetings.refused.day_and_time")
    start = datetime.combine(day, time(int(clock[1]), int(clock[2])), turn.now.tzinfo)
    if start <= turn.now:
        raise Refused("meetings.refused.past_day")
    if start > turn.now + FARTHEST:
        raise Refused("meetings.refused.far_day")
    return Slot(start=start, end=start + timedelta(minutes=minutes))


def not_ahead(turn: Turn, day: date) -> date:
    """A day on which something happened; raises Refused for one that has yet to come."""
    if day > turn.today:
        raise Refused("meetings.refused.future_day")
    return day


def not_past(turn: Turn, day: date) -> date:
    """A day by which something shall be done; raises Refused for one that has passed."""
    if day < turn.today:
        raise Refused("meetings.refused.past_day")
    return day


def room(said: str) -> str:
    """The mail address of a room's mailbox, "" for none; raises Refused for anything else."""
    if said and not _ROOM.fullmatch(said):
        raise Refused("meetings.refused.room")
    return said.lower()


def length(minutes: int) -> int:
    """How long a meeting lasts; raises Refused for what no calendar would hold."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("meetings.refused.length", least=SHORTEST, most=LONGEST)
    return minutes

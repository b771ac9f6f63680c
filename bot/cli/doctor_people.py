"""What `renkei doctor` says of the directory: when it was last read, and what is known of it."""

import logging
from datetime import timedelta

from bot.errors import Misconfigured
from bot.settings import Settings

_LATE = timedelta(days=7)  # by then Graph may have forgotten since when changes are asked for


async def directory(settings: Settings) -> str:
    """When the directory was last read, and how the next reading begins; asks nothing now.

    Raises Misconfigured where it was read before and isn't any more, or groups couldn't be read.
    """
    from bot.cli.opening import opened
    from bot.people.sync_state import heard

    with opened(settings, least=logging.CRITICAL) as house:
        found, now, zone = house.read(heard), house.now, house.zone
    if found is None or found.ended_at is None:
        return "never read; serve reads it each night, and renkei people sync at once"
    if found.unread_groups:
        line = f"{found.unread_groups} groups of role_groups could not be read"
        remedy = "check their ids with renkei tenant show, and the consent to read them"
        raise Misconfigured(f"{line}; {remedy}")
    when = f"read at {found.ended_at.astimezone(zone):%Y-%m-%d %H:%M}"
    if now - found.ended_at > _LATE:
        raise Misconfigured(f"{when}, not since; read it with: renkei people sync")
    following = "changes alone" if found.knows_changes else "everybody"
    return f"{when}; the next reading asks for {following}"

"""What `renkei doctor` says of destinations: the channels and chats that schools have chosen."""

import logging

from bot.cli.findings import Fails, Warn
from bot.settings import Settings


async def chosen(settings: Settings) -> str | Warn:
    """How many places were chosen, and which of them get nothing, as the guard last saw them.

    Raises Fails where the guard may not look at all for want of consent.
    """
    from bot.cli.opening import opened
    from bot.delivery import places
    from bot.delivery.crowd import Trouble

    with opened(settings, least=logging.CRITICAL) as house:
        found = house.read(places.chosen)
    bad = [one for one in found if one.trouble]
    if not bad:
        return f"{len(found)} chosen" if found else "none chosen: all goes to people's own chats"
    told = ", ".join(f"place {one.id} of {one.owner} ({one.trouble})" for one in bad)
    line = f"{len(bad)} of {len(found)} get nothing now: {told}"
    if any(one.trouble == Trouble.NOT_CONSENTED for one in bad):
        raise Fails(line, "add the app there anew, which asks for its consent")
    remedy = "the school's desk was told: help it to take out who is in the way, or choose another"
    return Warn(line, remedy)

"""What `renkei doctor` says of attendance: whether pupils' accounts may use the bot at all."""

import logging

from bot.cli.findings import Fails
from bot.settings import Settings

_WHERE = (
    "in the Teams admin centre, make the app available to pupils (Manage apps, Users and groups"
)
_OLD = "with app permission policies: allow it in the pupils' policy)"


async def pupils(settings: Settings) -> str:
    """How many pupils' accounts have met the bot; asks nothing now.

    No Graph permission reads an app policy: it shows when the app is first installed for somebody,
    and in the chats that there are. Raises Fails where one has refused it.
    """
    from bot.attendance.store import reachable
    from bot.cli.opening import opened

    with opened(settings, least=logging.CRITICAL) as house:
        found = house.read(reachable.pupils)
    if found.blocked:
        line = f"the organisation's app policy keeps the bot from {found.blocked} pupils' accounts"
        raise Fails(line, f"{_WHERE}; {_OLD}")
    if not found.accounts:
        return "no pupil has an account here; offices enter what families say by telephone"
    known = f"{found.reached} of {found.accounts} pupils' accounts have a chat with the bot"
    return known if found.reached else f"{known}; if one can't find the app, {_WHERE}; {_OLD}"

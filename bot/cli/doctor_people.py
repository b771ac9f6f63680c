"""What `renkei doctor` says of people: when the directory was read, and who leads incidents."""

import logging
from datetime import timedelta

from bot.cli.findings import Fails
from bot.settings import Settings

_LATE = timedelta(days=7)  # by then Graph may have forgotten since when changes are asked for


async def directory(settings: Settings) -> str:
    """When the directory was last read, and how the next reading begins; asks nothing now.

    Raises Fails where it was read before and isn't any more, or groups couldn't be read.
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
        raise Fails(line, remedy)
    when = f"read at {found.ended_at.astimezone(zone):%Y-%m-%d %H:%M}"
    if now - found.ended_at > _LATE:
        raise Fails(f"{when}, not since", "read it with: renkei people sync")
    following = "changes alone" if found.knows_changes else "everybody"
    return f"{when}; the next reading asks for {following}"


async def officers(settings: Settings) -> str:
    """How many information-security officers there are today.

    Raises Fails where there is none, or all of them are away and nobody stands in: an
    incident's days run all the same.
    """
    from bot.cli.opening import opened
    from bot.people import store
    from bot.people.model import Role
    from bot.records.telling import incident_whom

    with opened(settings, least=logging.CRITICAL) as house:
        today = house.today
        found = house.read(lambda tx: store.with_role(tx, Role.SECURITY_OFFICER, today))
        led = house.read(lambda tx: incident_whom.is_led(tx, today))
    if not found:
        line = "nobody has the role security_officer, so nobody leads an incident"
        raise Fails(line, "give it to a post in the people file")
    if not led:
        line = "whoever has the role security_officer is away, and nobody stands in"
        raise Fails(line, "name a deputy, with 「不在」 in Teams or in the people file")
    return f"{len(found)} with the role security_officer"

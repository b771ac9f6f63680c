"""What `renkei doctor` says of notices to many: the app in the catalogue, what was refused."""

import logging

from bot.cli.findings import Fails, Warn
from bot.settings import Settings


async def catalogue(settings: Settings) -> str | Warn:
    """Whether the app can be found, for whom it has to be installed first; asks, changes nothing.

    The word for it where all is well. Raises Fails where it isn't there.
    """
    from bot.cli.doctor_graph import asked
    from graph.errors import Missing, NotConsented

    if settings.teams_app_id:
        return "RENKEI_TEAMS_APP_ID names it"
    try:
        async with asked(settings) as graph:
            await graph.app()
    except NotConsented as refused:
        return Warn(
            f"not looked up without {refused.permission}",
            "grant it, or set RENKEI_TEAMS_APP_ID, before a notice goes to people who don't have "
            "the app",
        )
    except Missing:
        line = f"no app with the manifest id {settings.app_id} is in the organisation's catalogue"
        remedy = "upload the app's package in the Teams admin centre, or set RENKEI_TEAMS_APP_ID"
        raise Fails(line, remedy) from None
    return ""


async def refused(settings: Settings) -> str:
    """What notices were refused when they last asked; nothing is asked now.

    Raises Fails with what to grant, or with what holds up first contacts.
    """
    from bot.cli.opening import opened
    from bot.errands import rows
    from bot.notices import contact

    with opened(settings, least=logging.CRITICAL) as house:
        permissions = house.read(rows.not_consented)
        held_up = house.read(contact.held_up)
    if permissions:
        names = ", ".join(permissions)
        raise Fails("Graph refuses for want of consent", f"grant the application {names}")
    if held_up:
        line = f"nobody can be contacted for the first time ({held_up})"
        raise Fails(line, "see docs/how-to/what-to-do-when.md")
    return ""

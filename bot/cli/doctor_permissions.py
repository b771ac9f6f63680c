"""What `renkei doctor` says of permissions: each that the table names, held against the token."""

from collections.abc import Sequence
from functools import partial

from bot.cli.findings import Finding, Level, looked_at
from bot.settings import Settings

SCOPE = "https://graph.microsoft.com/.default"
NEEDED = "User.Read.All"  # without it nobody's account is found
# What stands still without each; the rest goes on.
WITHOUT = {
    NEEDED: "people are not found in the directory",
    "GroupMember.ReadBasic.All": "groups give no roles, and no notice goes to a group",
    "AppCatalog.Read.All": "the app's id is not found: set RENKEI_TEAMS_APP_ID instead",
    "TeamsAppInstallation.ReadWriteSelfForUser.All": "nobody who lacks the app is contacted",
    "Calendars.ReadBasic": "no free times are found for meetings",
    "Calendars.ReadWrite": "no meeting and no training is booked",
    "OnlineMeetings.Read.All": "attendance at online sessions is not read",
    "OnlineMeetingArtifact.Read.All": "attendance at online sessions is not read",
    "EduRoster.Read.All": "class rosters come from files alone",
}
# Exchange's role for applications grants them for some mailboxes alone, and no token says so.
SCOPED = frozenset({"Calendars.ReadBasic", "Calendars.ReadWrite"})


async def granted(settings: Settings) -> Sequence[Finding]:
    """A line for each permission; those that come with the app are named, no token shows them.

    A tenant that gives no token has a line of its own and hides none of the others.
    """
    from bot.package import permissions

    found: list[Finding] = []
    for tenant in settings.tended:
        where = f" ({tenant})" if len(settings.tended) > 1 else ""
        look = partial(_of_tenant, tenant=tenant, where=where)
        found += await looked_at(f"permissions{where}", look, settings)
    return (*found, *map(_with_the_app, permissions.resource()))


async def _of_tenant(settings: Settings, *, tenant: str, where: str) -> Sequence[Finding]:
    from bot.package import permissions

    roles = await _roles(settings, tenant)
    return [_finding(name, roles, where) for name in permissions.application()]


async def _roles(settings: Settings, tenant: str) -> frozenset[str] | None:
    """What the token for Graph grants; None where it is a fixed one, which says nothing."""
    import jwt

    from bot.delivery.credentials import open_credential

    async with open_credential(settings, tenant="" if tenant == settings.home else tenant) as one:
        token = (await one.get_token(SCOPE)).token
    try:
        # Only read, for what it says of us: Graph is who checks it.
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return None
    roles = claims.get("roles") or ()
    return frozenset(map(str, roles)) if isinstance(roles, list) else frozenset()


def _finding(name: str, roles: frozenset[str] | None, where: str) -> Finding:
    what = f"permission {name}{where}"
    if roles is None:
        return Finding(what=what, level=Level.OK, known="not told by a fixed token")
    if name in roles:
        return Finding(what=what, level=Level.OK)
    todo = "grant it to the application, or do without"
    if name in SCOPED:
        todo += "; Exchange's role for applications, which a token doesn't show, will do as well"
    level = Level.FAIL if name == NEEDED else Level.WARN
    return Finding(what=what, level=level, known=f"not granted, so {WITHOUT[name]}", todo=todo)


def _with_the_app(name: str) -> Finding:
    line = "asked for in the app's package; consented to where the app is added"
    return Finding(what=f"permission {name}", level=Level.OK, known=line)

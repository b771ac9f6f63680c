"""What `renkei doctor` says of keys: where they are, what they sealed, and what isn't encrypted."""

import logging
import os
import stat
from collections import Counter
from pathlib import Path

from bot.cli.findings import Fails
from bot.errors import Misconfigured
from bot.settings import Settings

_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_DISK = "encrypt the disk (LUKS, BitLocker, the cloud's own)"
# Words about people that stand in clear, because rows are found and joined by them.
IN_CLEAR = (
    "mail addresses and account ids",
    "departments, posts and grades of staff",
    "pupils' numbers, classes and days",
    "titles of agreements, meetings, courses and notices",
    "texts of agreements and courses, and what staff say why",
)


def is_there(settings: Settings) -> bool:
    """Whether there is an envelope key: to open a database without one would make it."""
    from bot.storage.crypto.choosing import key_file

    try:
        return bool(settings.key_vault_key) or _mode(key_file(settings)) is not None
    except (Misconfigured, OSError):  # `file` says so
        return False


def _mode(own: Path) -> int | None:
    """Who may read a key file; None where there is none. Raises OSError where this user may not."""
    try:
        with own.open("rb") as read:
            return os.fstat(read.fileno()).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


async def file(settings: Settings) -> str:
    """Where the envelope key is, and who may read it.

    Raises Fails where others may read it or there is none, OSError where this user may not.
    """
    return _place(settings)


def _place(settings: Settings) -> str:
    from bot.storage.crypto.choosing import SQLITE, key_file

    if settings.key_vault_key:
        return "in Azure Key Vault; it never leaves it"
    own = key_file(settings)
    if (mode := _mode(own)) is None:
        raise _missing(settings, own.name)
    if mode & _BY_OTHERS:
        raise Fails(f"RENKEI_KEY_FILE: others may read {own.name}", f"chmod 600 {own.name}")
    database = settings.database_url
    if database.startswith(SQLITE):
        folder = Path(database.removeprefix(SQLITE)).resolve().parent
        if own.resolve().parent == folder:
            line = "beside the database: who copies the folder has both"
            return f"{line}; name another place in RENKEI_KEY_FILE, and {_DISK}"
    return f"readable for this user alone; {_DISK}"


def _missing(settings: Settings, name: str) -> Fails:
    """What to do where the key isn't there: put it back, or make it where nothing needs it yet."""
    from bot.storage.store import wraps_nothing

    if not wraps_nothing(settings):
        line = f"RENKEI_KEY_FILE: {name} is missing, and nothing here can be read without it"
        return Fails(line, "put back the copy that you keep of it")
    line = (
        f"RENKEI_KEY_FILE: there is no {name}, and nothing is sealed yet, so nobody is registered"
    )
    return Fails(line, "make it with renkei migrate, keep a copy of it, then run this again")


async def sealed(settings: Settings) -> str:
    """Which data key has sealed how much. Raises Fails where a rotation was broken off."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot.cli.keys import counted
    from bot.cli.opening import opened
    from bot.storage.crypto import turning
    from bot.storage.rotation import held

    with opened(settings, least=logging.CRITICAL) as house:
        engine = house.storage.engine.engine
        open_ = [
            tenant
            for tenant in turning.tenants(engine)
            if house.storage.read_now(tenant, turning.unfinished) is not None
        ]
        found = held(house.storage)
    if open_:
        raise Fails("a rotation isn't at its end", "go on with it: renkei keys rotate")
    now = sum(sum(one.sealed.values()) for one in found if one.seals)
    old = Counter({one.number: sum(one.sealed.values()) for one in found if not one.seals})
    tenants = counted(len({one.tenant for one in found}), "tenant")
    line = f"{counted(now, 'value')} by the newest keys of {tenants}"
    left = sum(old.values())
    return f"{line}; {left} by older ones: renkei keys rotate" if left else line


async def clear(settings: Settings) -> str:
    """What isn't encrypted by field. Raises Fails where names are left in clear."""
    from bot import slices
    from bot.cli.opening import opened

    with opened(settings, least=logging.CRITICAL) as house:
        names = sum(
            house.storage.read_now(tenant, slices.clear_names)
            for tenant in slices.tenants_with_names(house.storage.engine.engine)
        )
    if names:
        raise Fails(f"{names} names are in clear", "seal them with: renkei keys rotate")
    return f"in clear are {', '.join(IN_CLEAR)}; {_DISK}"

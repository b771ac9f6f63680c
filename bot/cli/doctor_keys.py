"""What `renkei doctor` says of keys: where they are, what they sealed, and what isn't encrypted."""

import logging
import stat
from collections import Counter
from pathlib import Path

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


async def file(settings: Settings) -> str:
    """Where the envelope key is, and who may read it. Raises Misconfigured."""
    return _place(settings)


def _place(settings: Settings) -> str:
    from bot.storage.crypto.choosing import SQLITE, key_file

    if settings.key_vault_key:
        return "in Azure Key Vault; it never leaves it"
    own = key_file(settings)
    if not own.exists():
        raise Misconfigured(f"RENKEI_KEY_FILE: {own.name} is missing; put it back from your backup")
    if own.stat().st_mode & _BY_OTHERS:
        raise Misconfigured(f"RENKEI_KEY_FILE: others may read {own.name}; chmod 600 {own.name}")
    database = settings.database_url
    if database.startswith(SQLITE):
        folder = Path(database.removeprefix(SQLITE)).resolve().parent
        if own.resolve().parent == folder:
            line = "beside the database: who copies the folder has both"
            return f"{line}; name another place in RENKEI_KEY_FILE, and {_DISK}"
    return f"readable for this user alone; {_DISK}"


async def sealed(settings: Settings) -> str:
    """Which data key has sealed how much. Raises Misconfigured where a rotation was broken off."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
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
        raise Misconfigured("a rotation isn't at its end; go on with it: renkei keys rotate")
    now = sum(sum(one.sealed.values()) for one in found if one.seals)
    old = Counter({one.number: sum(one.sealed.values()) for one in found if not one.seals})
    line = f"{now} values by the newest keys of {len({one.tenant for one in found})} tenants"
    left = sum(old.values())
    return f"{line}; {left} by older ones: renkei keys rotate" if left else line


async def clear(settings: Settings) -> str:
    """What isn't encrypted by field. Raises Misconfigured where names are left in clear."""
    from bot import slices
    from bot.cli.opening import opened

    with opened(settings, least=logging.CRITICAL) as house:
        names = sum(
            house.storage.read_now(tenant, slices.clear_names)
            for tenant in slices.tenants_with_names(house.storage.engine.engine)
        )
    if names:
        raise Misconfigured(f"{names} names are in clear; seal them with: renkei keys rotate")
    return f"in clear are {', '.join(IN_CLEAR)}; {_DISK}"

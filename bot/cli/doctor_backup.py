"""What `renkei doctor` says of backups: how old the last one is, and the last one tried out."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cli.findings import Fails, Warn, is_new
from bot.settings import Settings

_LATE = timedelta(days=8)  # what a weekly backup may be late by a day
_UNTRIED = timedelta(days=100)  # 保管状況及びデータ内容の正確性: looked at every quarter
_MAKE, _TRY = "renkei backup FILE", "renkei restore FILE --check"


async def backups(settings: Settings) -> str | Warn:
    """When the last backup was made, and when one was last restored in a scratch place.

    Raises Fails where that was never, or too long ago, or where the last check failed; on
    the first day only a warning says that it was never.
    """
    from bot.cli.opening import opened
    from bot.storage.backup import register

    with opened(settings, least=logging.CRITICAL) as house:
        newest, check = house.read(lambda tx: (register.newest(tx), register.last_check(tx)))
        now, zone, new = house.now, house.zone, is_new(house)
    made_at = None if newest is None else newest.made_at
    if new and (made_at is None or check is None):
        what = f"make one: {_MAKE}, and try it out" if made_at is None else "try it out"
        return Warn("this is the first day", f"{what}: {_TRY}")
    made = _fresh("the last backup", made_at, now, _LATE, f"make one: {_MAKE}", zone)
    if check is not None and not check.whole:
        line = f"the backup tried out at {_shown(check.checked_at, zone)} was not whole"
        raise Fails(line, f"make another one and try it out: {_TRY}")
    checked_at = None if check is None else check.checked_at
    tried = _fresh("one was tried out", checked_at, now, _UNTRIED, f"try one: {_TRY}", zone)
    return f"{made}; {tried}"


def _fresh(
    what: str, at: datetime | None, now: datetime, most: timedelta, remedy: str, zone: ZoneInfo
) -> str:
    if at is None:
        raise Fails(f"{what}: never", remedy)
    line = f"{what}: {_shown(at, zone)}"
    if now - at > most:
        raise Fails(f"{line}, not since", remedy)
    return line


def _shown(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

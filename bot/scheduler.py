"""APScheduler rings; jobs run. It only says when: what is due is decided by each job itself."""

import asyncio
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot import metrics
from bot.errors import BotError

log = structlog.get_logger()

# The library's own default drops a job that is a second late, without a word.
_GRACE_SECONDS = 6 * 60 * 60
Ring = Callable[[], Awaitable[None]]


class Scheduler:
    """Rings `tick` every minute and `forget` every hour, on the event loop that starts it.

    Any number of processes may ring: jobs insert rows that exist already without effect.
    """

    def __init__(self, zone: ZoneInfo, *, tick: Ring, forget: Ring) -> None:
        self._zone = zone
        self._rings = {"tick": tick, "forget": forget}
        self._scheduler = AsyncIOScheduler(timezone=zone)

    def start(self) -> None:
        """Begin to ring; must be called on the running loop."""
        self._add("tick", CronTrigger(minute="*", second=0, timezone=self._zone))
        self._add("forget", CronTrigger(minute=17, timezone=self._zone))
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more; a job that runs is finished by its own loop."""
        self._scheduler.shutdown(wait=False)

    def _add(self, name: str, trigger: CronTrigger) -> None:
        self._scheduler.add_job(
            self._guarded,
            trigger,
            args=[name],
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=_GRACE_SECONDS,
        )

    async def _guarded(self, name: str) -> None:
        """A job that fails rings again at its next time; the operator reads why."""
        try:
            with metrics.ringing(name):
                await self._rings[name]()
        except asyncio.CancelledError:
            raise
        except BotError as error:
            log.warning("job failed", job=name, reason=str(error))
        except Exception as error:  # one of the three places where errors end
            log.error("job broke", job=name, exc_info=error)

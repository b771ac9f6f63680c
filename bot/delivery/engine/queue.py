"""Procrastinate: one job "pump tenant T" at most waits, and one at most runs, for each tenant."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import psycopg
import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.connector import Notify
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker
from psycopg import sql

from bot.delivery.engine.schema import SCHEMA
from bot.delivery.tempo import Tempo
from bot.logs import trace

log = structlog.get_logger()
T = TypeVar("T")
_QUEUE = "delivery"
_TASK = "pump"
_CHANNEL = "renkei_delivery"
_POOL: dict[str, Any] = {
    "min_size": 1,
    "max_size": 4,
    "timeout": 3.0,  # a caller waits so long for a connection while the database is away
    "reconnect_timeout": 2.0,  # then the next caller tries at once, without a longer pause
    "kwargs": {"connect_timeout": 5, "tcp_user_timeout": 10_000},
}
Pump = Callable[[int, str], Awaitable[None]]


class Queue:
    """The jobs of all processes, and this process's worker among theirs.

    `pump(job, tenant)` is what a job does; `woken(tenant)` hears of other processes' commits.
    """

    def __init__(
        self, url: str, *, tempo: Tempo, pump: Pump, woken: Callable[[str], object]
    ) -> None:
        self._tempo = tempo
        self._connector = _Patient(url, pause=tempo.trouble, woken=woken)
        self._app = App(connector=self._connector)
        self._jobs = self._app.job_manager
        self._worker: Worker | None = None
        self._running: set[int] = set()
        self._astray: set[int] = set()

        @self._app.task(name=_TASK, queue=_QUEUE, pass_context=True)
        async def run(context: JobContext, tenant: str) -> None:
            job = context.job.id or 0
            self._running.add(job)
            try:
                await pump(job, tenant)
            finally:
                self._running.discard(job)

    async def open(self) -> None:
        await self._app.open_async()

    async def close(self) -> None:
        await self._app.close_async()

    async def work(self) -> None:
        """Run this process's worker until `leave`; one that breaks is followed by another."""
        while not self._connector.leaving:
            self._worker = self._new_worker()
            try:
                await self._worker.run()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001 - without a worker nothing is sent here
                log.warning("delivery.worker_broke", **trace(error))
            if not self._connector.leaving:
                await asyncio.sleep(self._tempo.trouble)

    def leave(self) -> None:
        """Take no more jobs; `work` ends when those that run have ended."""
        self._connector.leaving = True
        self.renew()

    def renew(self) -> None:
        """End this worker; unless we leave, a new one follows."""
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]

    async def ask(self, tenants: Iterable[str]) -> None:
        """Have these tenants pumped; where one runs already it is told that there is more."""
        await self._connector.execute_query_async(_TELL, channel=_CHANNEL, tenants=list(tenants))
        for tenant in tenants:
            job = self._app.configure_task(_TASK, queue=_QUEUE, lock=tenant, queueing_lock=tenant)
            try:
                await job.defer_async(tenant=tenant)
            except AlreadyEnqueued:
                continue

    async def waiting(self) -> int:
        """How many tenants wait for a worker: asked for, and pumped by nobody."""
        row = await self._connector.execute_query_one_async(_WAITING, queue=_QUEUE)
        return int(row["waiting"])

    @property
    def free(self) -> int:
        """How many more pumps this worker could run."""
        return self._tempo.pumps - len(self._running)

    async def is_known(self) -> bool:
        """Say that this worker lives; False where others have declared it dead."""
        if self._worker is None or self._worker.worker_id is None:
            return True
        number = self._worker.worker_id
        await self._jobs.update_heartbeat(number)
        row = await self._connector.execute_query_one_async(_KNOWN, worker=number)
        return bool(row["known"])

    async def abandoned(self) -> list[Job]:
        """The jobs of dead workers, and of this one that it doesn't run.

        A job is taken from us where the database's answer to its fetching was lost: it would hold
        its tenant's lock as long as we live.
        """
        dead = await self._jobs.get_stalled_jobs(
            queue=_QUEUE, seconds_since_heartbeat=self._tempo.dead
        )
        return [*dead, *await self._lost()]

    async def _lost(self) -> list[Job]:
        if self._worker is None or self._worker.worker_id is None:
            return []
        ours = await self._jobs.list_jobs_async(
            queue=_QUEUE, status=Status.DOING.value, worker_id=self._worker.worker_id
        )
        astray = [job for job in ours if job.id not in self._running]
        before, self._astray = self._astray, {job.id for job in astray if job.id is not None}
        return [job for job in astray if job.id in before]  # twice in a row: not just begun

    async def bury(self, jobs: Iterable[Job]) -> None:
        """Finish jobs as failed and delete them: trying one again would stop its tenant, where
        another waits already. Then forget the dead workers."""
        for job in jobs:
            await self._jobs.finish_job(job, Status.FAILED, delete_job=True)
        await self._jobs.prune_stalled_workers(self._tempo.dead)

    def _new_worker(self) -> Worker:
        return Worker(
            self._app,
            queues=[_QUEUE],
            concurrency=self._tempo.pumps,
            fetch_job_polling_interval=self._tempo.fetch,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=self._tempo.heartbeat,
            stalled_worker_timeout=self._tempo.dead,
        )


_TELL = "SELECT pg_notify(%(channel)s, tenant) FROM unnest(%(tenants)s::text[]) AS tenant"
_KNOWN = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE id = %(worker)s) AS known"
_WAITING = """
SELECT count(*) AS waiting FROM procrastinate_jobs AS job
WHERE job.queue_name = %(queue)s AND job.status = 'todo' AND NOT EXISTS (
    SELECT FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'doing'
)
"""


class _Patient(PsycopgConnector):
    """Waits while the database is away, as the library's worker would break or lose its heartbeat;
    names mean our schema, and other processes' commits are heard beside its own notifications."""

    def __init__(self, url: str, *, pause: float, woken: Callable[[str], object]) -> None:
        super().__init__(conninfo=url, configure=_configure, **_POOL)
        self.leaving = False
        self._pause = pause
        self._woken = woken

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        ask = super().execute_query_async
        try:
            await self._patiently(lambda: ask(query, **arguments))
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise
            # The job to be finished was finished: before our answer was lost, or by others.
            log.info("delivery.job_gone")

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        ask = super().execute_query_one_async
        return await self._patiently(lambda: ask(query, **arguments))

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        async def heard(*, channel: str, payload: str) -> None:
            if channel == _CHANNEL:
                self._woken(payload)
            else:
                await on_notification(channel=channel, payload=payload)

        listen = super().listen_notify
        await self._patiently(lambda: listen(heard, [*channels, _CHANNEL]))

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await ask()
            except ConnectorException as error:
                away = isinstance(error.__cause__, psycopg.OperationalError)
                if self.leaving or not away:
                    raise
                log.warning("delivery.database_away")
            await asyncio.sleep(self._pause)


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    await connection.set_autocommit(True)
    await connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(SCHEMA)))

"""Threads that tenants share: whoever waits for its own locks leaves places for the others."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A piece of work and who waits for it."""

    work: Callable[[], Any]
    future: Future[Any]


class Shares:
    """So many threads, of which one tenant's work never takes more than `of_one`."""

    def __init__(self, threads: int, *, of_one: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._of_one = of_one
        self._changed = threading.Condition()
        self._busy: defaultdict[str, int] = defaultdict(int)
        self._waiting: dict[str, deque[_Given]] = {}

    def submit(self, tenant: str, work: Callable[[], Any]) -> Future[Any]:
        """Have `work` done as soon as this tenant and the pool have a place for it."""
        given = _Given(work=work, future=Future())
        with self._changed:
            if self._busy[tenant] >= self._of_one:
                self._waiting.setdefault(tenant, deque()).append(given)
            else:
                self._threads.submit(self._work_off, tenant, given)
                self._busy[tenant] += 1
        return given.future

    def close(self) -> None:
        """Finish what was given, then end the threads."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
        self._threads.shutdown()

    def _work_off(self, tenant: str, given: _Given) -> None:
        _do(given)
        with self._changed:
            if waiting := self._waiting.get(tenant):
                # Behind what others gave meanwhile.
                self._threads.submit(self._work_off, tenant, waiting.popleft())
                return
            self._waiting.pop(tenant, None)
            self._busy[tenant] -= 1
            if not self._busy[tenant]:
                del self._busy[tenant]
            self._changed.notify_all()


def _do(given: _Given) -> None:
    if not given.future.set_running_or_notify_cancel():
        return
    try:
        result = given.work()
    except BaseException as error:  # noqa: BLE001 - whoever waits for the future gets it
        given.future.set_exception(error)
    else:
        given.future.set_result(result)

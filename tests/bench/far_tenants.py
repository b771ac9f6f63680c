"""Practice tenants in a process of their own: where the posts of a delivery benchmark arrive."""

import asyncio
import multiprocessing
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from tests.bot.delivery.rig import APP, TOKEN, member

SECRET = "any"
_COPY = re.compile(rb'"delivery": ?([0-9]+)')


@dataclass(frozen=True, slots=True)
class Arrival:
    """One POST (or edit) by Microsoft's own record; `delivery` 0 where content isn't kept."""

    at: float  # monotonic, which all processes of a machine share
    status: int
    delivery: int
    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """How many tenants of how many members, and what is kept of what they receive.

    `edits`: what replaces a card that stands counts as an arrival too.
    """

    tenants: Sequence[str]
    members: int
    limits: Limits
    history: int | None = None
    keep_content: bool = True
    edits: bool = False


def spec_of(tenant: str, members: int) -> TenantSpec:
    """A tenant of that many people."""
    people = tuple(member(number, tenant) for number in range(members))
    return TenantSpec(tenant_id=tenant, name="試験", app_id=APP, people=people)


class FarTenants:
    """The other end, asked over a pipe."""

    def __init__(self, pipe: Connection, urls: dict[str, str]) -> None:
        self._pipe = pipe
        self.urls = urls  # service addresses

    def arrivals(self, tenant: str) -> list[Arrival]:
        """Every POST so far, in order."""
        self._pipe.send(("arrivals", tenant))
        return [Arrival(*one) for one in self._pipe.recv()]

    def fault(self, tenant: str, **given: Any) -> None:
        """Order trouble there."""
        self._pipe.send(("fault", tenant, given))
        self._pipe.recv()

    def end(self) -> None:
        self._pipe.send(("end",))


@contextmanager
def far_tenants(far: Far) -> Iterator[FarTenants]:
    """The process for as long as it is needed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, far))
    process.start()
    try:
        found = FarTenants(ours, ours.recv())
        yield found
        found.end()
    finally:
        process.join(5)
        if process.is_alive():
            process.kill()


def _serve(pipe: Connection, far: Far) -> None:
    asyncio.run(_serving(pipe, far))


async def _serving(pipe: Connection, far: Far) -> None:
    emulators = {tenant: await _started(tenant, far) for tenant in far.tenants}
    pipe.send({tenant: one.service_url for tenant, one in emulators.items()})
    while (asked := await asyncio.to_thread(pipe.recv))[0] != "end":
        what, tenant, *given = asked
        if what == "fault":
            emulators[tenant].faults.add(**given[0])
            pipe.send(None)
        else:
            calls = emulators[tenant].history
            pipe.send([_arrival(call, far) for call in calls if _arrived(call, far)])
    for one in emulators.values():
        await one.stop()


async def _started(tenant: str, far: Far) -> Emulator:
    spec = spec_of(tenant, far.members)
    emulator = Emulator(spec, limits=far.limits, history=far.history, keep_content=far.keep_content)
    emulator.login.accept(TOKEN, audience=BOT_FRAMEWORK)
    emulator.login.client_secret = SECRET
    await emulator.start()
    for person in spec.people:
        await emulator.install(person, conversation=False)
    return emulator


def _arrived(call: Any, far: Far) -> bool:
    return bool(call.method == "POST" or (far.edits and call.method == "PUT"))


def _arrival(call: Any, far: Far) -> tuple[float, int, int, str]:
    delivery = _delivery(call.raw) if far.keep_content else 0
    return call.monotonic, call.status or 0, delivery, call.conversation or ""


def _delivery(raw: bytes) -> int:
    """The copy that a card says it is, wherever its first button stands; 0 where it has none."""
    found = _COPY.search(raw)
    return int(found[1]) if found else 0

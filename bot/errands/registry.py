"""Which function runs an errand of a kind, and what follows from its outcome."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar, get_origin, get_type_hints

import orjson

from bot import trail
from bot.errands.model import Asks, Outcome

Run = Callable[[Any, Any], Awaitable[Outcome]]
Look = Callable[[Any, Any], Awaitable[Outcome | None]]
Ready = Callable[[Any], Awaitable[None]]
Apply = Callable[[Any, Any, Any], None]
AnyRun = TypeVar("AnyRun", bound=Run)
AnyApply = TypeVar("AnyApply", bound=Apply)


@dataclass(slots=True)
class Kind:
    """All that is known of one kind of errand; `job` is the frozen class of its payload."""

    name: str
    run: Run
    job: Any
    asks: Asks = Asks.GRAPH
    each_second: float | None = None
    ready: Ready | None = None
    uncertain: Look | None = None
    apply: Apply | None = None


class Registry:
    """One slice's errands; main joins them into one."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}

    def on(
        self,
        kind: str,
        *,
        asks: Asks = Asks.GRAPH,
        each_second: float | None = None,
        ready: Ready | None = None,
        uncertain: Look | None = None,
    ) -> Callable[[AnyRun], AnyRun]:
        """Register `async def run(neighbour, job) -> Done | Later | Never | Unknown`.

        It runs outside any transaction; `neighbour` is the tenant's Graph or Teams, as it `asks`.
        `each_second`: no more than so many begin in a tenant, in all processes together;
        `ready(neighbour)` does before that what only the first one needs, and takes long.
        `uncertain(neighbour, job)` is asked first after an attempt whose end nobody knows: it
        reads back whether it happened, None if it didn't; without it the errand must be harmless
        to repeat. The class of `job` is read from its annotation.
        """

        def register(run: AnyRun) -> AnyRun:
            if kind in self.kinds:
                raise ValueError(f"{kind} has two errands")
            self.kinds[kind] = Kind(
                name=kind,
                run=run,
                job=_job_of(run),
                asks=asks,
                each_second=each_second,
                ready=ready,
                uncertain=uncertain,
            )
            return run

        return register

    def apply(self, run: Run) -> Callable[[AnyApply], AnyApply]:
        """Register `def apply(tick, job, outcome)`: what follows, inside one transaction.

        `outcome` is the value of Done, or the Never or Unknown with which it was given up.
        """
        kind = next(kind for kind in self.kinds.values() if kind.run is run)

        def register(follow: AnyApply) -> AnyApply:
            if kind.apply is not None:
                raise ValueError(f"{kind.name} is applied twice")
            kind.apply = follow
            return follow

        return register

    def include(self, others: Iterable["Registry"]) -> "Registry":
        """This registry with the errands of others."""
        for other in others:
            if twice := self.kinds.keys() & other.kinds.keys():
                raise ValueError(f"{min(twice)} has two errands")
            self.kinds |= other.kinds
        return self


TRAIL = "@trail"  # no field of a job is called so: `read` looks past it


def written(job: Any) -> str:
    """A job as the text that is sealed into its row, with the trail that it follows from."""
    text = orjson.dumps(job).decode()
    if not (found := trail.current()):
        return text
    beside = f'"{TRAIL}":"{found}"'
    return f"{text[:-1]},{beside}}}" if text != "{}" else f"{{{beside}}}"


def trail_of(payload: dict[str, Any]) -> str:
    """The trail that `written` wrote beside the job, "" where it wrote none."""
    return trail.given(str(payload.get(TRAIL, "")))


def read(kind: Kind, payload: dict[str, Any]) -> Any:
    """The job that `written` wrote: days, instants and tuples are themselves again."""
    hints = get_type_hints(kind.job)
    return kind.job(
        **{one.name: _as(hints[one.name], payload[one.name]) for one in fields(kind.job)}
    )


def _as(wanted: Any, value: Any) -> Any:
    if value is None:
        return None
    if wanted is datetime or wanted == datetime | None:
        return datetime.fromisoformat(value)
    if wanted is date or wanted == date | None:
        return date.fromisoformat(value)
    return tuple(value) if get_origin(wanted) is tuple else value


def _job_of(run: Run) -> Any:
    hints = get_type_hints(run)
    hints.pop("return", None)
    return list(hints.values())[1]

"""What is counted for the operator: how much, how fast, with what outcome; never who."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.registry import Collector

from bot.errors import Misconfigured

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
_HOST = "127.0.0.1"
DEFAULT_PORT = 9464
log = structlog.get_logger()

_TURNS = Counter(
    "renkei_turns", "Activities heard.", ("room", "event", "status"), registry=REGISTRY
)
_TURN_SECONDS = Histogram(
    "renkei_turn_seconds",
    "From an activity to its answer.",
    ("room", "event"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
_NOTICES = Counter(
    "renkei_notices", "Notices that slices have handed over.", ("kind", "lane"), registry=REGISTRY
)
_DELIVERIES = Counter(
    "renkei_deliveries",
    "Attempts to post, edit or delete a copy.",
    ("lane", "outcome"),
    registry=REGISTRY,
)
_ERRANDS = Counter(
    "renkei_errands", "Attempts at an errand.", ("kind", "outcome"), registry=REGISTRY
)
_THROTTLES = Counter(
    "renkei_throttles",
    "Answers of Teams and Graph that ask to wait.",
    ("neighbour",),
    registry=REGISTRY,
)
_GRAPH_CALLS = Counter(
    "renkei_graph_calls",
    "Requests to Microsoft Graph.",
    ("call", "outcome"),
    registry=REGISTRY,
)
_GRAPH_SECONDS = Histogram(
    "renkei_graph_seconds",
    "From a request to Microsoft Graph to its answer.",
    ("call",),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
    registry=REGISTRY,
)
_RINGS = Counter(
    "renkei_rings", "What the clock has rung for.", ("ring", "outcome"), registry=REGISTRY
)
_RING_SECONDS = Histogram(
    "renkei_ring_seconds",
    "How long it took to do what the clock has rung for.",
    ("ring",),
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
_LAST_RING = Gauge(
    "renkei_last_ring_timestamp_seconds",
    "When that was last done without a failure (since 1970).",
    ("ring",),
    registry=REGISTRY,
)
_JOBS_FAILED = Counter(
    "renkei_jobs_failed", "Jobs and small steps that were undone.", ("work",), registry=REGISTRY
)
_LEFT_OUT = Counter(
    "renkei_tenants_left_out", "Tenants whose turn a ring had to leave out.", registry=REGISTRY
)
_RELEASE = Gauge("renkei_release", "The release that runs.", ("release",), registry=REGISTRY)
_RELEASE.labels(version("renkei")).set(1)


def heard(room: str, event: str, status: str, seconds: float) -> None:
    """An activity was heard. `room`: of the pressed verb (agreements …), else words or teams.

    `status`: answered, silent, refused or failed.
    """
    _turns(room, event, status).inc()
    _turn_seconds(room, event).observe(seconds)


@cache
def _turns(room: str, event: str, status: str) -> Counter:
    """Found once, as what follows: thousands a second are counted by so few names."""
    return _TURNS.labels(room, event, status)


@cache
def _turn_seconds(room: str, event: str) -> Histogram:
    return _TURN_SECONDS.labels(room, event)


def handed_over(kind: str, lane: str) -> None:
    """A new notice has been committed."""
    _NOTICES.labels(kind, lane).inc()


def by_kind() -> dict[str, float]:
    """How many notices of each kind this process has handed over since it began."""
    found: dict[str, float] = {}
    for family in _NOTICES.collect():
        for sample in family.samples:
            if sample.name.endswith("_total"):
                kind = sample.labels["kind"]
                found[kind] = found.get(kind, 0.0) + sample.value
    return found


def turned_away(room: str, event: str, status: str) -> None:
    """An activity was turned away unheard, too_often or crowded: it took no time, and would make
    the others look faster than they are."""
    _turns(room, event, status).inc()


def delivered(lane: str, outcome: object) -> None:
    """An attempt of delivery has ended in one of its outcomes (Sent, Later, Never, Unknown)."""
    _deliveries(lane, _word(outcome)).inc()


@cache
def _deliveries(lane: str, outcome: str) -> Counter:
    return _DELIVERIES.labels(lane, outcome)


def ran(kind: str, outcome: object) -> None:
    """An attempt at an errand has ended in one of its outcomes (Done, Later, Never, Unknown)."""
    _ERRANDS.labels(kind, _word(outcome)).inc()


def throttled(neighbour: str) -> None:
    """`neighbour` (teams or graph) asks to wait."""
    _THROTTLES.labels(neighbour).inc()


def asked_graph(call: str, outcome: str, seconds: float) -> None:
    """A request to Graph has ended. `call` is the method and the address without any id."""
    _GRAPH_CALLS.labels(call, outcome).inc()
    _GRAPH_SECONDS.labels(call).observe(seconds)


@contextmanager
def ringing(ring: str) -> Iterator[None]:
    """Do what the clock rings for (tick, forget) within this."""
    outcome = "failed"
    with _RING_SECONDS.labels(ring).time():
        try:
            yield
            outcome = "done"
        finally:
            _RINGS.labels(ring, outcome).inc()
    _LAST_RING.labels(ring).set_to_current_time()


def job_failed(job: str) -> None:
    """A slice's job, or one of its small steps, was undone; the others were done all the same."""
    _JOBS_FAILED.labels(job).inc()


def left_out() -> None:
    """A ring could not do its work for one tenant; the next one tries again."""
    _LEFT_OUT.inc()


def _word(outcome: object) -> str:
    return type(outcome).__name__.lower()


def _together(looks: tuple[Collector, ...]) -> CollectorRegistry:
    both = CollectorRegistry(support_collectors_without_names=True)
    for one in (REGISTRY, *looks):
        both.register(one)
    return both


@contextmanager
def exported(port: int, *looks: Collector) -> Iterator[None]:
    """Serve the figures on this port of loopback for so long; not at all on port 0.

    `looks` are read besides, each time somebody asks. Raises Misconfigured where the port is taken.
    A second bot on the machine that was given no port of its own does without: figures are no
    reason to miss a deadline.
    """
    if port == 0:
        yield
        return
    try:
        server, thread = start_http_server(port, addr=_HOST, registry=_together(looks))
    except OSError as error:
        if port == DEFAULT_PORT:
            log.warning("no figures: their port is taken", port=port)
            yield
            return
        reason = error.strerror or "can't be used"
        line = f"RENKEI_METRICS_PORT: {_HOST}:{port} can't be listened on ({reason})"
        raise Misconfigured(f"{line}; choose another port, or 0 for no figures") from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

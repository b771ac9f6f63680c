"""What is counted for the operator: how much, how fast, with what outcome; never who."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from bot.errors import Misconfigured

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
_HOST = "127.0.0.1"
DEFAULT_PORT = 9464
log = structlog.get_logger()

_TURNS = Counter("renkei_turns", "Activities heard.", ("event", "status"), registry=REGISTRY)
_TURN_SECONDS = Histogram(
    "renkei_turn_seconds",
    "From an activity to its answer.",
    ("event",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
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


def heard(event: str, status: str, seconds: float) -> None:
    """An activity was heard. `status`: answered, silent, refused or failed."""
    _TURNS.labels(event, status).inc()
    _TURN_SECONDS.labels(event).observe(seconds)


def turned_away(event: str, status: str) -> None:
    """An activity was turned away unheard, too_often or crowded: it took no time, and would make
    the others look faster than they are."""
    _TURNS.labels(event, status).inc()


def delivered(lane: str, outcome: object) -> None:
    """An attempt of delivery has ended in one of its outcomes (Sent, Later, Never, Unknown)."""
    _deliveries(lane, _word(outcome)).inc()


@cache
def _deliveries(lane: str, outcome: str) -> Counter:
    """Found once: thousands of copies a second are counted by so few names."""
    return _DELIVERIES.labels(lane, outcome)


def ran(kind: str, outcome: object) -> None:
    """An attempt at an errand has ended in one of its outcomes (Done, Later, Never, Unknown)."""
    _ERRANDS.labels(kind, _word(outcome)).inc()


def _word(outcome: object) -> str:
    return type(outcome).__name__.lower()


@contextmanager
def exported(port: int) -> Iterator[None]:
    """Serve the figures on this port of loopback for so long; not at all on port 0.

    Raises Misconfigured where the port is taken. A second bot on the machine that was given no
    port of its own does without: figures are no reason to miss a deadline.
    """
    if port == 0:
        yield
        return
    try:
        server, thread = start_http_server(port, addr=_HOST, registry=REGISTRY)
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

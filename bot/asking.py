"""What is asked of Graph is counted and timed, by the name of the request and how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot import metrics, tracing
from bot.clock import real_seconds
from graph.errors import GraphError, Throttled


@contextmanager
def watch(call: str) -> Iterator[None]:
    """What `graph.client.Client` is given to be watched by."""
    began, outcome = real_seconds(), "broke"
    try:
        with tracing.span(call, tracing.Side.ASKED):
            yield
        outcome = "ok"
    except GraphError as error:
        outcome = type(error).__name__.lower()
        if isinstance(error, Throttled):
            metrics.throttled("graph")
        raise
    finally:
        metrics.asked_graph(call, outcome, real_seconds() - began)

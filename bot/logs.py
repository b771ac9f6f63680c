"""What the operator reads: structured lines, JSON in production, never personal data."""

import logging
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot import trail

# Only these fields may be logged. Names, mails, free text and card data have no field here, so
# they can't slip in: what isn't listed is dropped and its name alone is kept.
FIELDS = frozenset(
    {
        *("event", "level", "timestamp", "tenant", "release", "error", "where", "dropped"),
        *("kind", "verb", "status", "reason", "count", "seconds", "attempt", "lane", "job"),
        *("path", "method", "port", "address", "folder", "file", "neighbour", "retry_at"),
        *("errand", "notice", "delivery", "engine", "owner", "agreement"),
        *("series", "duty", "letter", "secondment", "session"),
        *("permission", "rows", "outcome", "course", "enrolment", "post"),
        *("school", "class_id", "roll", "case", "place", "moment", "suspension"),
        *("incident", "inspection", "trail", "room"),
    }
)


def set_up(*, json: bool, least: int = logging.INFO) -> None:
    """Send structlog's and the libraries' lines from `least` up to standard error."""
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _with_trail,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _error_by_name,
        _only_known_fields,
    ]
    last = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(False)
    structlog.configure(
        processors=[*steps, last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        # Standard error as it is at each line: whoever runs us may have put another in its place.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _quiet_libraries()
    _quiet_python()


def _with_trail(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Which press (or tick, or errand) the line belongs to, unless it says so itself."""
    del logger, method
    if found := trail.id_of(trail.current()):
        line.setdefault("trail", found)
    return line


def _error_by_name(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """An exception is told by its class and where it was raised: its text may quote people."""
    del logger, method
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["where"] = _where(error)
    return line


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}.{code.co_name}:{trace.tb_lineno}"


def _only_known_fields(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    del logger, method
    unknown = sorted(set(line) - FIELDS)
    known = {key: value for key, value in line.items() if key in FIELDS}
    return {**known, "dropped": unknown} if unknown else known


class _Plain(logging.Handler):
    """A library's warning: its logger and place; its text may hold addresses and tokens."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        with suppress(OSError, ValueError):  # a log that can't be written mustn't end who writes it
            log.warning("library", kind=record.name, where=f"{record.module}:{record.lineno}")


def _quiet_libraries() -> None:
    root = logging.getLogger()
    root.handlers[:] = [_Plain()]
    root.setLevel(logging.WARNING)


def _quiet_python() -> None:
    """What Python itself would write of an error that nobody caught: its kind and place alone."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    logging.captureWarnings(True)


def _uncaught(
    kind: type[BaseException],
    error: BaseException | None,  # noqa: ARG001 - its text may quote people
    place: TracebackType | None,
) -> None:
    where = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(place)[-5:]]
    with suppress(OSError, ValueError):  # a log that can't be written mustn't end who writes it
        structlog.get_logger().error("uncaught", error=kind.__name__, where=where)


def trace(error: BaseException) -> dict[str, str]:
    """The kind of an error and the line it came from; its text may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}

"""Spans by OpenTelemetry, where its standard variables ask for them; else nothing is even loaded.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot import trail
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

_OTLP = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_HTTP = "http/protobuf"
_AZURE = "APPLICATIONINSIGHTS_CONNECTION_STRING"
_OFF: AbstractContextManager["Notes | None"] = nullcontext()
_tracer: "Tracer | None" = None


class Side(StrEnum):
    """What a span stands for towards others."""

    HEARD = "SERVER"
    ASKED = "CLIENT"
    OWN = "INTERNAL"


class Notes:
    """What is learned of a span only as it ends."""

    __slots__ = ("_span",)

    def __init__(self, span: "Span") -> None:
        self._span = span

    def add(self, **facts: str | int) -> None:
        """Facts without names of people: words and numbers of the program's own."""
        self._span.set_attributes({f"renkei.{name}": value for name, value in facts.items()})


def span(
    name: str, side: Side = Side.OWN, **facts: str | int
) -> AbstractContextManager["Notes | None"]:
    """A span on the trail that is followed here; what happens within is on its trail.

    None to note anything in where nobody asked for spans. An error is told by its class alone.
    """
    return _OFF if _tracer is None else _spanned(_tracer, name, side, facts)


@contextmanager
def _spanned(
    tracer: "Tracer", name: str, side: Side, facts: Mapping[str, str | int]
) -> Iterator[Notes]:
    from opentelemetry.trace import SpanKind, StatusCode

    begun = tracer.start_span(name, _around(), SpanKind[side.value])
    notes = Notes(begun)
    notes.add(**facts)
    try:
        with trail.followed(_trail_of(begun)):
            yield notes
    except BaseException as error:
        begun.set_status(StatusCode.ERROR, type(error).__name__)
        raise
    finally:
        begun.end()


def _around() -> "Context":
    """The span that is named by the trail; one that nobody recorded gives its trace's id alone."""
    from opentelemetry.context import Context
    from opentelemetry.trace import (
        NonRecordingSpan,
        SpanContext,
        TraceFlags,
        set_span_in_context,
    )

    _, trace, parent, flags = (trail.current() or "---").split("-")
    told = TraceFlags(int(flags or "0", 16))
    if not told.sampled:
        return Context()
    known = SpanContext(int(trace, 16), int(parent, 16), is_remote=True, trace_flags=told)
    return set_span_in_context(NonRecordingSpan(known), Context())


def _trail_of(begun: "Span") -> str:
    found = begun.get_span_context()
    return f"00-{found.trace_id:032x}-{found.span_id:016x}-{int(found.trace_flags):02x}"


@contextmanager
def exported(environ: Mapping[str, str] | None = None) -> Iterator[None]:
    """Send spans where the environment says, for so long; nothing happens where it says nothing.

    What waits is sent at the end. Raises Misconfigured for what can't be had.
    """
    global _tracer  # noqa: PLW0603 - one a process, as the log is
    exporters = _exporters(os.environ if environ is None else environ)
    if not exporters:
        yield
        return
    provider = _provider(exporters)
    _tracer = provider.get_tracer("renkei")
    try:
        yield
    finally:
        _tracer = None
        provider.shutdown()


def _exporters(environ: Mapping[str, str]) -> "list[SpanExporter]":
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return []
    default = "otlp" if any(environ.get(name) for name in _OTLP) else "none"
    names = environ.get("OTEL_TRACES_EXPORTER", "").split(",")
    wanted = {name.strip() for name in names if name.strip()} or {default}
    if unknown := wanted - {"otlp", "none"}:
        line = f"OTEL_TRACES_EXPORTER: {min(unknown)} is not to be had here"
        raise Misconfigured(f"{line}; write otlp or none")
    found = [_otlp(environ)] if "otlp" in wanted else []
    return [*found, _azure()] if environ.get(_AZURE) else found


def _otlp(environ: Mapping[str, str]) -> "SpanExporter":
    for name in _PROTOCOLS:
        if environ.get(name, _HTTP) != _HTTP:
            raise Misconfigured(f"{name}: only {_HTTP} is to be had here; write that, or nothing")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()


def _azure() -> "SpanExporter":
    # Its figures of itself would go to Microsoft's own account.
    os.environ.setdefault("APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL", "true")
    try:
        from azure.monitor.opentelemetry.exporter import AzureMonitorTraceExporter
    except ImportError:
        line = f"{_AZURE}: the exporter for Azure Monitor is not installed"
        raise Misconfigured(f"{line}; install renkei[azure], or remove the variable") from None
    exporter: SpanExporter = AzureMonitorTraceExporter()
    return exporter


def _provider(exporters: "list[SpanExporter]") -> "TracerProvider":
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # The standard's variables win over our own words.
    told = Resource({"service.name": "renkei"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(id_generator=_ids(), resource=Resource.get_empty().merge(told))
    for one in exporters:
        provider.add_span_processor(BatchSpanProcessor(one))
    return provider


def _ids() -> Any:
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class OnTrail(RandomIdGenerator):
        """A trace that begins here has the id that log lines show."""

        def generate_trace_id(self) -> int:
            known = trail.id_of(trail.current())
            return int(known, 16) if known else super().generate_trace_id()

    return OnTrail()

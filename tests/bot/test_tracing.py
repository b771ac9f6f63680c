"""Spans: nothing where nobody asked for them, and on the trail of the log where somebody did."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot import tracing, trail
from bot.errors import Misconfigured

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Collector:
    """Stands where an operator's collector stands: OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.services: set[str] = set()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip":
            import gzip

            body = gzip.decompress(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {one.key: one.value.string_value for one in resource.resource.attributes}
            self.services.add(told["service.name"])
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]
        return web.Response()

    def named(self, name: str) -> Span:
        (found,) = (one for one in self.spans if one.name == name)
        return found


@pytest.fixture
async def collector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    found = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", found.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
    yield found
    await runner.cleanup()


def work(steps: object) -> None:
    """Some spans, sent as the process ends."""
    with tracing.exported():
        steps()  # type: ignore[operator]


async def sent(steps: object) -> None:
    await asyncio.to_thread(work, steps)


def test_nothing_is_loaded_where_nobody_asked() -> None:
    code = (
        "import sys\n"
        "from bot import tracing\n"
        "with tracing.exported({}), tracing.span('turn', room='x') as notes:\n"
        "    assert notes is None\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
        {"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
    ],
)
def test_the_standards_variables_leave_it_off(environ: dict[str, str]) -> None:
    with tracing.exported(environ), tracing.span("turn") as notes:
        assert notes is None


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER: zipkin"),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "OTEL_EXPORTER_OTLP_PROTOCOL: only http/protobuf",
        ),
    ],
)
def test_what_is_not_to_be_had_is_one_line(environ: dict[str, str], line: str) -> None:
    with pytest.raises(Misconfigured, match=line), tracing.exported(environ):
        raise AssertionError("it can't begin")


def test_without_azures_exporter_the_line_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.monitor.opentelemetry.exporter", None)
    environ = {"APPLICATIONINSIGHTS_CONNECTION_STRING": "InstrumentationKey=0"}
    line = r"APPLICATIONINSIGHTS_CONNECTION_STRING: .*renkei\[azure\]"
    with pytest.raises(Misconfigured, match=line), tracing.exported(environ):
        raise AssertionError("it can't begin")


async def test_a_trace_that_begins_here_has_the_id_of_the_log(collector: Collector) -> None:
    ours = trail.of("t", "chat", "17")

    def steps() -> None:
        with trail.followed(ours):
            with tracing.span("turn", tracing.Side.HEARD, room="agreements") as notes:
                assert trail.id_of(trail.current()) == trail.id_of(ours)
                with tracing.span("GET /users/{id}", tracing.Side.ASKED):
                    pass
                assert notes is not None
                notes.add(status="answered")
            assert trail.current() == ours

    await sent(steps)
    turn, asked = collector.named("turn"), collector.named("GET /users/{id}")
    assert turn.trace_id.hex() == asked.trace_id.hex() == trail.id_of(ours)
    assert turn.parent_span_id == b""
    assert asked.parent_span_id == turn.span_id
    assert (turn.kind, asked.kind) == (Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CLIENT)
    told = {one.key: one.value.string_value for one in turn.attributes}
    assert told == {"renkei.room": "agreements", "renkei.status": "answered"}
    assert collector.services == {"renkei"}


async def test_a_trace_that_a_caller_began_goes_on(collector: Collector) -> None:
    def steps() -> None:
        with trail.followed(GIVEN), tracing.span("turn"):
            pass

    await sent(steps)
    turn = collector.named("turn")
    assert turn.trace_id.hex() == GIVEN[3:35]
    assert turn.parent_span_id.hex() == GIVEN[36:52]


async def test_an_error_is_told_by_its_class_and_not_by_its_text(collector: Collector) -> None:
    def steps() -> None:
        with pytest.raises(ValueError, match="秘密"), tracing.span("turn"):
            raise ValueError("秘密")

    await sent(steps)
    turn = collector.named("turn")
    assert (turn.status.code, turn.status.message) == (turn.status.STATUS_CODE_ERROR, "ValueError")
    assert not turn.events
    assert "秘密".encode() not in turn.SerializeToString()


async def test_the_operators_own_name_and_sampling_win(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "renkei-akatsuki")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")

    def steps() -> None:
        for number in range(40):
            with trail.followed(trail.of("t", str(number))), tracing.span("turn"):
                kept = trail.current()
                with tracing.span("copy"):
                    assert kept[-2:] == trail.current()[-2:]

    await sent(steps)
    assert collector.services == {"renkei-akatsuki"}
    turns = {one.trace_id for one in collector.spans if one.name == "turn"}
    copies = {one.trace_id for one in collector.spans if one.name == "copy"}
    assert turns == copies
    assert 5 < len(turns) < 35

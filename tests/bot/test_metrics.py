"""Figures for the operator: what is counted, and where it is told."""

import socket
import urllib.request
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import metrics
from bot.delivery.outcomes import Later, Sent
from bot.errands.model import Done
from bot.errors import Misconfigured
from bot.scheduler import Scheduler
from bot.settings import Settings, check
from bot.turns.heard import Conversation, Event, Heard
from cards.verbs import Verb


def figure(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_turns_deliveries_and_errands_are_counted_by_outcome() -> None:
    metrics.heard("agreements", "press", "answered", 0.02)
    metrics.delivered("reminder", Sent("1"))
    metrics.delivered("reminder", Later(2.0))
    metrics.ran("agreements.find_manager", Done(""))
    where = {"room": "agreements", "event": "press"}
    assert figure("renkei_turns_total", **where, status="answered") >= 1
    assert figure("renkei_turn_seconds_count", **where) >= 1
    assert figure("renkei_deliveries_total", lane="reminder", outcome="sent") >= 1
    assert figure("renkei_deliveries_total", lane="reminder", outcome="later") >= 1
    assert figure("renkei_errands_total", kind="agreements.find_manager", outcome="done") >= 1


def test_the_figures_are_served_on_loopback_for_as_long_as_wanted() -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/metrics"
    with metrics.exported(port), urllib.request.urlopen(address, timeout=5) as answer:
        assert b"renkei_turns_total" in answer.read()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=5)


def test_what_is_read_when_somebody_asks_is_served_beside_what_was_counted() -> None:
    port = free_port()
    with (
        metrics.exported(port, Asked()),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer,
    ):
        text = answer.read().decode()
    assert "renkei_asked 1.0" in text
    assert "renkei_turns_total" in text


class Asked(Collector):
    """Says how often it was asked."""

    times = 0

    def collect(self) -> Iterator[Metric]:
        self.times += 1
        yield GaugeMetricFamily("renkei_asked", "How often.", value=self.times)


def test_port_0_serves_nothing() -> None:
    with metrics.exported(0):
        pass


def test_a_taken_port_is_one_line_with_its_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = f"RENKEI_METRICS_PORT: 127.0.0.1:{port} .*or 0"
        with pytest.raises(Misconfigured, match=line), metrics.exported(port):
            raise AssertionError("the port is taken")


def test_a_bot_that_finds_the_default_port_taken_runs_without_figures(monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(metrics, "DEFAULT_PORT", taken.getsockname()[1])
        with metrics.exported(metrics.DEFAULT_PORT):
            pass


def test_a_ring_is_counted_timed_and_remembered_when_it_was_done() -> None:
    def times(outcome: str) -> float:
        return figure("renkei_rings_total", ring="test", outcome=outcome)

    with metrics.ringing("test"):
        pass
    done_at = figure("renkei_last_ring_timestamp_seconds", ring="test")
    assert done_at > 0
    with pytest.raises(ValueError, match="broken"), metrics.ringing("test"):
        raise ValueError("broken")
    assert (times("done"), times("failed")) == (1, 1)
    assert figure("renkei_ring_seconds_count", ring="test") == 2
    assert figure("renkei_last_ring_timestamp_seconds", ring="test") == done_at


async def test_the_clock_counts_its_rings_also_those_that_fail() -> None:
    async def fails() -> None:
        raise Misconfigured("no key")

    async def works() -> None:
        pass

    before = [figure("renkei_rings_total", ring=r, outcome=o) for r, o in RUNG]
    scheduler = Scheduler(ZoneInfo("Asia/Tokyo"), tick=fails, forget=works)
    await scheduler._guarded("tick")
    await scheduler._guarded("forget")
    after = [figure("renkei_rings_total", ring=r, outcome=o) for r, o in RUNG]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 0, 1]


RUNG = (("tick", "failed"), ("tick", "done"), ("forget", "done"))


@pytest.mark.parametrize(
    ("event", "verb", "room"),
    [
        (Event.PRESS, "agreements.confirm_renewal", "agreements"),
        (Event.REFRESH, "agreements.refresh", "agreements"),
        (Event.PRESS, "what.a.client.makes.up", "other"),
        (Event.MESSAGE, "", "words"),
        (Event.INSTALLED, "", "teams"),
    ],
)
def test_a_turn_is_counted_by_the_room_of_its_verb(event: Event, verb: str, room: str) -> None:
    if verb == "agreements.refresh":
        verb = next(name for name in Verb.known if name.startswith("agreements."))
    where = Conversation(id="c", kind="personal", service_url="https://smba.example/")
    heard = Heard(event=event, tenant="t", activity_id="1", conversation=where, verb=verb)
    assert heard.room == room


def test_no_label_can_hold_a_person() -> None:
    known = {
        *("room", "event", "status", "lane", "outcome", "kind", "le"),
        *("neighbour", "call", "ring", "work", "release"),
    }
    labels = {
        name
        for family in metrics.REGISTRY.collect()
        if family.name.startswith("renkei_")
        for sample in family.samples
        for name in sample.labels
    }
    assert labels <= known


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"metrics_port": 70000}, "RENKEI_METRICS_PORT"),
        ({"public_url": "http://renkei.city.example"}, "RENKEI_PUBLIC_URL"),
        ({"public_url": "javascript:alert(1)"}, "RENKEI_PUBLIC_URL"),
        ({"public_url": "https://["}, "RENKEI_PUBLIC_URL"),
    ],
)
def test_settings_that_are_not_safe_are_refused(given: dict, line: str) -> None:
    with pytest.raises(Misconfigured, match=line):
        check(Settings(**given))

"""Figures for the operator: what is counted, and where it is told."""

import socket
import urllib.request

import pytest

from bot import metrics
from bot.delivery.outcomes import Later, Sent
from bot.errands.model import Done
from bot.errors import Misconfigured
from bot.settings import Settings, check


def figure(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_turns_deliveries_and_errands_are_counted_by_outcome() -> None:
    metrics.heard("press", "answered", 0.02)
    metrics.delivered("reminder", Sent("1"))
    metrics.delivered("reminder", Later(2.0))
    metrics.ran("agreements.find_manager", Done(""))
    assert figure("renkei_turns_total", event="press", status="answered") >= 1
    assert figure("renkei_turn_seconds_count", event="press") >= 1
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


def test_no_label_can_hold_a_person() -> None:
    known = {"event", "status", "lane", "outcome", "kind", "le"}
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

"""Alarms, dashboard and their page name figures that there are; Prometheus takes them."""

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import Counter, Histogram
from prometheus_client.core import Metric
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.store import Storage
from bot.watching import Watching

ROOT = Path(__file__).parents[2]
RULES = ROOT / "infra/prometheus/renkei.rules.yml"
BOARD = ROOT / "infra/grafana/renkei.json"
PAGE = ROOT / "docs/reference/metrics.md"
WATCH = ROOT / "docs/how-to/watch.md"
_ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
_NAME = re.compile(r"\b(?:renkei|process)_[a-z_]+\b")
_LABELLED = re.compile(r"\b(renkei_[a-z_]+)\{([^}]*)\}")


@pytest.fixture
def read(sqlite_storage: Storage) -> list[Metric]:
    """What is read from the database, with every label that it has."""
    settings = Settings(tenant_id="t")
    return list(Watching(sqlite_storage, settings, SystemClock()).collect())


@pytest.fixture
def known(read: list[Metric]) -> dict[str, tuple[str, frozenset[str]]]:
    """Every figure of the code: its type and its labels."""
    counted = [one for one in metrics.REGISTRY._collector_to_names if _is_ours(one)]
    found = {
        one._name: (one._type, frozenset(one._labelnames))
        for one in counted
        if isinstance(one, MetricWrapperBase)
    }
    for family in read:
        labels = frozenset(label for sample in family.samples for label in sample.labels)
        found[family.name] = (family.type, labels)
    return found


def _is_ours(one: object) -> bool:
    return isinstance(one, MetricWrapperBase)


def names(known: dict[str, tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """As they are asked for, with the labels that each sample has."""
    found: dict[str, frozenset[str]] = {}
    for name, (kind, labels) in known.items():
        for ending in _ENDINGS[kind]:
            found[name + ending] = labels | ({"le"} if ending == "_bucket" else set())
    return found


def rules() -> list[tuple[str, str]]:
    """Each alarm and its expression, as they stand in the file."""
    text = RULES.read_text(encoding="utf-8")
    parts = re.split(r"^\s+- alert: (\w+)$", text, flags=re.MULTILINE)[1:]
    bodies = zip(parts[::2], parts[1::2], strict=True)
    return [(name, re.split(r"\n\s+(?:for|labels):", body)[0]) for name, body in bodies]


def board() -> list[str]:
    """Every expression of the dashboard."""
    panels = json.loads(BOARD.read_text(encoding="utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel.get("targets", ())]


def expressions() -> list[str]:
    return [*(expression for _, expression in rules()), *board()]


def test_every_figure_that_is_asked_for_is_told_by_the_code(known):
    told = names(known)
    asked = {name for one in expressions() for name in _NAME.findall(one)}
    ours = {name for name in asked if name.startswith("renkei_")}
    assert len(ours) > 15
    assert ours - told.keys() == set()
    assert {name for name in asked if name.startswith("process_")} <= {
        sample.name for family in metrics.REGISTRY.collect() for sample in family.samples
    }


def test_every_label_that_is_asked_for_is_one_of_its_figure(known):
    told = names(known)
    wrong = [
        (name, label)
        for one in expressions()
        for name, inside in _LABELLED.findall(one)
        for label in re.findall(r"(\w+)\s*[=!]~?", inside)
        if label not in told[name] | {"job", "process", "instance"}
    ]
    assert wrong == []


def test_every_figure_that_the_code_tells_is_on_the_dashboard_or_in_an_alarm(known):
    asked = {name for one in expressions() for name in _NAME.findall(one)}
    untold = {
        name
        for name, (kind, _) in known.items()
        if not asked & {name + ending for ending in _ENDINGS[kind]}
    }
    assert untold == set()


def test_the_page_tells_each_figure_with_its_type_and_labels(known):
    row = re.compile(r"^\| `(renkei_\w+)` \| (\w+) \| ([\w, ]*?) ?\| \S", re.MULTILINE)
    text = PAGE.read_text(encoding="utf-8")
    told = {
        name: (kind, frozenset(filter(None, labels.replace(" ", "").split(","))))
        for name, kind, labels in row.findall(text)
    }
    wanted = {
        name + ("_total" if kind == "counter" else ""): (kind, labels)
        for name, (kind, labels) in known.items()
    }
    assert told == wanted


def test_every_alarm_has_its_line_on_the_page():
    rows = "".join(
        line for line in WATCH.read_text(encoding="utf-8").splitlines() if line.startswith("| Renk")
    )
    assert rules()
    assert [name for name, _ in rules() if name not in rows] == []
    assert set(re.findall(r"Renkei[A-Z]\w+", rows)) == {name for name, _ in rules()}


def test_the_dashboards_panels_stand_beside_each_other_and_each_has_a_title():
    panels = json.loads(BOARD.read_text(encoding="utf-8"))["panels"]
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        assert panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in panels}) == len(panels)


def _has(program: str) -> Any:
    reason = f"{program} is not installed (Debian: prometheus)"
    return pytest.mark.skipif(shutil.which(program) is None, reason=reason)


@_has("promtool")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "renkei.rules.yml"),
        ("test", "rules", "renkei.tests.yml"),
    ],
)
def test_prometheus_own_tool_takes_the_files_and_plays_the_alarms(words):
    done = subprocess.run(
        ["promtool", *words], cwd=RULES.parent, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def _nothing_counted() -> None:
    """What other tests have counted in this process would set the alarms off."""
    for one in list(metrics.REGISTRY._collector_to_names):
        if isinstance(one, Counter | Histogram) and one._labelnames:
            one.clear()
        elif isinstance(one, Counter):
            one.reset()


@pytest.fixture
def prometheus(tmp_path: Path, sqlite_storage: Storage, _nothing_counted: None) -> Iterator[str]:
    """A Prometheus of this test's own that reads the figures of this process."""
    port, at = _free_port(), _free_port()
    watching = Watching(sqlite_storage, Settings(tenant_id="t"), SystemClock())
    (tmp_path / "prometheus.yml").write_text(
        f"global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n"
        f"rule_files: [{RULES}]\n"
        "scrape_configs:\n"
        "  - job_name: renkei\n"
        f"    static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {{process: serve}}}}]\n",
        encoding="utf-8",
    )
    command = [
        "prometheus", "--config.file", str(tmp_path / "prometheus.yml"),
        "--storage.tsdb.path", str(tmp_path / "data"), "--web.listen-address", f"127.0.0.1:{at}",
    ]  # fmt: skip
    with metrics.exported(port, watching):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{at}"
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _ask(url: str, path: str, **query: str) -> Any:
    address = f"{url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
        return json.load(answer)["data"]


def _wait(url: str, path: str, done: Any, **query: str) -> Any:
    """Ask until it is so; a machine that is busy may take its time."""
    until = time.monotonic() + 60
    while True:
        try:
            if done(found := _ask(url, path, **query)):
                return found
        except OSError:
            found = "it does not answer"
        assert time.monotonic() < until, found
        time.sleep(0.2)


@_has("prometheus")
def test_a_real_prometheus_reads_the_figures_and_answers_every_panel(prometheus, known):
    with metrics.ringing("tick"):
        pass
    up = _wait(prometheus, "query", lambda found: found["result"], query="renkei_database_up == 1")
    assert up["result"][0]["metric"]["process"] == "serve"
    for expression in board():
        query = expression.replace("$tenant", ".*")
        assert "resultType" in _ask(prometheus, "query", query=query), expression
    lanes = _ask(prometheus, "query", query="renkei_delivery_lag_seconds")["result"]
    assert {one["metric"]["tenant"] for one in lanes} == {"t"}
    assert len(lanes) == 4
    ran = _wait(
        prometheus,
        "rules",
        lambda found: all(
            rule["health"] == "ok" for group in found["groups"] for rule in group["rules"]
        ),
    )
    alarms = {rule["name"]: rule for group in ran["groups"] for rule in group["rules"]}
    assert set(alarms) == {name for name, _ in rules()}
    assert [name for name, rule in alarms.items() if rule["state"] == "firing"] == []

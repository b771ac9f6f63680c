"""The audit says what it knows, and says plainly when it knows nothing."""

from pathlib import Path

import pytest

from tests.supply import audit
from tests.supply.audit import CLEAN, KNOWN, NO_DATA, Found

LOCK = Path("requirements.lock")
FAULT = "jinja2 2.10: PYSEC-1; mended in 2.10.1"
NOTHING = Found(looked_up=3, faults=(), skipped=())


class Service:
    """Answers of a service by what it is asked about."""

    def __init__(self, *, canary: Found | None, lock: Found | None = None, only: str = "") -> None:
        self.canary, self.lock, self.only = canary, lock, only
        self.asked: list[tuple[str, str]] = []

    def __call__(self, service: str, requirements: Path) -> Found | None:
        self.asked.append((service, requirements.name))
        if self.only and service != self.only:
            return None
        return self.lock if requirements == LOCK else self.canary


KNOWS = Found(looked_up=1, faults=(FAULT,), skipped=())


def test_nothing_known_of_what_was_looked_up():
    status, lines = audit.audit([LOCK], Service(canary=KNOWS, lock=NOTHING))
    assert status == CLEAN
    assert lines == ("3 packages looked up (pypi): nothing is known of them",)


def test_a_known_fault_is_told_with_its_remedy():
    found = Found(looked_up=3, faults=(FAULT,), skipped=("other",))
    assert audit.audit([LOCK], Service(canary=KNOWS, lock=found)) == (KNOWN, (FAULT,))


@pytest.mark.parametrize(
    "canary",
    [
        pytest.param(None, id="offline"),
        pytest.param(NOTHING, id="kind without data"),
        pytest.param(Found(looked_up=0, faults=(), skipped=("jinja2",)), id="knows no package"),
    ],
)
def test_a_service_without_data_is_not_believed(canary: Found | None):
    service = Service(canary=canary, lock=NOTHING)
    status, lines = audit.audit([LOCK], service)
    assert status == NO_DATA
    assert lines[0].startswith("NO DATA")
    assert all(name == "canary.txt" for _, name in service.asked)


def test_the_second_service_is_asked_where_the_first_has_no_data():
    status, lines = audit.audit([LOCK], Service(canary=KNOWS, lock=NOTHING, only="osv"))
    assert status == CLEAN
    assert "(osv)" in lines[0]


@pytest.mark.parametrize("lock", [None, Found(looked_up=1, faults=(), skipped=("other",))])
def test_what_was_not_looked_up_is_never_called_clean(lock: Found | None):
    assert audit.audit([LOCK], Service(canary=KNOWS, lock=lock))[0] == NO_DATA


def test_a_report_is_read():
    fault = {"id": "PYSEC-1", "fix_versions": ["2.10.1"], "aliases": ["CVE-2019-1"]}
    report = {
        "dependencies": [
            {"name": "jinja2", "version": "2.10", "vulns": [fault]},
            {"name": "clean", "version": "1", "vulns": []},
            {"name": "odd", "skip_reason": "not found"},
        ]
    }
    assert audit.read(report) == Found(
        looked_up=2,
        faults=("jinja2 2.10: PYSEC-1, CVE-2019-1; mended in 2.10.1",),
        skipped=("odd",),
    )

"""`make audit`: whether a known vulnerability is told of any locked package.

    python -m tests.supply.audit

Exit status 0: all were looked up and nothing is known. 1: something is known. 2: there was no data,
or not for all, so nothing can be said. An answer is believed only where it knows of a release whose
faults everybody knows: a mirror without such data answers just as kindly that nothing is known.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.supply import locked

SERVICES = ("pypi", "osv")
CLEAN, KNOWN, NO_DATA = 0, 1, 2
_CANARY = f"jinja2==2.10 --hash=sha256:{'0' * 64}\n"
_PATIENCE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one service says: faults and those it knew nothing of, a line for each."""

    looked_up: int
    faults: tuple[str, ...]
    skipped: tuple[str, ...]


Ask = Callable[[str, Path], Found | None]


def ask(service: str, requirements: Path) -> Found | None:
    """What a service says of a lock's packages; None where it can't be reached."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service]
    command += ["--requirement", str(requirements), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--desc", "off", "--progress-spinner", "off"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)
    try:
        return read(json.loads(said.stdout))
    except ValueError:
        return None


def read(report: dict[str, Any]) -> Found:
    """A report of pip-audit's."""
    every = report["dependencies"]
    looked_up = [one for one in every if "skip_reason" not in one]
    return Found(
        looked_up=len(looked_up),
        faults=tuple(_fault(one, fault) for one in looked_up for fault in one["vulns"]),
        skipped=tuple(one["name"] for one in every if "skip_reason" in one),
    )


def _fault(package: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"]) or "nothing yet"
    names = ", ".join([fault["id"], *fault.get("aliases", ())])
    return f"{package['name']} {package['version']}: {names}; mended in {mended}"


def service_with_data(asked: Ask = ask) -> str | None:
    """A service that knows what everybody knows; None where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(_CANARY, encoding="utf-8")
        for service in SERVICES:
            found = asked(service, canary)
            if found is not None and found.faults:
                return service
    return None


def audit(locks: Sequence[Path], asked: Ask = ask) -> tuple[int, tuple[str, ...]]:
    """The exit status and what is printed."""
    service = service_with_data(asked)
    if service is None:
        told = f"NO DATA: no service for known vulnerabilities answered ({', '.join(SERVICES)})"
        return NO_DATA, (told, "Nothing was audited. Run this where one can be reached.")
    found = [asked(service, lock) for lock in locks]
    answers = [one for one in found if one is not None]
    faults = tuple(fault for one in answers for fault in one.faults)
    skipped = tuple(name for one in answers for name in one.skipped)
    if faults:
        return KNOWN, faults
    if skipped or len(answers) < len(locks):
        return NO_DATA, (f"NO DATA for {', '.join(skipped) or 'a whole lock'}: ask again",)
    looked_up = sum(one.looked_up for one in answers)
    return CLEAN, (f"{looked_up} packages looked up ({service}): nothing is known of them",)


def main() -> int:
    status, lines = audit([locked.ROOT / name for name in locked.LOCKS])
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())

"""The units for a city's own server are good systemd, and give the process little to break."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "infra" / "systemd").glob("*.service"))
NAMES = [unit.name for unit in UNITS]
# Of ten; what is left are the network and the machine's other users.
MOST_EXPOSED = 2.0


@pytest.fixture(params=UNITS, ids=NAMES)
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A unit as systemd finds it, with a program that is there in place of ours."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd is installed")
    given: Path = request.param
    there = tmp_path / given.name.replace("@.", "@1.")
    words = re.sub(r"/opt/renkei/\S+", "/bin/true", given.read_text(encoding="utf-8"))
    there.write_text(words, encoding="utf-8")
    return there


def said(*command: str) -> str:
    done = subprocess.run(["systemd-analyze", *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_systemd_has_nothing_against_a_unit(unit: Path):
    told = said("verify", "--man=no", str(unit))
    assert [line for line in told.splitlines() if unit.name in line] == []


def test_a_process_can_do_little_beside_its_work(unit: Path):
    told = said("security", "--offline=true", "--no-pager", str(unit))
    found = re.search(r"exposure level for \S+: ([0-9.]+)", told)
    assert found is not None
    assert float(found[1]) <= MOST_EXPOSED


def test_a_word_that_systemd_does_not_know_is_found(unit: Path):
    unit.write_text(unit.read_text().replace("ProtectSystem=", "ProtectSytem="))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True
    )
    assert "ProtectSytem" in done.stdout + done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=NAMES)
def test_both_units_are_guarded_alike(unit: Path):
    def guarded(one: Path) -> list[str]:
        text = one.read_text(encoding="utf-8")
        return text.partition("# Nothing but the network")[2].splitlines()

    assert len(guarded(unit)) > 20
    assert guarded(unit) == guarded(UNITS[0])

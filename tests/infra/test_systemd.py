"""The units for a city's own server are good systemd, and give the process little to break."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS, INFRA = ROOT / "docs", ROOT / "infra" / "systemd"
UNITS = sorted(INFRA.glob("*.service"))
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
def test_all_units_are_guarded_alike(unit: Path):
    def guarded(one: Path) -> list[str]:
        text = one.read_text(encoding="utf-8")
        return (
            text.partition("# Nothing but the network")[2].partition("\n[Install]")[0].splitlines()
        )

    assert len(guarded(unit)) > 20
    assert guarded(unit) == guarded(UNITS[0])


def test_systemd_starts_the_backup_each_day_and_makes_up_for_a_missed_one(tmp_path: Path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd is installed")
    for name in ("renkei-backup.service", "renkei-backup.timer"):
        words = (INFRA / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"/opt/renkei/\S+", "/bin/true", words))
    timer = tmp_path / "renkei-backup.timer"
    told = said("verify", "--man=no", str(timer))
    assert [line for line in told.splitlines() if "renkei-backup" in line] == []
    assert "\nPersistent=yes\n" in timer.read_text()
    found = re.search(r"^OnCalendar=(.+)$", timer.read_text(), re.MULTILINE)
    assert found is not None
    days = re.findall(
        r"(?:Next elapse|Iter. #\d): \w+ (\S+)", said("calendar", "--iterations=3", found[1])
    )
    first, second, third = (date.fromisoformat(day) for day in days)
    assert (second - first, third - second) == (timedelta(days=1), timedelta(days=1))


def test_backups_are_pruned_in_the_folder_that_they_are_written_to(tmp_path: Path):
    """By the unit's own lines, on a new database; what is deleted when, the command's tests say."""
    unit = (INFRA / "renkei-backup.service").read_text(encoding="utf-8")
    begins = re.findall(
        r"^ExecStart(?:Post)?=/opt/renkei/\.venv/bin/renkei (.+)$", unit, re.MULTILINE
    )
    assert len(begins) == 2
    renkei = [str(Path(sys.executable).with_name("renkei"))]
    (tmp_path / "backups").mkdir()
    given = {**os.environ, "RENKEI_DATABASE_URL": f"sqlite:///{tmp_path / 'renkei.db'}"}
    for line in ("migrate", *begins):
        words = line.replace("/var/lib/renkei-backups", str(tmp_path / "backups")).split()
        subprocess.run([*renkei, *words], cwd=tmp_path, env=given, check=True, capture_output=True)
    assert [file.suffix for file in (tmp_path / "backups").iterdir()] == [".backup"]


def test_a_backup_is_written_where_the_unit_may_write():
    unit = (INFRA / "renkei-backup.service").read_text(encoding="utf-8")
    folder = unit.partition("--keep 35 ")[2].split()[0]
    states = re.findall(r"^StateDirectory=(\S+)$", unit, re.MULTILINE)
    assert Path(folder).name in states
    assert "renkei" in states  # a SQLite file is written too: the ledger says who made a backup
    assert Path(folder).parent == Path("/var/lib")


def test_the_pages_make_each_folder_in_one_way():
    """A second `install -d` of a folder takes from its owner what the first has given.

    The container's user, 10001, is on machines of their own.
    """
    made: dict[tuple[str, bool], set[str]] = {}
    for page in sorted((DOCS / "how-to").glob("*.md")):
        lines = re.findall(r"install -d (.*?) (/\S+)$", page.read_text("utf-8"), re.MULTILINE)
        for way, folder in lines:
            made.setdefault((folder, "10001" in way), set()).add(way)
    assert {folder for folder, ways in made.items() if len(ways) > 1} == set()
    assert {"/etc/renkei", "/var/lib/renkei", "/var/lib/renkei-key"} <= {one for one, _ in made}

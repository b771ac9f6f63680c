"""What is installed from the wheel, in an empty environment outside the checkout, is whole."""

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.browser import ASSETS

# Built once, not by each worker.
pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.limit(300)]
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel; its libraries are this one's."""
    if not ASSETS.is_dir():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "venv" / "lib" / version / "site-packages"
    # A path file named after this one's libraries, without the checkout that they point to.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "-q", "--offline", "--no-deps", "--python", str(python)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return folder / "venv" / "bin"


def test_the_wheel_starts_the_practice_tenant(installed: Path, tmp_path: Path):
    command = [str(installed / "renkei"), "demo", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line + (process.stderr.read() if process.poll() else "")
        with urllib.request.urlopen(address[0], timeout=10) as page:  # noqa: S310
            assert "練習テナント" in page.read().decode()
        url = f"{address[0]}/assets/adaptivecards/dist/adaptivecards.min.js"
        with urllib.request.urlopen(url, timeout=10) as script:  # noqa: S310
            assert script.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.communicate()


def test_the_wheel_writes_the_app_package(installed: Path, tmp_path: Path):
    registration = "7f3c1b52-0d6e-4a1f-9c3a-5f2f6f0f1a77"
    subprocess.run(
        [str(installed / "renkei"), "package", "renkei.zip"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "RENKEI_APP_ID": registration},
        check=True,
    )
    with zipfile.ZipFile(tmp_path / "renkei.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["id"] == registration
        assert archive.read("color.png") == (CHECKOUT / "infra/teams/color.png").read_bytes()


def test_the_wheel_holds_no_test_and_no_infrastructure(installed: Path):
    packages = next(installed.parent.glob("lib/*/site-packages"))
    assert {p.name for p in packages.iterdir() if p.is_dir()} >= {"bot", "cards", "graph"}
    assert not (packages / "tests").exists()
    assert not (packages / "infra").exists()


def test_another_cards_on_the_path_is_told_clearly(installed: Path, tmp_path: Path):
    (tmp_path / "cards.py").write_text("")
    found = subprocess.run(
        [str(installed / "renkei"), "cards", "export", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert found.returncode == 2
    assert "cards" in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1


def test_help_is_quick(installed: Path):
    start = time.perf_counter()
    subprocess.run([str(installed / "renkei"), "--help"], check=True, capture_output=True)
    assert time.perf_counter() - start < 10  # a stalled import, not a figure: see make bench

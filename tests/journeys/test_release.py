"""The wheel that is made from the sdist is the one that is made from the checkout."""

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.browser import ASSETS
from tests.supply import locked

pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.limit(300)]
CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "bot" / "tab" / "page" / "built" / "index.html"


def build(folder: Path, kind: str, into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    environment = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1790000000"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ASSETS.is_dir() and PAGE.is_file()):
        pytest.skip("what browsers load is not built (make page)")
    return build(CHECKOUT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheels(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """From the checkout and from what the sdist brings."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return (
        build(CHECKOUT, "wheel", tmp_path_factory.mktemp("first")),
        build(unpacked, "wheel", tmp_path_factory.mktemp("second")),
    )


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_both_ways_lead_to_the_same_wheel(wheels: tuple[Path, Path]):
    first, second = wheels
    assert names(first) == names(second)
    digests = {hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}
    assert len(digests) == 1


def test_the_wheel_carries_what_it_needs_and_nothing_else(wheels: tuple[Path, Path]):
    held = names(wheels[0])
    for wanted in (
        "bot/tab/page/built/index.html",
        "bot/package/infra/teams/manifest.json",
        "bot/package/infra/teams/outline.png",
        "bot/package/infra/permissions.toml",
        "bot/storage/migrations/versions/0001_first_release.py",
        "cards/text/ja.toml",
        "bot/emulator/playground/node_modules/adaptivecards/dist/adaptivecards.min.js",
    ):
        assert wanted in held
    assert {name.partition("/")[0] for name in held} == {
        "bot",
        "cards",
        "graph",
        f"renkei-{locked.version()}.dist-info",
    }
    assert [name for name in held if name.endswith((".key", ".db", ".pyc"))] == []


def test_the_release_is_named_in_one_place():
    """Whatever else must name it is held against that here."""
    version = locked.version()
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
    assert newest is not None
    assert newest[1] == version
    for name in ("infra/compose.yaml", "infra/bicep/small-city.bicepparam"):
        assert version in (CHECKOUT / name).read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in CHECKOUT.glob("bot/**/*.py"))
    assert f'"{version}"' not in code

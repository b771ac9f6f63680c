"""Who has no npm gets it with the rest, from PyPI."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.limit(300)  # the wheel is fetched where it isn't known yet
def test_without_npm_the_wheel_of_node_installs_what_browsers_load(tmp_path):
    venv.create(tmp_path / "venv", with_pip=False)
    programs = tmp_path / "venv" / "bin"
    (programs / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    command = ["make", "--silent", f"BIN={programs}", f"{programs}/npm"]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    package = {"name": "page", "version": "1.0.0", "scripts": {"build": "node -p '6 * 7'"}}
    (tmp_path / "package.json").write_text(json.dumps(package), encoding="utf-8")
    done = subprocess.run(
        [programs / "npm", "run", "--silent", "build"],
        cwd=tmp_path,
        env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "42\n"

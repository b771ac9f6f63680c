"""Runs the tests on every other Python that is present: `make interpreters`.

The browser and the wheel are tested once, with the first one.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
OLDEST = (3, 11)
UV = Path(sys.executable).with_name("uv")
LEFT_OUT = ("tests/journeys", "tests/bot/emulator/playground")


def candidates() -> Iterator[Path]:
    """Pythons on the path, and those that pyenv keeps beside it."""
    for minor in range(OLDEST[1], 30):
        found = shutil.which(f"python3.{minor}")
        if found is not None:
            yield Path(found)
    yield from sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"))


def present() -> dict[tuple[int, int], Path]:
    """One working Python for each release that Renkei supports, but for the one that asks."""
    found: dict[tuple[int, int], Path] = {}
    for python in candidates():
        said = subprocess.run([python, "--version"], capture_output=True, text=True)
        match = re.match(r"Python (\d+)\.(\d+)", said.stdout)
        if said.returncode == 0 and match:
            release = (int(match[1]), int(match[2]))
            if release >= OLDEST and release != sys.version_info[:2]:
                found.setdefault(release, python)
    return found


def tested(release: tuple[int, int], python: Path) -> bool:
    """Whether the tests pass there, in an environment of its own from the same lock."""
    folder = ROOT / f".venv-{release[0]}.{release[1]}"
    own = folder / "bin" / "python"
    install = [UV, "pip", "install", "-q", "--python", own]
    commands = (
        [UV, "venv", "-q", "--allow-existing", "--python", python, folder],
        [*install, "--require-hashes", "-r", "requirements.lock"],
        [*install, "--no-deps", "--no-build-isolation", "-e", "."],
        [own, "-m", "pytest", "-q", "-n", "2", *(f"--ignore={path}" for path in LEFT_OUT)],
    )
    return all(subprocess.run(command, cwd=ROOT).returncode == 0 for command in commands)


def main() -> int:
    others = present()
    if not others:
        print("no other Python from 3.11 on is present")
    failed = [release for release, python in others.items() if not tested(release, python)]
    for release in others:
        word = "FAILED" if release in failed else "passed"
        print(f"Python {release[0]}.{release[1]}: {word}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

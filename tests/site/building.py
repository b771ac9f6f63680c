"""The site in build/: pages laid out as in the checkout, so that every link holds as it stands."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site.commonmark import spelled
from tests.site.pages import ROOT, navigation

BUILD = ROOT / "build"
SITE = BUILD / "site"
HERE = Path(__file__).parent
# What pages link to: whole, for a link to a file of infra/ shows it.
LAID_OUT = (
    "docs",
    "infra",
    "README.md",
    "README.ja.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
)


def lay_out(folder: Path) -> Path:
    """Pages, theme and configuration; the configuration's path."""
    shutil.rmtree(folder / "pages", ignore_errors=True)
    for name in LAID_OUT:
        source, target = ROOT / name, folder / "pages" / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for page in (folder / "pages").rglob("*.md"):
        page.write_text(spelled(page.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(HERE / "theme", folder / "theme", dirs_exist_ok=True)
    settings = folder / "zensical.toml"
    settings.write_text(_settings(), encoding="utf-8")
    return settings


def _settings() -> str:
    head = (HERE / "site.toml").read_text(encoding="utf-8")
    sections = (
        f"{{ {json.dumps(title, ensure_ascii=False)} = {json.dumps(pages, ensure_ascii=False)} }}"
        for one in navigation()
        for title, pages in one.items()
    )
    navigated = "nav = [\n    " + ",\n    ".join(sections) + ",\n]\n"
    return head.replace("[project.theme]\n", f"{navigated}\n[project.theme]\n", 1)


def build(folder: Path = BUILD) -> int:
    """The builder's exit status: a warning is a failure."""
    settings = lay_out(folder)
    shutil.rmtree(folder / "site", ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--strict",
        "--clean",
        "-f",
        str(settings),
    ]
    return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode

"""What infra names must be there: settings, commands, files, the user without rights."""

import re
from dataclasses import fields
from pathlib import Path

from bot.cli import root
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
COMPOSE = (INFRA / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (INFRA / "docker" / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((INFRA / "systemd").glob("*.service"))


def test_every_setting_that_infra_names_exists():
    text = COMPOSE + "".join(unit.read_text(encoding="utf-8") for unit in UNITS)
    known = {f"RENKEI_{one.name.upper()}" for one in fields(Settings)}
    named = set(re.findall(r"RENKEI_[A-Z_]+", text))
    assert named
    assert named <= known


def test_every_command_that_infra_runs_exists():
    of_compose = re.findall(r'^    command: \["(\w+)"', COMPOSE, re.MULTILINE)
    of_units = [re.search(r"bin/renkei (\w+)", unit.read_text())[1] for unit in UNITS]
    assert of_compose == ["migrate", "serve", "work"]
    assert {*of_compose, *of_units} <= set(root.COMMANDS)


def test_files_that_compose_mounts_are_there_or_told_in_the_guide():
    guide = (ROOT / "docs" / "how-to" / "grow.md").read_text(encoding="utf-8")
    named = re.findall(r"^    file: \./(\S+)", COMPOSE, re.MULTILINE)
    assert named
    assert [one for one in named if not (INFRA / one).is_file() and one not in guide] == []


def test_what_the_image_is_made_of_exists_and_reaches_the_build():
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    ]
    let_in = (INFRA / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    assert copied
    assert [one for one in copied if not (ROOT / one).exists() or f"!{one}\n" not in let_in] == []


def test_the_image_takes_only_locked_packages_and_runs_without_rights():
    steps = re.split(r"&&|^[A-Z]+ ", DOCKERFILE.replace("\\\n", ""), flags=re.MULTILINE)
    installs = [step for step in steps if "pip install" in step]
    assert len(installs) == 4
    safe = ("--require-hashes", "--no-deps")
    assert [step for step in installs if not any(word in step for word in safe)] == []
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER renkei$", last_stage, re.MULTILINE)


def test_the_release_that_compose_names_is_this_one():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert f"renkei:${{RELEASE:-{version[1]}}}" in COMPOSE

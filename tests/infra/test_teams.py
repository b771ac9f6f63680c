"""The project file of Microsoft 365 Agents Toolkit calls what is there."""

import re
from dataclasses import fields
from pathlib import Path

from bot.cli import root
from bot.settings import Settings

TEAMS = Path(__file__).parents[2] / "infra" / "teams"
PROJECT = (TEAMS / "m365agents.yml").read_text(encoding="utf-8")
GIVEN = (TEAMS / "env" / ".env.city").read_text(encoding="utf-8")


def test_it_runs_a_command_of_ours_and_hands_on_the_file_that_it_writes():
    runs = re.findall(r"run: renkei (\w+) (\S+)", PROJECT)
    assert set(runs) == {("package", "./build/renkei.zip")}
    assert "package" in root.COMMANDS
    assert set(re.findall(r"appPackagePath: (\S+)", PROJECT)) == {"./build/renkei.zip"}


def test_each_stage_has_the_package_written_and_looked_at_before_it_goes_on():
    for stage in PROJECT.split("\n\nprovision:")[1].split("\npublish:"):
        used = re.findall(r"^  - uses: (\S+)$", stage, re.MULTILINE)
        assert used[:2] == ["script", "teamsApp/validateAppPackage"]


def test_its_environment_names_settings_that_exist_and_holds_nothing_of_a_city():
    assert "environmentFolderPath: ./env" in PROJECT
    given = dict(re.findall(r"^(\w+)=(.*)$", GIVEN, re.MULTILINE))
    known = {f"RENKEI_{one.name.upper()}" for one in fields(Settings)}
    named = {name for name in given if name.startswith("RENKEI_")}
    assert named == {"RENKEI_APP_ID", "RENKEI_PUBLIC_URL"} <= known
    assert given.pop("TEAMSFX_ENV") == "city"
    assert set(given.values()) == {""}


def test_what_it_builds_is_not_kept():
    ignored = (TEAMS.parents[1] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "build/" in ignored

"""What infra names must be there: settings, commands, files, the user without rights."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from subprocess import run

import pytest

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
    assert of_compose == ["migrate", "serve", "work", "backup"]
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

    def reaches(name: str) -> bool:
        folders = [str(folder) for folder in Path(name).parents]
        return any(f"!{one}\n" in let_in for one in (name, *folders))

    assert [one for one in copied if not (ROOT / one).exists() or not reaches(one)] == []


def test_the_image_takes_only_locked_packages_and_runs_without_rights():
    steps = re.split(r"&&|^[A-Z]+ ", DOCKERFILE.replace("\\\n", ""), flags=re.MULTILINE)
    installs = [step for step in steps if "pip install" in step]
    assert len(installs) == 4
    safe = ("--require-hashes", "--no-deps")
    assert [step for step in installs if not any(word in step for word in safe)] == []
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    # By number: an orchestrator that refuses root can't look a name up.
    assert re.search(r"^USER [1-9]\d+$", last_stage, re.MULTILINE)


def test_the_image_carries_what_its_settings_may_ask_for():
    """The extras that users may want; what is only for development stays outside."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"dev"}
    assert set(re.findall(r"--extra (\w+)", DOCKERFILE)) == extras == {"azure"}


def test_a_process_is_started_again_however_often_it_ends():
    """A database that is away for an hour must not leave the bot down for the night."""
    for unit in UNITS:
        if "Type=oneshot" in unit.read_text(encoding="utf-8"):
            continue  # its timer starts it
        head, _, service = unit.read_text(encoding="utf-8").partition("[Service]")
        assert "\nStartLimitIntervalSec=0\n" in head
        assert "postgresql.service" in head.partition("\nAfter=")[2].partition("\n")[0]
        assert "\nRestart=always\n" in service


def test_every_call_of_compose_knows_the_name_that_the_door_needs():
    """Without it compose ends at once; it reads .env beside its file."""
    guide = (ROOT / "docs" / "how-to" / "grow.md").read_text(encoding="utf-8")
    assert "${PUBLIC_NAME:?" in COMPOSE
    written = guide.index("echo PUBLIC_NAME=renkei.city.example > .env")
    assert written < guide.index("$ docker compose -f infra/compose.yaml")
    assert "infra/.env\n" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_the_page_of_the_tab_comes_from_its_own_lock_and_the_image_says_whether_it_lives():
    npm = [line for line in DOCKERFILE.splitlines() if line.startswith("RUN npm ")]
    assert npm[0].startswith("RUN npm ci ")
    assert "npm install" not in DOCKERFILE
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "HEALTHCHECK" in last_stage
    assert f"127.0.0.1:{Settings().metrics_port}/metrics" in last_stage


def test_containers_can_change_nothing_of_themselves():
    ours = COMPOSE.partition("services:")[0]
    for wanted in ("read_only: true", "cap_drop:\n    - ALL", "no-new-privileges:true"):
        assert wanted in ours
    assert COMPOSE.count("<<: *renkei\n") == 4


def test_the_release_that_compose_names_is_this_one():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert f"renkei:${{RELEASE:-{version[1]}}}" in COMPOSE


def test_a_container_that_is_not_on_azure_can_prove_who_it_is():
    """The default, a managed identity, is there on Azure alone."""
    ours = COMPOSE.partition("services:")[0]
    assert "RENKEI_CREDENTIAL: certificate\n" in ours
    file = re.search(r"RENKEI_CERTIFICATE_FILE: /run/secrets/(\S+)", ours)
    assert file is not None
    handed_in = ours.partition("  secrets: &secrets\n")[2]
    assert f"    - {file[1]}\n" in handed_in
    assert f"  {file[1]}:\n    file: ./secrets/{file[1]}\n" in COMPOSE


def test_what_compose_backs_up_is_written_to_a_folder_that_outlives_the_container():
    backup = COMPOSE.partition("\n  backup:\n")[2].partition("\n\n")[0]
    assert 'profiles: ["backup"]' in backup
    folder = re.search(r'command: \["backup", .*"(/\S+)"\]', backup)
    assert folder is not None
    kept = re.search(rf"^      - \${{BACKUPS:-(/\S+)}}:{folder[1]}$", backup, re.MULTILINE)
    assert kept is not None  # outside of the release's folder, which an upgrade leaves behind
    for guide in ("grow", "back-up"):
        text = (ROOT / "docs" / "how-to" / f"{guide}.md").read_text(encoding="utf-8")
        assert f"sudo install -d -m 700 -o 10001 {kept[1]}" in text


def test_backups_are_deleted_by_their_own_day_and_never_by_name_and_age():
    unit = (INFRA / "systemd" / "renkei-backup.service").read_text(encoding="utf-8")
    folder = re.search(r"^ExecStart=\S+ backup .* (/\S+)$", unit, re.MULTILINE)
    assert folder is not None
    assert f"\nExecStartPost=/opt/renkei/.venv/bin/renkei backups prune {folder[1]}\n" in unit
    guides = [*(ROOT / "docs").rglob("*.md"), *UNITS, INFRA / "compose.yaml"]
    assert [one.name for one in guides if "-mtime" in one.read_text(encoding="utf-8")] == []
    crontab = (ROOT / "docs" / "how-to" / "back-up.md").read_text(encoding="utf-8")
    assert "run --rm backup && docker compose run --rm backup backups prune /backups" in crontab


@pytest.mark.parametrize("guide", ["install", "upgrade"])
def test_commands_by_hand_read_the_units_second_file_as_systemd_does(guide: str, tmp_path: Path):
    """With comments and quotes, both of which systemd allows."""
    text = (ROOT / "docs" / "how-to" / f"{guide}.md").read_text(encoding="utf-8")
    script = re.search(r"sudo -u renkei sh -c '(.+?)'", text)
    assert script is not None
    (tmp_path / "environment").write_text("# of the city's\n\nA='two words'\nB=\"c\"\nD=e\n")
    by_hand = script[1].replace("/etc/renkei", str(tmp_path))
    by_hand = re.sub(r"exec \S+/renkei", "exec env", by_hand).replace(" migrate", "")
    found = run(["sh", "-c", by_hand, "sh"], capture_output=True, text=True, check=True).stdout
    assert {"A=two words", "B=c", "D=e", f"PWD={tmp_path}"} <= set(found.splitlines())

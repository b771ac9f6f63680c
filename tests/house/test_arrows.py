"""The arrows between the rooms hold: import-linter's contracts, and what a command may load."""

import subprocess
import sys

import pytest

HEAVY = {"botbuilder", "msgraph", "aiohttp", "alembic", "apscheduler", "azure", "sqlalchemy"}


def test_the_arrows_between_the_rooms_hold():
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-1000:]


@pytest.mark.parametrize(
    "code",
    [
        "from bot.cli.root import run; run(['--help'])",
        "import bot.cli.agreements, bot.cli.agreements_read",
        "import bot.agreements.clauses",
    ],
)
def test_help_and_reading_load_no_heavy_library(code):
    check = f"{code}\nimport sys; print(); print('loaded', *{HEAVY} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines()[-1] == "loaded"


def test_rooms_have_no_imports_of_their_own():
    import pathlib

    for room in ("people", "duties", "ledger"):
        assert not pathlib.Path(f"bot/{room}/__init__.py").read_text().strip()


def test_key_vault_has_one_room():
    """import-linter sees `azure` alone, which the credentials share."""
    import pathlib

    found = {
        str(file.parent)
        for room in ("bot", "cards", "graph")
        for file in pathlib.Path(room).rglob("*.py")
        if "azure.keyvault" in file.read_text(encoding="utf-8")
    }
    assert found == {"bot/storage/crypto"}


def test_a_key_file_loads_no_library_of_azure():
    code = "import bot.storage.store, sys; print('azure' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.stdout == "False\n", found.stderr

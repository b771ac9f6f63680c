"""The command line: finds a command's file only when it is called, so that help is quick."""

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.errors import BotError, Misconfigured, Refused

DONE, FAILED, WRONG_USE = 0, 1, 2

# command: (the file in bot/cli that holds it, its line in the help)
COMMANDS = {
    "demo": ("demo", "The practice tenant with sample data."),
    "serve": ("serve", "The bot."),
    "work": ("work", "One more worker that delivers, on PostgreSQL."),
    "doctor": ("doctor", "Check settings, database, credentials and installation."),
    "migrate": ("migrate", "Make the database, or bring its schema up to date."),
    "package": ("package", "The app as Teams takes it, for the configured bot."),
    "keys": ("keys", "Show, rotate and retire the keys that seal personal data."),
    "backup": ("backup", "Everything into one encrypted file, while the bot runs."),
    "backups": ("backup", "Which backups exist; deletes those that are due."),
    "restore": ("restore", "Put a backup back, or try it out."),
    "agreements": ("agreements", "Read, register, import, export and list agreements."),
    "meetings": ("meetings", "Which meetings are promised, and which were held."),
    "training": ("training", "Courses: import, open, announce, and see how far they are."),
    "attendance": ("attendance", "Schools: rosters, family words, and what is taken out."),
    "people": ("people", "Load the people file; read the directory."),
    "notices": ("notices", "Write, send, follow and take back notices to many."),
    "rehearse": ("rehearse", "How long sending would take, and whom it wouldn't reach."),
    "tick": ("tick", "Run what is due once and exit."),
    "plan": ("plan", "Every notice that would be sent; sends nothing."),
    "tenant": ("tenant", "What a tenant decides for itself."),
    "ledger": ("ledger", "Prove what was done."),
    "incidents": ("incidents", "Leaks of personal information, and their clocks."),
    "cards": ("cards", "Every card with sample data."),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table alone: help imports no command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="renkei", prog_name="renkei")
def renkei() -> None:
    """Renkei (連携): keeps the promises of a city from being forgotten."""


def _require_own_rooms() -> None:
    """`cards` and `graph` are plain names: another module of theirs must not win on the path."""
    home = Path(__file__).parents[2]
    for room in ("cards", "graph"):
        spec = importlib.util.find_spec(room)
        found = Path(spec.origin) if spec is not None and spec.origin else None
        if found is None or found.parent.parent != home:
            line = f"another module named {room} comes first on Python's path"
            raise Misconfigured(f"{line} ({found}); remove it from PYTHONPATH")


def run(arguments: Sequence[str]) -> int:
    """Run one command; what goes wrong is one line on standard error and an exit status."""
    try:
        _require_own_rooms()
        result: Any = renkei.main(list(arguments), prog_name="renkei", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return _said("stopped", FAILED)
    except click.ClickException as error:
        return _said(error.format_message(), WRONG_USE)
    except Refused as no:
        return _said(_in_words(no), FAILED)
    except BotError as error:
        return _said(str(error), WRONG_USE if isinstance(error, Misconfigured) else FAILED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        line = error.strerror or type(error).__name__
        return _said(f"{where}{line}; choose another place, or check its rights", FAILED)
    return result if isinstance(result, int) else DONE


def _in_words(no: Refused) -> str:
    """A refusal as a card would say it, in one line."""
    from cards.lang import ABROAD, Lang

    return " ".join(Lang(ABROAD).t(no.reason, **no.facts).split())


def _said(line: str, status: int) -> int:
    click.echo(f"renkei: {line}", err=True)
    return status

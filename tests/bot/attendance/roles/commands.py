"""The commands of the role table: what is taken out `--as` somebody."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.attendance import exporting, night_files, slips
from bot.storage.tx import Tx
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles.world import NOW

WHY = "保護者と話して確かめた"


def _night_list(tx: Tx, mail: str) -> str:
    """What stands in the file, as whoever took it out reads it."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "lists.html")
        night_files.write(tx, file, mail, NOW, via="system")
        return file.read_text(encoding="utf-8")


# What is taken out on the command line `--as` somebody.
COMMANDS: Mapping[str, Callable[[Tx, str], object]] = {
    "export-month": lambda tx, mail: exporting.taking_out(
        tx, cast.MINE, mail, exporting.MONTH, now=NOW, via="system", why=WHY
    ),
    "export-suspensions": lambda tx, mail: exporting.taking_out(
        tx, cast.MINE, mail, exporting.SUSPENDED, now=NOW, via="system", why=WHY
    ),
    "words": lambda tx, mail: slips.wanted(tx, cast.MINE, (3, "2"), mail, NOW, renew=True),
    "night-list": _night_list,
}
# What whoever runs Renkei does on the command line as nobody in particular.
OPERATORS = frozenset(("import-roster", "announce", "template", "import-reports", "calendar"))

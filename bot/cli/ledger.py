"""`renkei ledger`: proves what was done."""

import json
import re

import click

from bot.cli import (
    ledger_binder,
    ledger_certificate,
    ledger_disposals,
    ledger_dispose,
    ledger_export,
    ledger_filebook,
    ledger_handling,
)
from bot.cli.opening import TENANT, House, opened
from bot.cli.progress import progress
from bot.ledger import anchors
from bot.ledger.anchor_file import Noted
from bot.ledger.verify import Fault, Harm, Verdict, verify

_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_SAID = {
    Harm.CHANGED: "changed, it or the one before",
    Harm.REMOVED: "removed",
    Harm.INSERTED: "inserted",
    Harm.REORDERED: "out of order",
    Harm.CUT_OFF: "cut off the end",
    Harm.HEAD: "not the one that the head names",
    Harm.ANCHOR: "not what was noted down: written anew since",
}


@click.group
def ledger() -> None:
    """Prove what was done."""


ledger.add_command(ledger_certificate.certificate)
ledger.add_command(ledger_dispose.dispose)
ledger.add_command(ledger_disposals.disposals)
ledger.add_command(ledger_export.export)
ledger.add_command(ledger_binder.binder)
ledger.add_command(ledger_handling.handling)
ledger.add_command(ledger_filebook.filebook)


@ledger.command("verify")
@TENANT
@click.option(
    "--anchor", help="NUMBER:HASH that an earlier run printed; kept outside this machine."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify_(anchor: str | None, as_json: bool) -> int:
    """Check that no entry was changed, removed, inserted or moved; exit status 1 if one was.

    The anchors that were filed each day are held against it by themselves.
    """
    given = _anchor(anchor)
    with opened() as house, progress("entries") as told:
        noted, name = _noted(house)
        every = (*noted.anchors, *given)
        verdict = house.read(lambda tx: verify(tx, anchors=every, told=told))
        lost = len(house.read(anchors.once_filed) - set(noted.anchors))
    for number in noted.unread[:_MOST_TOLD]:
        click.echo(f"{name}, line {number}: is no anchor; it was not used", err=True)
    if lost:
        missing = (
            "1 anchor that was filed is" if lost == 1 else f"{lost} anchors that were filed are"
        )
        click.echo(f"{missing} not in {name or 'any file'}: it was changed or replaced", err=True)
    said = _as_json(verdict, noted, lost) if as_json else _in_words(verdict, noted, name)
    click.echo(said)
    return 0 if verdict.whole and not lost else 1


_MOST_TOLD = 5


def _anchor(written: str | None) -> tuple[tuple[int, str], ...]:
    if written is None:
        return ()
    if not (found := _ANCHOR.fullmatch(written)):
        raise click.UsageError("--anchor: write NUMBER:HASH as an earlier run printed it")
    return ((int(found[1]), found[2]),)


def _noted(house: House) -> tuple[Noted, str]:
    """What was filed of this tenant, and the file's name; nothing where none is named."""
    from bot.ledger import anchor_file, filing

    path = filing.place(house.settings)
    if path is None:
        return Noted(), ""
    return anchor_file.noted(path, house.tenant), path.name


def _as_json(verdict: Verdict, noted: Noted, lost: int) -> str:
    found = {
        "whole": verdict.whole,
        "entries": verdict.entries,
        "anchor": f"{verdict.seq}:{verdict.hash}",
        "anchors": verdict.anchors,
        "last_anchor": noted.last_day or None,
        "lost_anchors": lost,
        "faults": [
            {"harm": fault.harm.value, "first": fault.first, "last": fault.last}
            for fault in verdict.faults
        ],
    }
    return json.dumps(found)


def _in_words(verdict: Verdict, noted: Noted, name: str) -> str:
    held = _held(noted, name)
    if verdict.whole:
        anchor = f"{verdict.seq}:{verdict.hash}"
        return f"the ledger is whole: {verdict.entries} entries\n{held}\nanchor {anchor}"
    return "\n".join(("the ledger is NOT whole", *map(line, verdict.faults), held))


def _held(noted: Noted, name: str) -> str:
    if not noted.anchors:
        return f"no anchor is filed yet in {name or 'RENKEI_LEDGER_ANCHOR_FILE'}"
    count = len(noted.anchors)
    words = "1 anchor" if count == 1 else f"{count} anchors"
    return f"{words} of {name} held against it, the last of {noted.last_day}"


def line(fault: Fault) -> str:
    """What is wrong, and where."""
    one = fault.first == fault.last
    where = f"entry {fault.first}" if one else f"entries {fault.first} to {fault.last}"
    return f"{where}: {_SAID[fault.harm]}"

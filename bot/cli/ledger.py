"""`renkei ledger`: proves what was done."""

import json
import re

import click

from bot.cli.opening import TENANT, opened
from bot.cli.progress import progress
from bot.ledger.verify import Fault, Harm, Verdict, verify

_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_SAID = {
    Harm.CHANGED: "changed, it or the one before",
    Harm.REMOVED: "removed",
    Harm.INSERTED: "inserted",
    Harm.REORDERED: "out of order",
    Harm.CUT_OFF: "cut off the end",
    Harm.HEAD: "not the one that the head names",
    Harm.ANCHOR: "not the one that was noted down",
}


@click.group
def ledger() -> None:
    """Prove what was done."""


@ledger.command("verify")
@TENANT
@click.option(
    "--anchor", help="NUMBER:HASH that an earlier run printed; kept outside this machine."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify_(anchor: str | None, as_json: bool) -> int:
    """Check that no entry was changed, removed, inserted or moved; exit status 1 if one was."""
    noted = _anchor(anchor)
    with opened() as house, progress("entries") as told:
        verdict = house.read(lambda tx: verify(tx, anchor=noted, told=told))
    click.echo(_as_json(verdict) if as_json else _in_words(verdict))
    return 0 if verdict.whole else 1


def _anchor(written: str | None) -> tuple[int, str] | None:
    if written is None:
        return None
    if not (found := _ANCHOR.fullmatch(written)):
        raise click.UsageError("--anchor: write NUMBER:HASH as an earlier run printed it")
    return int(found[1]), found[2]


def _as_json(verdict: Verdict) -> str:
    found = {
        "whole": verdict.whole,
        "entries": verdict.entries,
        "anchor": f"{verdict.seq}:{verdict.hash}",
        "faults": [
            {"harm": fault.harm.value, "first": fault.first, "last": fault.last}
            for fault in verdict.faults
        ],
    }
    return json.dumps(found)


def _in_words(verdict: Verdict) -> str:
    if verdict.whole:
        anchor = f"{verdict.seq}:{verdict.hash}"
        return f"the ledger is whole: {verdict.entries} entries\nanchor {anchor}"
    return "\n".join(("the ledger is NOT whole", *map(_line, verdict.faults)))


def _line(fault: Fault) -> str:
    one = fault.first == fault.last
    where = f"entry {fault.first}" if one else f"entries {fault.first} to {fault.last}"
    return f"{where}: {_SAID[fault.harm]}"

"""`renkei restore`: puts a backup into an empty database, or tries it out beside the present."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import actor, clock_of
from bot.cli.progress import progress
from bot.settings import Settings, load

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.backup.checking import Proof
    from bot.storage.backup.register import Check
    from bot.storage.backup.restoring import Restored
    from bot.storage.tx import Tx


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--check", "check_", is_flag=True, help="Try it out elsewhere; change nothing here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def restore(file: Path, check_: bool, as_json: bool) -> int:
    """Put the backup FILE into the empty database of the settings; all of it or nothing."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot import logs

    logs.set_up(json=False, least=logging.WARNING)
    settings = load()
    now = clock_of(settings).now().astimezone(settings.zone)
    return _check(settings, file, now, as_json) if check_ else _put(settings, file, now, as_json)


def _put(settings: Settings, file: Path, now: "datetime", as_json: bool) -> int:
    from bot.storage.backup.restoring import restore as put

    with progress("rows") as told:
        restored = put(
            settings, file, recorded=lambda tx, one: _record(tx, "restore", one.key, now), told=told
        )
    again = _again(settings, restored)
    if as_json:
        click.echo(json.dumps({**_restored(restored), "dispose_again": again}))
        return 0
    click.echo(_restored_in_words(restored))
    for line in again:
        click.echo(line)
    return 0


def _again(settings: Settings, restored: "Restored") -> list[str]:
    """What was disposed of since the backup was made, and has to be again, a line a tenant."""
    from functools import partial

    from bot.cli.doctor_ledger import again
    from bot.records import disposed_file
    from bot.storage.store import open_storage

    if (place := disposed_file.place(settings)) is None:
        return []
    storage = open_storage(settings)
    try:
        found = {
            tenant: storage.read_now(tenant, partial(disposed_file.undone, path=place))
            for tenant in restored.tenants
        }
    finally:
        storage.close()
    return [f"{tenant}: {again(undone)}" for tenant, undone in found.items() if undone]


def _record(tx: "Tx", act: str, backup: str, now: "datetime", detail: Any = None) -> None:
    from bot.delivery import outbox
    from bot.ledger.record import record

    outbox.turnstile(tx)
    record(tx, actor(tx), at=now, act=act, subject=f"backup:{backup}", detail=detail)


def _restored(restored: "Restored") -> dict[str, Any]:
    loaded = restored.loaded
    return {
        "backup": restored.header.key,
        "made_at": restored.header.made_at.isoformat(),
        "tenants": len(restored.tenants),
        "rows": None if loaded is None else loaded.trailer.rows,
    }


def _restored_in_words(restored: "Restored") -> str:
    made = f"the backup of {restored.header.made_at:%Y-%m-%d %H:%M}"
    if restored.loaded is None:
        return f"{made} was in the database already; the ledger says so now"
    rows = restored.loaded.trailer.rows
    return f"restored {made}: {rows} rows\nnext: renkei doctor, then renkei ledger verify"


def _check(settings: Settings, file: Path, now: "datetime", as_json: bool) -> int:
    from bot.storage.backup.checking import check
    from bot.storage.store import engine_of

    engine = engine_of(settings)
    try:
        with progress("rows") as told:
            found = check(settings, engine.engine, file, now=now, verify=_proof, told=told)
        kept = _keep(settings, found)
    finally:
        engine.close()
    click.echo(json.dumps(_checked(found, kept)) if as_json else _checked_in_words(found, kept))
    return 0 if found.whole else 1


def _proof(tx: "Tx") -> "Proof":
    from bot.cli.ledger import line
    from bot.ledger.verify import verify
    from bot.storage.backup.checking import Proof

    found = verify(tx)
    faults = tuple(map(line, found.faults))
    return Proof(entries=found.entries, seq=found.seq, hash=found.hash, faults=faults)


def _keep(settings: Settings, found: "Check") -> bool:
    """In the database that is used; an empty one stays empty, for a backup to be put into."""
    from bot.storage.backup.keeping import keep

    detail = {"whole": found.whole, "rows": found.rows, "faults": len(found.faults)}
    subject = found.backup or "unreadable"
    return keep(
        settings,
        found,
        recorded=lambda tx: _record(tx, "restore check", subject, found.checked_at, detail),
    )


def _checked(found: "Check", kept: bool) -> dict[str, Any]:
    return {
        "whole": found.whole,
        "checked_at": found.checked_at.isoformat(),
        "name": found.name,
        "backup": found.backup,
        "made_at": None if found.made_at is None else found.made_at.isoformat(),
        "rows": found.rows,
        "entries": found.entries,
        "samples": found.samples,
        "faults": list(found.faults),
        "kept": kept,
    }


def _checked_in_words(found: "Check", kept: bool) -> str:
    when = f"{found.checked_at:%Y-%m-%d %H:%M}"
    counts = f"{found.rows} rows, {found.entries} ledger entries, {found.samples} sealed fields"
    if found.whole:
        lines = [f"{found.name} is whole, tried out on {when}: {counts}"]
    else:
        lines = [f"{found.name} is NOT whole, tried out on {when}", *found.faults]
    if not kept:
        lines.append("the result is not kept: this database is empty")
    return "\n".join(lines)

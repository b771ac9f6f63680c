"""`renkei backup` and `renkei backups`: everything in one encrypted file, and which files exist."""

import json
import os
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, House, opened, require_all_known
from bot.cli.progress import progress
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from bot.storage.backup.making import Made
    from bot.storage.backup.register import Backup
    from bot.storage.tx import Tx

KEEP_DAYS = 35


@click.command
@click.argument("file", type=click.Path())
@click.option(
    "--keep",
    type=click.IntRange(1, 3660),
    default=KEEP_DAYS,
    show_default=True,
    metavar="DAYS",
    help="After so many days you delete the file.",
)
@click.option("--force", is_flag=True, help="Overwrite an older backup of this name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def backup(file: str, keep: int, force: bool, as_json: bool) -> None:
    """Write everything into FILE, encrypted, while the bot runs; a folder: by the day's name."""
    import bot.exchange  # noqa: F401 - with the slices, declares every table
    from bot.storage.backup.making import make

    with opened() as house, progress("rows") as told:
        require_all_known(house, what="renkei backup")
        made = make(
            house.storage,
            _place(file, house.today, overwrite=force),
            home=house.tenant,
            now=house.now,
            until=house.today + timedelta(days=keep),
            recorded=lambda tx, one: _record(house, tx, one),
            overwrite=force,
            told=told,
        )
    click.echo(json.dumps(_as_json(made)) if as_json else _in_words(made))


def _place(given: str, today: date, *, overwrite: bool) -> Path:
    """The file to write; a folder is enough for whoever calls the command each day.

    Raises Misconfigured where a folder was meant that isn't there, such as a share that isn't
    mounted.
    """
    file = Path(given).absolute()
    if file.is_dir():
        return _dated(file, today, overwrite=overwrite)
    if given.endswith("/") or not file.suffix:
        line = f"{given}: there is no such folder"
        raise Misconfigured(f"{line}; correct or mount it, or name a file: {file.name}.backup")
    return file


def _dated(folder: Path, today: date, *, overwrite: bool) -> Path:
    """By the day; the day's second one is numbered, unless it takes the place of the first."""
    names = chain([f"renkei-{today}"], (f"renkei-{today}-{number}" for number in count(2)))
    files = (folder / f"{name}.backup" for name in names)
    return next(file for file in files if overwrite or not os.path.lexists(file))


def _record(house: House, tx: "Tx", made: "Backup") -> None:
    from bot.delivery import outbox
    from bot.ledger.record import record

    outbox.turnstile(tx)
    record(
        tx,
        house.actor(tx),
        at=house.now,
        act="backup",
        subject=f"backup:{made.key}",
        detail={"size": made.size, "digest": made.digest, "until": made.until.isoformat()},
    )


def _as_json(made: "Made") -> dict[str, Any]:
    trailer = made.trailer
    return {
        **_one(made.backup),
        "rows": trailer.rows,
        "tables": len(trailer.tables),
        "tenants": len(trailer.tenants),
    }


def _in_words(made: "Made") -> str:
    one, trailer = made.backup, made.trailer
    counts = f"{trailer.rows} rows of {len(trailer.tables)} tables, {one.size} bytes"
    keys = ", ".join(one.envelopes)
    return "\n".join(
        (
            f"wrote {one.name}: {counts}",
            f"SHA-256 {one.digest}",
            f"opens only with the envelope key {keys}; keep that elsewhere",
            f"delete the file, and every copy of it, by {one.until}",
        )
    )


@click.group
def backups() -> None:
    """Which backups exist; deletes those that are due."""


@backups.command("list")
@TENANT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def list_(as_json: bool) -> None:
    """Every backup whose file may exist, the newest first."""
    from bot.storage.backup.register import standing

    with opened() as house:
        found = house.read(lambda tx: standing(tx, house.today))
    if as_json:
        click.echo(json.dumps({"backups": [_one(one) for one in found]}, ensure_ascii=False))
        return
    for one in found:
        begun = one.begun_at.astimezone(house.zone)
        line = f"{begun:%Y-%m-%d %H:%M}  {one.stage:<8}  until {one.until}  {one.key}  {one.name}"
        click.echo(line)


@backups.command("deleted")
@click.argument("key")
def deleted(key: str) -> None:
    """The file of the backup KEY, and every copy of it, is deleted: it isn't counted any more.

    It held every tenant, so it is counted in none.
    """
    with opened() as house:
        if not _gone(house, key):
            raise Misconfigured(f"{key}: no such backup; see renkei backups list")
    click.echo(f"{key} isn't counted any more")


@backups.command("prune")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def prune(folder: Path, as_json: bool) -> None:
    """Delete in FOLDER the backups whose day has come, and what killed ones have left.

    Which file is which the register says; others stay. Copies elsewhere are yours to delete.
    """
    from bot.storage.backup import pruning, register

    with opened() as house:
        known = {one.key: one for one in house.read(register.every)}
        pruned = pruning.prune(folder, known, today=house.today)
        for key in pruned.gone:
            _gone(house, key)
    if as_json:
        found = {"deleted": pruned.files, "gone": pruned.gone, "unknown": pruned.unknown}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for name in pruned.files:
        click.echo(f"deleted {name}")
    for name in pruned.unknown:
        click.echo(f"{name} isn't in this database's register: it stays, and is yours to delete")
    if not pruned.files:
        click.echo("nothing is due")


def _gone(house: House, key: str) -> tuple[str, ...]:
    """Note that a backup is deleted, for every tenant that it held; which these are."""
    from bot.delivery import outbox
    from bot.ledger.record import record
    from bot.storage.backup import register

    def gone(tx: "Tx") -> None:
        outbox.turnstile(tx)
        if register.gone(tx, key):
            subject = f"backup:{key}"
            record(tx, house.actor(tx), at=house.now, act="backups deleted", subject=subject)

    holders = register.tenants(house.storage.engine.engine, key)
    for tenant in holders:
        house.storage.write_now(tenant, gone)
    return holders


def _one(one: "Backup") -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "stage": one.stage.value,
        "begun_at": one.begun_at.isoformat(),
        "made_at": None if one.made_at is None else one.made_at.isoformat(),
        "size": one.size,
        "digest": one.digest,
        "envelopes": list(one.envelopes),
        "until": one.until.isoformat(),
    }

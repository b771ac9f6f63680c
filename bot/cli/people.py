"""`renkei people`: who holds which post, from a file; who is there, from the directory."""

import getpass
import json
from pathlib import Path

import click

from bot.cli import bad_rows, people_sync
from bot.cli.opening import TENANT, opened
from bot.cli.progress import progress
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people.imports import Imported, load
from bot.storage.tx import Tx


@click.group
def people() -> None:
    """Who is there and who holds which post."""


people.add_command(people_sync.sync)


@people.command("import")
@TENANT
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def import_(file: Path, as_json: bool) -> None:
    """Load people and posts from FILE (.xlsx, .csv), whole or not at all.

    Columns: aad_object_id, name, mail, department, post, grade, superior_post, municipality,
    roles, language, from, to, leave_from, leave_to; Japanese headings are understood too.
    """
    with opened() as house, progress("people") as told, bad_rows.told(file):
        now = house.now

        def entered(tx: Tx, done: Imported) -> None:
            actor = Actor.command(pseudonyms.of_system_user(tx, getpass.getuser()))
            detail = {"rows": done.rows, "people": done.people}
            record(tx, actor, at=now, act="people.import", subject="people", detail=detail)

        done = load(
            house.storage, house.tenant, file, today=house.today, finally_=entered, told=told
        )
    click.echo(_as_json(done) if as_json else _in_words(done))


def _as_json(done: Imported) -> str:
    found = {
        "rows": done.rows,
        "people": done.people,
        "posts": done.posts,
        "vacant": list(done.vacant),
    }
    return json.dumps(found, ensure_ascii=False)


def _in_words(done: Imported) -> str:
    line = f"{done.people} people in {done.rows} rows, {done.posts} posts"
    if not done.vacant:
        return line
    named = ", ".join(done.vacant[:10]) + (" …" if len(done.vacant) > 10 else "")
    return f"{line}\nposts that nobody holds: {named}"

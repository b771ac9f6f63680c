"""`renkei ledger filebook`: the draft of a 個人情報ファイル簿, with counts of today."""

import json
from pathlib import Path

import click

from bot.cli.opening import TENANT, opened


@click.command
@TENANT
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--body", default="", metavar="NAME", help="The organ: 市長, 教育委員会 ….")
@click.option("--bureau", default="", metavar="NAME", help="The bureau in charge.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def filebook(file: Path, body: str, bureau: str, as_json: bool) -> None:
    """Write the draft to FILE (.xlsx or .html): an entry for each file of 1,000 persons or more.

    It names nobody. What only the city can say is marked to be filled in.
    """
    from bot import policy
    from bot.records.sheets import filebook as sheet
    from bot.records.store import filebook as store

    with opened() as house:
        counted, own = house.read(lambda tx: (store.counted(tx), policy.of(tx)))
        window = own.disclosure_window
        owed = sheet.write(file, counted, body=body, bureau=bureau, window=window, at=house.now)
    if as_json:
        found = {one.file.key: one.persons for one in counted}
        click.echo(json.dumps({"file": str(file), "owed": owed, "persons": found}))
        return
    click.echo(f"{owed} of {len(counted)} files hold 1,000 persons or more; the draft is in {file}")

"""`renkei notices new, change, preview`: a notice before anybody gets it."""

import json
from pathlib import Path
from typing import Any

import click

from bot.cli.notices_options import FILE, FOR, JSON, NOTICE, look, show_standing
from bot.cli.opening import TENANT, opened


@click.command
@TENANT
@click.argument("file", type=FILE, required=False)
@click.option("--title", help="At most 100 characters.")
@click.option("--body", help="At most 2000 characters of plain text.")
@click.option("--contact", help="Whom readers may ask.")
@click.option("--link", help="An address that begins with https://.")
@click.option("--to", multiple=True, metavar="SELECTOR", help="Whom; may be repeated.")
@click.option(
    "--except", "but", multiple=True, metavar="SELECTOR", help="Whom not; may be repeated."
)
@click.option("--confirm", is_flag=True, default=None, help="Ask readers to confirm.")
@click.option("--deadline", metavar="DAY", help="By when readers shall act.")
@click.option("--urgent", is_flag=True, default=None, help="Also in Teams' activity feed.")
@click.option("--as", "mail", metavar="MAIL", required=True, help="Its author, of a desk.")
@JSON
def new(file: Path | None, mail: str, as_json: bool, **given: Any) -> None:
    """Write a notice from FILE (TOML), from options, or both; its people are counted.

    SELECTOR: role:staff (all staff), all (pupils too), department:…, post:…, grade:…,
    municipality:…, role:…, group:ID, list:FILE.
    Nothing is sent: `approve` or the card does that.
    """
    from bot.cli import notices_making

    if file is None and not (given["title"] and given["body"] and given["to"]):
        raise click.UsageError("name a FILE, or give --title, --body and --to")
    with opened() as house:
        standing = notices_making.new(house, file, {**given, "except": given.pop("but")}, mail)
        show_standing(standing, as_json=as_json)


@click.command
@TENANT
@NOTICE
@click.argument("file", type=FILE)
@FOR
@JSON
def change(notice: int, file: Path, mail: str, as_json: bool) -> None:
    """Write a draft anew from FILE (TOML); its people are counted again."""
    from bot.cli import notices_making

    with opened() as house:
        show_standing(notices_making.change(house, notice, file, mail), as_json=as_json)


@click.command
@TENANT
@NOTICE
@click.option("--lang", default="ja", show_default=True, help="The reader's language.")
@JSON
def preview(notice: int, lang: str, as_json: bool) -> None:
    """The card as its readers will see it, and who they are."""
    from bot.cli import notices_preview, notices_shown

    with opened() as house:
        standing = look(house, notice)
    card = notices_preview.card(standing, lang)
    if as_json:
        found = {**notices_shown.as_json(standing), "card": card}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in (*notices_preview.lines(card), "", *notices_shown.whom(standing)):
        click.echo(line)
    click.echo(f"  {notices_shown.sums(standing)}")

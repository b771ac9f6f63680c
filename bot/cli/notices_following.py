"""`renkei notices list, show`: what there is, and how far it has come."""

import json
from functools import partial
from typing import TYPE_CHECKING

import click

from bot.cli.notices_options import JSON, NOTICE, look, show_standing
from bot.cli.opening import TENANT, House, opened

if TYPE_CHECKING:
    from bot.notices.model import Broadcast, Standing


@click.command("list")
@TENANT
@JSON
def list_(as_json: bool) -> None:
    """The newest notices, drafts included, the newest first."""
    from bot.cli import notices_shown
    from bot.notices import lifecycle

    with opened() as house:
        found = house.read(lifecycle.of_kind)
    if as_json:
        every = [notices_shown.listed(one) for one in found]
        click.echo(json.dumps({"notices": every}, ensure_ascii=False))
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("no notices")


def _line(one: "Broadcast") -> str:
    return f"{one.notice:>6}  {one.stage.value:10}  {one.audience:>6}  {one.title}"


@click.command
@TENANT
@NOTICE
@click.option("--watch", is_flag=True, help="Follow it until it stands still.")
@JSON
def show(notice: int, watch: bool, as_json: bool) -> int:
    """Where a notice stands; its numbers sum to the audience."""
    from bot.notices.model import Stage

    with opened() as house:
        standing = _watched(house, notice, aside=as_json) if watch else look(house, notice)
    show_standing(standing, as_json=as_json)
    return 1 if watch and standing.stage is Stage.STOPPED else 0


def _watched(house: House, notice: int, *, aside: bool) -> "Standing":
    """Where it stands at last."""
    from bot.cli import notices_watch

    def again() -> notices_watch.Look:
        return house.read(partial(notices_watch.look_at, notice=notice, now=house.now))

    return notices_watch.watch(again, aside=aside)

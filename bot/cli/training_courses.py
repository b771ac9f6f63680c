"""`renkei training open, close, announce`: when staff may apply, and how they hear of it."""

import json
from typing import TYPE_CHECKING

import click

from bot.cli.opening import TENANT, House, opened
from bot.cli.training_options import AS, CODE, FOR, JSON, YEAR

if TYPE_CHECKING:
    from bot.storage.tx import Tx


@click.command("open")
@TENANT
@CODE
@YEAR
@AS
@JSON
def open_(code: str, year: int | None, mail: str | None, as_json: bool) -> None:
    """Let staff see a course and apply."""
    with opened() as house:
        state = _do(house, "open_course", code, year, mail)
    _say(code, state, as_json=as_json)


@click.command
@TENANT
@CODE
@YEAR
@AS
@JSON
def close(code: str, year: int | None, mail: str | None, as_json: bool) -> None:
    """Take no more applications; what is booked takes place."""
    with opened() as house:
        state = _do(house, "close_course", code, year, mail)
    _say(code, state, as_json=as_json)


def _do(house: House, act: str, code: str, year: int | None, mail: str | None) -> str:
    from bot.cli import training_options as given
    from bot.training import managing

    def work(tx: "Tx") -> str:
        by = given.of_desk(tx, mail, house.today) if mail else None
        course = given.course(tx, code, year)
        deed = given.deed(tx, house, by)
        after = (managing.open_course if act == "open_course" else managing.close_course)(
            tx, course.id, deed
        )
        return after.state.value

    return house.write(work)


def _say(code: str, state: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"code": code, "state": state}, ensure_ascii=False))
        return
    click.echo(f"{code}  {state}")


@click.command
@TENANT
@CODE
@click.option("--wave", type=click.IntRange(1), help="To the municipalities of this wave alone.")
@YEAR
@FOR
@JSON
def announce(code: str, wave: int | None, year: int | None, mail: str, as_json: bool) -> None:
    """Make the enrolment card a draft among the notices.

    A further one goes to who has neither applied nor finished.
    """
    from bot.cli import training_options as given
    from bot.training import managing

    with opened() as house:

        def work(tx: "Tx") -> int | None:
            deed = given.deed(tx, house, given.of_desk(tx, mail, house.today))
            course = given.course(tx, code, year)
            return managing.announce(tx, course.id, deed, wave=wave or 0)

        notice = house.write(work)
    if as_json:
        click.echo(json.dumps({"code": code, "notice": notice}, ensure_ascii=False))
    elif notice is None:
        click.echo("the list of its people is filled by `renkei serve`; then see: notices list")
    else:
        click.echo(f"notice {notice} is a draft; follow it with: renkei notices show {notice}")

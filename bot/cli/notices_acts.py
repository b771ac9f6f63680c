"""`renkei notices approve, ask, pause, resume, correct, cancel, withdraw`: what becomes of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.notices_options import AS, FILE, FOR, JSON, NOTICE, YES, look, show_standing
from bot.cli.opening import TENANT, House, opened
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.notices.model import Standing
    from bot.storage.tx import Tx


@click.command
@TENANT
@NOTICE
@FOR
@JSON
def approve(notice: int, mail: str, as_json: bool) -> None:
    """Let a notice go that is small enough to need nobody's approval.

    Above the approval size somebody else approves it, on the card that they get in Teams.
    """
    with opened() as house:
        standing = look(house, notice)
        if standing.proposal:
            line = f"notice {notice}: a correction waits, and somebody else approves that"
            raise BotError(f"{line} on the card in Teams; press 「承認して訂正する」 there")
        if standing.needs_approval:
            line = f"notice {notice}: {standing.audience} people need somebody else's approval"
            asked = f"renkei notices ask {notice} --as MAIL, then 「承認して送る」 on the card"
            raise BotError(f"{line}, and that happens on the card in Teams; {asked}")
        _do(house, notice, "start", mail)
        show_standing(look(house, notice), as_json=as_json)
    if not as_json:
        click.echo(f"`renkei serve` sends it; follow it with: renkei notices show {notice} --watch")


@click.command
@TENANT
@NOTICE
@FOR
@JSON
def ask(notice: int, mail: str, as_json: bool) -> None:
    """Ask for approval: everybody who may give it gets the card."""
    _act(notice, "ask", mail, as_json=as_json)


@click.command
@TENANT
@NOTICE
@AS
@JSON
def pause(notice: int, mail: str | None, as_json: bool) -> None:
    """Send nothing more until it is resumed."""
    _act(notice, "pause", mail, as_json=as_json)


@click.command
@TENANT
@NOTICE
@AS
@JSON
def resume(notice: int, mail: str | None, as_json: bool) -> None:
    """Send the rest, also after it stopped by itself."""
    _act(notice, "resume", mail, as_json=as_json)


@click.command
@TENANT
@NOTICE
@click.argument("file", type=FILE)
@FOR
@JSON
def correct(notice: int, file: Path, mail: str, as_json: bool) -> None:
    """Replace its text, on every posted card and in the rest, by what FILE (TOML) says.

    Above the approval size somebody else approves that first, on the card that they get in Teams;
    until then nothing changes. Whom FILE names and its times mean nothing here.
    """
    from bot.cli import notices_making

    with opened() as house:
        notices_making.correct(house, notice, file, mail)
        show_standing(look(house, notice), as_json=as_json)


@click.command
@TENANT
@NOTICE
@AS
@YES
@JSON
def cancel(notice: int, mail: str | None, yes: bool, as_json: bool) -> None:
    """Never send the rest; posted cards stay. A draft is thrown away."""

    def act(standing: "Standing") -> str:
        return "discard" if "discard" in standing.acts else "cancel"

    warning = "What wasn't sent will never be; what was sent stays."
    _give_up(notice, act, mail, warning=warning, yes=yes, as_json=as_json)


@click.command
@TENANT
@NOTICE
@AS
@YES
@JSON
def withdraw(notice: int, mail: str | None, yes: bool, as_json: bool) -> None:
    """Delete every posted card; never send the rest."""
    warning = "Every posted card will be deleted, and the rest will never be sent."
    _give_up(notice, lambda _: "withdraw", mail, warning=warning, yes=yes, as_json=as_json)


def _give_up(
    notice: int,
    act: "Callable[[Standing], str]",
    mail: str | None,
    *,
    warning: str,
    yes: bool,
    as_json: bool,
) -> None:
    """What can't be taken back is asked first."""
    with opened() as house:
        standing = look(house, notice)
        if not yes:
            click.confirm(f"{notice}  {standing.title}\n{warning} Go on?", abort=True, err=True)
        _do(house, notice, act(standing), mail)
        show_standing(look(house, notice), as_json=as_json)


def _act(notice: int, act: str, mail: str | None, *, as_json: bool) -> None:
    with opened() as house:
        _do(house, notice, act, mail)
        show_standing(look(house, notice), as_json=as_json)


def _do(house: House, notice: int, act: str, mail: str | None) -> None:
    """One of lifecycle's acts, for the person with this address or the operator."""
    from bot.cli import notices_people
    from bot.notices import lifecycle

    def work(tx: "Tx") -> None:
        getattr(lifecycle, act)(tx, notice, notices_people.deed(tx, mail, house))

    house.write(work)

"""`renkei notices`: write a notice to many, see it, let it go, follow it, take it back."""

import click

from bot.cli import notices_acts, notices_drafts, notices_following
from bot.cli.notices_export import export


@click.group
def notices() -> None:
    """Write, preview, send, follow and take back notices to many."""


for _command in (
    notices_drafts.new,
    notices_drafts.change,
    notices_drafts.preview,
    notices_following.list_,
    notices_following.show,
    notices_acts.ask,
    notices_acts.approve,
    notices_acts.pause,
    notices_acts.resume,
    notices_acts.correct,
    notices_acts.cancel,
    notices_acts.withdraw,
    export,
):
    notices.add_command(_command)

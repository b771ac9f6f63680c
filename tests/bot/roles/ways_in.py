"""The other ways in: every command, and every address that is served."""

from collections.abc import Iterator

import click

from bot.cli import root

OPERATOR, NAMED = "whoever may log in there", "that, and `--as`: one whose role may"
ADDRESSES = {
    "`/api/messages`": "Microsoft's token for this bot; then as the tables above say",
    "`/view/TENANT/TOKEN`": "the person whose link it is, within 15 minutes, the role asked again",
    "`/healthz`, `/readyz`": "anybody: a word, no data",
    "`/metrics`, on its own port": "this machine: figures without names",
}


def commands() -> dict[str, str]:
    """Each command of the command line, and who may use it."""
    return dict(_of(root.renkei, ""))


def _of(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    if not isinstance(command, click.Group):
        named = any("--as" in option.opts for option in command.params)
        yield name, NAMED if named else OPERATOR
        return
    context = click.Context(command)
    for part in command.list_commands(context):
        inside = command.get_command(context, part)
        if inside is not None and not inside.hidden:
            yield from _of(inside, f"{name} {part}".strip())


def text() -> str:
    """The end of the page."""
    lines = [
        "",
        "## Commands",
        "",
        "On the server itself, by who may log in and read its settings.",
    ]
    lines += ["", "| command | who |", "|---|---|"]
    lines += [f"| `renkei {name}` | {who} |" for name, who in commands().items()]
    lines += ["", "## Addresses", "", "| address | who |", "|---|---|"]
    lines += [f"| {address} | {who} |" for address, who in ADDRESSES.items()]
    return "\n".join(lines) + "\n"

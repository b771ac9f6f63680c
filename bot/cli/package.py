"""`renkei package`: the app as Teams takes it, for the configured bot."""

from importlib.metadata import version
from pathlib import Path

import click

from bot.settings import load


@click.command("package")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--app-version", help="What Teams tells uploads apart by; the release by default.")
@click.option("--developer", "name", help="Who answers for the app, at most 32 characters.")
@click.option("--website", help="Address of help for the people who use it.")
@click.option("--privacy", help="Address of what is said about personal data.")
@click.option("--terms", help="Address of the terms of use.")
def package(file: Path, app_version: str | None, **given: str | None) -> None:
    """Write the app package FILE.zip for the bot in the settings."""
    from bot.package.archive import packed
    from bot.package.manifest import Publisher, tab_host

    settings = load()
    if file.suffix != ".zip":
        raise click.UsageError(f"{file.name}: Teams takes a .zip; write such a name")
    publisher = Publisher(**{name: value for name, value in given.items() if value is not None})
    wanted = app_version or version("renkei")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(packed(settings, publisher, wanted))
    click.echo(f"{file}: version {wanted} of the app of registration {settings.app_id}")
    if not tab_host(settings):
        click.echo("without the tab: RENKEI_PUBLIC_URL names no address that browsers reach")
    if given["website"] is None:
        click.echo("its addresses are those of My Account; --website, --privacy, --terms: yours")

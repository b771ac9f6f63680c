"""`renkei cards`: every card with sample data, to look at and to check."""

from pathlib import Path

import click


@click.group
def cards() -> None:
    """Every card with sample data."""


@cards.command
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--lang", "langs", multiple=True, help="Only this language (may be repeated).")
def export(folder: Path, langs: tuple[str, ...]) -> None:
    """Write every card in every state as JSON, one file for each card and language."""
    from cards.lang import written
    from cards.samples import export as write_all

    unknown = sorted(set(langs) - written())
    if unknown:
        known = ", ".join(sorted(written()))
        raise click.UsageError(f"--lang: no texts in {', '.join(unknown)}; there are: {known}")
    files = write_all(folder, langs or tuple(sorted(written())))
    click.echo(f"{len(files)} cards in {folder}")

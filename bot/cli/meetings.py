"""`renkei meetings`: which meetings are promised, and which of them were held."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import TENANT, opened

if TYPE_CHECKING:
    from bot.meetings.shown import ShownSeries


@click.group
def meetings() -> None:
    """Meetings that are promised to partners."""


@meetings.command("list")
@TENANT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def list_(as_json: bool) -> None:
    """Every series: how often, whose it is, and how its periods were met."""
    from bot.meetings.shown import shown_series
    from bot.meetings.store import series

    with opened() as house:
        found = house.read(
            lambda tx: [(one.source, shown_series(tx, one, house.now)) for one in series.every(tx)]
        )
    if as_json:
        listed = [_as_json(source, shown) for source, shown in found]
        click.echo(json.dumps({"series": listed}, ensure_ascii=False))
        return
    for _, shown in found:
        click.echo(_line(shown))
    if not found:
        click.echo("no meetings are promised")


def _as_json(source: str, shown: "ShownSeries") -> dict[str, Any]:
    return {
        "id": shown.series_id,
        "title": shown.title,
        "partner": shown.partner,
        "source": source,
        "cadence": {"unit": shown.unit, "count": shown.count} if shown.unit else None,
        "owner": shown.owner,
        "state": shown.state,
        "quarters": [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "state": one.state,
                "on": one.on.isoformat() if one.on else None,
            }
            for one in shown.quarters
        ],
    }


def _line(shown: "ShownSeries") -> str:
    names = "  ".join(filter(None, (shown.title, shown.partner)))
    parts = (str(shown.series_id), names, _cadence(shown), shown.owner, _standing(shown))
    return "  ".join(filter(None, parts))


def _cadence(shown: "ShownSeries") -> str:
    return f"every {shown.count} {shown.unit}" if shown.unit else "no cadence yet"


def _standing(shown: "ShownSeries") -> str:
    """The period that runs, with the day of its meeting where there is one."""
    if shown.state == "ended":
        return "ended"
    runs: Sequence[Any] = [q for q in shown.quarters if q.first <= shown.today <= q.last]
    return "  ".join(
        f"{one.first}–{one.last}: {one.state}" + (f" {one.on}" if one.on else "") for one in runs
    )

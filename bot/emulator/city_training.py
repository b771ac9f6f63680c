"""The sample courses of あかつき市, and the online meetings that belong to them."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from bot.emulator.city_calendar import ZONE
from bot.emulator.tenant import Engagement, Person

_FOLDER = Path(__file__).parent / "city" / "training"
_TIMES = ("開始", "終了")


def files() -> tuple[Path, ...]:
    """Sheets of courses, as `renkei training import` reads them, in the order of importing."""
    return tuple(sorted(_FOLDER.glob("*.csv")))


def meetings(people: Iterable[Person]) -> Iterator[Engagement]:
    """The meetings of sessions that are held online, in the calendars of who holds them."""
    owners = {person.mail: person.aad_object_id for person in people}
    titles = {row["コード"]: row["名称"] for row in _rows("1_courses.csv")}
    for row in _rows("3_sessions.csv"):
        if row["オンライン"]:
            start, end = (datetime.fromisoformat(f"{row['開催日']}T{row[at]}") for at in _TIMES)
            yield Engagement(
                owner=owners[row["会議の主催者"]],
                subject=f"{titles[row['コード']]}　第{row['回']}回",
                start=start.replace(tzinfo=ZONE),
                end=end.replace(tzinfo=ZONE),
                join_url=row["オンライン"],
            )


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

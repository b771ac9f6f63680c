"""Every card in every state with invented data, as files that reviewers and checkers read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cards.elements import Card, addressed
from cards.lang import CODES, Lang
from cards.samples import (
    agreements,
    attendance_day,
    attendance_family,
    attendance_place,
    attendance_records,
    attendance_settings,
    attendance_staff,
    desk,
    home,
    meetings,
    notices,
    records_handling,
    records_incidents,
    records_keeping,
    records_ledger,
    records_oversight,
    training,
    training_desk,
)
from cards.samples.sample import Sample

RECIPIENT = "29:1sample-recipient-of-akatsuki"
DELIVERY = 1

__all__ = ["Drawn", "Sample", "drawn", "export", "samples"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One card as it is posted, and the name of its file."""

    name: str
    card: Card


def samples() -> Iterator[Sample]:
    """All cards in all states."""
    yield from agreements.samples()
    yield from attendance_day.samples()
    yield from attendance_family.samples()
    yield from attendance_staff.samples()
    yield from attendance_place.samples()
    yield from attendance_records.samples()
    yield from attendance_settings.samples()
    yield from desk.samples()
    yield from home.samples()
    yield from meetings.samples()
    yield from notices.samples()
    yield from records_handling.samples()
    yield from records_incidents.samples()
    yield from records_keeping.samples()
    yield from records_ledger.samples()
    yield from records_oversight.samples()
    yield from training.samples()
    yield from training_desk.samples()


def drawn(languages: Iterable[str] = CODES) -> Iterator[Drawn]:
    """All cards in all states, in those of the languages in which they are read, addressed."""
    wanted = frozenset(languages)
    for sample in samples():
        for code in wanted.intersection(sample.languages):
            made = addressed(sample.draw(Lang.of(code)), recipient=RECIPIENT, delivery=DELIVERY)
            yield Drawn(name=f"{sample.card}.{sample.state}.{code}.json", card=made)


def export(directory: Path, languages: Iterable[str] = CODES) -> list[Path]:
    """Write every card into `directory`, flat, as `agreements.renewal_due.short.ja.json`."""
    directory.mkdir(parents=True, exist_ok=True)
    return [_written(directory / one.name, one.card) for one in drawn(tuple(languages))]


def _written(path: Path, card: Card) -> Path:
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path

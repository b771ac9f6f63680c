"""人数の一覧: how many children are where, by school or class, and nobody's name."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from cards.attendance.verbs.months import Numbers
from cards.elements import Card, Element, card, note, press, shortened, text
from cards.lang import Lang

LINES_SHOWN = 20
NAME_LENGTH = 40
_ONE_DAY = timedelta(days=1)
_KEY = "attendance.numbers"


class Counted(Protocol):
    """A school or class in numbers: None where they are too few to be told."""

    @property
    def heading(self) -> str: ...
    @property
    def enrolled(self) -> int | None: ...
    @property
    def absent(self) -> int | None: ...
    @property
    def late(self) -> int | None: ...
    @property
    def suspended(self) -> int | None: ...


def numbers(
    lang: Lang,
    day: date,
    lines: Sequence[Counted],
    *,
    fewest: int,
    whole: Counted | None = None,
    school_id: int = 0,
) -> Card:
    """The numbers of a day; fewer than `fewest` are told as that, 0 tells them all. `whole`: all
    lines together; a sum that isn't told need not be small. `school_id`: whose classes they are, 0
    for all schools."""
    more = len(lines) - LINES_SHOWN
    few = lang.t(f"{_KEY}.fewer", fewest=fewest)
    sums = _row(lang, whole, lang.t(f"{_KEY}.untold")) if whole else []
    rows = [*sums, *(row for one in lines[:LINES_SHOWN] for row in _row(lang, one, few))]
    before = day - _ONE_DAY
    verb = Numbers(day=before, school_id=school_id)
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            text(lang.day(day), weight="bolder"),
            *(rows or [text(lang.t(f"{_KEY}.none"))]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
            note(lang.t(f"{_KEY}.few", fewest=fewest) if fewest else lang.t(f"{_KEY}.note")),
        ],
        actions=[press(lang.short_day(before), verb)],
    )


def _row(lang: Lang, one: Counted, untold: str) -> list[Element]:
    said = lang.t(
        f"{_KEY}.line",
        enrolled=_told(one.enrolled, untold),
        absent=_told(one.absent, untold),
        late=_told(one.late, untold),
        suspended=_told(one.suspended, untold),
    )
    heading = shortened(one.heading, NAME_LENGTH)
    return [
        text(heading, weight="bolder", separator=True),
        text(said, size="small", spacing="none"),
    ]


def _told(count: int | None, untold: str) -> str:
    return f"{count:,}" if count is not None else untold

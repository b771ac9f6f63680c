"""What one row of a handling workbook says, before anybody looks whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.records.model.registers import Act, Device, Line, Responsible, Worker, Workplace
from bot.records.rules.registers import NEEDS_METHOD, NEEDS_WHITHER
from bot.records.sheets import columns
from bot.sheets import BadCell, Gathering, Row

NAME, WORDS = 100, 200
Listed = Responsible | Worker | Workplace | Device | Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row, and what `made` makes of it for a subject."""

    row: Row
    agreement: str
    subcontractor: str
    made: Callable[[str], Listed]


def responsible(row: Row) -> Entry:
    """責任者; raises BadRows with every bad cell."""
    take = Gathering()
    own = {"name": take(row.needed, "name", at_most=NAME), **_words(take, row, title=NAME)}
    return _entry(take, row, Responsible, {**own, **_span(take, row)})


def worker(row: Row) -> Entry:
    """業務従事者; raises BadRows with every bad cell."""
    take = Gathering()
    own = {
        "name": take(row.needed, "name", at_most=NAME),
        **_words(take, row, duty=WORDS, agency=NAME, course=WORDS),
        **_days(take, row, "pledged_on", "taught_on", "left_pledge_on"),
    }
    return _entry(take, row, Worker, {**own, **_span(take, row)})


def workplace(row: Row) -> Entry:
    """作業場所; raises BadRows with every bad cell."""
    take = Gathering()
    own = {
        "name": take(row.needed, "name", at_most=NAME),
        **_words(take, row, address=WORDS, storage=WORDS),
    }
    return _entry(take, row, Workplace, {**own, **_span(take, row)})


def device(row: Row) -> Entry:
    """機器・媒体; a private one is refused. Raises BadRows with every bad cell."""
    take = Gathering()
    take(_no_private, row)
    own = {
        "number": take(row.needed, "number", at_most=NAME),
        "what": take(row.needed, "what", at_most=WORDS),
        **_words(take, row, place=NAME, permission=WORDS),
        "encrypted": take(row.flag, "encrypted"),
        "outside": take(row.flag, "outside"),
        **_days(take, row, "permitted_on"),
    }
    return _entry(take, row, Device, {**own, **_span(take, row)})


def _no_private(row: Row) -> None:
    if row.flag("private"):
        raise row.bad("private", "a private device may not be used; take it out of the register")


def line(row: Row) -> Entry:
    """取扱いの記録; raises BadRows with every bad cell."""
    take = Gathering()
    act = take(_act, row)
    own = {
        "on": take(_day, row, "on"),
        "act": act,
        "item": take(row.needed, "item", at_most=WORDS),
        "medium": take(row.needed, "medium", at_most=NAME),
        "quantity": take(row.needed, "quantity", at_most=NAME),
        "who": take(row.needed, "who", at_most=NAME),
        **_words(take, row, whither=WORDS, method=WORDS, permission=WORDS, note=WORDS),
    }
    take(_what_it_needs, row, act)
    return _entry(take, row, Line, own)


def _act(row: Row) -> Act:
    if (found := row.choice("act", columns.ACTS)) is None:
        raise row.bad("act", f"is empty; write one of {', '.join(columns.ACTS)}")
    return found


def _what_it_needs(row: Row, act: Act | None) -> None:
    if act in NEEDS_METHOD and not row.text("method"):
        raise row.bad("method", "is empty; write how it was destroyed or erased")
    if act in NEEDS_WHITHER and not row.text("whither"):
        raise row.bad("whither", "is empty; write to whom or where it went")


def _words(take: Gathering, row: Row, **most: int) -> dict[str, str]:
    return {key: take(row.text, key, at_most=length) for key, length in most.items()}


def _days(take: Gathering, row: Row, *keys: str) -> dict[str, date | None]:
    return {key: take(row.day, key) for key in keys}


def _span(take: Gathering, row: Row) -> dict[str, date | None]:
    since, until = take(_day, row, "since"), take(row.day, "until")
    if since and until and until < since:
        take(_raise, row.bad("until", "lies before the start; correct one of the two dates"))
    return {"since": since, "until": until, **_days(take, row, "reported_on")}


def _raise(fault: BadCell) -> None:
    raise fault


def _day(row: Row, key: str) -> date:
    if (found := row.day(key)) is None:
        raise row.bad(key, "is empty; fill it in")
    return found


def _entry(take: Gathering, row: Row, made: Callable[..., Listed], own: dict[str, Any]) -> Entry:
    agreement = take(row.needed, "agreement", at_most=WORDS)
    subcontractor = take(row.text, "subcontractor", at_most=NAME)
    take.check()
    return Entry(
        row=row,
        agreement=agreement,
        subcontractor=subcontractor,
        made=lambda subject: made(subject=subject, **own),
    )


MADE: dict[str, Callable[[Row], Entry]] = {
    columns.RESPONSIBLE: responsible,
    columns.WORKERS: worker,
    columns.WORKPLACES: workplace,
    columns.DEVICES: device,
    columns.LINES: line,
}

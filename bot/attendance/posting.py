"""Hands cards of a school's day to delivery: nameless outside, remembered until emptied."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.attendance.model import School
from bot.attendance.rules import times
from bot.attendance.store import shows
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.delivery.outbox import Lane, Notice
from bot.people import languages
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards.attendance import staff
from cards.attendance.quiet import QUIET
from cards.elements import Card
from cards.lang import SOURCE, Lang

Draw = Callable[[Lang], Card]


def post(
    tx: Tx,
    *,
    kind: str,
    key: str,
    to: Sequence[int],
    draw: Draw,
    due_at: datetime,
    expires_at: datetime,
    school: int,
    day: date,
    about: str = "",
    slot: int = 0,
    subjects: Iterable[str] = (),
    to_places: Sequence[int] = (),
    preview: str = QUIET,
    lane: Lane = Lane.SAFETY,
) -> int | None:
    """Hand over a card that names a child or a class, once for each key; None: nobody to tell.

    What Teams shows of it outside the card is the words of `preview` alone. `subjects` are whom it
    names (`pupil:7`) and what it shows (`report:5`): it is emptied with them.
    """
    if not (to or to_places):
        return None
    langs = {lang.code: lang for lang in languages.read_in(tx, to)}
    if to_places:
        langs.setdefault(SOURCE, Lang.of(SOURCE))
    notice = outbox.post(
        tx,
        kind=kind,
        source_key=key,
        lane=lane,
        due_at=due_at,
        expires_at=max(expires_at, due_at),
        cards={code: draw(lang) for code, lang in langs.items()},
        summaries={code: lang.t(preview) for code, lang in langs.items()},
        to=to,
        to_places=to_places,
    )
    shows.add(tx, notice, school=school, day=day, about=about, slot=slot, subjects=subjects)
    return notice


def until_morning(school: School, day: date, now: datetime) -> datetime:
    """When a card of a day needn't arrive any more: as the next morning begins."""
    return times.at(day + ONE_DAY, school.times.wake, now.tzinfo)


def redraw(tx: Tx, notice: int, draw: Draw, *, preview: str = QUIET, at_once: bool = False) -> None:
    """Every posted copy shows this instead; the preview stays nameless. `at_once`: it names fewer,
    and waits for nobody who fills in a form there."""
    langs = [Lang.of(code) for code in sent.languages(tx, notice)]
    if langs:
        outbox.revise(
            tx,
            notice=notice,
            cards={lang.code: draw(lang) for lang in langs},
            summaries={lang.code: lang.t(preview) for lang in langs},
            at_once=at_once,
        )


def standing(tx: Tx, kind: str, prefix: str) -> tuple[Notice, ...]:
    """The notices of a kind that stand under such keys and were not emptied yet."""
    found = outbox.of(tx, kind=kind, prefix=prefix)
    return tuple(one for one in found if shows.get(tx, one.id) is not None)


def settle(tx: Tx, notice: int, now: datetime, draw: Draw = staff.done) -> None:
    """対応済み: its copies name nobody from now on, and what it held is forgotten.

    A copy that hasn't arrived isn't sent any more: nobody wants a card that says nothing.
    """
    outbox.cancel(tx, notice)
    redraw(tx, notice, draw, at_once=True)
    outbox.close(tx, notice=notice, now=now)
    shows.drop(tx, notice)

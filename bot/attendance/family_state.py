"""The card that stays in a family's chat after sending: the day, and one line of how far it is.

It is the message itself that was pressed, edited, so that nothing of what was typed stays on a
device that others use as well.
"""

from datetime import datetime, time, timedelta

from bot.attendance import seen
from bot.attendance.model import Class, Door, Guardian, Pupil, Report
from bot.attendance.rules import families
from bot.attendance.rules.shown import own as shown
from bot.attendance.rules.shown.own import ShownOwn
from bot.attendance.store import classes, guardians, pupils, reports, schools, shows
from bot.delivery import outbox
from bot.people import names
from bot.storage.tx import Tx
from bot.turns.turn import Turn
from cards.attendance import family_state as cards
from cards.attendance.beside import both
from cards.attendance.family_words import PREVIEW
from cards.elements import Card
from cards.lang import Lang

KIND = "attendance.state"
FAMILY_DOORS = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))


def key(report: int) -> str:
    """The notice's key: one card for each report."""
    return f"report:{report}"


def adopt(turn: Turn, report: Report) -> Card:
    """After sending: the form's own message becomes the state card; it is also the answer."""
    made = card(turn.tx, report, turn.now)
    end = datetime.combine(report.until + timedelta(days=1), time(), turn.now.tzinfo)
    notice = outbox.adopt(
        turn.tx,
        kind=KIND,
        source_key=key(report.id),
        lane=outbox.Lane.ANSWER,
        now=turn.now,
        expires_at=max(end, turn.now + timedelta(hours=1)),
        cards={report.language: made},
        summaries=_summary(report),
        to=report.author,
        activity_id=turn.replied_to,
    )
    shows.add(
        turn.tx,
        notice,
        school=report.school,
        day=report.until,
        about=f"family:{report.id}",
        subjects=(report.subject, f"pupil:{report.pupil}"),
    )
    return made


def retell(tx: Tx, report: Report, now: datetime) -> None:
    """The school has answered, or the report was taken back: the state card says so.

    Nothing where the report came by telephone or from a file, and where the card is emptied
    already. Whose link was removed since is told nothing any more: their card is emptied.
    """
    if report.door not in FAMILY_DOORS:
        return
    found = outbox.find(tx, kind=KIND, source_key=key(report.id))
    if found is not None and shows.get(tx, found.id) is not None:
        told = _is_told(tx, report)
        made = card(tx, report, now) if told else cards.done(Lang(report.language))
        _show(tx, found.id, report, made, at_once=not told)


def empty(tx: Tx, report: int) -> None:
    """対応済み: at the end of the school's day, and at once on disposal, transfer, protection."""
    found = outbox.find(tx, kind=KIND, source_key=key(report))
    if found is not None:
        one = reports.get(tx, report)
        _show(tx, found.id, one, cards.done(Lang(one.language)), at_once=True)


def _show(tx: Tx, notice: int, report: Report, made: Card, *, at_once: bool) -> None:
    shown_in, said = {report.language: made}, _summary(report)
    outbox.revise(tx, notice=notice, cards=shown_in, summaries=said, at_once=at_once)


def _summary(report: Report) -> dict[str, str]:
    return {report.language: both(Lang(report.language), PREVIEW)}


def card(tx: Tx, report: Report, now: datetime) -> Card:
    """The state card as it is now."""
    reads = report.door is Door.GUARDIAN
    return cards.state(Lang(report.language), shown_own(tx, report, now), reads=reads)


def shown_own(tx: Tx, report: Report, now: datetime, *, can_withdraw: bool = False) -> ShownOwn:
    """A report for the account that sent it, as far as its link lets it see."""
    pupil = pupils.get(tx, report.pupil)
    return shown.own(
        report,
        pupil=pupil,
        school=schools.get(tx, report.school),
        class_=_class(tx, report, pupil, now),
        zone=now.tzinfo,
        name=names.person_name(tx, report.ack_person, now.date()) if report.ack_person else "",
        sees=report.door is not Door.GUARDIAN or families.may_see(_link(tx, report)),
        can_withdraw=can_withdraw,
    )


def _class(tx: Tx, report: Report, pupil: Pupil, now: datetime) -> Class | None:
    """The class to which the report went, as lists name it; None before it is announced, and where
    nothing of the child's whereabouts is told."""
    found = classes.find(tx, report.day_class) if report.day_class else None
    if found is None or not found.is_known(now) or not families.shows_class(pupil):
        return None
    seat = seen.seat_of(tx, report.pupil, seen.day_of(report, now.date()))
    return seat.class_ if seat and seat.class_.is_known(now) else None


def _is_told(tx: Tx, report: Report) -> bool:
    return report.door is not Door.GUARDIAN or families.may_report(_link(tx, report))


def _link(tx: Tx, report: Report) -> Guardian | None:
    return guardians.find(tx, report.guardian) if report.guardian else None
